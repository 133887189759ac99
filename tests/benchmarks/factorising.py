"""Peers that learn a few numbers per partner: alternating least squares and Bayesian personalised ranking."""

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from implicit.cpu.bpr import BayesianPersonalizedRanking
from scipy import sparse
from threadpoolctl import threadpool_limits

from graph.network import Network
from matching.baselines import Method
from matching.products import unit_rows
from tests.benchmarks.histories import busyness, companions_of, ties_of, work_of

SOURCES = ("ties", "companions", "work", "work-cosine")
"""The partner × partner matrix, without and with its diagonal; the partner × collaboration matrix, where partners are
compared by product or by cosine."""


def als(network: Network, seed: int = 0):
    """Prepare alternating least squares on implicit feedback (Hu, Koren and Volinsky 2008, ICDM)."""

    def method(*, source, weighing="ones", factors=32, alpha=10.0, iterations=15) -> Method:
        settings = {"factors": factors, "regularization": 0.1, "alpha": alpha, "iterations": iterations}
        # Threads of BLAS beside those of implicit slow it down tenfold, of which it warns.
        with threadpool_limits(1, "blas"):
            model = AlternatingLeastSquares(**settings, num_threads=1, random_state=seed)
            return _factorised(network, model, source, weighing)

    return method


def bpr(network: Network, seed: int = 0):
    """Prepare Bayesian personalised ranking (Rendle et al. 2009, UAI); it sees who met, and no weights."""

    def method(*, source, factors=32, regularization=0.01, learning_rate=0.05, iterations=50) -> Method:
        model = BayesianPersonalizedRanking(
            factors=factors,
            learning_rate=learning_rate,
            regularization=regularization,
            iterations=iterations,
            num_threads=1,
            random_state=seed,
        )
        return _factorised(network, model, source, "ones")

    return method


def _factorised(network: Network, model, source: str, weighing: str) -> Method:
    matrices = {"ties": ties_of, "companions": companions_of}
    own, others = _fit(model, matrices.get(source, work_of)(network, weighing))
    if source not in matrices:
        others = own
    if source == "work-cosine":
        own = others = unit_rows(sparse.csr_array(own)).toarray()
    busy, has_history = busyness(network), np.bincount(network.participations["partner"], minlength=network.n_partners)

    def score(rows):
        # Both directions: who is drawn to whom is learned apart, though a tie has none.
        scores = (own[rows] @ others.T + others[rows] @ own.T) / 2 + busy
        scores[has_history[rows] == 0] = busy  # their factors are those that learning started with: chance
        return scores

    return score


def _fit(model, matrix: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Return the factors of rows and of columns; none at all where there is nothing to learn from."""
    if not matrix.nnz:
        return np.zeros((matrix.shape[0], 1), np.float32), np.zeros((matrix.shape[1], 1), np.float32)
    model.fit(sparse.csr_matrix(matrix), show_progress=False)
    return model.user_factors, model.item_factors
