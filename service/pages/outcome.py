"""The page that asks what came of an introduction: three answers, without signing in."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.introducing import other_side, partner_on
from graph.introductions import MOVES
from graph.model import Partner
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.outcomes import OUTCOMES, report
from service.limits import limiting
from service.mail.kinds import OUTCOME_WORDS
from service.pages.linked import LinkedIntroduction, LinkRoute, read_introduction, was_seen
from service.pages.rendering import render
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)

TOLD = {word: outcome for outcome, word in OUTCOME_WORDS.items()}


@router.get("/opgeleverd/{token}")
def show_outcomes(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, wat: str = ""
) -> HTMLResponse:
    """Ask what came of it; nothing happens before an answer is sent."""
    return _show(request, session, read_introduction(session, house, "outcome", token, asker), chosen=wat)


@router.post("/opgeleverd/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_outcome(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    wat: Annotated[str, Form()] = "",
    namens: Annotated[str, Form()] = "",
) -> Response:
    """Take in what came of it; what can no longer be so changes nothing."""
    linked = read_introduction(session, house, "outcome", token, asker)
    if _is_open(linked):
        faults = {}
        if wat not in TOLD:
            faults["wat"] = _("Choose one of the three answers.")
        if linked.reader.is_somebody_else and not namens:
            faults["namens"] = _("Tick this if you answer for this partner.")
        if faults:
            return _show(request, session, linked, chosen=wat, faults=faults)
        today = date.today()  # noqa: DTZ011 -- the day where the service is
        report(session, linked.introduction, TOLD[wat], linked.by, today)
        was_seen(linked.reader.person)
    return RedirectResponse(f"/opgeleverd/{token}?gezegd=ja", 303)


def _is_open(linked: LinkedIntroduction) -> bool:
    """Whether anything can still be told of it."""
    return linked.introduction.state in {"introduced", "met"}


def _show(
    request: Request,
    session: Session,
    linked: LinkedIntroduction,
    *,
    chosen: str = "",
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    introduction = linked.introduction
    other = session.get_one(Partner, partner_on(introduction, other_side(linked.side)))
    can_follow = MOVES[introduction.state]
    return render(
        request,
        "outcome.html",
        400 if faults else 200,
        linked=linked,
        own=linked.reader.partner,
        other=other,
        state=introduction.state if introduction.state in {"introduced", "met", "started", "ended"} else "over",
        was_said=request.query_params.get("gezegd") == "ja",
        outcomes=[
            (OUTCOME_WORDS[outcome], label)
            for outcome, label in _labels().items()
            if OUTCOMES[outcome] in can_follow or outcome == "met"
        ],
        chosen=chosen,
        faults=faults or {},
    )


def _labels() -> dict[str, str]:
    return {
        "started": _("Yes, we are going to work together"),
        "met": _("We talked, nothing is decided yet"),
        "nothing": _("No, nothing came of it"),
    }
