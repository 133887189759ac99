"""No more mails of a kind: by the button on a page, or by one click in a mail program (RFC 8058)."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.people import Person
from service.house import House, InHouse, ReadingSession, WritingSession
from service.links import EndedLink
from service.mail.letters import KINDS
from service.pages.linked import LinkRoute, read_link, read_person
from service.pages.rendering import render

router = APIRouter(include_in_schema=False, route_class=LinkRoute)

ONE_CLICK = "One-Click"
"""What a mail program sends; it follows no redirect, and shows no page."""


@router.get("/post-afmelden/{token}")
def show_unsubscribing(request: Request, token: str, session: ReadingSession, house: InHouse) -> HTMLResponse:
    """Show whether a kind of mail still comes, with the button that changes it."""
    person, kind = _read(session, house, token)
    return _show(request, person, kind)


@router.post("/post-afmelden/{token}")
def unsubscribe(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    one_click: Annotated[str, Form(alias="List-Unsubscribe")] = "",
    weer: Annotated[str, Form()] = "",
) -> Response:
    """Stop a kind of mail, or let it come again where the form says so."""
    person, kind = _read(session, house, token)
    others = [each for each in person.refused_mail if each != kind]
    person.refused_mail = others if weer == "ja" and not one_click else [*others, kind]
    if one_click == ONE_CLICK:
        return _show(request, person, kind)
    return RedirectResponse(f"/post-afmelden/{token}", 303)


def _read(session: Session, house: House, token: str) -> tuple[Person, str]:
    carried = read_link(house, "unsubscribe", token)
    if carried["kind"] not in KINDS:
        raise EndedLink("this kind of mail is not sent any more")
    return read_person(session, carried), carried["kind"]


def _show(request: Request, person: Person, kind: str) -> HTMLResponse:
    label = KINDS[kind].label()
    return render(request, "unsubscribe.html", kind=label, is_refused=kind in person.refused_mail)
