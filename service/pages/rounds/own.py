"""The rounds of a partner in its portal: what it is asked for, and its programme."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.rounds import Round, RoundGuest
from service.days import Today
from service.house import ReadingSession, WritingSession
from service.pages.own.frame import Typed, go_on, home_of, render_own
from service.pages.rounds.signing_up import Now, read_sign_up, values_of
from service.pages.saying import say
from service.recognising import Asking
from service.rounds.gathering import find_guest, find_round
from service.rounds.signing_up import say_when
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
def list_own(request: Request, partner_id: str, session: ReadingSession) -> HTMLResponse:
    """List the rounds for which the partner was asked."""
    rows = [
        (row, KIND_LABELS[row.kind](), say_when(row), STATE_LABELS[guest.state]())
        for row, guest in rounds_of(session, partner_id)
    ]
    return render_own(request, "mijn_rounds.html", session, partner_id, rows=rows)


@router.get("/mijn/{partner_id}/rondes/{round_id}")
def show_own(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, partner_id: str, round_id: RowId, session: ReadingSession, now: Now, today: Today
) -> HTMLResponse:
    """Show a round with the partner's programme, or the form to sign up."""
    row, guest = find_round(session, round_id), find_guest(session, round_id, partner_id)
    values = values_of(session, row, guest, now, today, None)
    return render_own(request, "mijn_round.html", session, partner_id, **_address(partner_id, round_id), **values)


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
    row, guest = find_round(session, round_id), find_guest(session, round_id, partner_id)
    faults = read_sign_up(session, asker, row, guest, typed, today)
    if faults:
        values = values_of(session, row, guest, now, today, typed) | {"faults": faults}
        held = _address(partner_id, round_id) | values
        return render_own(request, "mijn_round.html", session, partner_id, 400, **held)
    say(request, _("Thank you, we wrote it down. You can change it as long as signing up is open."))
    return go_on(f"{home_of(partner_id)}/rondes/{round_id}")


def _address(partner_id: str, round_id: int) -> dict[str, Any]:
    return {"action": f"{home_of(partner_id)}/rondes/{round_id}", "faults": {}}
