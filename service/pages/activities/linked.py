"""The page behind the link of a mail about an activity: what it is, and whether the partner comes with how many."""

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.activities import SHOWN, Activity
from service.access import Asker
from service.activities.calendar import MEDIA_TYPE, as_calendar
from service.activities.reading import tell_activity
from service.activities.signing_up import (
    NoRoomForMore,
    NotSignedUp,
    NotThatMany,
    SignUpClosed,
    most_people,
    sign_off,
    sign_up,
    sign_up_of,
)
from service.days import Now
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.pages.activities.agenda import sayings
from service.pages.activities.said import read_number, say_refused, say_signed_off, say_signed_up
from service.pages.linked import LinkRoute, NothingAsked, Reader, read_link, read_reader, was_seen
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.stories.public import base_of
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)
Counted = Depends(limiting("answers by link"))


@router.get("/activiteit/{token}")
def show_linked(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, now: Now
) -> HTMLResponse:
    """Show the activity and whether the partner comes; nothing happens before a button is pressed."""
    return _show(request, session, token, _read(session, house, token, asker), now)


@router.post("/activiteit/{token}/aanmelden", dependencies=[Counted])
def sign_linked_up(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, token: str, session: WritingSession, house: InHouse, asker: Asking, typed: Typed, now: Now
) -> Response:
    """Sign the partner up with a number of people, or change the number."""
    reader, row = read = _read(session, house, token, asker)
    number = one(typed, "aantal")
    if faults := _fault_of_other(reader, typed, "up"):
        return _show(request, session, token, read, now, typed=number, faults=faults)
    try:
        own = sign_up(session, reader.asker, row, reader.partner.id, read_number(number), now)
    except (NotThatMany, NoRoomForMore, SignUpClosed) as error:
        return _show(request, session, token, read, now, typed=number, faults={"number": say_refused(error)})
    return _thank(request, token, reader, say_signed_up(own, reader.partner.name))


@router.post("/activiteit/{token}/afmelden", dependencies=[Counted])
def sign_linked_off(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, token: str, session: WritingSession, house: InHouse, asker: Asking, typed: Typed, now: Now
) -> Response:
    """Sign the partner off; a button that is pressed twice says the same twice."""
    reader, row = read = _read(session, house, token, asker)
    if faults := _fault_of_other(reader, typed, "off"):
        return _show(request, session, token, read, now, faults=faults)
    try:
        sign_off(session, reader.asker, row, reader.partner.id, now)
    except SignUpClosed as error:
        return _show(request, session, token, read, now, faults={"number": say_refused(error)})
    except NotSignedUp:
        pass
    return _thank(request, token, reader, say_signed_off())


@router.get("/activiteit/{token}/agenda.ics")
def send_linked(token: str, session: ReadingSession, house: InHouse, asker: Asking, now: Now) -> Response:
    """Send the activity for a calendar, also where it is for partners alone."""
    _reader, row = _read(session, house, token, asker)
    head = {"Content-Disposition": f'attachment; filename="activiteit-{row.id}.ics"'}
    content = as_calendar([tell_activity(session, row, now)], row.title, base_of(house))
    return Response(content, media_type=MEDIA_TYPE, headers=head)


def _read(session: Session, house: House, token: str, asker: Asker) -> tuple[Reader, Activity]:
    """Return who a link was sent to, and its activity; raise `BrokenLink` or `EndedLink`."""
    carried = read_link(house, "activity", token)
    reader = read_reader(session, carried, carried["partner"], asker)
    row = session.get(Activity, carried["activity"])
    if row is None or row.state not in SHOWN:
        raise NothingAsked("the activity of this link is gone")
    return reader, row


def _fault_of_other(reader: Reader, typed: dict[str, list[str]], form: str) -> dict[str, str]:
    """Return what is wrong with a form: somebody else is signed in, and does not say that it acts for this partner."""
    if not reader.is_somebody_else or one(typed, "namens"):
        return {}
    return {form: _("Tick this if you answer for this partner.")}


def _thank(request: Request, token: str, reader: Reader, text: str) -> RedirectResponse:
    was_seen(reader.person)
    say(request, text)
    return RedirectResponse(f"/activiteit/{token}", 303)


def _show(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    session: Session,
    token: str,
    read: tuple[Reader, Activity],
    now: datetime,
    *,
    typed: str = "",
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    reader, row = read
    return render(
        request,
        "activity_linked.html",
        400 if faults else 200,
        reader=reader,
        own=reader.partner,
        told=tell_activity(session, row, now),
        sign_up=sign_up_of(session, row.id, reader.partner.id),
        at=f"/activiteit/{token}",
        most=most_people(row),
        typed=typed,
        faults=faults or {},
        **sayings(),
    )
