"""The rounds of a partner in its portal: what it is asked for, and its programme."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.rounds import Round, RoundGuest, UnknownRound
from service.days import Today
from service.house import InHouse, ReadingSession, WritingSession
from service.pages.own.frame import Typed, go_on, home_of, one, render_own
from service.pages.rendering import render
from service.pages.rounds.signing_up import Now, read_deal, read_sign_up, say_here, values_of
from service.pages.saying import say
from service.profiles import find_partner
from service.recognising import Asking
from service.rounds.gathering import Guest, find_guest, find_round, guest_or_new, list_rounds
from service.rounds.signing_up import is_open, say_when
from service.rounds.words import KIND_LABELS, STATE_LABELS
from service.rows import RowId
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


def rounds_of(session: Session, partner_id: str) -> list[tuple[Round, RoundGuest]]:
    """Return the rounds for which a partner was asked, the latest first."""
    query = select(Round, RoundGuest).join(RoundGuest, RoundGuest.round_id == Round.id)
    found = session.execute(query.where(RoundGuest.partner_id == partner_id).order_by(Round.id.desc()))
    return [(row, guest) for row, guest in found]


@router.get("/mijn/{partner_id}/rondes")
def list_own(request: Request, partner_id: str, session: ReadingSession, today: Today) -> HTMLResponse:
    """List the rounds for which the partner was asked, and those that are open to all."""
    own = rounds_of(session, partner_id)
    rows = [(row, KIND_LABELS[row.kind](), say_when(row), STATE_LABELS[guest.state]()) for row, guest in own]
    known = {row.id for row, _guest in own}
    open_to_all = [
        (row, KIND_LABELS[row.kind](), say_when(row))
        for row in list_rounds(session)
        if row.is_open and row.id not in known and (is_open(row, today) or row.days[-1] >= today.isoformat())
    ]
    return render_own(request, "mijn_rounds.html", session, partner_id, rows=rows, open_to_all=open_to_all)


@router.get("/mijn/{partner_id}/rondes/{round_id}")
def show_own(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, partner_id: str, round_id: RowId, session: ReadingSession, now: Now, today: Today
) -> HTMLResponse:
    """Show a round with the partner's programme, or the form to sign up."""
    row, guest = read_own(session, round_id, partner_id)
    return _show(request, session, row, guest, values_of(session, row, guest, now, today, None))


@router.post("/mijn/{partner_id}/rondes/{round_id}")
def answer_own(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    round_id: RowId,
    session: WritingSession,
    asker: Asking,
    now: Now,
    today: Today,
    typed: Typed,
) -> Response:
    """Take in whether the partner comes, and whom it wishes to meet."""
    row, guest = read_own(session, round_id, partner_id)
    faults = read_sign_up(session, asker, row, guest, typed, today)
    if faults:
        values = values_of(session, row, guest, now, today, typed) | {"faults": faults}
        return _show(request, session, row, guest, values, 400)
    say(request, _("Thank you, we wrote it down. You can change it as long as signing up is open."))
    return go_on(f"{home_of(partner_id)}/rondes/{round_id}")


@router.post("/mijn/{partner_id}/rondes/{round_id}/hier")
def arrive_own(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    round_id: RowId,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    now: Now,
    typed: Typed,
) -> Response:
    """Plan the partner in that came though no plan counts on it."""
    row, guest = read_own(session, round_id, partner_id)
    if fault := say_here(session, house, asker, row, guest, one(typed, "side"), now):
        say(request, fault)
    return go_on(f"{home_of(partner_id)}/rondes/{round_id}")


@router.post("/mijn/{partner_id}/rondes/{round_id}/afspraak")
def agree_own(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    partner_id: str,
    round_id: RowId,
    session: WritingSession,
    asker: Asking,
    now: Now,
    today: Today,
    typed: Typed,
) -> Response:
    """Write down what the partner agreed on with another guest."""
    row, guest = find_round(session, round_id), find_guest(session, round_id, partner_id)
    faults = read_deal(session, asker, row, guest, typed, now.date())
    if faults:
        values = values_of(session, row, guest, now, today, typed) | {"faults": faults}
        return _show(request, session, row, guest, values, 400)
    say(request, _("Written down. Good luck with it."))
    return go_on(f"{home_of(partner_id)}/rondes/{round_id}#afspraken")


@router.get("/rondes/{round_id}")
def show_open(request: Request, round_id: RowId, session: ReadingSession, asker: Asking) -> Response:
    """Lead everybody to the page on which its partner takes part; raise `UnknownRound` where none may by itself."""
    row = find_round(session, round_id)
    if not row.is_open:
        raise UnknownRound(f"round {round_id} is for who was invited")
    own = [find_partner(session, each) for each in sorted(asker.partner_ids)]
    if len(own) == 1:
        return go_on(f"{home_of(own[0].id)}/rondes/{round_id}")
    links = [(f"{home_of(each.id)}/rondes/{round_id}", each.name) for each in own]
    return render(
        request, "round_open.html", row=row, kind_label=KIND_LABELS[row.kind](), when=say_when(row), links=links
    )


def read_own(session: Session, round_id: int, partner_id: str) -> tuple[Round, Guest]:
    """Return a round and the partner as its guest; who was not asked is one only where the round is open to all."""
    row = find_round(session, round_id)
    return row, guest_or_new(session, row, find_partner(session, partner_id))


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, session: Session, row: Round, guest: Guest, values: dict[str, Any], status: int = 200
) -> HTMLResponse:
    partner_id = guest.partner_id
    held = {"action": f"{home_of(partner_id)}/rondes/{row.id}", "faults": {}} | values
    return render_own(request, "mijn_round.html", session, partner_id, status, **held)
