"""The page of the log: who did what, for staff to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.people import AuditEntry, Person
from service.audit import LogAsked, actions_noted, read_log
from service.house import ReadingSession
from service.pages.asked import MOST_TEXT, read_page
from service.pages.log_codes import say_detail
from service.pages.log_words import read_subject, say_action, say_role, say_subject
from service.pages.rendering import render
from service.texts import gettext as _
from service.texts import say_date

router = APIRouter(include_in_schema=False)

PLACES = {"partner": "/partners", "introduction": "/werkbank/kennismakingen", "person": "/werkbank/personen"}
"""Where the page of each kind of subject is."""


@dataclass(frozen=True)
class Line:
    """An entry of the log as the page shows it."""

    when: str
    who: str
    person_id: int | None
    is_known: bool
    """Whether the person has a page still."""
    action: str
    subject: str
    place: str
    """Where more of the subject is to be seen; empty where there is nothing."""
    detail: str


@router.get("/werkbank/logboek")
def show_log(request: Request, session: ReadingSession) -> HTMLResponse:
    """Show the entries that the address asks for, the latest first."""
    query = request.query_params
    day, fault = _read_day(query.get("dag", "").strip())
    subject = query.get("over", "").strip()[:MOST_TEXT]
    asked = LogAsked(query.get("handeling", ""), read_subject(subject), day)
    page = read_log(session, asked, read_page(query.get("pagina", "")))
    return render(
        request,
        "log.html",
        asked=asked,
        subject=subject,
        day=query.get("dag", "").strip()[:MOST_TEXT],
        fault=fault,
        parameters={"handeling": asked.action, "over": subject, "dag": day.isoformat() if day else ""},
        actions=sorted(((each, say_action(each)) for each in actions_noted(session)), key=lambda option: option[1]),
        page=page,
        lines=_lines(session, page.entries),
    )


def _lines(session: Session, entries: Sequence[AuditEntry]) -> list[Line]:
    """Return the lines of entries, without a way to persons and partners that are no longer there."""
    split = [entry.subject.partition(" ")[::2] for entry in entries]
    person_ids = {entry.person_id for entry in entries} | {
        int(name) for kind, name in split if kind == "person" and name.isdecimal()
    }
    partner_ids = {name for kind, name in split if kind == "partner"}
    there = {("person", str(each)) for each in session.scalars(select(Person.id).where(Person.id.in_(person_ids)))}
    there |= {("partner", each) for each in session.scalars(select(Partner.id).where(Partner.id.in_(partner_ids)))}
    return [_line(entry, there) for entry in entries]


def _line(entry: AuditEntry, there: set[tuple[str, str]]) -> Line:
    moment = entry.made_at.astimezone()
    kind, _space, name = entry.subject.partition(" ")
    return Line(
        when=f"{say_date(moment.date().isoformat())}, {moment:%H:%M}",
        who=say_role(entry.role),
        person_id=entry.person_id,
        is_known=("person", str(entry.person_id)) in there,
        action=say_action(entry.action),
        subject=say_subject(kind, name),
        place=f"{PLACES[kind]}/{quote(name, safe='')}" if kind == "introduction" or (kind, name) in there else "",
        detail=say_detail(entry.detail),
    )


def _read_day(text: str) -> tuple[date | None, str]:
    """Return the day that somebody typed, and what is wrong with it if it is none."""
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    # The first and the last day that there are have no midnight in every place of the world.
    return (day, "") if date.min < day < date.max else (None, _("This is no day. Write it as 2026-11-26."))
