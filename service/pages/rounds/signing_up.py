"""A round for one partner, by the link in its mail: signing up before, the programme on the day, and its deals."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.rounds import Round, UnknownRound
from matching.errors import ImpossibleRound
from service.access import Asker
from service.days import Today
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.pages.linked import LinkRoute, NothingAsked, Reader, read_link, read_reader, was_seen
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.rounds.programme_view import view_programme
from service.pages.rounds.said import guest_form, read_said
from service.pages.saying import say
from service.recognising import Asking
from service.rounds.gathering import Guest, NoSide, find_guest, find_round, take_in
from service.rounds.kept import read_plan
from service.rounds.on_the_day import may_arrive, note_arrivals
from service.rounds.programme import ZONE, slot_at, why_nothing
from service.rounds.signing_up import is_open, say_when, sign_up
from service.rounds.words import KIND_LABELS, say_nothing_for, say_room, say_side, side_options
from service.rounds.written_back import NoDeal, others_to_agree_with, record_own_deal
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)


def read_now(house: InHouse) -> datetime:
    """Return the moment where rounds are held, without a zone: so a programme is told too."""
    return house.clock.now().astimezone(ZONE).replace(tzinfo=None)


Now = Annotated[datetime, Depends(read_now)]


@router.get("/ronde/{token}")
def show_round(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, now: Now, today: Today
) -> HTMLResponse:
    """Show the programme of a partner once there is one, and the form to sign up before."""
    reader, row, guest = read_guest(session, house, token, asker)
    return _show(request, session, reader, row, guest, now, today)


@router.post("/ronde/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_sign_up(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    now: Now,
    today: Today,
    typed: Typed,
) -> Response:
    """Take in whether a partner comes, and whom it wishes to meet."""
    reader, row, guest = read_guest(session, house, token, asker)
    if reader.is_somebody_else and not one(typed, "namens"):
        faults = {"namens": _("Tick this if you answer for this partner.")}
    else:
        faults = read_sign_up(session, reader.asker, row, guest, typed, today)
    if faults:
        return _show(request, session, reader, row, guest, now, today, typed=typed, faults=faults)
    was_seen(reader.person)
    return RedirectResponse(f"/ronde/{token}?gezegd=ja", 303)


@router.post("/ronde/{token}/hier", dependencies=[Depends(limiting("answers by link"))])
def take_arrival(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, token: str, session: WritingSession, house: InHouse, asker: Asking, now: Now
) -> Response:
    """Plan a partner in that came though no plan counts on it."""
    reader, row, guest = read_guest(session, house, token, asker)
    if fault := say_here(session, house, reader.asker, row, guest, "", now):
        say(request, fault)
    was_seen(reader.person)
    return RedirectResponse(f"/ronde/{token}", 303)


@router.post("/ronde/{token}/afspraak", dependencies=[Depends(limiting("answers by link"))])
def take_deal(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    now: Now,
    today: Today,
    typed: Typed,
) -> Response:
    """Write down what a partner agreed on with another guest."""
    reader, row, guest = read_guest(session, house, token, asker)
    faults = read_deal(session, reader.asker, row, guest, typed, now.date())
    if faults:
        return _show(request, session, reader, row, guest, now, today, typed=typed, faults=faults)
    was_seen(reader.person)
    return RedirectResponse(f"/ronde/{token}?afgesproken=ja#afspraken", 303)


def say_here(  # noqa: PLR0913, PLR0917 -- who is where, and when
    session: Session, house: House, asker: Asker, row: Round, guest: Guest, side: str, now: datetime
) -> str:
    """Plan a guest in from the slot of now, where no plan counts on it; return what it has to do itself, or ""."""
    plan = read_plan(session, row, row.shared_number) if row.shared_number else None
    slot = slot_at(row, now)
    if slot is None or not may_arrive(row, plan, guest, now):
        return ""
    matcher = house.snapshots.current().matcher
    try:
        with session.begin_nested():
            there = [take_in(session, asker, row, guest, side).partner_id]
            note_arrivals(session, asker, row, matcher, there, "coming", from_slot=slot, now_slot=slot)
    except NoSide:
        return _("Choose what you come for.")
    except ImpossibleRound:
        return _("We cannot plan you in by ourselves. Please go to the office’s desk.")
    return ""


def read_deal(  # noqa: PLR0913, PLR0917 -- who agreed on what
    session: Session, asker: Asker, row: Round, guest: Guest, typed: dict[str, list[str]], day: date
) -> dict[str, str]:
    """Take in the form of a deal; return what is wrong with it, and store nothing then."""
    other_id, what, starts = one(typed, "met"), one(typed, "wat"), bool(one(typed, "samen"))
    try:
        record_own_deal(session, asker, row, guest, other_id, what, day, starts=starts)
    except NoDeal:
        return {"wat": _("Choose with whom, and say in a few words what you agreed on.")}
    return {}


def read_sign_up(  # noqa: PLR0913, PLR0917 -- who says what
    session: Session, asker: Asker, row: Round, guest: Guest, typed: dict[str, list[str]], today: date
) -> dict[str, str]:
    """Take in a form of signing up; return what is wrong with it, and store nothing then."""
    if one(typed, "komt") not in {"ja", "nee"}:
        return {"komt": _("Say whether you come.")}
    if not is_open(row, today):
        return {"komt": _("Signing up has ended. Call the office if something changes.")}
    read = read_said(row, typed, comes=one(typed, "komt") == "ja")
    if not read.faults:
        try:
            sign_up(session, asker, row, take_in(session, asker, row, guest, one(typed, "side")), read.said, today)
        except NoSide:
            return {"side": _("Choose what you come for.")}
    return dict(read.faults)


def read_guest(session: Session, house: House, token: str, asker: Asker) -> tuple[Reader, Round, Guest]:
    """Return who a link was sent to, its round and the guest that it speaks for; raise `BrokenLink` or `EndedLink`."""
    carried = read_link(house, "round", token)
    reader = read_reader(session, carried, carried["partner"], asker)
    try:
        return reader, find_round(session, carried["round"]), find_guest(session, carried["round"], reader.partner.id)
    except (UnknownRound, UnknownPartner):
        raise NothingAsked("this partner takes no part in the round any more") from None


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    reader: Reader,
    row: Round,
    guest: Guest,
    now: datetime,
    today: date,
    *,
    typed: dict[str, list[str]] | None = None,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    path = request.url.path.removesuffix("/afspraak").removesuffix("/hier")
    values = values_of(session, row, guest, now, today, typed)
    return render(
        request,
        "round_own.html",
        400 if faults else 200,
        reader=reader,
        own=reader.partner,
        was_said=request.query_params.get("gezegd") == "ja",
        was_agreed=request.query_params.get("afgesproken") == "ja",
        action=path,
        calendar=f"{path}/agenda.ics",
        faults=faults or {},
        **values,
    )


def values_of(  # noqa: PLR0913, PLR0917 -- what is told of a round to a guest
    session: Session, row: Round, guest: Guest, now: datetime, today: date, typed: dict[str, list[str]] | None
) -> dict[str, Any]:
    """Return what a partner reads of a round and of itself in it."""
    plan = read_plan(session, row, row.shared_number) if row.shared_number and row.kind != "digest" else None
    others = others_to_agree_with(session, row, guest, now.date())
    return {
        "row": row,
        "kind_label": KIND_LABELS[row.kind](),
        "when": say_when(row),
        "guest": guest,
        "side": say_side(row, guest.row.side),
        "sides": [] if guest.row.side else side_options(row),
        "may_arrive": may_arrive(row, plan, guest, now),
        "why": say_nothing_for(why_nothing(plan.planned, guest.partner_id)) if plan else "",
        "form": guest_form(session, row, guest, typed if typed and "room" in typed else None),
        "typed": {name: values[0] for name, values in (typed or {}).items()},
        "room_label": say_room(row, guest.row.side),
        "is_open": is_open(row, today) and plan is None,
        "told": view_programme(session, row, plan, guest, now) if plan else None,
        "others": [(each.partner_id, each.name) for each in others],
    }
