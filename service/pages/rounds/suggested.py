"""The suggestions of a month for one partner, by the link in its mail: it says whom it wants to meet."""

from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.rounds import Round, UnknownRound
from service.access import Asker
from service.days import Today
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.pages.linked import LinkRoute, NothingAsked, Reader, read_link, read_reader, was_seen
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.recognising import Asking
from service.rounds.gathering import find_round
from service.rounds.suggesting import NotSuggested, ask_to_meet, is_good, knows_of, suggestions_for, tell_reasons_of
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)


@router.get("/suggesties/{token}")
def show_suggested(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, today: Today
) -> HTMLResponse:
    """Show what is suggested to a partner this month, and why."""
    reader, row = _read(session, house, token, asker)
    return _show(request, session, house, reader, row, today)


@router.post("/suggesties/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_wish(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    today: Today,
    typed: Typed,
) -> Response:
    """Take in that a partner wants to meet one of them; staff decide on it as on any other introduction."""
    reader, row = _read(session, house, token, asker)
    if reader.is_somebody_else and not one(typed, "namens"):
        fault = _("Tick this if you answer for this partner.")
        return _show(request, session, house, reader, row, today, fault)
    other_id = one(typed, "wie")
    try:
        ask_to_meet(session, house.safe, reader.asker, row, reader.partner.id, other_id, today)
    except NotSuggested:
        raise NothingAsked("this suggestion is not made any more") from None
    was_seen(reader.person)
    return RedirectResponse(f"/suggesties/{token}?{urlencode({'gezegd': other_id})}", 303)


def _read(session: Session, house: House, token: str, asker: Asker) -> tuple[Reader, Round]:
    carried = read_link(house, "suggested", token)
    try:
        return read_reader(session, carried, carried["partner"], asker), find_round(session, carried["round"])
    except UnknownRound:
        raise NothingAsked("this digest is not there any more") from None


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, session: Session, house: House, reader: Reader, row: Round, today: date, fault: str = ""
) -> HTMLResponse:
    snapshot, own_id = house.snapshots.current(), reader.partner.id
    partners = snapshot.network.partners
    found = [
        (
            each.suggested_id,
            partners["name"][snapshot.network.position(each.suggested_id)],
            tell_reasons_of(each, snapshot),
            knows_of(session, own_id, each.suggested_id),
        )
        for each in suggestions_for(session, row, own_id)
        if each.suggested_id in snapshot.network.positions
    ]
    return render(
        request,
        "round_suggested.html",
        400 if fault else 200,
        row=row,
        reader=reader,
        own=reader.partner,
        found=found,
        is_good=is_good(row, today),
        said_of=request.query_params.get("gezegd", ""),
        action=request.url.path,
        fault=fault,
    )
