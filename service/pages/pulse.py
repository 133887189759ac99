"""The page behind a link of the pulse: one question, its answers as buttons, without signing in."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.parts import Part
from graph.pulse.counting import read_figures
from graph.pulse.questions import NoSuchLevel, NotAsked, Question, find_question
from graph.pulse.tables import LEVELS, Quarter
from service.access import Asker
from service.days import Today
from service.figures.pulse import say_quarter_told
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.links import Links
from service.pages.linked import LinkRoute, NothingAsked, QuarterOver, Reader, read_link, read_reader, was_seen
from service.pages.rendering import render
from service.pulse.answering import answer, open_questions
from service.pulse.words import CANNOT_SAY, read_level, say_aspect, say_level
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)


@router.get("/vraag/{token}")
def show_question(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, today: Today
) -> HTMLResponse:
    """Show the question; nothing happens before an answer is sent."""
    reader, question = _read(session, house, token, asker, today)
    return _show(request, session, house, reader, question, today)


@router.post("/vraag/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_answer(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    today: Today,
    zegt: Annotated[str, Form()] = "",
    namens: Annotated[str, Form()] = "",
) -> Response:
    """Take an answer in; the last one of the quarter counts."""
    reader, question = _read(session, house, token, asker, today)
    if reader.is_somebody_else and not namens:
        faults = {"namens": _("Tick this if you answer for this partner.")}
        return _show(request, session, house, reader, question, today, faults)
    try:
        answer(session, question, read_level(zegt))
    except (ValueError, NoSuchLevel):  # ValueError: a form that is not ours
        return _show(request, session, house, reader, question, today, {"zegt": _("Choose one of the answers.")})
    was_seen(reader.person)
    return RedirectResponse(f"/vraag/{token}?gezegd=ja", 303)


def choices() -> list[tuple[str, str]]:
    """Return the answers as a form sends them, with what they say."""
    return [*((str(level), say_level(level)) for level in LEVELS), (CANNOT_SAY, say_level(None))]


def said_of(question: Question) -> str:
    """Return the present answer as a form sends it; empty where there is none."""
    if not question.is_answered:
        return ""
    return CANNOT_SAY if question.level is None else str(question.level)


def _read(session: Session, house: House, token: str, asker: Asker, today: date) -> tuple[Reader, Question]:
    carried = read_link(house, "pulse", token)
    if carried["quarter"] != str(Quarter.of(today)):
        raise QuarterOver("the quarter of this question is over")
    reader = read_reader(session, carried, carried["partner"], asker)
    try:
        question = find_question(session, reader.partner.id, carried["collaboration"], today)
    except NotAsked:
        raise NothingAsked("nothing is asked about this collaboration any more") from None
    if not house.settings.pulse:
        raise NothingAsked("partners are not asked any more")
    return reader, question


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    house: House,
    reader: Reader,
    question: Question,
    today: date,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    left = [
        each
        for each in open_questions(session, house.settings, reader.partner.id, today)
        if each.collaboration_id != question.collaboration_id
    ]
    return render(
        request,
        "pulse.html",
        400 if faults else 200,
        reader=reader,
        own=reader.partner,
        question=question,
        asked=say_aspect(question.aspect),
        choices=choices(),
        chosen=said_of(question),
        was_said=request.query_params.get("gezegd") == "ja" and question.is_answered,
        last_day=question.quarter.last.isoformat(),
        told=say_quarter_told(read_figures(session, Part())),
        next_address=_address(house, reader, left[0]) if left else "",
        n_left=len(left),
        faults=faults or {},
    )


def _address(house: House, reader: Reader, question: Question) -> str:
    carried = {
        "person": reader.person.id,
        "partner": reader.partner.id,
        "collaboration": question.collaboration_id,
        "quarter": str(question.quarter),
    }
    return f"/vraag/{Links(house.safe).make('pulse', carried)}"
