"""Ties that could come about: the figures of a network with any of them, from what they change alone."""

from collections import defaultdict
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.cohesion import component_of, harmonic_sums
from graph.network import Mask, Positions
from graph.stepping import Stepper
from graph.tie_graph import TieGraph

Figures = dict[str, float]
Pairs = npt.NDArray[np.int64]
"""Positions of the two ends of ties, shape (n_pairs, 2)."""

SHOWN = (
    "density",
    "n_components",
    "largest_share",
    "centralisation",
    "cross_share",
    "n_isolates",
    "reach",
    "efficiency",
)
"""The figures that a batch is judged by (see `graph.measures`), 0 where one does not exist. reach: the share of the
others, 0 … 1, that hear of a message of one partner which its partners pass on to theirs, mean over all partners."""
N_SAMPLED = 128
"""From so many partners beside the ends of its ties the efficiency with a batch is estimated, where there are more."""


class Batch:
    """A graph and some pairs of its partners that could come to be tied.

    Pairs that are tied already, or named before, change nothing.
    """

    def __init__(self, graph: TieGraph, pairs: Pairs) -> None:
        self.graph = graph
        self.pairs = pairs
        self.is_new = find_new(graph, pairs)
        codes = graph.sector_codes
        self._is_cross = codes[pairs[:, 0]] != codes[pairs[:, 1]]
        self._n_cross = int((codes[graph.first] != codes[graph.second]).sum())
        self._component = component_of(graph) if graph.n else np.empty(0, dtype=np.int64)
        self._sizes: Positions = np.bincount(self._component).astype(np.int64)

    def figures(self, comes: Mask) -> Figures:
        """Return the figures with those ties that come about; `comes` has the shape (n_pairs,)."""
        return self.quick_figures(comes) | {"efficiency": self.efficiency(comes)}

    def quick_figures(self, comes: Mask) -> Figures:
        """Return all figures but the efficiency, which follows ways through the whole network."""
        comes = comes & self.is_new
        one, other = self.pairs[comes, 0], self.pairs[comes, 1]
        n, m = self.graph.n, self.graph.m + len(one)
        degrees = self.graph.degrees + np.bincount(np.concatenate([one, other]), minlength=n)
        sizes = self._sizes_with(one, other)
        n_cross = self._n_cross + int(self._is_cross[comes].sum())
        found = {
            "density": (2 * m, n * (n - 1)),
            "n_components": (len(sizes), 1),
            "largest_share": (sizes.max(initial=0), n),
            "centralisation": ((degrees.max(initial=0) - degrees).sum(), (n - 1) * (n - 2)),
            "cross_share": (n_cross, m),
            "n_isolates": ((degrees == 0).sum(), 1),
            "reach": (self._n_heard + 2 * self._n_newly_heard(comes), n * (n - 1)),
        }
        return {name: float(part / whole) if whole > 0 else 0.0 for name, (part, whole) in found.items()}

    def _sizes_with(self, one: Positions, other: Positions) -> Positions:
        """Return the sizes of the components once these ties join some of them."""
        n = len(self._sizes)
        if not len(one):
            return self._sizes
        ends = (self._component[one], self._component[other])
        joined = connected_components(sparse.csr_array((np.ones(len(one)), ends), shape=(n, n)), directed=False)[1]
        sizes: Positions = np.bincount(joined, weights=self._sizes).astype(np.int64)
        return sizes

    @cached_property
    def _heard(self) -> sparse.csr_array:
        """Who hears of whose message within two steps today; the diagonal means nothing."""
        ties = self.graph.adjacency
        return sparse.csr_array(ties + ties @ ties)

    @cached_property
    def _n_heard(self) -> int:
        return int(self._heard.nnz) - int((self._heard.diagonal() > 0).sum())

    @cached_property
    def _news(self) -> tuple[Positions, Pairs]:
        """Who would newly hear of whom by which ties.

        A number for each two partners, and the one or two new ties that it takes (twice the same one where one does).
        """
        codes, takes = [], []
        for code, tie in self._ways():
            codes.append(code)
            takes.append(np.broadcast_to(np.array(tie), (len(code), 2)))
        if not codes:
            return np.empty(0, dtype=np.int64), np.empty((0, 2), dtype=np.int64)
        code, take = np.concatenate(codes), np.concatenate(takes)
        low, high = code // self.graph.n, code % self.graph.n
        is_news = (np.asarray(self._heard[low, high]).ravel() == 0) & (low != high)
        return np.unique(code[is_news], return_inverse=True)[1], take[is_news]

    def _ways(self) -> list[tuple[Positions, tuple[int, int]]]:
        """Return the ends of every way of one or two steps over a new tie, as a number, and the ties it takes."""
        ties, n = self.graph.adjacency, self.graph.n
        ways, at = [], defaultdict(list)
        for tie in np.flatnonzero(self.is_new).tolist():
            one, other = self.pairs[tie].tolist()
            for near, far in ((one, other), (other, one)):
                beyond = ties.indices[ties.indptr[far] : ties.indptr[far + 1]].astype(np.int64)
                ends = np.append(beyond, far)
                ways.append((np.minimum(ends, near) * n + np.maximum(ends, near), (tie, tie)))
                at[near].append((tie, far))
        for met in at.values():
            for (tie, end), (also, other_end) in combinations(met, 2):
                ways.append((np.array([min(end, other_end) * n + max(end, other_end)]), (tie, also)))
        return ways

    def _n_newly_heard(self, comes: Mask) -> int:
        numbers, takes = self._news
        return len(np.unique(numbers[comes[takes].all(axis=1)]))

    @cached_property
    def _nearness_today(self) -> npt.NDArray[np.float64]:
        return harmonic_sums(self.graph)

    @cached_property
    def _stepper(self) -> Stepper:
        return Stepper(self.graph)

    def efficiency(self, comes: Mask, random: np.random.Generator | None = None) -> float:
        """Return the efficiency with those ties that come about.

        With `random` it is estimated in a network of more than `N_SAMPLED` partners beside the ends of these ties: from
        the change for the ends, and for so many others, drawn anew each time. That is right on average, and over draws
        the spread tells of the sample as well.
        """
        n, today = self.graph.n, self._nearness_today
        one, other = self.pairs[comes & self.is_new].T
        if not len(one):
            return float(today.sum() / max(n * (n - 1), 1))
        ends = np.union1d(one, other)
        others = np.setdiff1d(np.arange(n), ends)
        if random is None or len(others) <= N_SAMPLED:
            return float(self._stepper.nearness(np.arange(n), one, other).sum() / (n * (n - 1)))
        drawn = random.choice(others, N_SAMPLED, replace=False)
        of_ends, of_drawn = (
            self._stepper.nearness(each, one, other).sum() - today[each].sum() for each in (ends, drawn)
        )
        return float((today.sum() + of_ends + of_drawn * len(others) / N_SAMPLED) / (n * (n - 1)))


def find_new(graph: TieGraph, pairs: Pairs) -> Mask:
    """Return which pairs are of two partners that are not tied, each named for the first time; shape (n_pairs,)."""
    codes = pairs.min(axis=1, initial=graph.n) * graph.n + pairs.max(axis=1, initial=0)
    is_first = np.zeros(len(pairs), dtype=np.bool_)
    is_first[np.unique(codes, return_index=True)[1]] = True
    is_tied = np.isin(codes, graph.first * graph.n + graph.second)
    is_new: Mask = is_first & ~is_tied & (pairs[:, 0] != pairs[:, 1])
    return is_new
