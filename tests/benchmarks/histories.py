"""What the peers learn from: who worked on what, and with whom, as matrices of one network."""

import numpy as np
from scipy import sparse

from graph.network import Network
from matching.products import ones_like
from matching.recency import ages_in_years, fade

HALF_LIFE_YEARS = 2.0
WEIGHINGS = ("ones", "weights", "recent")
"""Each tie alike; by the size of the gathering; the same, halved with every half-life."""


def work_of(network: Network, weighing: str) -> sparse.csr_array:
    """Return who took part in what: shape (n_partners, n_collaborations), float32."""
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    partner, collaboration = parts["partner"].to_numpy(), parts["collaboration"].to_numpy()
    weights = np.ones(len(network.collaborations))
    if weighing != "ones":
        weights = 1 / np.sqrt(network.collaborations["n_partners"].to_numpy(float))
    if weighing == "recent":
        weights = weights * fade(ages_in_years(network), HALF_LIFE_YEARS)
    shape = (network.n_partners, len(network.collaborations))
    return sparse.csr_array((weights[collaboration].astype(np.float32), (partner, collaboration)), shape=shape)


def companions_of(network: Network, weighing: str) -> sparse.csr_array:
    """Return what `ties_of` does, with everybody their own companion: 1 on the diagonal.

    Without it, those who share a partner have nothing in common with that partner: a factorisation then sees triangles
    only in paths of three steps.
    """
    return sparse.csr_array(ties_of(network, weighing) + sparse.eye_array(network.n_partners, dtype=np.float32))


def ties_of(network: Network, weighing: str) -> sparse.csr_array:
    """Return who worked with whom: symmetric, shape (n_partners, n_partners), float32."""
    if weighing == "ones":
        return ones_like(network.adjacency)
    weights = network.ties["weight"].to_numpy()
    if weighing == "recent":
        weights = weights * fade(ages_in_years(network)[network.ties["collaboration"].to_numpy()], HALF_LIFE_YEARS)
    return sparse.csr_array(network.weigh_ties(weights), dtype=np.float32)


def busyness(network: Network) -> np.ndarray:
    """Return a number far below any score, larger for the busier: shape (n_partners,), float32.

    Added to scores it orders those about whom a peer knows nothing, as the baselines of matching.evaluation do.
    """
    return np.diff(network.adjacency.indptr).astype(np.float32) * np.float32(1e-9)
