"""The page of an activity at the workbench: its state, who comes, who waits, and the list at the door."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from graph.activities import Activity
from graph.errors import UnknownPartner
from graph.rounds import Round
from service.activities.lists import guests_of, list_columns, list_rows
from service.activities.papers import door_list
from service.activities.reading import tell_activity
from service.activities.signing_up import NoRoomForMore, NotThatMany, SignUpClosed, is_coming, sign_off, sign_up
from service.activities.words import STATE_LABELS
from service.activities.writing import NEXT_STATES, find_activity, remove_activity, set_state
from service.days import Now
from service.listing import partner_names
from service.lists_out import Kind, table_response
from service.pages.activities.agenda import sayings, send_pdf
from service.pages.activities.desk import HOME, path_of, say_told
from service.pages.activities.said import read_number, say_refused, say_signed_up
from service.pages.desk import Desk, ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.saying import say
from service.roles import named_partner
from service.rows import RowId
from service.texts import gettext as _

MOST_NAMES = 2000
"""Names of partners that the form proposes; any other can be typed."""

router = APIRouter(include_in_schema=False)


@router.get(HOME + "/{activity_id}")
def show(request: Request, activity_id: RowId, desk: ReadingDesk, now: Now) -> HTMLResponse:
    """Show an activity as staff see it."""
    return _show(request, desk, find_activity(desk.session, activity_id, desk.asker), now)


@router.post(HOME + "/{activity_id}/stand")
def change_state(
    request: Request, activity_id: RowId, desk: WritingDesk, now: Now, state: Annotated[str, Form(alias="stand")] = ""
) -> Response:
    """Publish, keep as a draft, call off, or hold after all; raise `NotInThisState`."""
    row = find_activity(desk.session, activity_id, desk.asker)
    n_told = set_state(desk.session, desk.asker, row, state, now)
    told = {
        "published": _("Published: it stands in the agenda."),
        "draft": _("It is a draft now. Change what is needed, and publish it."),
        "called_off": _("Called off. The agenda says so."),
    }
    say(request, f"{told[state]} {say_told(n_told)}".strip())
    return go(path_of(activity_id))


@router.post(HOME + "/{activity_id}/weg")
def remove(request: Request, activity_id: RowId, desk: WritingDesk) -> Response:
    """Throw away what was never published; raise `NotInThisState`."""
    remove_activity(desk.session, desk.asker, find_activity(desk.session, activity_id, desk.asker))
    say(request, _("Thrown away."))
    return go(HOME)


@router.post(HOME + "/{activity_id}/aanmeldingen")
def sign_partner_up(request: Request, activity_id: RowId, desk: WritingDesk, typed: Typed, now: Now) -> Response:
    """Sign a partner up that called, or change its number."""
    row = find_activity(desk.session, activity_id, desk.asker)
    faults = {}
    try:
        partner = named_partner(desk.session, one(typed, "partner"))
        own = sign_up(desk.session, desk.asker, row, partner.id, read_number(one(typed, "aantal")), now)
    except UnknownPartner:
        faults["partner"] = _("No single partner is called so. Choose one from the list, or type its id.")
    except (NotThatMany, NoRoomForMore, SignUpClosed) as error:
        faults["aantal"] = say_refused(error)
    if faults:
        return _show(request, desk, row, now, typed={name: one(typed, name) for name in typed}, faults=faults)
    say(request, say_signed_up(own, partner.name))
    return go(f"{path_of(activity_id)}#aanmeldingen")


@router.post(HOME + "/{activity_id}/afmelden")
def sign_partner_off(request: Request, activity_id: RowId, desk: WritingDesk, typed: Typed, now: Now) -> Response:
    """Sign a partner off; who waits moves up. Raise `NotSignedUp`, or `SignUpClosed`."""
    row = find_activity(desk.session, activity_id, desk.asker)
    sign_off(desk.session, desk.asker, row, one(typed, "partner"), now)
    say(request, _("Signed off."))
    return go(f"{path_of(activity_id)}#aanmeldingen")


@router.get(HOME + "/{activity_id}/aanmeldingen/bestand.{kind}")
def download(activity_id: RowId, kind: Kind, desk: ReadingDesk) -> Response:
    """Download who comes and who waits as a table."""
    find_activity(desk.session, activity_id, desk.asker)
    rows = list_rows(guests_of(desk.session, activity_id))
    return table_response(rows, list_columns(), f"activiteit-{activity_id}", kind)


@router.get(HOME + "/{activity_id}/aanmeldingen/lijst.pdf")
def print_list(activity_id: RowId, desk: ReadingDesk, now: Now) -> Response:
    """Download the list at the door as PDF."""
    told = tell_activity(desk.session, find_activity(desk.session, activity_id, desk.asker), now)
    return send_pdf(door_list(told, guests_of(desk.session, activity_id), now), f"activiteit-{activity_id}.pdf")


def _show(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    desk: Desk,
    row: Activity,
    now: Now,
    *,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    told = tell_activity(desk.session, row, now)
    return render(
        request,
        "activity_desk.html",
        HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        told=told,
        here=path_of(row.id),
        guests=guests_of(desk.session, row.id),
        state=STATE_LABELS[row.state](),
        next_states=NEXT_STATES[row.state],
        round=desk.session.get(Round, row.round_id) if row.round_id else None,
        can_sign_up=row.takes_sign_ups and is_coming(row, now),
        names=list(partner_names(desk.session).values())[:MOST_NAMES],
        typed=typed or {},
        faults=faults or {},
        **sayings(),
    )
