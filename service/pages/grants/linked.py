"""The page behind the link of a mail about an application: what would be handed in, and whether the partner agrees."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.grants import GrantApplication, UnknownGrant
from service.access import Asker
from service.grants.applying import answer, own_application
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.pages.grants.shown import show
from service.pages.grants.steps import say_answer_fault
from service.pages.linked import LinkRoute, NothingAsked, Reader, read_link, read_reader, was_seen
from service.pages.rendering import render
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)


@router.get("/subsidie/{token}")
def show_asked(request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking) -> HTMLResponse:
    """Show the application and the question; nothing happens before an answer is sent."""
    return _show(request, session, *_read(session, house, token, asker))


@router.post("/subsidie/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_answer(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    said: Annotated[str, Form(alias="zegt")] = "",
    n_asked: Annotated[RowId, Form(alias="keer")] = 0,
    on_behalf: Annotated[str, Form(alias="namens")] = "",
) -> Response:
    """Take an answer in; one to what the application was before it changed is asked again."""
    reader, application = _read(session, house, token, asker)
    fault = say_answer_fault(application, said, n_asked)
    faults = {"zegt": fault} if fault else {}
    if reader.is_somebody_else and not on_behalf:
        faults["namens"] = _("Tick this if you answer for this partner.")
    if faults:
        return _show(request, session, reader, application, faults)
    answer(session, reader.asker, application, reader.partner.id, said)
    was_seen(reader.person)
    return RedirectResponse(f"/subsidie/{token}", 303)


def _read(session: Session, house: House, token: str, asker: Asker) -> tuple[Reader, GrantApplication]:
    carried = read_link(house, "grant", token)
    reader = read_reader(session, carried, carried["partner"], asker)
    try:
        application = own_application(session, reader.partner.id, carried["application"])
    except UnknownGrant:
        raise NothingAsked("this partner is not in the team any more") from None
    if application.state == "draft":
        raise NothingAsked("the application is being changed; the partner is asked again")
    return reader, application


def _show(
    request: Request,
    session: Session,
    reader: Reader,
    application: GrantApplication,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    shown = show(session, application)
    return render(
        request,
        "grant_asked.html",
        400 if faults else 200,
        reader=reader,
        own=reader.partner,
        shown=shown,
        own_answer=next(each.said for each in shown.members if each.id == reader.partner.id),
        faults=faults or {},
    )
