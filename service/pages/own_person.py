"""What is kept about the one who asks: shown, taken along, and erased."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from graph.model import Partner
from graph.sweeping import sweep
from service.access import Asker
from service.erasing import erase_person
from service.house import House, InHouse, ReadingSession, WritingSession
from service.inspecting import Kept, all_about
from service.pages.rendering import render
from service.pages.saying import say
from service.recognising import Asking
from service.roles import LastStaff
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/mijn/persoon")
def show_own(request: Request, house: InHouse, asker: Asking, session: ReadingSession) -> HTMLResponse:
    """Show what is kept about the one who asks."""
    return _show(request, house, session, asker)


@router.get("/mijn/persoon/inzage.json")
def take_own(house: InHouse, asker: Asking, session: ReadingSession) -> Response:
    """Give all that is kept about the one who asks as a file."""
    return as_file(all_about(session, house.safe, person_of(asker)))


@router.post("/mijn/persoon")
def erase_own(
    request: Request,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    is_sure: Annotated[str, Form(alias="zeker")] = "",
) -> Response:
    """Erase the one who asks, who is signed out by it."""
    if is_sure != "ja":
        return _show(request, house, session, asker, _("Tick the box first: erasing cannot be undone."))
    try:
        erase_person(session, house.safe, house.settings, asker, person_of(asker))
    except LastStaff:
        return _show(request, house, session, asker, say_last_staff())
    request.session.clear()
    say(request, _("Your data is erased. You are signed out."))
    return RedirectResponse("/privacy", 303, background=BackgroundTask(sweep, house.engine))


def person_of(asker: Asker) -> int:
    """Return who asks; the row of the route in `service.rules.RULES` lets nobody else in."""
    assert asker.person_id is not None  # noqa: S101 -- see there
    return asker.person_id


def as_file(kept: Kept) -> Response:
    """Return what is kept about a person as a file that no program on the way keeps."""
    headers = {
        "Content-Disposition": 'attachment; filename="osmose-persoon.json"',
        "Cache-Control": "private, no-store",
    }
    return Response(json.dumps(kept, ensure_ascii=False, indent=1), media_type="application/json", headers=headers)


def say_last_staff() -> str:
    """Say why the last staff member cannot be erased."""
    return _("This is the last staff member. Add another staff member first.")


def _show(request: Request, house: House, session: Session, asker: Asker, fault: str = "") -> HTMLResponse:
    kept = all_about(session, house.safe, person_of(asker))
    return render(
        request,
        "own_person.html",
        status_code=400 if fault else 200,
        kept=kept,
        partners=_partners(session, kept["speaks_for"]),
        fault=fault,
    )


def _partners(session: Session, speaks_for: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return name of the partner and function there, in the order of the names."""
    functions = {each["partner"]: each["function"] for each in speaks_for}
    named = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(functions)).order_by(Partner.name))
    return [(name, functions[partner_id]) for partner_id, name in named]
