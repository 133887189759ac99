"""Where each partner stands in the picture of the network: computed once per network, the same every time."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial.distance import cdist

Places = npt.NDArray[np.float64]
"""x and y of each partner, shape (n_partners, 2), centred on 0, y up."""

N_STEPS = 60
"""Steps of stress majorization: at 164 partners the picture no longer changes visibly after 40."""

RING_DISTANCE = 1.1
"""How far outside the largest component the others stand, as a share of its extent."""


def place(adjacency: sparse.csr_array) -> Places:
    """Return where each partner of a symmetric `adjacency`, shape (n_partners, n_partners), stands.

    The largest component is laid out by stress majorization; everybody else stands on a ring around it, so that nobody
    drifts away or is lost. Time and memory grow with the square of the partners: meant for up to a thousand.

    >>> place(sparse.csr_array((2, 2))).round(2).tolist()
    [[0.0, 0.0], [0.0, 1.1]]
    """
    n_partners = adjacency.shape[0]
    places = np.zeros((n_partners, 2))
    if n_partners == 0:
        return places
    _, component = connected_components(adjacency, directed=False)
    sizes = np.bincount(component)
    core = np.flatnonzero(component == sizes.argmax())
    places[core] = _place_component((adjacency[core][:, core] > 0).astype(np.float64))
    others = np.flatnonzero(component != sizes.argmax())
    # Members of one small component stand side by side.
    others = others[np.argsort(component[others], kind="stable")]
    extent = np.abs(places).max(axis=0)
    extent = np.where(extent > 0, extent, 1.0) * RING_DISTANCE
    angles = np.pi / 2 + 2 * np.pi * np.arange(len(others)) / max(len(others), 1)
    places[others] = extent * np.column_stack([np.cos(angles), np.sin(angles)])
    return places


def _place_component(ties: sparse.csr_array) -> Places:
    """Lay out a connected network: Gansner, Koren and North 2004, Graph drawing by stress majorization.

    A tie is the longer the fewer partners both ends share (they propose the difference of the neighbourhoods, here
    taken as its logarithm): a hub moves away from the groups it ties together, and these become visible.
    """
    n_partners = ties.shape[0]
    if n_partners == 1:
        return np.zeros((1, 2))
    degrees = np.asarray(ties.sum(axis=1))
    first, second = ties.nonzero()
    shared = (ties @ ties)[first, second]
    lengths = 1 + np.log(np.maximum(degrees[first] + degrees[second] - 2 * np.asarray(shared), 1))
    distances = shortest_path(sparse.csr_array((lengths, (first, second)), shape=ties.shape), directed=False)
    places = _majorize(distances, _scale_classically(distances))
    places /= np.abs(places).max()
    return _push_apart(places, radii=0.012 + 0.004 * np.sqrt(degrees))


def _scale_classically(distances: npt.NDArray[np.float64]) -> Places:
    """Classical scaling: a start that depends on nothing but the distances, widest from left to right."""
    n_partners = len(distances)
    centring = np.eye(n_partners) - 1 / n_partners
    products = -0.5 * centring @ distances**2 @ centring
    values, vectors = eigh(products, subset_by_index=[n_partners - 2, n_partners - 1])
    # An eigenvector's sign is left to the library: its largest entry is made positive.
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), [0, 1]])
    start = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))
    # Partners with the same ties would start, and stay, on one point.
    angles = 2 * np.pi * np.arange(n_partners) / n_partners
    return np.asarray(start + 1e-3 * np.column_stack([np.cos(angles), np.sin(angles)]))


def _majorize(distances: npt.NDArray[np.float64], start: Places) -> Places:
    diagonal = np.diag_indices_from(distances)
    weights = np.zeros_like(distances)
    np.divide(1.0, distances**2, out=weights, where=distances > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian, hermitian=True)
    places = start
    for _ in range(N_STEPS):
        pulls = -weights * distances / np.maximum(cdist(places, places), 1e-9)
        pulls[diagonal] = 0
        pulls[diagonal] = -pulls.sum(axis=1)
        places = np.asarray(inverse @ (pulls @ places))
    return places


def _push_apart(places: Places, radii: npt.NDArray[np.float64]) -> Places:
    """Move partners that overlap away from each other, half of the overlap each, at most 60 times."""
    wanted = radii[:, None] + radii[None, :]
    np.fill_diagonal(wanted, 0)
    for _ in range(60):
        distances = np.maximum(cdist(places, places), 1e-9)
        pushes = 0.5 * np.maximum(wanted / distances - 1, 0)
        if not pushes.any():
            break
        places = places + places * pushes.sum(axis=1, keepdims=True) - pushes @ places
    return places
