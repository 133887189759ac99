"""How one partner comes to another, told: over whom, by what they did together; and what would help where no way is."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from graph.network import Network, Positions
from graph.ways import Ways, shortest_ways, steps_to
from matching.suggestion import Suggestion
from service.pages.details import Describer, PartnerBrief
from service.pages.tied import TieBrief, Ties
from service.texts import gettext as _
from service.texts import ngettext, say_number

MOST_WAYS = 5
"""Ways that are told and drawn; the others are counted."""
MOST_ASKED = 60
"""Partners, those with most ties, among whose suggestions one is looked for that would join two parts."""
PER_ASKED = 10

Suggest = Callable[[list[str], int], list[Suggestion]]
"""Gives the best suggestions for partners with these ids, so many for each; none for who may not see them."""


@dataclass(frozen=True)
class Step:
    """A partner on a way, with the tie by which it is reached; the first one needs none."""

    tie: TieBrief | None
    partner: PartnerBrief


@dataclass(frozen=True)
class Joining:
    """Two partners suggested to each other; if they met, there would be a way."""

    one: PartnerBrief
    other: PartnerBrief


@dataclass(frozen=True)
class WaysView:
    """The ways from the chosen partner to another one."""

    sentence: str
    ways: list[list[Step]]
    joining: Joining | None

    @property
    def ids(self) -> list[list[str]]:
        """Ids of the partners on each way, for the picture."""
        return [[step.partner.id for step in way] for way in self.ways]


def tell_ways(describer: Describer, start: int, goal: int, year: int | None, suggest: Suggest) -> WaysView:
    """Tell how the partner at `start` comes to that at `goal` by the end of `year`; `suggest` helps where no way is."""
    if start == goal:
        return WaysView(_("That is this partner itself. Choose another one."), [], None)
    ties = Ties(describer, year)
    adjacency = ties.between_present
    found = shortest_ways(adjacency, start, goal, most=MOST_WAYS)
    if found.n_steps is None:
        joining = _find_joining(describer, adjacency, (start, goal), suggest) if year is None else None
        return WaysView(_say_none(describer, ties, (start, goal), year), [], joining)
    ways = [_tell_way(describer, ties, way) for way in found.ways]
    return WaysView(_say_ways(found, describer.brief(start).name, describer.brief(goal).name), ways, None)


def _tell_way(describer: Describer, ties: Ties, way: list[int]) -> list[Step]:
    between = [None, *(ties.brief(one, other) for one, other in pairwise(way))]
    return [Step(tie, partner) for tie, partner in zip(between, describer.briefs(way), strict=True)]


def _say_ways(found: Ways, one: str, other: str) -> str:
    names = {"one": one, "other": other}
    n_between = (found.n_steps or 0) - 1
    if n_between == 0:
        return _("%(one)s and %(other)s worked together themselves.") % names
    reached = ngettext(
        "%(one)s comes to %(other)s by %(n)s partner between them.",
        "%(one)s comes to %(other)s by %(n)s partners between them.",
        n_between,
    ) % {**names, "n": say_number(n_between)}
    if found.n_ways <= len(found.ways):
        count = ngettext("There is one shortest way.", "There are %(n)s shortest ways.", found.n_ways) % {
            "n": say_number(found.n_ways)
        }
    else:
        count = _("There are %(n)s shortest ways; these are %(shown)s of them.") % {
            "n": say_number(found.n_ways),
            "shown": say_number(len(found.ways)),
        }
    return f"{reached} {count}"


def _say_none(describer: Describer, ties: Ties, ends: tuple[int, int], year: int | None) -> str:
    """Say that there is no way, and why."""
    one, other = (partner.name for partner in describer.briefs(ends))
    when = _("today") if year is None else _("at the end of %(year)s") % {"year": year}
    text = _("There is no way over ties from %(one)s to %(other)s %(when)s.")
    return f"{text} {_why_none(ties, ends)}" % {"one": one, "other": other, "when": when}


def _why_none(ties: Ties, ends: tuple[int, int]) -> str:
    n_ties = np.diff(ties.between_present.indptr)
    match [bool(n_ties[end]) for end in ends]:
        case [True, True]:
            return _("They belong to parts of the network that no tie joins.")
        case [True, False]:
            return _("%(other)s has no tie with anybody who is in the network then.")
        case [False, True]:
            return _("%(one)s has no tie with anybody who is in the network then.")
        case _:
            return _("Neither of them has a tie with anybody who is in the network then.")


def _find_joining(
    describer: Describer, adjacency: sparse.csr_array, ends: tuple[int, int], suggest: Suggest
) -> Joining | None:
    """Return the best suggestion between the parts of the two ends; that of the two themselves, if it is one."""
    network = describer.network
    smaller, larger = sorted((np.flatnonzero(steps_to(adjacency, end) >= 0) for end in ends), key=len)
    opposite, asked_for = set(network.partners["id"].iloc[larger]), set(network.partners["id"].iloc[list(ends)])

    def worth(each: Suggestion) -> tuple[bool, float, str, str]:
        return {each.partner_id, each.suggested_id} == asked_for, each.score, each.partner_id, each.suggested_id

    suggestions = suggest(_most_tied(network, adjacency, smaller), PER_ASKED)
    best = max((each for each in suggestions if each.suggested_id in opposite), key=worth, default=None)
    if best is None:
        return None
    return Joining(*(describer.brief(network.position(each)) for each in (best.partner_id, best.suggested_id)))


def _most_tied(network: Network, adjacency: sparse.csr_array, part: Positions) -> list[str]:
    by_ties = np.argsort(-np.diff(adjacency.indptr)[part], kind="stable")[:MOST_ASKED]
    ids: list[str] = network.partners["id"].iloc[part[by_ties]].tolist()
    return ids
