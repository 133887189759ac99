"""What no seating can beat: bounds by pigeonholes, and by how many each guest can meet at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from matching.rounds.lunch_round import Table
from matching.rounds.scores import Pair, Thousandths


def pairs_spread(n: int, n_tables: int) -> int:
    """Return how many pairs share a table at least when `n` guests are spread over some tables.

    >>> pairs_spread(5, 3), pairs_spread(3, 3)
    (2, 0)
    """
    low, n_high = divmod(n, n_tables)
    return n_high * (low + 1) * low // 2 + (n_tables - n_high) * low * (low - 1) // 2


def least_twice(rounds: Sequence[tuple[Table, ...]]) -> int:
    """Return how many meetings at least are of a pair that met before, at tables of such sizes.

    Who shared a table in the first round is spread over all tables in each later one; and there are only so many pairs.

    >>> least_twice([(("a", "b", "c"), ("d", "e", "f"))] * 2)
    2
    """
    first, n = rounds[0], len({one for tables in rounds for table in tables for one in table})
    n_meetings = sum(len(table) * (len(table) - 1) // 2 for tables in rounds for table in tables)
    by_first = sum(
        pairs_spread(len(_guests(tables) & set(table)), len(tables)) for tables in rounds[1:] for table in first
    )
    return max(by_first, n_meetings - n * (n - 1) // 2, 0)


def least_of_one_sector(sector: Mapping[str, str], rounds: Sequence[tuple[Table, ...]]) -> int:
    """Return how many pairs of one sector share a table at least, over all rounds.

    >>> least_of_one_sector(dict.fromkeys("abc", "school"), [(("a", "b"), ("c",))] * 3)
    3
    """
    return sum(
        pairs_spread(n, len(tables))
        for tables in rounds
        for n in Counter(sector[one] for one in _guests(tables)).values()
    )


def least_known(known: Iterable[Pair], rounds: Sequence[tuple[Table, ...]]) -> int:
    """Return how many acquaintances share a table at least, over all rounds: by groups in which all know each other.

    >>> least_known([("a", "b"), ("a", "c"), ("b", "c")], [(("a", "b"), ("c",))] * 3)
    3
    """
    graph = nx.Graph(sorted(known))
    return sum(_least_known_of_one(nx.Graph(graph.subgraph(_guests(tables))), len(tables)) for tables in rounds)


def _least_known_of_one(graph: "nx.Graph[str]", n_tables: int) -> int:
    least = 0
    while graph.number_of_edges():
        clique = max(nx.find_cliques(graph), key=lambda one: (len(one), sorted(one)))
        if len(clique) <= n_tables:
            break  # it fits, one at each table, and so do all smaller ones
        least += pairs_spread(len(clique), n_tables)
        graph.remove_nodes_from(clique)
    return least


def _guests(tables: tuple[Table, ...]) -> set[str]:
    return {one for table in tables for one in table}


def most_score(
    score: Thousandths, guest_ids: Sequence[str], sector: Mapping[str, str], rounds: Sequence[tuple[Table, ...]]
) -> float:
    """Return the most that first meetings can add up to while sectors are spread evenly, in thousandths.

    A linear program over fractions of pairs: each guest meets as many as there are seats beside it in its rounds, and
    of each sector as many as one table holds of it at most. `score` is symmetric and nowhere below 0, in the order of
    `guest_ids`.
    """
    one, other = np.nonzero(np.triu(score, k=1))
    if not len(one):
        return 0.0
    names, of = np.unique([sector[guest] for guest in guest_ids], return_inverse=True)
    in_all, of_sector = np.zeros(len(score)), np.zeros((len(score), len(names)))
    for tables in rounds:
        is_there = np.isin(guest_ids, sorted(_guests(tables)))
        in_all += is_there * (max(map(len, tables)) - 1)
        n_at_table = -(-np.bincount(of[is_there], minlength=len(names)) // len(tables))
        of_sector += is_there[:, np.newaxis] * n_at_table
        of_sector[np.flatnonzero(is_there), of[is_there]] -= 1  # a guest does not meet itself
    guest, met = np.concatenate([one, other]), np.concatenate([other, one])
    limits = np.concatenate([in_all, of_sector.ravel()])
    rows = np.concatenate([guest, len(score) + guest * len(names) + of[met]])
    columns = np.tile(np.arange(len(one)), 4)
    within = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(one)))
    found = linprog(-score[one, other], A_ub=within, b_ub=limits, bounds=(0, 1), method="highs")
    return float(-found.fun)
