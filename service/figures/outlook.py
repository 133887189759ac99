"""What if: the figures of a network with some of today's suggestions come about, or without one of its partners."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.network import Network
from graph.tie_graph import TieGraph, tie_graph
from graph.what_if import SHOWN, best_ties, if_leaves, positions_of, what_if
from matching.suggest import Matcher
from service.texts import gettext as _
from service.texts import say_cell

SHARES = (30, 50, 100)
"""Percent of the suggestions that both sides say yes to."""
SIZES = (10, 25, 50, 100)
"""Suggestions in a batch."""
MOST_WEIGHED = 150
"""Suggestions among which the best ties for an aim are looked for."""


@dataclass(frozen=True)
class OutlookRow:
    """One figure: today, and for each of `SHARES` its mean and interval, in words."""

    label: str
    today: str
    outlooks: list[str]


def best_pairs(matcher: Matcher) -> list[tuple[str, str]]:
    """Return the pairs of today's suggestions, the best first, each once."""
    best: dict[tuple[str, str], float] = {}
    for each in matcher.suggest():
        pair = min(each.partner_id, each.suggested_id), max(each.partner_id, each.suggested_id)
        best[pair] = max(best.get(pair, -np.inf), each.score)
    return sorted(best, key=lambda pair: (-best[pair], pair))


def look_ahead(network: Network, pairs: Sequence[tuple[str, str]]) -> list[OutlookRow]:
    """Return each figure today and as it would be if a share of these pairs came to work together."""
    graph = tie_graph(network)
    positions = positions_of(graph, pairs)
    by_share = [what_if(graph, positions, share / 100) for share in SHARES]
    labels = outlook_labels()
    return [
        OutlookRow(
            labels[name],
            say_cell(by_share[0][name].today),
            [_say(outlooks[name].mean, outlooks[name].low, outlooks[name].high) for outlooks in by_share],
        )
        for name in SHOWN
    ]


def _say(mean: float, low: float, high: float) -> str:
    told = say_cell(mean)
    return (
        told
        if low == high
        else _("%(mean)s (%(low)s to %(high)s)")
        % {
            "mean": told,
            "low": say_cell(low),
            "high": say_cell(high),
        }
    )


def ties_for(network: Network, pairs: Sequence[tuple[str, str]], aim: str) -> list[tuple[str, str]]:
    """Return the suggestions that serve an aim best (`graph.what_if.AIMS`), ten at most, as pairs of ids."""
    graph = tie_graph(network)
    weighed = positions_of(graph, pairs[:MOST_WEIGHED])
    return [_ids(graph, weighed[at]) for at in best_ties(graph, weighed, aim)]


def _ids(graph: TieGraph, pair: npt.NDArray[np.int64]) -> tuple[str, str]:
    return str(graph.ids[pair[0]]), str(graph.ids[pair[1]])


@dataclass(frozen=True)
class Loss:
    """What the leaving of a partner takes away."""

    rows: list[tuple[str, str, str]]
    """What a figure is called, with the partner and without."""
    cut_off: tuple[str, ...]
    """Ids of the partners that would be cut off from the largest group."""


def look_without(network: Network, partner_id: str) -> Loss:
    """Return what the leaving of a partner does; raise `UnknownPartner`."""
    leaving = if_leaves(tie_graph(network), network.position(partner_id))
    labels = outlook_labels()
    rows = [(labels[name], say_cell(leaving.before[name]), say_cell(leaving.after[name])) for name in SHOWN]
    return Loss(rows, leaving.cut_off)


def outlook_labels() -> dict[str, str]:
    """Return what the figures are called on the screen."""
    return {
        "density": _("Density: share of all pairs that are tied"),
        "n_components": _("Groups without a way between them"),
        "largest_share": _("Share in the largest group"),
        "centralisation": _("Centralisation by degree"),
        "cross_share": _("Share of ties across sectors"),
        "n_isolates": _("Partners without a tie"),
        "reach": _("Share that hears of a message within two steps"),
        "efficiency": _("Nearness, mean of 1 / steps"),
    }


def aim_labels() -> dict[str, str]:
    """Return what each aim is called on the screen."""
    return {
        "connect": _("Connect who has no tie yet"),
        "cross": _("Cross sectors that seldom meet"),
        "shorten": _("Shorten the ways in the network"),
    }
