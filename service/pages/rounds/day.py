"""The day of a round for staff: who is absent, late or unasked, the deals, and the outcome written back."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.rounds import Round
from matching.errors import ImpossibleRound
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.rounds.making import HOME, path_of
from service.pages.rounds.plans import names_of, plan_path
from service.pages.rounds.signing_up import Now
from service.pages.saying import say
from service.rounds.asking import NotReady
from service.rounds.choosing import find_named
from service.rounds.gathering import TWO_SIDED, add_guests, deals_of, find_round, guests_of
from service.rounds.kept import read_plan
from service.rounds.on_the_day import AGAIN, note_arrivals
from service.rounds.programme import slot_at, slot_begins, slots_of
from service.rounds.signing_up import say_when, tell_changed
from service.rounds.words import say_job_fault, side_options
from service.rounds.written_back import NoDeal, record_deal, write_back
from service.rows import RowId
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.visibility import SnapshotReader

ARRIVALS = ("absent", "late", "unasked")
MOST_NAMES = 2000
"""Partners that are offered while one types a name."""

router = APIRouter(include_in_schema=False)


@router.get(HOME + "/{round_id}/dag")
def show_day(request: Request, round_id: RowId, desk: ReadingDesk, now: Now) -> HTMLResponse:
    """Show what can be done on the day; before a plan is shared only that it has to be."""
    return _show(request, desk.session, find_round(desk.session, round_id), now)


@router.post(HOME + "/{round_id}/dag")
def take_arrival(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, round_id: RowId, desk: WritingDesk, snapshot: SnapshotReader, now: Now, typed: Typed
) -> Response:
    """Take in who is absent, late or unasked, and plan again; nothing is kept where that cannot be."""
    row = find_round(desk.session, round_id)
    arrival = one(typed, "hoe") if one(typed, "hoe") in ARRIVALS else "absent"
    slot, runs = _slot(row, one(typed, "vanaf")), slot_at(row, now) or 0
    # Who comes late had meetings before it comes: these change from now on. What is past never does.
    now_slot = runs if arrival == "late" else max(runs, slot)
    try:
        with desk.session.begin_nested():
            partner_ids = _who(desk, row, typed, arrival)
            number = note_arrivals(
                desk.session,
                desk.asker,
                row,
                snapshot.matcher,
                partner_ids,
                "absent" if arrival == "absent" else "coming",
                from_slot=0 if arrival == "absent" else slot,
                now_slot=now_slot,
            )
    except (UnknownPartner, ImpossibleRound) as error:
        return _show(request, desk.session, row, now, typed, {arrival: _say_fault(error, arrival)})
    say(request, _tell(desk, row, number, partner_ids if arrival == "unasked" else []))
    return go(f"{path_of(round_id)}/dag")


def _say_fault(error: UnknownPartner | ImpossibleRound, arrival: str) -> str:
    if isinstance(error, ImpossibleRound):
        return say_job_fault(error.code if isinstance(error, NotReady) else "contradiction")
    return {
        "absent": _("Tick who is not there."),
        "late": _("Choose who comes late or is back."),
        "unasked": _("Type the name of a partner as it is in the network, and choose its side."),
    }[arrival]


def _tell(desk: WritingDesk, row: Round, number: int, arrived: list[str]) -> str:
    """Mail who came unasked where its programme stands, and return what staff read."""
    changed = read_plan(desk.session, row, number).changed
    if arrived and row.kind != "visits":  # of visits everybody with a new programme gets a mail, by whatever way
        tell_changed(desk.session, desk.asker, row, number, arrived)
    names = names_of(desk.session)
    told = [names.get(each, each) for each in changed.partner_ids]
    if not told:
        return _("Planned again. Nobody's programme changed.")
    sentence = ngettext(
        "Planned again. The programme of %(n)s partner changed: %(names)s.",
        "Planned again. The programmes of %(n)s partners changed: %(names)s.",
        len(told),
    )
    return sentence % {"n": say_number(len(told)), "names": ", ".join(told)}


@router.post(HOME + "/{round_id}/afspraken")
def take_deal(request: Request, round_id: RowId, desk: WritingDesk, now: Now, typed: Typed) -> Response:
    """Write down what two guests agreed on."""
    row = find_round(desk.session, round_id)
    try:
        pair, what, starts = (one(typed, "een"), one(typed, "ander")), one(typed, "wat"), bool(one(typed, "samen"))
        record_deal(
            desk.session,
            desk.asker,
            row,
            *pair,
            what,
            desk.day,
            starts=starts,
            said_by=pair if one(typed, "beiden") else (),
        )
    except (NoDeal, UnknownPartner):
        faults = {"wat": _("Choose two guests, and say in a few words what they agreed on.")}
        return _show(request, desk.session, row, now, typed, faults)
    say(request, _("The deal is written down."))
    return go(f"{path_of(round_id)}/dag#afspraken")


@router.post(HOME + "/{round_id}/plan/{number}/terugschrijven")
def take_back_in(
    request: Request, round_id: RowId, number: RowId, desk: WritingDesk, alles: Annotated[str, Form()] = ""
) -> Response:
    """Write who met and what they agreed on back into the network."""
    row = find_round(desk.session, round_id)
    plan = read_plan(desk.session, row, number)
    if row.kind == "digest":
        row.shared_number = number
    n = write_back(desk.session, desk.asker, row, plan, desk.day, deals_only=not alles)
    told = ngettext("%(n)s introduction was added.", "%(n)s introductions were added.", n) % {"n": say_number(n)}
    say(request, told + " " + _("You find them under Introductions."))
    return go(plan_path(round_id, number) if row.kind == "digest" else f"{path_of(round_id)}/dag")


def _who(desk: WritingDesk, row: Round, typed: dict[str, list[str]], arrival: str) -> list[str]:
    """Return whom it is about; who came unasked becomes a guest. Raise `UnknownPartner` where nobody is named."""
    if arrival != "unasked":
        partner_ids = list(dict.fromkeys(filter(None, typed.get("wie", ()))))
        if not partner_ids:
            raise UnknownPartner("nobody is named")
        return partner_ids
    side = one(typed, "side")
    if row.kind in TWO_SIDED and side not in {"one", "other"}:
        raise UnknownPartner("no side")
    partner_id, why = find_named(desk.session, one(typed, "naam").strip())
    if why:
        raise UnknownPartner(f"no partner is called so: {why}")
    add_guests(desk.session, desk.asker, row, [partner_id], side=side, state="coming")
    return [partner_id]


def _slot(row: Round, text: str) -> int:
    return min(int(text[:4]), slots_of(row) - 1) if text.isascii() and text.isdecimal() else 0


def _slot_options(row: Round) -> list[tuple[str, str]]:
    if row.kind == "visits":
        return [(str(at), say_date(day)) for at, day in enumerate(row.days)]
    return [
        (str(slot), _("%(n)s, from %(time)s") % {"n": slot + 1, "time": f"{slot_begins(row, slot):%H:%M}"})
        for slot in range(row.n_slots)
    ]


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    row: Round,
    now: datetime,
    typed: dict[str, list[str]] | None = None,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    guests, held = guests_of(session, row.id), {name: values[0] for name, values in (typed or {}).items()}
    names, slots = names_of(session), _slot_options(row)
    return render(
        request,
        "round_day.html",
        400 if faults else 200,
        row=row,
        here=path_of(row.id),
        when=say_when(row),
        number=row.shared_number,
        has_begun=row.days[0] <= now.date().isoformat(),
        can_change=row.kind in AGAIN and row.shared_number > 0,
        slots=slots,
        chosen_slot=held.get("vanaf", str(slot_at(row, now) or 0)),
        coming=[(each.partner_id, each.name) for each in guests if each.row.state == "coming"],
        ticked=(typed or {}).get("wie", []),
        options=[(each.partner_id, each.name) for each in guests],
        sides=side_options(row),
        partner_names=_few(names.values()),
        not_there=[each.name for each in guests if each.row.state == "absent"],
        deals=[(names[each.first_id], names[each.second_id], each) for each in deals_of(session, row.id)],
        typed=held,
        faults=faults or {},
    )


def _few(names: Collection[str]) -> list[str]:
    """Return names to choose from while one types, unless they are so many that the page would be slow."""
    return sorted(names) if len(names) <= MOST_NAMES else []
