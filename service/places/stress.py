"""The picture of a small network: ways over ties as distances, kept as well as a plane can."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import cdist

Places = npt.NDArray[np.float64]
"""x and y of each partner, shape (n_partners, 2), centred on 0, y up."""

N_STEPS = 60
"""Steps of stress majorization: at 164 partners the picture no longer changes visibly after 40."""


def place_by_stress(ties: sparse.csr_array) -> Places:
    """Lay out a connected network: Gansner, Koren and North 2004, Graph drawing by stress majorization.

    `ties` holds ones, symmetric, shape (n_partners, n_partners); places lie within -1 … 1. Time and memory grow with
    the square of the partners: meant for some hundreds.

    A tie is the longer the fewer partners both ends share (they propose the difference of the neighbourhoods, here
    taken as its logarithm): a hub moves away from the groups it ties together, and these become visible.
    """
    n_partners = ties.shape[0]
    if n_partners == 1:
        return np.zeros((1, 2))
    degrees = np.asarray(ties.sum(axis=1))
    distances = shortest_path(tie_lengths(ties), directed=False)
    places = _majorize(distances, _scale_classically(distances))
    places /= np.abs(places).max()
    return _push_apart(places, radii=0.012 + 0.004 * np.sqrt(degrees))


def tie_lengths(ties: sparse.csr_array) -> sparse.csr_array:
    """Return how long each tie is to be drawn, as a matrix of the same shape."""
    degrees = np.asarray(ties.sum(axis=1))
    first, second = ties.nonzero()
    shared = np.asarray((ties @ ties)[first, second])
    lengths = 1 + np.log(np.maximum(degrees[first] + degrees[second] - 2 * shared, 1))
    return sparse.csr_array((lengths, (first, second)), shape=ties.shape)


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
