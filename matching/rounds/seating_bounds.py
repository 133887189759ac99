"""What no seating can beat: bounds by pigeonholes, and by how many each guest can meet at all."""

from collections import Counter
from collections.abc import Sequence

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from matching.rounds.scores import Pair, Thousandths


def pairs_spread(n: int, n_tables: int) -> int:
    """Return how many pairs share a table at least when `n` guests are spread over some tables.

    >>> pairs_spread(5, 3), pairs_spread(3, 3)
    (2, 0)
    """
    low, n_high = divmod(n, n_tables)
    return n_high * (low + 1) * low // 2 + (n_tables - n_high) * low * (low - 1) // 2


def least_twice(table_sizes: Sequence[int], n_rounds: int) -> int:
    """Return how many meetings at least are of a pair that met before.

    Who shared a table in the first round is spread over all tables in each later one; and there are only so many pairs.

    >>> least_twice([8] * 15, 3), least_twice([3, 3], 2), least_twice([2, 2], 4)
    (0, 2, 2)
    """
    n, n_tables = sum(table_sizes), len(table_sizes)
    by_first = (n_rounds - 1) * sum(pairs_spread(size, n_tables) for size in table_sizes)
    n_meetings = n_rounds * sum(size * (size - 1) // 2 for size in table_sizes)
    return max(by_first, n_meetings - n * (n - 1) // 2, 0)


def least_of_one_sector(sectors: Sequence[str], n_tables: int, n_rounds: int) -> int:
    """Return how many pairs of one sector share a table at least, over all rounds.

    >>> least_of_one_sector(["school"] * 3 + ["bedrijf"], n_tables=2, n_rounds=3)
    3
    """
    return n_rounds * sum(pairs_spread(n, n_tables) for n in Counter(sectors).values())


def least_known(known: frozenset[Pair], n_tables: int, n_rounds: int) -> int:
    """Return how many acquaintances share a table at least, over all rounds: by groups in which all know each other.

    >>> trio = frozenset({("a", "b"), ("a", "c"), ("b", "c")})
    >>> least_known(trio, n_tables=2, n_rounds=3), least_known(trio, n_tables=3, n_rounds=3)
    (3, 0)
    """
    graph = nx.Graph(sorted(known))
    least = 0
    while graph.number_of_edges():
        clique = max(nx.find_cliques(graph), key=lambda one: (len(one), sorted(one)))
        least += pairs_spread(len(clique), n_tables)
        if len(clique) <= n_tables:
            break  # smaller ones add nothing
        graph.remove_nodes_from(clique)
    return n_rounds * least


def most_score(score: Thousandths, sectors: Sequence[str], table_sizes: Sequence[int], n_rounds: int) -> float:
    """Return the most that first meetings can add up to while sectors are spread evenly, in thousandths.

    A linear program over fractions of pairs: each guest meets as many as there are seats beside it in all rounds, and
    of each sector as many as one table holds of it at most. `score` is symmetric and nowhere below 0; `sectors` tells
    the sector of each guest.
    """
    one, other = np.nonzero(np.triu(score, k=1))
    if not len(one):
        return 0.0
    names, of = np.unique(sectors, return_inverse=True)
    n_at_table = -(-np.bincount(of) // len(table_sizes))
    of_sector = np.tile(n_at_table * n_rounds, (len(score), 1))
    of_sector[np.arange(len(score)), of] -= n_rounds  # a guest does not meet itself
    in_all = np.full(len(score), n_rounds * (max(table_sizes) - 1))
    pairs = np.arange(len(one))
    guest, met, column = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([pairs, pairs])
    by_sector = len(score) + guest * len(names) + of[met]
    limits = np.concatenate([in_all, of_sector.ravel()])
    rows, columns = np.concatenate([guest, by_sector]), np.concatenate([column, column])
    within = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(one)))
    found = linprog(-score[one, other], A_ub=within, b_ub=limits, bounds=(0, 1), method="highs")
    return float(-found.fun)
