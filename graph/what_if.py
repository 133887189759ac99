"""What new ties would do to a network, or the leaving of a partner: figures of draws beside today's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.cohesion import component_of, harmonic_sums, measure_cohesion
from graph.mixing import measure_mixing
from graph.network import Mask
from graph.tie_graph import TieGraph

Figures = dict[str, float]

MESSAGE_STEPS = 2
"""Who hears of a message that a partner tells its partners, and they theirs."""
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


def figures_of(graph: TieGraph) -> Figures:
    """Return the figures that a batch of new ties is judged by (see `graph.measures`), 0 where one does not exist.

    reach: the share of the others, 0 … 1, that hear of a message of one partner within `MESSAGE_STEPS`, mean over all.
    """
    cohesion, mixing = measure_cohesion(graph), measure_mixing(graph)
    found = {name: getattr(cohesion, name, None) for name in SHOWN}
    found |= {"cross_share": mixing.cross_share, "reach": _reach(graph)}
    return {name: float(found[name] or 0.0) for name in SHOWN}


def _reach(graph: TieGraph) -> float:
    if graph.n < 2:  # noqa: PLR2004 -- nobody to tell
        return 0.0
    ties = graph.adjacency
    heard = sparse.csr_array(ties + ties @ ties)
    n_heard = heard.nnz - int((heard.diagonal() > 0).sum())
    return float(n_heard / (graph.n * (graph.n - 1)))


@dataclass(frozen=True)
class Outlook:
    """A figure today and as it would be, over draws of who says yes."""

    today: float
    mean: float
    low: float
    high: float
    """2.5 and 97.5 % of the draws."""


def what_if(
    graph: TieGraph, pairs: npt.NDArray[np.int64], share_of_yes: float, n_draws: int = 200, seed: int = 0
) -> dict[str, Outlook]:
    """Return the outlook of each figure if so many of some new ties came about, each as likely as the other.

    `pairs` are positions, of shape (n_pairs, 2); `share_of_yes` lies within 0 … 1. With a share of 1 nothing is left to
    chance. Raise `ValueError` for another share.
    """
    if not 0 <= share_of_yes <= 1:
        raise ValueError(f"a share of yes lies within 0 … 1, not {share_of_yes}")
    random, today = np.random.default_rng(seed), figures_of(graph)
    n_draws = 1 if share_of_yes in {0, 1} else n_draws
    drawn: list[Figures] = []
    for _ in range(n_draws):
        says_yes = random.random(len(pairs)) < share_of_yes
        drawn.append(figures_of(graph.with_ties(pairs[says_yes, 0], pairs[says_yes, 1])))
    return {name: _outlook(today[name], np.array([each[name] for each in drawn])) for name in SHOWN}


def _outlook(today: float, drawn: npt.NDArray[np.float64]) -> Outlook:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Outlook(today, float(drawn.mean()), float(low), float(high))


@dataclass(frozen=True)
class Leaving:
    """What is lost when a partner leaves."""

    before: Figures
    after: Figures
    cut_off: tuple[str, ...]
    """Ids of the partners that are no longer tied to the largest component and were."""


def if_leaves(graph: TieGraph, position: int) -> Leaving:
    """Return what the leaving of one partner does to the others; the figures before are those with it."""
    kept: Mask = np.arange(graph.n) != position
    left = graph.only(kept)
    held = _in_largest(graph)[kept]
    cut_off = left.ids[held & ~_in_largest(left)]
    return Leaving(figures_of(graph), figures_of(left), tuple(cut_off.tolist()))


def _in_largest(graph: TieGraph) -> Mask:
    if not graph.n:
        return np.zeros(0, dtype=np.bool_)
    of = component_of(graph)
    largest: Mask = of == np.bincount(of).argmax()
    return largest


AIMS = ("connect", "cross", "shorten")
"""connect: tie those without a tie, then join components; cross: tie different sectors; shorten: shorten the ways."""


def best_ties(graph: TieGraph, pairs: npt.NDArray[np.int64], aim: str, n_best: int = 10) -> list[int]:
    """Return which of some possible ties serve an aim best, at most `n_best`, in the order in which they help.

    `pairs` are positions, the more likely first; of ties that help as much, the more likely wins. Chosen one after
    another, each beside those before it. Raise `ValueError` for an aim that is none of `AIMS`.
    """
    gains: dict[str, Callable[[TieGraph, npt.NDArray[np.int64]], npt.NDArray[np.float64]]] = {
        "connect": _gain_of_connecting,
        "cross": _gain_of_crossing,
        "shorten": _gain_of_shortening,
    }
    if aim not in gains:
        raise ValueError(f"'{aim}' is no aim; expected one of {', '.join(AIMS)}")
    chosen: list[int] = []
    while len(chosen) < min(n_best, len(pairs)):
        gain = gains[aim](graph, pairs)
        gain[chosen] = -np.inf
        best = int(np.argmax(gain))
        if gain[best] <= 0:
            break
        chosen.append(best)
        graph = graph.with_ties(pairs[best : best + 1, 0], pairs[best : best + 1, 1])
    return chosen


def _gain_of_connecting(graph: TieGraph, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Isolates that the tie reaches, and then whether it joins two components."""
    alone = (graph.degrees == 0).astype(np.float64)
    of = component_of(graph)
    joins = (of[pairs[:, 0]] != of[pairs[:, 1]]).astype(np.float64)
    gain: npt.NDArray[np.float64] = alone[pairs[:, 0]] + alone[pairs[:, 1]] + joins / 4
    return gain


def _gain_of_crossing(graph: TieGraph, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """1 over the ties that the two sectors have, one counted in; 0 within a sector."""
    codes = graph.sector_codes
    n_sectors = int(codes.max(initial=0)) + 1
    counts = np.zeros((n_sectors, n_sectors))
    np.add.at(counts, (codes[graph.first], codes[graph.second]), 1)
    counts += counts.T
    one, other = codes[pairs[:, 0]], codes[pairs[:, 1]]
    gain: npt.NDArray[np.float64] = np.where(one == other, 0.0, 1 / (1 + counts[one, other]))
    return gain


def _gain_of_shortening(graph: TieGraph, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """How much the sum of 1 / steps over all pairs grows by each tie."""
    before = harmonic_sums(graph).sum()
    gains = [
        harmonic_sums(graph.with_ties(np.array([one]), np.array([other]))).sum() - before
        for one, other in pairs.tolist()
    ]
    return np.array(gains, dtype=np.float64)


def positions_of(graph: TieGraph, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.int64]:
    """Return pairs of ids as positions, of shape (n_pairs, 2); pairs with somebody who is not there are left out."""
    at = {one: position for position, one in enumerate(graph.ids.tolist())}
    found = [(at[one], at[other]) for one, other in pairs if one in at and other in at]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
