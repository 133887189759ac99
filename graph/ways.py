"""The shortest ways from one partner to another over ties: who could introduce whom to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from graph.network import Positions


@dataclass(frozen=True)
class Ways:
    """All shortest ways between two partners, the first of them written out."""

    n_steps: int | None
    """Ties on each of them; 0 from a partner to itself, None where there is no way."""
    n_ways: int
    """How many there are, also beyond those in `ways`."""
    ways: list[list[int]]
    """Positions of the partners on a way, both ends included; the ways that begin with the strongest tie come first."""


def shortest_ways(adjacency: sparse.csr_array, start: int, goal: int, most: int) -> Ways:
    """Return the shortest ways from `start` to `goal`, at most `most` of them written out.

    `adjacency` is symmetric, shape (n, n); its values tell how strong a tie is, and every stored one counts as a tie.

    >>> square = sparse.csr_array([[0, 1, 2, 0], [1, 0, 0, 1], [2, 0, 0, 1], [0, 1, 1, 0]])
    >>> shortest_ways(square, 0, 3, most=5)
    Ways(n_steps=2, n_ways=2, ways=[[0, 2, 3], [0, 1, 3]])
    """
    left = steps_to(adjacency, goal)
    if left[start] < 0:
        return Ways(None, 0, [])
    ways = list(islice(_walk(adjacency, left, [start]), most))
    return Ways(int(left[start]), _count(adjacency, left, start), ways)


def steps_to(adjacency: sparse.csr_array, goal: int) -> Positions:
    """Return how many ties each partner is away from `goal`: -1 where there is no way, shape (n,)."""
    order, before = breadth_first_order(adjacency, goal, directed=False)
    steps = np.full(adjacency.shape[0], -1, dtype=np.int64)
    steps[goal] = 0
    for each in order[1:]:  # those nearer come first, so that what stands before a partner is known
        steps[each] = steps[before[each]] + 1
    return steps


def _walk(adjacency: sparse.csr_array, left: Positions, way: list[int]) -> Iterator[list[int]]:
    """Yield every shortest way that goes on from `way`, over the strongest tie first, then the lower position."""
    if left[way[-1]] == 0:
        yield way
        return
    for each in _nearer(adjacency, left, way[-1]):
        yield from _walk(adjacency, left, [*way, each])


def _nearer(adjacency: sparse.csr_array, left: Positions, position: int) -> list[int]:
    """Return the neighbours that are one step nearer to the goal, the strongest tie first."""
    own = slice(adjacency.indptr[position], adjacency.indptr[position + 1])
    others, strengths = adjacency.indices[own], adjacency.data[own]
    is_nearer = left[others] == left[position] - 1
    others, strengths = others[is_nearer], strengths[is_nearer]
    return [int(each) for each in others[np.lexsort((others, -strengths))]]


def _count(adjacency: sparse.csr_array, left: Positions, start: int) -> int:
    """Count the shortest ways step by step, in whole numbers: a dense network has more than a float can hold."""
    arriving = {start: 1}
    for _ in range(int(left[start])):
        onward: dict[int, int] = {}
        for position, n_ways in arriving.items():
            for each in _nearer(adjacency, left, position):
                onward[each] = onward.get(each, 0) + n_ways
        arriving = onward
    return sum(arriving.values())
