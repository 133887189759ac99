"""Groups of partners that work with each other more than with others."""

import numpy as np
import numpy.typing as npt
from sknetwork.clustering import Louvain, get_modularity

from graph.network import Positions
from graph.tie_graph import TieGraph


def communities(graph: TieGraph, seed: int = 0) -> tuple[Positions, float | None]:
    """Return the community of each partner, the largest being 0, and the modularity (-.5 … 1) of this division.

    Louvain (Blondel 2008) in scikit-network; a partner without ties is a community of its own, numbered after all
    others. The modularity (Newman 2004) is `None` without ties. Seed 0 goes through the partners in their order, any
    other seed through an order of its own, which may end elsewhere (`steadiness`).
    """
    labels = np.full(graph.n, -1, dtype=np.int64)
    tied = np.flatnonzero(graph.degrees)
    modularity = None
    if len(tied):
        ties = graph.only(graph.degrees > 0).matrix
        found = Louvain(modularity="newman", shuffle_nodes=seed > 0, random_state=seed).fit_predict(ties)
        labels[tied] = _by_size(found)
        modularity = float(get_modularity(ties, found))
    alone = labels < 0
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return labels, modularity


def steadiness(graph: TieGraph, labels: Positions, n_runs: int = 20) -> tuple[npt.NDArray[np.float64], float | None]:
    """Return how far the communities hold when they are looked for again, by label, and for all of them together.

    Of all pairs of partners in one community: the mean share, 0 … 1, that is in one community again when Louvain goes
    through the partners in another order. NaN for a community of one; `None` for the whole where there is no pair.
    """
    n_groups = int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels, minlength=n_groups).astype(np.float64)
    pairs = sizes * (sizes - 1) / 2
    again = np.zeros(n_groups)
    for seed in range(1, n_runs + 1):
        other, _ = communities(graph, seed)
        both, counts = np.unique(np.column_stack([labels, other]), axis=0, return_counts=True)
        again += np.bincount(both[:, 0], counts * (counts - 1) / 2, minlength=n_groups)
    again /= n_runs  # last, so that whole counts stay whole
    shares = np.divide(again, pairs, where=pairs > 0, out=np.full(n_groups, np.nan))
    return shares, float(again.sum() / pairs.sum()) if pairs.sum() else None


def _by_size(labels: Positions) -> Positions:
    """Return the same communities with other numbers: the largest first, equal ones by their first partner."""
    names, firsts, counts = np.unique(labels, return_index=True, return_counts=True)
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.lexsort((firsts, -counts))] = np.arange(len(names))
    return rank[np.searchsorted(names, labels)]
