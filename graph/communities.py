"""Groups of partners that work with each other more than with others."""

import numpy as np
from sknetwork.clustering import Louvain, get_modularity

from graph.network import Positions
from graph.tie_graph import TieGraph


def communities(graph: TieGraph, seed: int = 0) -> tuple[Positions, float | None]:
    """Return the community of each partner, the largest being 0, and the modularity (-.5 … 1) of this division.

    Louvain (Blondel 2008) in scikit-network; a partner without ties is a community of its own, numbered after all
    others. The modularity (Newman 2004) is `None` without ties.
    """
    labels = np.full(graph.n, -1, dtype=np.int64)
    tied = np.flatnonzero(graph.degrees)
    modularity = None
    if len(tied):
        ties = graph.only(graph.degrees > 0).matrix
        found = Louvain(modularity="newman", random_state=seed).fit_predict(ties)
        labels[tied] = _by_size(found)
        modularity = float(get_modularity(ties, found))
    alone = labels < 0
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return labels, modularity


def _by_size(labels: Positions) -> Positions:
    """Return the same communities with other numbers: the largest first, equal ones by their first partner."""
    names, firsts, counts = np.unique(labels, return_index=True, return_counts=True)
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.lexsort((firsts, -counts))] = np.arange(len(names))
    return rank[np.searchsorted(names, labels)]
