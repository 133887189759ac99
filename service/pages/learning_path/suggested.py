"""Whom staff could introduce where nobody links two steps of the path of learning, decided on in place."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from service.days import Today
from service.house import ReadingSession, WritingSession
from service.introductions.deciding import DECISIONS
from service.introductions.origins import Origins
from service.introductions.queue import Item
from service.introductions.reasons import DISMISSALS
from service.introductions.room import count_mailed, read_rooms
from service.learning_path.path import Transition
from service.learning_path.suggesting import Advice, advise, desk_for, lanes_of
from service.learning_path.words import say_status
from service.pages.decided import decide_and_say
from service.pages.details import Describer, PartnerBrief
from service.pages.learning_path.reader import Learning
from service.pages.learning_path.view import label_of
from service.pages.office import describer_of, one_of
from service.pages.pairs import PairView, view_pair
from service.pages.queue import tell_decided
from service.pages.rendering import address, render
from service.pages.way import REASONS, STATES, options, say_code
from service.recognising import Asking
from service.texts import gettext as _
from service.visibility import SnapshotReader

PATH = "/werkbank/onderwijsagenda"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class AdviceView:
    """What the page shows of one transition."""

    anchor: str
    label: str
    head: str
    n_alone: int
    """Organisations here without a link across."""
    pairs: list[PairView]
    under_way: list[tuple[int, str, str]]
    """Number, names and state of each introduction that runs already."""
    without: list[tuple[PartnerBrief, str]]
    """Who gets no suggestion, and why, in words."""


@router.get(PATH)
def show_suggested(request: Request, learning: Learning, session: ReadingSession, today: Today) -> Response:
    """Show the best introductions over all gaps of the path of the place and theme that the address asks for."""
    if not learning.is_today:  # whom to introduce is a question of today alone
        return RedirectResponse(address(PATH, {**learning.parameters, "op": ""}), HTTPStatus.SEE_OTHER)
    snapshot = learning.pages.snapshot
    rooms, describer, lanes = read_rooms(session, snapshot, today), describer_of(snapshot), lanes_of(snapshot)
    n_mailed = count_mailed(session)
    advice = advise(session, snapshot, learning.paths, learning.path, rooms, today)

    def view(each: Advice) -> list[PairView]:
        items = [Item(one, lanes.of(one.partner_id, one.suggested_id)) for one in each.suggestions]
        return [view_pair(item, describer, rooms, n_mailed, Origins()) for item in items]

    transitions = [
        _view_advice(transition, each, view(each), describer, learning.scope.theme)
        for transition, each in zip(learning.path.transitions, advice.transitions, strict=True)
    ]
    strengths = [pair.strength for one in transitions for pair in one.pairs]
    return render(
        request,
        "learning_path_suggested.html",
        is_empty=snapshot.network.n_partners == 0,
        learning=learning,
        transitions=transitions,
        n_suggested=len(strengths),
        n_weak=strengths.count("perhaps"),
        advice=advice,
        decide_at=f"{PATH}/besluit",
        dismissals=options(REASONS, DISMISSALS),
    )


def _view_advice(
    transition: Transition, advice: Advice, pairs: list[PairView], describer: Describer, theme: str
) -> AdviceView:
    brief = {each: describer.brief(describer.network.position(each)) for each in _named(advice)}
    return AdviceView(
        anchor=f"van-{transition.step.sector}",
        label=label_of(transition),
        head=say_status(transition, theme),
        n_alone=len(transition.alone),
        pairs=pairs,
        under_way=[
            (each.id, f"{brief[each.first_id].name} – {brief[each.second_id].name}", say_code(STATES, each.state))
            for each in advice.under_way
        ],
        without=[(brief[each], _WITHOUT[why]()) for each, why in advice.without.items()],
    )


def _named(advice: Advice) -> list[str]:
    return [*advice.without, *(side for each in advice.under_way for side in (each.first_id, each.second_id))]


_WITHOUT: dict[str, Callable[[], str]] = {
    "paused": lambda: _("wants nobody new for now"),
    "no_room": lambda: _("has no room left this quarter"),
    "nobody_fits": lambda: _("nobody fits better than an average candidate"),
    "others_full": lambda: _("who fits stands in other suggestions already"),
}


@router.post(PATH + "/besluit")
def decide_suggested(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    snapshot: SnapshotReader,
    session: WritingSession,
    asker: Asking,
    today: Today,
    one_id: Annotated[str, Form(alias="een")],
    other_id: Annotated[str, Form(alias="ander")],
    decision: Annotated[str, Form(alias="besluit"), one_of(DECISIONS)],
    reason: Annotated[str, Form(alias="reden"), one_of(DISMISSALS)] = "other",
) -> Response:
    """Decide on a suggestion of the path: it becomes an introduction, approved, held or put aside."""
    pair = (one_id, other_id)
    desk = desk_for(session, snapshot, pair, read_rooms(session, snapshot, today), today)
    decided = decide_and_say(session, asker, desk, pair, decision, reason, today)
    return tell_decided(request, describer_of(snapshot), pair, decided)
