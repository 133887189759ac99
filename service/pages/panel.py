"""What stands beside the picture of the network: the chosen partner, the ways from it, or the tie that was opened."""

from dataclasses import dataclass

from service.pages.asked import Asked
from service.pages.details import MOST_TOLD, Describer, Neighbour, PartnerBrief
from service.pages.focus import BETWEEN, Focus
from service.pages.meetings import Meeting, Meetings
from service.pages.tied import Ties, TieView
from service.pages.ways_told import WaysView, tell_ways

NEIGHBOURS_IN_PANEL = 8
"""Those seen at once; the others fold out."""
SUGGESTIONS_IN_PANEL = 5


@dataclass(frozen=True)
class Acquaintance:
    """A partner that the chosen one has worked with, and how the page names their tie."""

    neighbour: Neighbour
    tie: str


@dataclass(frozen=True)
class Panel:
    """What is told of the chosen partner."""

    brief: PartnerBrief
    description: str
    seeks: list[str]
    offers: list[str]
    acquaintances: list[Acquaintance]
    n_acquaintances: int
    meetings: list[Meeting]
    ways: WaysView | None
    """The ways to the partner that was asked for, once it is clear who that is."""


def view_tie(describer: Describer, view: Asked, focus: Focus) -> TieView | None:
    """Return what two partners did together by the year of the view, where their tie was opened."""
    if focus.tie is None:
        return None
    one, other = (describer.network.position(each) for each in focus.tie)
    return Ties(describer, view.year).view(one, other)


def view_panel(describer: Describer, view: Asked, focus: Focus, meetings: Meetings | None) -> Panel | None:
    """Return what is told of the chosen partner, if one is; `meetings` are for those who may see suggestions."""
    if not view.partner:
        return None
    network = describer.network
    position = network.position(view.partner)
    suggest = meetings.suggest if meetings else lambda _ids, _top: []
    goal = focus.goal.partner
    return Panel(
        brief=describer.brief(position),
        description=network.partners["description"][position],
        seeks=describer.phrases(position, "seeks"),
        offers=describer.phrases(position, "offers"),
        acquaintances=[
            Acquaintance(each, BETWEEN.join((view.partner, each.partner.id)))
            for each in describer.neighbours(position, MOST_TOLD, view.year)
        ],
        n_acquaintances=describer.count_neighbours(position, view.year),
        # Suggestions are of today: beside a past year they would look as if they were of then.
        meetings=meetings.view(view.partner, SUGGESTIONS_IN_PANEL) if meetings and view.year is None else [],
        ways=tell_ways(describer, position, network.position(goal.id), view.year, suggest) if goal else None,
    )
