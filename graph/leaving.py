"""A partner made nameless: what tells who it was goes, what it did with others and when stays."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.every_table import Base
from graph.introductions import Introduction
from graph.model import (
    Answer,
    Change,
    Collaboration,
    FieldVisibility,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    PartnerTheme,
)
from graph.outbox import Mail
from graph.people import Contact, PartnerNote
from graph.repository import Repository

_ERASED = (FieldVisibility, Interest, Offering, PartnerAlias, PartnerTheme, Contact, PartnerNote, Mail)
"""Tables of which every row of the partner goes."""


def make_nameless(session: Session, partner_id: str, name: str, today: date) -> str:
    """Erase what tells who a partner was, within the caller's transaction; return the id that is left of it.

    It gets another name and another id, which tells nothing. Its sector and its dated collaborations stay, so that the
    figures of the network do, and so does what it answered, without words. The day before is its last, so that no list
    of today holds it. Introductions keep their order of sides, whatever the new id sorts after.
    """
    partner = session.get_one(Partner, partner_id)
    known_as = _known_as(session, partner)
    _take_words_out(session, partner_id, known_as, name)
    for table in _ERASED:
        session.execute(delete(table).where(table.partner_id == partner_id))
    session.execute(
        delete(Membership).where(or_(Membership.partner_id == partner_id, Membership.parent_id == partner_id))
    )
    former_id = f"voormalig-{token_hex(5)}"
    session.add(_what_is_left(partner, former_id, name, today - timedelta(days=1)))
    session.flush()
    _rename(session, partner_id, former_id)
    session.delete(partner)
    session.flush()
    Repository(session).record_change("a partner left")
    return former_id


def _known_as(session: Session, partner: Partner) -> list[str]:
    """Return every name of a partner, the longest first, so that no part of one is left behind by another."""
    aliases = session.scalars(select(PartnerAlias.text).where(PartnerAlias.partner_id == partner.id))
    return sorted({partner.name, partner.id, *aliases} - {""}, key=lambda text: (-len(text), text))


def _what_is_left(partner: Partner, former_id: str, name: str, last: date) -> Partner:
    is_later = partner.since and PartialDate.parse(partner.since).first > last
    return Partner(
        id=former_id,
        name=name,
        sector_id=partner.sector_id,
        country=partner.country,
        since="" if is_later else partner.since,
        until=last.isoformat(),
        notes={},
    )


def _rename(session: Session, partner_id: str, former_id: str) -> None:
    """Have all that refers to a partner refer to another id."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == Partner.__tablename__:
                column = key.parent
                session.execute(update(table).where(column == partner_id).values({column: former_id}))
    session.expire_all()


def _take_words_out(session: Session, partner_id: str, known_as: Sequence[str], name: str) -> None:
    """Take the partner's words, and others' words to and about it, out of what stays."""
    is_side = or_(Answer.partner_id == partner_id, Answer.suggested_id == partner_id)
    session.execute(update(Answer).where(is_side).values(reason=""))
    for introduction in session.scalars(select(Introduction)):
        if partner_id in {introduction.first_id, introduction.second_id}:
            introduction.reasons = []
        elif any(partner_id in reason.get("partner_ids", ()) for reason in introduction.reasons):
            introduction.reasons = [_without(reason, partner_id) for reason in introduction.reasons]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in known_as), re.IGNORECASE)
    _rename_in_collaborations(session, partner_id, pattern, name)
    for change in session.scalars(select(Change)):
        if partner_id in (change.partner_ids or ()) or pattern.search(change.what):
            # Without ids it says that anything may have changed, which is never wrong.
            change.what, change.partner_ids = "a change of a partner that left", None
    session.flush()


def _without(reason: dict[str, Any], partner_id: str) -> dict[str, Any]:
    return {**reason, "partner_ids": [each for each in reason.get("partner_ids", ()) if each != partner_id]}


def _rename_in_collaborations(session: Session, partner_id: str, pattern: re.Pattern[str], name: str) -> None:
    own = select(Participation.collaboration_id).where(Participation.partner_id == partner_id)
    for one in session.scalars(select(Collaboration).where(Collaboration.id.in_(own))):
        one.title, one.description = pattern.sub(name, one.title), pattern.sub(name, one.description)
        one.notes = {column: pattern.sub(name, text) for column, text in one.notes.items()}
