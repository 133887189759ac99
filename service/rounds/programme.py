"""A plan as programmes: for each partner when it meets whom, and where."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from graph.rounds import Round
from matching.rounds import LunchPlan, MarketPlan, MarketRound, VisitPlan, VisitRound
from matching.rounds.market_round import Alone
from matching.rounds.visit_round import Unplaced
from service.rounds.asking import partner_of
from service.rounds.kept import Asked, Planned

ZONE = ZoneInfo("Europe/Amsterdam")
"""Where rounds are held; what a machine takes for its own zone is often another."""


@dataclass(frozen=True)
class Entry:
    """One meeting in the programme of a partner, or of one of the people it sends."""

    guest_id: str
    """Id of the partner; at a lunch with a number where it sends several."""
    begins: datetime
    """In `ZONE`, written without it."""
    ends: datetime
    slot: int
    """The first is 0; of a visit always."""
    table: int | None
    """The first is 0; None for a visit."""
    with_ids: tuple[str, ...]
    """Partners that it meets."""
    receives: bool = False
    """Whether it is visited."""

    @property
    def partner_id(self) -> str:
        """Id of the partner."""
        return partner_of(self.guest_id)


def programme_of(row: Round, planned: Planned) -> list[Entry]:
    """Return all entries of a plan, in the order of time, then of tables; a digest has none."""
    if isinstance(planned, VisitPlan):
        entries = _visits(row, planned)
    elif isinstance(planned, MarketPlan):
        entries = _meetings(row, planned)
    elif isinstance(planned, LunchPlan):
        entries = _courses(row, planned)
    else:
        entries = []
    return sorted(entries, key=lambda each: (each.begins, -1 if each.table is None else each.table, each.guest_id))


def slot_begins(row: Round, slot: int, day: str = "") -> datetime:
    """Return when a slot begins."""
    begins = datetime.combine(datetime.fromisoformat(day or row.days[0]), time.fromisoformat(row.begins_at))
    return begins + timedelta(minutes=slot * row.slot_minutes)


def slots_of(row: Round) -> int:
    """Return how many slots a round has: those of visits are its days."""
    return len(row.days) if row.kind == "visits" else row.n_slots


def slot_at(row: Round, now: datetime) -> int | None:
    """Return which slot runs at a moment, counted from 0; None on another day and once the last is over.

    Slots of visits are its days: the first that is not past; None once the last is over.
    """
    if row.kind == "visits":
        return next((at for at, day in enumerate(row.days) if day >= now.date().isoformat()), None)
    if now.date().isoformat() != row.days[0]:
        return None
    slot = max(int((now - slot_begins(row, 0)) // timedelta(minutes=row.slot_minutes)), 0)
    return slot if slot < row.n_slots else None


def pairs_met(planned: Planned, until: date = date.max) -> list[tuple[str, str]]:
    """Return the pairs that a plan brings together, of visits those up to a day; of a lunch and a digest none."""
    if isinstance(planned, VisitPlan):
        return sorted({(each.visitor_id, each.host_id) for each in planned.visits if each.day <= until})
    return sorted({each.pair for each in planned.meetings}) if isinstance(planned, MarketPlan) else []


def why_nothing(planned: Planned, partner_id: str) -> str:
    """Return the code of why a partner has nothing, or less than it wanted; empty where a plan tells none."""
    told: tuple[Unplaced | Alone, ...] = ()
    if isinstance(planned, VisitPlan):
        told = planned.unplaced
    elif isinstance(planned, MarketPlan):
        told = planned.alone
    return next((each.reason for each in told if each.partner_id == partner_id), "")


def who_has_nothing(asked: Asked, planned: Planned) -> list[str]:
    """Return the ids of those who come to visits or a market and meet nobody; who was noted as absent is none."""
    if isinstance(asked, VisitRound) and isinstance(planned, VisitPlan):
        coming = [each.partner_id for each in asked.everybody if each.days]
    elif isinstance(asked, MarketRound):
        coming = [each.partner_id for each in (*asked.seekers, *asked.offerers) if each.until_slot is None]
    else:
        return []
    met = {one for pair in pairs_met(planned) for one in pair}
    return sorted(set(coming) - met)


def _span(row: Round, slot: int, day: str = "") -> tuple[datetime, datetime]:
    begins = slot_begins(row, slot, day)
    return begins, begins + timedelta(minutes=row.slot_minutes)


def _visits(row: Round, planned: VisitPlan) -> list[Entry]:
    entries = []
    for visit in planned.visits:
        span = _span(row, 0, visit.day.isoformat())
        entries.append(Entry(visit.visitor_id, *span, 0, None, (visit.host_id,)))
        entries.append(Entry(visit.host_id, *span, 0, None, (visit.visitor_id,), receives=True))
    return entries


def _meetings(row: Round, planned: MarketPlan) -> list[Entry]:
    entries = []
    for one in planned.meetings:
        span = _span(row, one.slot)
        entries.append(Entry(one.seeker_id, *span, one.slot, one.table, (one.offerer_id,)))
        entries.append(Entry(one.offerer_id, *span, one.slot, one.table, (one.seeker_id,), receives=True))
    return entries


def _courses(row: Round, planned: LunchPlan) -> list[Entry]:
    entries = []
    for slot, tables in enumerate(planned.rounds):
        for at, table in enumerate(tables):
            for guest in table:
                others = dict.fromkeys(partner_of(each) for each in table if partner_of(each) != partner_of(guest))
                entries.append(Entry(guest, *_span(row, slot), slot, at, tuple(others)))
    return entries
