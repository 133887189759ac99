"""The whole network laid out at once: its largest connected part in the middle, everybody else on rings around it."""

from collections.abc import Callable

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.network import Positions
from service.places.forces import place_by_forces
from service.places.stress import Places, place_by_stress

MOST_BY_STRESS = 400
"""Above this stress takes longer than a moment (1,000 partners: 6 s) and shows groups less well than forces do."""
RING_DISTANCE = 1.1
"""How far outside the largest component the others stand, as a share of its extent."""
RING_STEP = 0.04
"""From one ring to the next, and about the room of one partner on it."""

Tell = Callable[[float], None]
"""Is told how far it is, 0 … 1."""


def lay_out(ties: sparse.csr_array, tell: Tell = lambda _share: None) -> Places:
    """Return where each partner of a symmetric `ties`, shape (n_partners, n_partners), stands: the same every time.

    >>> lay_out(sparse.csr_array((2, 2))).round(2).tolist()
    [[0.0, 0.0], [0.0, 1.1]]
    """
    n_partners = ties.shape[0]
    places = np.zeros((n_partners, 2))
    if n_partners == 0:
        return places
    core, others = _parts(ties)
    among = (ties[core][:, core] > 0).astype(np.float64)
    places[core] = place_by_stress(among) if len(core) <= MOST_BY_STRESS else place_by_forces(among, tell)
    extent = np.abs(places).max(axis=0)
    places[others] = np.where(extent > 0, extent, 1.0) * _rings(len(others))
    return places


def _parts(ties: sparse.csr_array) -> tuple[Positions, Positions]:
    """Return the largest component, and the others: members of one small component side by side."""
    _, component = connected_components(ties, directed=False)
    largest = np.bincount(component).argmax()
    others = np.flatnonzero(component != largest)
    return np.flatnonzero(component == largest), others[np.argsort(component[others], kind="stable")]


def _rings(n_partners: int) -> Places:
    """Return places on as many rings as it takes, beginning at the top, each filled evenly."""
    rings, left, radius = [np.zeros((0, 2))], n_partners, RING_DISTANCE
    while left:
        n_here = min(left, int(2 * np.pi * radius / RING_STEP))
        angles = np.pi / 2 + 2 * np.pi * np.arange(n_here) / n_here
        rings.append(radius * np.column_stack([np.cos(angles), np.sin(angles)]))
        left, radius = left - n_here, radius + RING_STEP
    return np.concatenate(rings)
