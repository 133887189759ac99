"""The new ties that serve an aim best, of those that are possible: one after another, each beside those before it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.batch import Pairs, find_new
from graph.cohesion import component_of
from graph.network import Mask, Positions
from graph.stepping import UNREACHED, Stepper, Steps
from graph.tie_graph import TieGraph

AIMS = ("connect", "cross", "shorten")
"""connect: tie those without a tie, then join components; cross: tie different sectors; shorten: shorten the ways."""
N_SOURCES = 1000
"""From so many partners ways are followed to shorten them, in a network that has more."""

_Gains = npt.NDArray[np.float64]
_Told = dict[str, float]


@dataclass(frozen=True)
class ServingTie:
    """A tie that serves an aim."""

    at: int
    """Which one it is of the possible pairs."""
    gains: _Told
    """What it gains beside the ties chosen before it. connect: `n_isolates` that get a tie, `n_joined`, the partners
    of the smaller component that it joins to the other; cross: `n_ties` that the two sectors have without it; shorten:
    `efficiency` that it adds and `n_nearer`, the pairs of partners that come nearer to each other."""


def best_ties(graph: TieGraph, pairs: Pairs, aim: str, n_best: int = 10, seed: int = 0) -> list[ServingTie]:
    """Return which of some possible ties serve an aim best, at most `n_best`, in the order in which they help.

    `pairs` are positions, the more likely first; of ties that help as much, the more likely wins. In a network of more
    than `N_SOURCES` partners ways are those from a sample of them, and what is told of them is an estimate. Raise
    `ValueError` for an aim that is none of `AIMS`.
    """
    if aim not in AIMS:
        raise ValueError(f"'{aim}' is no aim; expected one of {', '.join(AIMS)}")
    weighing = _WEIGHINGS[aim](graph, pairs, seed)
    chosen: list[ServingTie] = []
    is_open = find_new(graph, pairs)
    while len(chosen) < n_best and is_open.any():
        gains = np.where(is_open, weighing.gains(is_open), 0.0)
        best = int(gains.round(9).argmax())  # what differs by the order of adding up helps as much
        if gains[best].round(9) <= 0:
            break
        chosen.append(ServingTie(best, weighing.tell(best)))
        weighing.take(best)
        is_open[best] = False
    return chosen


class _Weighing(Protocol):
    """Weighs possible ties by one aim, in a graph to which those that are taken are added."""

    def gains(self, is_open: Mask) -> _Gains: ...
    def tell(self, at: int) -> _Told: ...
    def take(self, at: int) -> None: ...


class _Connecting:
    """By the isolates that a tie reaches, and then by whether it joins two components."""

    def __init__(self, graph: TieGraph, pairs: Pairs, _seed: int) -> None:
        self._one, self._other = pairs.T
        self._component = component_of(graph)
        self._is_alone = graph.degrees == 0

    def gains(self, _is_open: Mask) -> _Gains:
        joins = self._component[self._one] != self._component[self._other]
        alone = self._is_alone[self._one].astype(np.float64) + self._is_alone[self._other]
        gains: _Gains = alone + joins / 4
        return gains

    def tell(self, at: int) -> _Told:
        one, other = self._one[at], self._other[at]
        sizes = [int((self._component == self._component[end]).sum()) for end in (one, other)]
        return {"n_isolates": float(self._is_alone[one]) + float(self._is_alone[other]), "n_joined": float(min(sizes))}

    def take(self, at: int) -> None:
        one, other = self._one[at], self._other[at]
        self._is_alone[[one, other]] = False
        self._component[self._component == self._component[other]] = self._component[one]


class _Crossing:
    """By how few ties the two sectors have; a tie within a sector gains nothing."""

    def __init__(self, graph: TieGraph, pairs: Pairs, _seed: int) -> None:
        codes = graph.sector_codes
        self._one, self._other = codes[pairs[:, 0]], codes[pairs[:, 1]]
        n_sectors = int(codes.max(initial=0)) + 1
        counts = np.zeros((n_sectors, n_sectors))
        np.add.at(counts, (codes[graph.first], codes[graph.second]), 1)
        self._counts = counts + counts.T

    def gains(self, _is_open: Mask) -> _Gains:
        gains: _Gains = np.where(self._one == self._other, 0.0, 1 / (1 + self._counts[self._one, self._other]))
        return gains

    def tell(self, at: int) -> _Told:
        return {"n_ties": float(self._counts[self._one[at], self._other[at]])}

    def take(self, at: int) -> None:
        one, other = self._one[at], self._other[at]
        self._counts[one, other] += 1
        self._counts[other, one] += 1


@dataclass(frozen=True)
class _Shorter:
    """Ways that a tie shortens: from some rows of the steps to some columns, and how long they become."""

    rows: Positions
    columns: Positions
    steps: Steps


class _Shortening:
    """By how much the sum of 1 / steps over all pairs grows.

    A tie of u and v shortens a way from s to t only where s is nearer to u than to v by two steps at least, and t
    nearer to v: all other ways stay as they are. So the steps are counted once, and a tie looks at these alone.
    """

    def __init__(self, graph: TieGraph, pairs: Pairs, seed: int) -> None:
        self._pairs, self._n = pairs, graph.n
        sampled = np.arange(graph.n)
        if graph.n > N_SOURCES:
            sampled = np.random.default_rng(seed).choice(graph.n, N_SOURCES, replace=False)
        sources = np.union1d(sampled, pairs)
        self._row = np.full(graph.n, -1)
        self._row[sources] = np.arange(len(sources))
        self._is_counted = np.isin(sources, sampled)
        self._share = len(sampled) / max(graph.n, 1)
        self._steps = Stepper(graph).steps_from(sources)
        with np.errstate(divide="ignore"):
            self._nearness = np.where(np.arange(UNREACHED + 1) == UNREACHED, 0.0, 1 / np.arange(UNREACHED + 1))

    def gains(self, is_open: Mask) -> _Gains:
        gains = np.zeros(len(self._pairs))
        for at in np.flatnonzero(is_open).tolist():
            gains[at] = sum(self._gained(each)[0] for each in self._shorter(at, self._is_counted))
        return gains

    def tell(self, at: int) -> _Told:
        found = [self._gained(each) for each in self._shorter(at, self._is_counted)]
        efficiency = sum(gain for gain, _ in found) / self._share / (self._n * (self._n - 1))
        return {"efficiency": float(efficiency), "n_nearer": float(round(sum(n for _, n in found) / self._share / 2))}

    def take(self, at: int) -> None:
        for each in self._shorter(at, np.ones_like(self._is_counted)):
            self._steps[np.ix_(each.rows, each.columns)] = np.minimum(self._before(each), each.steps)

    def _before(self, shorter: _Shorter) -> Steps:
        return self._steps[np.ix_(shorter.rows, shorter.columns)]

    def _gained(self, shorter: _Shorter) -> tuple[float, int]:
        before = self._before(shorter)
        is_nearer = shorter.steps < before
        gained = self._nearness[shorter.steps[is_nearer]] - self._nearness[before[is_nearer]]
        return float(gained.sum()), int(is_nearer.sum())

    def _shorter(self, at: int, counted: Mask) -> list[_Shorter]:
        """Return the ways that go over the tie one way, and the other."""
        one, other = self._pairs[at].tolist()
        return [self._over(one, other, counted), self._over(other, one, counted)]

    def _over(self, near: int, far: int, counted: Mask) -> _Shorter:
        to_near, to_far = self._steps[:, near], self._steps[:, far]
        from_near, from_far = self._steps[self._row[near]], self._steps[self._row[far]]
        rows = np.flatnonzero((to_near + 2 <= to_far) & counted)
        columns = np.flatnonzero(from_far + 2 <= from_near)
        return _Shorter(rows, columns, to_near[rows, None] + np.int16(1) + from_far[None, columns])


_WEIGHINGS: dict[str, Callable[[TieGraph, Pairs, int], _Weighing]] = {
    "connect": _Connecting,
    "cross": _Crossing,
    "shorten": _Shortening,
}
