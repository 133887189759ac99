"""The programme of one partner as it reads it: what runs now, what comes next, what changed, and its deals."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from graph.rounds import Round, RoundDeal
from service.rounds.gathering import Guest, deals_of, guests_of
from service.rounds.kept import KeptPlan
from service.rounds.lists import say_where
from service.rounds.programme import Entry, programme_of
from service.texts import gettext as _
from service.texts import say_date


@dataclass(frozen=True)
class Line:
    """One meeting in words."""

    time: str
    where: str
    with_names: tuple[str, ...]
    with_ids: tuple[str, ...]
    person: str
    """Which of the people of the partner it is for; empty where it sends one."""
    is_now: bool
    is_over: bool


@dataclass(frozen=True)
class Agreed:
    """A deal as one of the two reads it."""

    other_id: str
    other: str
    what: str
    starts: bool
    """Whether they are going to do something together."""
    own_said: bool
    """Whether the reader wrote it down itself."""
    other_said: bool


@dataclass(frozen=True)
class Programme:
    """What a partner reads."""

    lines: list[Line]
    now: list[Line]
    next: list[Line]
    changed: bool
    """Whether the latest change on the day was one of its programme."""
    deals: list[Agreed]


def view_programme(session: Session, row: Round, plan: KeptPlan, guest: Guest, now: datetime) -> Programme:
    """Return the programme of a partner in a plan."""
    names = {each.partner_id: each.name for each in guests_of(session, row.id)}
    own = [each for each in programme_of(row, plan.planned) if each.partner_id == guest.partner_id]
    several = len({each.guest_id for each in own}) > 1
    lines = [_line(row, each, names, now, several=several) for each in own]
    coming = [each for each in lines if not each.is_over and not each.is_now]
    return Programme(
        lines=lines,
        now=[each for each in lines if each.is_now],
        next=[each for each in coming if each.time == coming[0].time] if coming else [],
        changed=plan.occasion == "on_the_day" and guest.partner_id in plan.changed.partner_ids,
        deals=[
            _agreed(deal, guest.partner_id, names)
            for deal in deals_of(session, row.id)
            if guest.partner_id in {deal.first_id, deal.second_id}
        ],
    )


def say_time(row: Round, entry: Entry) -> str:
    """Say when a meeting is: the day too, where a round has several."""
    span = f"{entry.begins:%H:%M} – {entry.ends:%H:%M}"
    return f"{say_date(entry.begins.date().isoformat())}, {span}" if len(row.days) > 1 else span


def _line(row: Round, entry: Entry, names: dict[str, str], now: datetime, *, several: bool) -> Line:
    number = entry.guest_id.partition("#")[2] or "1"
    return Line(
        time=say_time(row, entry),
        where=say_where(entry, names),
        with_names=tuple(names.get(each, each) for each in entry.with_ids),
        with_ids=entry.with_ids,
        person=_("person %(n)s") % {"n": number} if several else "",
        is_now=entry.begins <= now < entry.ends,
        is_over=entry.ends <= now,
    )


def _agreed(deal: RoundDeal, own_id: str, names: dict[str, str]) -> Agreed:
    is_first = deal.first_id == own_id
    other_id = deal.second_id if is_first else deal.first_id
    own_said, other_said = (deal.first_said, deal.second_said) if is_first else (deal.second_said, deal.first_said)
    name = names.get(other_id, other_id)
    return Agreed(other_id, name, deal.what, starts=deal.starts, own_said=own_said, other_said=other_said)
