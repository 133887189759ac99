"""The peer EASE: a linear model of who stands beside whom, in closed form."""

import numpy as np
from scipy import sparse
from scipy.linalg import lapack
from threadpoolctl import threadpool_limits

from graph.network import Network
from matching.baselines import Method
from tests.benchmarks.histories import busyness, companions_of, ties_of, work_of

N_DENSE = 10_000
"""Partners of a larger network that are ranked at all, with most ties: the inverse is dense, 400 MB for so many."""


def ease(network: Network, n_dense: int = N_DENSE):
    """Prepare EASE (Steck 2019, The Web Conference).

    B = I - P / diag(P) with P = (X'X + λ I)⁻¹, where X is who was tied to whom, or who was at which gathering. The
    score is a partner's row of ties times B: a gathering is completed by whom its companions stand beside elsewhere.
    Partners beyond the `n_dense` busiest score by busyness alone.
    """
    degrees = np.diff(network.adjacency.indptr)
    active = np.sort(np.argsort(-degrees, kind="stable")[:n_dense])
    busy = busyness(network)

    def method(*, source, weighing="ones", strength=100.0) -> Method:
        history = sparse.csr_array((ties_of if source == "ties" else companions_of)(network, weighing)[:, active])
        baskets = sparse.csr_array(work_of(network, weighing).T.tocsr()[:, active]) if source == "work" else history
        weights = _weights(baskets, strength)

        def score(rows):
            scores = np.tile(busy, (len(rows), 1))
            scores[:, active] += history[rows] @ weights
            return scores

        return score

    return method


def _weights(baskets: sparse.csr_array, strength: float) -> np.ndarray:
    """Return B in single precision: shape (n_active, n_active), diagonal 0."""
    if not baskets.shape[1]:
        return np.zeros((0, 0), np.float32)
    gram = np.asfortranarray((baskets.T @ baskets).toarray(), dtype=np.float32)
    gram[np.diag_indices_from(gram)] += np.float32(strength)
    # By Cholesky: a third of the work of a general inverse, and in the same memory.
    with threadpool_limits(1, "blas"):
        triangle, _ = lapack.spotrf(gram, lower=1, overwrite_a=1)
        inverse, _ = lapack.spotri(triangle, lower=1, overwrite_c=1)
    weights = np.tril(inverse)
    weights += np.tril(weights, -1).T
    weights /= -np.diag(weights)
    weights[np.diag_indices_from(weights)] = 0
    return weights
