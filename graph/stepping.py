"""Stepping outwards over ties from many partners at once: how near others are, today or with some ties more."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Positions
from graph.tie_graph import TieGraph

Steps = npt.NDArray[np.int16]
Nearness = npt.NDArray[np.float64]

UNREACHED = 30_000
"""Stands for the steps to somebody to whom there is no way."""
N_BITS = 64
MOST_AT_ONCE = 8 * N_BITS
"""Partners from whom is stepped at once; more no longer fit near the processor."""
_NONE: Positions = np.empty(0, dtype=np.int64)


class Stepper:
    """Steps over the ties of one graph, one bit for each source: who is reached by whom is an "or" over neighbours."""

    def __init__(self, graph: TieGraph) -> None:
        self.n = graph.n
        # With itself among its neighbours nobody is without one, and what is reached already is not reached again.
        own = sparse.eye_array(graph.n, format="csr")
        self._near = sparse.csr_array(graph.adjacency + own)

    def nearness(self, sources: Positions, one: Positions = _NONE, other: Positions = _NONE) -> Nearness:
        """Return for each partner the sum of 1 / steps to some partners, 0 where there is no way; shape (n,).

        `one` and `other` are the ends of ties that come to those of the graph. No source may be named twice.
        """
        sums = np.zeros(self.n)
        for start in range(0, len(sources), MOST_AT_ONCE):
            for steps, front in self._fronts(sources[start : start + MOST_AT_ONCE], one, other):
                sums += np.bitwise_count(front).sum(axis=1) / steps
        return sums

    def steps_from(self, sources: Positions) -> Steps:
        """Return the steps from each of some partners to everybody, `UNREACHED` where there is no way.

        Shape (n_sources, n). No partner may stand among `sources` twice.
        """
        found = np.full((len(sources), self.n), UNREACHED, dtype=np.int16)
        found[np.arange(len(sources)), sources] = 0
        for start in range(0, len(sources), MOST_AT_ONCE):
            block = sources[start : start + MOST_AT_ONCE]
            for steps, front in self._fronts(block, _NONE, _NONE):
                reached = np.unpackbits(front.view(np.uint8), axis=1, count=len(block), bitorder="little")
                found[start : start + len(block)][reached.T.astype(np.bool_)] = steps
        return found

    def _fronts(
        self, sources: Positions, one: Positions, other: Positions
    ) -> Iterator[tuple[int, npt.NDArray[np.uint64]]]:
        """Yield after how many steps who is reached first: one bit per source, shape (n, n_words)."""
        bit = np.arange(len(sources))
        front = np.zeros((self.n, -(-len(sources) // N_BITS)), dtype=np.uint64)
        front[sources, bit // N_BITS] = np.left_shift(np.uint64(1), (bit % N_BITS).astype(np.uint64))
        reached, steps = front.copy(), 0
        while True:
            steps += 1
            spread = np.bitwise_or.reduceat(front[self._near.indices], self._near.indptr[:-1], axis=0)
            np.bitwise_or.at(spread, one, front[other])
            np.bitwise_or.at(spread, other, front[one])
            front = spread & ~reached
            if not front.any():
                return
            reached |= front
            yield steps, front
