"""The peer that walks: personalised PageRank on the graph of partners and collaborations, by scikit-network."""

import numpy as np
from scipy import sparse
from sknetwork.ranking import PageRank

from graph.network import Network
from matching.baselines import Method
from tests.benchmarks.histories import busyness, work_of

N_STEPS = 10


def pagerank(network: Network):
    """Prepare PageRank with restart at the partner that asks (Page et al. 1999), on the bipartite graph."""
    busy = busyness(network)

    def method(*, damping, weighing="ones") -> Method:
        work = sparse.csr_matrix(work_of(network, weighing))  # the library takes matrices, not arrays
        if not work.nnz:
            return lambda rows: np.tile(busy, (len(rows), 1))
        has_worked = np.diff(work.indptr) > 0

        def score(rows):
            scores = np.tile(busy, (len(rows), 1))
            for place in np.flatnonzero(has_worked[rows]):  # from a partner without work the walk goes nowhere
                walk = PageRank(damping, n_iter=N_STEPS).fit(
                    work, weights_row={int(rows[place]): 1.0}, force_bipartite=True
                )
                scores[place] += walk.scores_row_
            return scores

        return score

    return method
