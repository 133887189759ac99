"""A partner's activities: where it comes, what it holds or proposes, and what else there is."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.activities import SHOWN, Activity, UnknownActivity
from graph.activities_kept import activities_of
from graph.errors import GraphError
from graph.rounds import RoundGuest
from service.access import Asker, Role
from service.activities.lists import guests_of
from service.activities.reading import Asked, agenda, tell_activities, tell_activity, today_of
from service.activities.signing_up import (
    NoRoomForMore,
    NotThatMany,
    SignUpClosed,
    most_people,
    sign_off,
    sign_up,
    sign_up_of,
    sign_ups_by,
)
from service.activities.words import STATE_LABELS
from service.activities.writing import change_activity, make_activity, organisers_of
from service.days import Now
from service.house import ReadingSession, WritingSession
from service.pages.activities.agenda import sayings
from service.pages.activities.desk import USUAL
from service.pages.activities.form import Fields, form_of, read_activity, typed_of
from service.pages.activities.said import read_number, say_refused, say_signed_off, say_signed_up
from service.pages.own.frame import Typed, go_on, home_of, one, render_own
from service.pages.saying import say
from service.profiles import find_partner
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _

NEXT_SHOWN = 5
"""Other activities that the first page names; the agenda has them all."""

router = APIRouter(include_in_schema=False)


@router.get("/mijn/{partner_id}/activiteiten")
def list_own(request: Request, partner_id: str, session: ReadingSession, now: Now) -> HTMLResponse:
    """List where the partner comes, what it holds, what is over last; and what else comes."""
    told = tell_activities(session, activities_of(session, partner_id), now)
    own = [*(each for each in told if not each.is_over), *(each for each in reversed(told) if each.is_over)]
    held = [each for each in own if partner_id in {organiser for organiser, _name in each.organisers}]
    sign_ups, known = sign_ups_by(session, partner_id), {each.row.id for each in own}
    coming = agenda(session, Asker(Role.PARTNER), Asked(first=today_of(now)), now)
    return render_own(
        request,
        "mijn_activities.html",
        session,
        partner_id,
        visited=[(each, sign_ups[each.row.id]) for each in own if each.row.id in sign_ups],
        held=held,
        others=[each for each in coming if each.row.id not in known and not each.is_off][:NEXT_SHOWN],
        states={state: label() for state, label in STATE_LABELS.items()},
        **sayings(),
    )


@router.get("/mijn/{partner_id}/activiteiten/nieuw")
def show_new(request: Request, partner_id: str, session: ReadingSession) -> HTMLResponse:
    """Show the form with which a partner proposes an activity."""
    name = find_partner(session, partner_id).name
    return _form(request, session, partner_id, USUAL | {"organisers": [name]}, {})


@router.post("/mijn/{partner_id}/activiteiten")
def propose(request: Request, partner_id: str, session: WritingSession, asker: Asking, typed: Typed) -> Response:
    """Take in a proposal; staff publish it."""
    read = read_activity(session, typed, is_staff=False)
    if read.faults:
        return _form(request, session, partner_id, typed, read.faults)
    organiser_ids = (partner_id, *read.organiser_ids)
    row = make_activity(session, asker, read.columns, organiser_ids, is_proposal=True)
    say(request, _("Thank you. The office reads your proposal. A mail says so when it stands in the agenda."))
    return go_on(_path(partner_id, row.id))


@router.get("/mijn/{partner_id}/activiteiten/{activity_id}")
def show_own(request: Request, partner_id: str, activity_id: RowId, session: ReadingSession, now: Now) -> HTMLResponse:
    """Show an activity, what the partner said, and who comes where it holds it."""
    return _show(request, session, partner_id, _find(session, partner_id, activity_id), now)


@router.get("/mijn/{partner_id}/activiteiten/{activity_id}/wijzigen")
def show_change(request: Request, partner_id: str, activity_id: RowId, session: ReadingSession) -> HTMLResponse:
    """Show the form of a proposal."""
    row = _find_proposal(session, partner_id, activity_id)
    typed = typed_of(session, row, tuple(organisers_of(session, activity_id)))
    return _form(request, session, partner_id, typed, {}, activity_id)


@router.post("/mijn/{partner_id}/activiteiten/{activity_id}/wijzigen")
def change(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    activity_id: RowId,
    session: WritingSession,
    asker: Asking,
    typed: Typed,
    now: Now,
) -> Response:
    """Change a proposal, as long as staff have not decided about it."""
    row = _find_proposal(session, partner_id, activity_id)
    read = read_activity(session, typed, is_staff=False)
    if read.faults:
        return _form(request, session, partner_id, typed, read.faults, activity_id)
    change_activity(session, asker, row, read.columns, (partner_id, *read.organiser_ids), now)
    say(request, _("Changed."))
    return go_on(_path(partner_id, activity_id))


@router.post("/mijn/{partner_id}/activiteiten/{activity_id}/aanmelden")
def sign_own_up(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    activity_id: RowId,
    session: WritingSession,
    asker: Asking,
    typed: Typed,
    now: Now,
) -> Response:
    """Sign the partner up with a number of people, or change the number."""
    row = _find(session, partner_id, activity_id)
    try:
        own = sign_up(session, asker, row, partner_id, read_number(one(typed, "aantal")), now)
    except (NotThatMany, NoRoomForMore, SignUpClosed) as error:
        return _show(request, session, partner_id, row, now, typed=one(typed, "aantal"), error=error)
    say(request, say_signed_up(own, find_partner(session, partner_id).name))
    return go_on(_path(partner_id, activity_id))


@router.post("/mijn/{partner_id}/activiteiten/{activity_id}/afmelden")
def sign_own_off(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, activity_id: RowId, session: WritingSession, asker: Asking, now: Now
) -> Response:
    """Sign the partner off; raise `NotSignedUp`, or `SignUpClosed`."""
    sign_off(session, asker, _find(session, partner_id, activity_id), partner_id, now)
    say(request, say_signed_off())
    return go_on(_path(partner_id, activity_id))


def _path(partner_id: str, activity_id: int) -> str:
    return f"{home_of(partner_id)}/activiteiten/{activity_id}"


def _find(session: Session, partner_id: str, activity_id: int) -> Activity:
    """Return an activity that a partner may see, whoever acts for it; raise `UnknownActivity`."""
    row = session.get(Activity, activity_id)
    if row is None or (row.state not in SHOWN and partner_id not in organisers_of(session, activity_id)):
        raise UnknownActivity(f"no activity has the number {activity_id}")
    return row


def _find_proposal(session: Session, partner_id: str, activity_id: int) -> Activity:
    row = _find(session, partner_id, activity_id)
    if row.state != "proposed" or partner_id not in organisers_of(session, activity_id):
        raise UnknownActivity(f"activity {activity_id} is no proposal of '{partner_id}'")
    return row


def _show(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    session: Session,
    partner_id: str,
    row: Activity,
    now: datetime,
    *,
    typed: str = "",
    error: GraphError | None = None,
) -> HTMLResponse:
    told, own = tell_activity(session, row, now), sign_up_of(session, row.id, partner_id)
    holds_it = partner_id in {organiser for organiser, _name in told.organisers}
    is_guest = row.round_id is not None and session.get(RoundGuest, (row.round_id, partner_id)) is not None
    values: dict[str, Any] = {
        "told": told,
        "sign_up": own,
        "at": _path(partner_id, row.id),
        "most": most_people(row),
        "typed": typed,
        "fault": say_refused(error) if error else "",
        "guests": guests_of(session, row.id) if holds_it else None,
        "state": STATE_LABELS[row.state](),
        "round_path": f"{home_of(partner_id)}/rondes/{row.round_id}" if is_guest else "",
        "holds_it": holds_it,
    }
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return render_own(request, "mijn_activity.html", session, partner_id, status, **values, **sayings())


def _form(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    partner_id: str,
    typed: Fields,
    faults: Mapping[str, str],
    activity_id: int | None = None,
) -> HTMLResponse:
    home = f"{home_of(partner_id)}/activiteiten"
    return render_own(
        request,
        "mijn_activity_form.html",
        session,
        partner_id,
        HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        action=f"{home}/{activity_id}/wijzigen" if activity_id is not None else home,
        back=home if activity_id is None else f"{home}/{activity_id}",
        is_new=activity_id is None,
        form=form_of(session, typed, faults),
    )
