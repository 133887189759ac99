"""The page of a round: who takes part and is asked, what each of them said, and the plans that were made."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.rounds import GUEST_STATES, Round, RoundPair
from service.audit import note
from service.house import House, InHouse
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.own.frame import Typed, one
from service.pages.reader import Pages
from service.pages.rendering import render
from service.pages.rounds.making import HOME, path_of
from service.pages.rounds.plans import names_of
from service.pages.rounds.said import GuestForm, guest_form, read_said
from service.pages.saying import say
from service.rounds.gathering import (
    TWO_SIDED,
    Guest,
    find_guest,
    find_round,
    guests_of,
    pairs_of,
    remove_guest,
)
from service.rounds.kept import list_plans
from service.rounds.signing_up import invite_guests, say_when, store_sign_up
from service.rounds.words import (
    KIND_LABELS,
    OCCASION_LABELS,
    STATE_LABELS,
    say_room,
    say_side,
    side_options,
)
from service.rows import RowId
from service.texts import gettext as _
from service.texts import ngettext, say_number

GUESTS_PER_PAGE = 50

router = APIRouter(include_in_schema=False)


@router.get(HOME + "/{round_id}")
def show_round(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    round_id: RowId,
    desk: ReadingDesk,
    pages: Pages,
    house: InHouse,
    pagina: Annotated[int, Query(ge=1)] = 1,
) -> HTMLResponse:
    """Show a round with its guests and plans."""
    return show_with(request, desk.session, pages, house, find_round(desk.session, round_id), pagina=pagina)


@router.post(HOME + "/{round_id}/uitnodigen")
def invite(request: Request, round_id: RowId, desk: WritingDesk) -> Response:
    """Mail all who have not answered the question whether they come."""
    row = find_round(desk.session, round_id)
    if row.sign_up_until is None or row.sign_up_until < desk.day:
        say(request, _("Nobody can sign up: set a last day of signing up that is not over, then invite."))
        return go(path_of(round_id))
    n_mailed, n_without = invite_guests(desk.session, desk.asker, row)
    told = ngettext("A mail waits for %(n)s partner.", "Mails wait for %(n)s partners.", n_mailed) % {
        "n": say_number(n_mailed)
    }
    if n_without:
        told += " " + ngettext(
            "%(n)s has no contact person: call it, and write down what it says.",
            "%(n)s have no contact person: call them, and write down what they say.",
            n_without,
        ) % {"n": say_number(n_without)}
    say(request, told)
    return go(path_of(round_id))


@router.get(HOME + "/{round_id}/deelnemers/{partner_id}")
def show_guest(request: Request, round_id: RowId, partner_id: str, desk: ReadingDesk) -> HTMLResponse:
    """Show what one guest said, for staff to write down."""
    row = find_round(desk.session, round_id)
    guest = find_guest(desk.session, round_id, partner_id)
    return _show_guest(request, row, guest, guest_form(desk.session, row, guest))


@router.post(HOME + "/{round_id}/deelnemers/{partner_id}")
def change_guest(request: Request, round_id: RowId, partner_id: str, desk: WritingDesk, typed: Typed) -> Response:
    """Write down what a guest said, and on which side it is."""
    row = find_round(desk.session, round_id)
    guest = find_guest(desk.session, round_id, partner_id)
    side, state = one(typed, "side"), one(typed, "state")
    read = read_said(row, typed, comes=state == "coming")
    if read.faults:
        return _show_guest(request, row, guest, guest_form(desk.session, row, guest, typed), read.faults)
    if row.kind in TWO_SIDED and side in {"one", "other"}:
        guest.row.side = side
    store_sign_up(desk.session, row, guest, read.said)
    if state in GUEST_STATES:
        guest.row.state = state
    note(desk.session, desk.asker, "change guest", f"round {row.id} partner {partner_id}", guest.row.state)
    say(request, _("Saved what %(name)s said.") % {"name": guest.name})
    return go(f"{path_of(round_id)}#deelnemers")


@router.post(HOME + "/{round_id}/deelnemers/{partner_id}/weg")
def remove(request: Request, round_id: RowId, partner_id: str, desk: WritingDesk) -> Response:
    """Have a partner be no guest any more."""
    row = find_round(desk.session, round_id)
    name = find_guest(desk.session, round_id, partner_id).name
    remove_guest(desk.session, desk.asker, row, partner_id)
    say(request, _("%(name)s takes no part any more.") % {"name": name})
    return go(f"{path_of(round_id)}#deelnemers")


def show_with(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    session: Session,
    pages: Pages,
    house: House,
    row: Round,
    *,
    pagina: int = 1,
    typed: dict[str, str] | None = None,
    faults: dict[str, object] | None = None,
) -> HTMLResponse:
    """Return the page of a round; with the form to add guests as it was typed, and what is wrong with it."""
    guests = guests_of(session, row.id)
    n_pages = max(-(-len(guests) // GUESTS_PER_PAGE), 1)
    number = min(pagina, n_pages)
    job = house.solving.job(row.id)
    return render(
        request,
        "round.html",
        400 if faults else 200,
        row=row,
        here=path_of(row.id),
        kind_label=KIND_LABELS[row.kind](),
        when=say_when(row),
        address_of_open=f"{house.settings.base_url.rstrip('/')}/rondes/{row.id}",
        guests=guests[(number - 1) * GUESTS_PER_PAGE : number * GUESTS_PER_PAGE],
        n_guests=len(guests),
        counts=[
            (label(), n) for state, label in STATE_LABELS.items() if (n := sum(g.row.state == state for g in guests))
        ],
        page={"number": number, "n_pages": n_pages},
        states={state: label() for state, label in STATE_LABELS.items()},
        say_side=lambda side: say_side(row, side),
        sides=side_options(row),
        sectors=pages.sector_options,
        themes=pages.theme_options,
        places=[(place, place) for place in pages.overview.common_places],
        decided=_named(names_of(session), pairs_of(session, row.id, "fixed", "forbidden")),
        plans=[(number, made_at, OCCASION_LABELS[why]()) for number, made_at, why in list_plans(session, row.id)],
        is_running=job is not None and job.is_running,
        typed=typed or {},
        faults=faults or {},
    )


def _named(names: dict[str, str], pairs: list[RoundPair]) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            each.partner_id,
            names.get(each.partner_id, each.partner_id),
            each.other_id,
            names.get(each.other_id, each.other_id),
            each.kind,
        )
        for each in pairs
    ]


def _show_guest(
    request: Request, row: Round, guest: Guest, form: GuestForm, faults: dict[str, str] | None = None
) -> HTMLResponse:
    return render(
        request,
        "round_guest.html",
        400 if faults else 200,
        row=row,
        here=path_of(row.id),
        guest=guest,
        form=form,
        sides=side_options(row),
        states=[(state, label()) for state, label in STATE_LABELS.items()],
        room_label=say_room(row, guest.row.side),
        faults=faults or {},
    )
