"""Measures of lists: how well they foresee whom partners met, and whom they bring in sight."""

import numpy as np
import numpy.typing as npt

from graph.network import Positions
from matching.candidates import Mask
from matching.closeness import Dense
from matching.history import blocks

TOP = 10
"""Length of the lists that are measured."""

Values = npt.NDArray[np.float64]


def judge(scores: Dense | Values, came_true: Mask, top: int = TOP) -> dict[str, Values]:
    """Return NDCG, recall and hit among the `top` best of each row; equal scores keep their order.

    `scores` and `came_true` have the shape (n_rows, n_partners); each row has something that came true. Gains are 1
    or 0 (Järvelin and Kekäläinen 2002, ACM Transactions on Information Systems 20).

    >>> measures = judge(np.array([[0.9, 0.5, 0.1]]), np.array([[False, True, False]]), top=2)
    >>> {name: round(float(value[0]), 3) for name, value in measures.items()}
    {'ndcg': 0.631, 'recall': 1.0, 'hit': 1.0}
    """
    best = best_of(scores, top)
    gains = np.take_along_axis(came_true, best, axis=1).astype(float)
    discounts = 1 / np.log2(np.arange(2, gains.shape[1] + 2))
    n_true = came_true.sum(axis=1)
    ideal = np.cumsum(discounts)[np.minimum(n_true, gains.shape[1]) - 1]
    return {"ndcg": gains @ discounts / ideal, "recall": gains.sum(axis=1) / n_true, "hit": gains.max(axis=1)}


def best_of(scores: Dense | Values, top: int = TOP) -> Positions:
    """Return the positions of the `top` best of each row, best first, equal ones in their order: shape (n_rows, top).

    Only what reaches the last of them is sorted: sorting everybody took most of the time of measuring a large network.

    >>> best_of(np.array([[0.2, 0.9, 0.2]]), top=2)
    array([[1, 0]])
    """
    n_rows, n_partners = scores.shape
    top = min(top, n_partners)
    if not n_rows or not top:
        return np.zeros((n_rows, top), dtype=np.int64)
    cost: Dense | Values = -scores
    limit = np.partition(cost, top - 1, axis=1)[:, top - 1 : top]
    row, column = np.nonzero(np.less_equal(cost, limit))
    order = np.lexsort((column, cost[row, column], row))
    starts = np.searchsorted(row, np.arange(n_rows))
    best: Positions = column[order[starts[:, np.newaxis] + np.arange(top)]]
    return best


def ranks_of(scores: Dense | Values, row: Positions, column: Positions, hubs: Positions) -> tuple[Values, Values]:
    """Return the rank of each pair within its row, 1 for the best: among all, and among those who are no hubs.

    `row` and `column` have the shape (n_pairs,), as both answers have. Equal scores keep their order; what scores -inf
    is not ranked, and has the rank inf. Pairs are compared block by block: memory stays that of a block of scores.

    >>> ranks_of(np.array([[0.9, 0.5, 0.5]]), np.array([0]), np.array([2]), hubs=np.array([0]))
    (array([3.]), array([2.]))
    """
    n_before, n_hubs_before = np.zeros(len(row)), np.zeros(len(row))
    own = scores[row, column]
    places = np.arange(scores.shape[1])
    for block in blocks(np.arange(len(row))):
        others, mine = scores[row[block]], own[block, np.newaxis]
        is_before = (others > mine) | ((others == mine) & (places < column[block, np.newaxis]))
        n_before[block] = is_before.sum(axis=1)
        n_hubs_before[block] = is_before[:, hubs].sum(axis=1)
    is_ranked = own > -np.inf
    return np.where(is_ranked, 1 + n_before, np.inf), np.where(is_ranked, 1 + n_before - n_hubs_before, np.inf)


def foresight(ranks: Values, is_met: Mask, starts: Positions) -> dict[str, Values]:
    """Return NDCG, recall and hit at `TOP` and the reciprocal rank of each query, for several accounts of who was met.

    `ranks` has the shape (n_pairs,), ordered by query; `starts`, (n_queries,), tells where each query begins; `is_met`,
    (n_pairs, n_accounts), which pairs count. Each measure has the shape (n_queries, n_accounts), is within 0 … 1, and
    NaN where a query met nobody. The reciprocal is that of the best rank (Voorhees 1999, TREC-8).

    >>> measures = foresight(np.array([2.0, 20.0]), np.array([[True], [True]]), np.array([0]))
    >>> {name: round(float(value[0, 0]), 3) for name, value in measures.items()}
    {'ndcg': 0.387, 'recall': 0.5, 'hit': 1.0, 'mrr': 0.5}
    """
    discounts = 1 / np.log2(np.arange(2, TOP + 2))
    is_in_list = ranks <= TOP
    gains = np.where(is_in_list, 1 / np.log2(ranks + 1), 0)
    n_met = np.add.reduceat(is_met, starts, axis=0, dtype=float)
    n_found = np.add.reduceat(is_met & is_in_list[:, np.newaxis], starts, axis=0, dtype=float)
    gained = np.add.reduceat(is_met * gains[:, np.newaxis], starts, axis=0)
    first = np.maximum.reduceat(is_met / ranks[:, np.newaxis], starts, axis=0)
    ideal = np.cumsum(discounts)[np.clip(n_met, 1, TOP).astype(int) - 1]
    nobody = np.where(n_met > 0, 1, np.nan)
    return {
        "ndcg": gained / ideal * nobody,
        "recall": n_found / np.maximum(n_met, 1) * nobody,
        "hit": (n_found > 0) * nobody,
        "mrr": first * nobody,
    }


def in_sight(lists: Positions, sector: Positions) -> dict[str, float]:
    """Return coverage, gini and cross_sector of the lists that everybody is given.

    `lists` has the shape (n_partners, length), a position each, -1 where a list is shorter; `sector` (n_partners,).
    Coverage is the share of the partners that stand in some list, gini that of `gini` over all partners, cross_sector
    the share of the suggested that are of another sector than the one who is given the list; 0 where nobody is
    suggested.

    >>> measures = in_sight(np.array([[1], [0], [0], [-1]]), sector=np.array([0, 1, 0, 0]))
    >>> {name: round(value, 3) for name, value in measures.items()}
    {'coverage': 0.5, 'gini': 0.583, 'cross_sector': 0.667}
    """
    asker, place = np.nonzero(lists >= 0)
    suggested = lists[asker, place]
    n_lists = np.bincount(suggested, minlength=len(sector)).astype(float)
    is_other = sector[asker] != sector[suggested]
    return {
        "coverage": float((n_lists > 0).mean()) if len(sector) else 0.0,
        "gini": gini(n_lists),
        "cross_sector": float(is_other.mean()) if len(is_other) else 0.0,
    }


def gini(counts: Values) -> float:
    """Return how unequal counts are: 0 where all are alike, 1 - 1/n where one of n has everything; 0 without any.

    Σᵢ (2i - n - 1) xᵢ / (n Σ xᵢ), x in ascending order: half the mean difference of two, over the mean (Gini 1912,
    Variabilità e mutabilità; of recommendations: Fleder and Hosanagar 2009, Management Science 55).

    >>> gini(np.array([0.0, 0.0, 0.0, 8.0])), gini(np.array([3.0, 3.0]))
    (0.75, 0.0)
    """
    n, total = len(counts), counts.sum()
    if not total:
        return 0.0
    weights = 2 * np.arange(1, n + 1) - n - 1
    return max(float(weights @ np.sort(counts) / (n * total)), 0.0)
