"""Suggestions answered where the network is looked at: decided by staff in the panel, and taken back there."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from graph.errors import IllegalStep
from graph.introducing import Introductions
from matching.lanes import Lanes, pair_key
from service.days import Today
from service.house import WritingSession
from service.introductions.deciding import DECISIONS
from service.introductions.queue import Desk
from service.introductions.reasons import DISMISSALS
from service.pages.asked import read_asked
from service.pages.decided import decide_and_say, say_too_late, take_back_once
from service.pages.focus import read_focus
from service.pages.leaning import leant_of
from service.pages.meetings import Meetings
from service.pages.office import go, one_of
from service.pages.panel import SUGGESTIONS_IN_PANEL
from service.pages.reader import PageReader, Pages
from service.pages.rendering import address
from service.pages.saying import say
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _
from service.year_themes.leaning import PARAMETER, lean_of

router = APIRouter(include_in_schema=False)


@router.post("/netwerk/besluit")
def decide_in_panel(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    pages: Pages,
    session: WritingSession,
    asker: Asking,
    today: Today,
    own_id: Annotated[str, Form(alias="een")],
    other_id: Annotated[str, Form(alias="ander")],
    decision: Annotated[str, Form(alias="besluit"), one_of(DECISIONS)],
    reason: Annotated[str, Form(alias="reden"), one_of(DISMISSALS)] = "other",
) -> Response:
    """Decide on a suggestion for the chosen partner, and show the same view of the network again."""
    snapshot = pages.snapshot
    names = [pages.describer.brief(pages.overview.network.position(each)).name for each in (own_id, other_id)]
    leant = leant_of(request, session, today)
    meetings = Meetings(session, snapshot, pages.describer, today, lean_of(leant))
    fresh = meetings.suggest([own_id], SUGGESTIONS_IN_PANEL)
    lanes = snapshot.views.get("lanes", lambda: Lanes(snapshot.network))
    desk = Desk(lanes, {pair_key(each): each for each in fresh})
    decided = decide_and_say(session, asker, desk, (own_id, other_id), decision, reason, today)
    path = f"/netwerk/besluit/{decided.introduction.id}/terugnemen" if decided.introduction else ""
    undo = address(path, _parameters(request, pages)) if decided.may_undo else ""
    say(request, f"{decided.text}: {' – '.join(names)}.", undo=undo)
    return _show_again(request, pages)


@router.post("/netwerk/besluit/{introduction_id}/terugnemen")
def undo_in_panel(
    request: Request, introduction_id: RowId, pages: Pages, session: WritingSession, asker: Asking
) -> Response:
    """Take a decision back: the pair is proposed, and stands in the panel and in the queue again."""
    try:
        take_back_once(session, asker, Introductions(session).get(introduction_id))
        say(request, _("Taken back. The pair is proposed again."))
    except IllegalStep:
        say(request, f"{say_too_late()}.")
    return _show_again(request, pages)


def _parameters(request: Request, pages: PageReader) -> dict[str, object]:
    view = read_asked(request, pages.overview)
    asked = {PARAMETER: request.query_params.get(PARAMETER, "")}
    return {**view.parameters, **read_focus(request, view, pages.describer).parameters, **asked}


def _show_again(request: Request, pages: PageReader) -> Response:
    return go(address("/netwerk", _parameters(request, pages)))
