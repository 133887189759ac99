"""The page of the log: who did what, for staff to read."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.people import AuditEntry
from service.audit import LogAsked, actions_noted, read_log
from service.house import ReadingSession
from service.pages.asked import MOST_TEXT, read_page
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
        lines=[_line(entry) for entry in page.entries],
    )


def _line(entry: AuditEntry) -> Line:
    moment = entry.made_at.astimezone()
    kind, _space, name = entry.subject.partition(" ")
    return Line(
        when=f"{say_date(moment.date().isoformat())}, {moment:%H:%M}",
        who=say_role(entry.role),
        person_id=entry.person_id,
        action=say_action(entry.action),
        subject=say_subject(kind, name),
        place=f"{PLACES[kind]}/{quote(name, safe='')}" if kind in PLACES and name else "",
        detail=entry.detail,
    )


def _read_day(text: str) -> tuple[date | None, str]:
    """Return the day that somebody typed, and what is wrong with it if it is none."""
    try:
        return (date.fromisoformat(text) if text else None), ""
    except ValueError:
        return None, _("This is no day. Write it as 2026-11-26.")
