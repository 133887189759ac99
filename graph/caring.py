"""What the partners of a network need: whose profile is old or thin, who has nobody to speak for it, who waits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Exists, Row, exists, select
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.introductions import Introduction, IntroductionStep
from graph.model import Change, Interest, Offering, Partner, PartnerTheme, Sector
from graph.people import Contact

PARTS = ("seeks", "offers", "description", "themes", "place")
"""What a complete profile holds."""
NEEDS = ("waiting", "no_contact", "stale", "never_confirmed", "incomplete", "paused", "never_asked")
"""Why a partner asks for care.

waiting: it said yes `PATIENT_DAYS` ago or more, and the other has not answered; no_contact: nobody speaks for it;
stale: it said that its profile is right more than `FRESH_DAYS` ago, and nothing changed since; never_confirmed: it
never said so; incomplete: one of `PARTS` is missing; paused: it wants no new contacts now; never_asked: it was never
asked whether it wants to meet somebody.
"""
FRESH_DAYS = 365
PATIENT_DAYS = 7


@dataclass(frozen=True)
class Care:
    """One partner, and what it needs."""

    partner_id: str
    name: str
    sector: str
    """Its label."""
    place: str
    missing: tuple[str, ...]
    """Which of `PARTS` it lacks."""
    confirmed_on: date | None
    paused_until: date | None
    has_contact: bool
    waits_since: date | None
    needs: tuple[str, ...]
    """Which of `NEEDS` it has, in that order."""

    @property
    def completeness(self) -> float:
        """Which share of `PARTS` is there, from 0 to 1."""
        return 1 - len(self.missing) / len(PARTS)


def read_care(session: Session, day: date) -> list[Care]:
    """Return what each partner that is there on a day needs, in the order of ids."""
    query = select(
        Partner.id,
        Partner.name,
        Sector.label,
        Partner.place,
        Partner.until,
        Partner.confirmed_on,
        Partner.paused_until,
        _has(Interest.partner_id == Partner.id).label("seeks"),
        _has(Offering.partner_id == Partner.id).label("offers"),
        (Partner.description != "").label("description"),
        _has(PartnerTheme.partner_id == Partner.id).label("themes"),
        _has((Contact.partner_id == Partner.id) & (Contact.state == "confirmed")).label("has_contact"),
    ).join(Sector, Sector.id == Partner.sector_id)
    facts = _Facts(day, _changed_since(session, day - timedelta(days=FRESH_DAYS)), _asked(session), _waits(session))
    found = [_care(row, facts) for row in session.execute(query) if not _has_left(row.until, day)]
    return sorted(found, key=lambda care: care.partner_id)  # here: databases differ in how they compare texts


@dataclass(frozen=True)
class _Facts:
    """What is known of all partners, read once: who changed of late, was ever asked, and waits since when."""

    day: date
    changed: set[str]
    asked: set[str]
    waits: dict[str, date]


def _care(row: Row[*tuple[Any, ...]], facts: _Facts) -> Care:
    missing = tuple(part for part in PARTS if not getattr(row, part))
    long_ago = facts.day - timedelta(days=FRESH_DAYS)
    waits_since = facts.waits.get(row.id)
    has = {
        "waiting": waits_since is not None and waits_since <= facts.day - timedelta(days=PATIENT_DAYS),
        "no_contact": not row.has_contact,
        "stale": row.confirmed_on is not None and row.confirmed_on < long_ago and row.id not in facts.changed,
        "never_confirmed": row.confirmed_on is None,
        "incomplete": bool(missing),
        "paused": row.paused_until is not None and row.paused_until >= facts.day,
        "never_asked": row.id not in facts.asked,
    }
    return Care(
        partner_id=row.id,
        name=row.name,
        sector=row.label,
        place=row.place,
        missing=missing,
        confirmed_on=row.confirmed_on,
        paused_until=row.paused_until,
        has_contact=bool(row.has_contact),
        waits_since=waits_since,
        needs=tuple(need for need in NEEDS if has[need]),
    )


def _has_left(until: str, day: date) -> bool:
    return bool(until) and PartialDate.parse(until).last < day


def _has(condition: ColumnElement[bool]) -> Exists:
    return exists().where(condition)


def _changed_since(session: Session, day: date) -> set[str]:
    """Return whose profiles changed after a day; a change that names nobody does not say whose."""
    moment = datetime.combine(day, time.max, UTC)
    named = session.scalars(select(Change.partner_ids).where(Change.made_at > moment))
    return {partner_id for partner_ids in named for partner_id in partner_ids or ()}


def _asked(session: Session) -> set[str]:
    was_asked = exists().where(
        IntroductionStep.introduction_id == Introduction.id, IntroductionStep.to_state == "asked"
    )
    sides = session.execute(select(Introduction.first_id, Introduction.second_id).where(was_asked))
    return {partner_id for pair in sides for partner_id in pair}


def _waits(session: Session) -> dict[str, date]:
    """Return since when each partner that said yes waits for another; the longest where it waits for several."""
    query = (
        select(Introduction.first_id, Introduction.second_id, Introduction.first_answer, IntroductionStep.made_at)
        .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
        .where(Introduction.state == "accepted_by_one", IntroductionStep.number == Introduction.n_steps)
        .order_by(IntroductionStep.made_at.desc())
    )
    return {
        first_id if first_answer == "yes" else second_id: made_at.date()
        for first_id, second_id, first_answer, made_at in session.execute(query)
    }
