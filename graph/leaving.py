"""A partner made nameless: what tells who it was goes, what it did with others and when stays."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from graph.activities_kept import forget_in_activities
from graph.collaborating import new_collaboration_id
from graph.dates import PartialDate
from graph.every_table import Base
from graph.grants_kept import forget_in_grants
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
from graph.pulse.tables import PulseAnswer
from graph.reading.names import slug
from graph.repository import Repository
from graph.rounds_kept import forget_in_rounds, rename_in_plans
from graph.stories import StoryAgreement, StoryPicture
from graph.telling import reword, stories_of, take_off, unask

_ERASED = (
    *(FieldVisibility, Interest, Offering, PartnerAlias, PartnerTheme, Contact, PartnerNote, Mail, PulseAnswer),
    StoryAgreement,
)
"""Tables of which every row of the partner goes."""


def make_nameless(session: Session, partner_id: str, name: str, today: date) -> str:
    """Erase what tells who a partner was, within the caller's transaction; return the id that is left of it.

    It gets another name and another id, which tells nothing. Its sector and its dated collaborations stay, so that the
    figures of the network do, and so does what it answered, without words. Its stories are taken off: their text stays
    with the others, without the name and without pictures. So does the text of applications for a grant; those that are
    being written go on without it. The day before is its last, so that no list of today holds it. Introductions keep
    their order of sides, whatever the new id sorts after.
    """
    partner = session.get_one(Partner, partner_id)
    aliases = session.scalars(select(PartnerAlias.text).where(PartnerAlias.partner_id == partner_id))
    known_as = {partner.name, *aliases} - {""}
    _take_stories_down(session, partner_id, known_as, name)
    _take_words_out(session, partner_id, known_as, name)
    forget_in_rounds(session, partner_id)
    pattern = _any_of(known_as)
    forget_in_activities(session, partner_id, lambda text: pattern.sub(name, text))
    forget_in_grants(session, partner_id, lambda text: pattern.sub(name, text))
    for table in _ERASED:
        session.execute(delete(table).where(table.partner_id == partner_id))
    session.execute(
        delete(Membership).where(or_(Membership.partner_id == partner_id, Membership.parent_id == partner_id))
    )
    _blank(partner, name, today - timedelta(days=1))
    former_id = f"voormalig-{token_hex(5)}"
    _rename(session, partner, former_id)
    rename_in_plans(session, partner_id, former_id)
    Repository(session).record_change("a partner left")
    return former_id


def _blank(partner: Partner, name: str, last: date) -> None:
    if partner.since and PartialDate.parse(partner.since).first > last:
        partner.since = ""
    partner.name, partner.until, partner.notes = name, last.isoformat(), {}
    for column in ("description", "place", "postcode", "website", "kvk", "brin", "lrk", "source"):
        setattr(partner, column, "")
    for column in ("latitude", "longitude", "capacity", "paused_until", "confirmed_on"):
        setattr(partner, column, None)


def _rename(session: Session, row: Partner | Collaboration, new_id: str) -> None:
    """Give a row another id, and have all that refers to it do so by that."""
    session.flush()
    table, old_id = Base.metadata.tables[row.__tablename__], row.id
    values = {column.name: getattr(row, column.name) for column in table.columns}
    session.execute(insert(table).values({**values, "id": new_id}))
    for other in Base.metadata.sorted_tables:
        for column in (key.parent for key in other.foreign_keys if key.column.table is table):
            session.execute(update(other).where(column == old_id).values({column: new_id}))
    session.expunge(row)
    session.execute(delete(table).where(table.c.id == old_id))
    session.expire_all()


def _take_words_out(session: Session, partner_id: str, known_as: Collection[str], name: str) -> None:
    """Take the partner's words, and others' words to and about it, out of what stays."""
    is_side = or_(Answer.partner_id == partner_id, Answer.suggested_id == partner_id)
    session.execute(update(Answer).where(is_side).values(reason=""))
    for introduction in session.scalars(select(Introduction)):
        if partner_id in {introduction.first_id, introduction.second_id}:
            introduction.reasons = []
        elif any(partner_id in reason.get("partner_ids", ()) for reason in introduction.reasons):
            introduction.reasons = [_without(reason, partner_id) for reason in introduction.reasons]
    _rename_in_collaborations(session, partner_id, known_as, name)
    pattern = _any_of({partner_id, *known_as})
    for change in session.scalars(select(Change)):
        if partner_id in (change.partner_ids or ()) or pattern.search(change.what):
            # Without ids it says that anything may have changed, which is never wrong.
            change.what, change.partner_ids = "a change of a partner that left", None


def _take_stories_down(session: Session, partner_id: str, known_as: Collection[str], name: str) -> None:
    """Take off every story of the partner; who is left may have it made public anew."""
    pattern, in_ids = _any_of(known_as), _any_of({partner_id, *map(slug, known_as)})
    for story in stories_of(session, partner_id):
        unask(session, story)
        take_off(session, story)
        session.execute(delete(StoryPicture).where(StoryPicture.story_id == story.id))
        reword(session, story, lambda text: pattern.sub(name, text))
        if in_ids.search(story.slug):
            story.slug = f"verhaal-{token_hex(5)}"


def _without(reason: dict[str, Any], partner_id: str) -> dict[str, Any]:
    return {**reason, "partner_ids": [each for each in reason.get("partner_ids", ()) if each != partner_id]}


def _any_of(texts: Collection[str]) -> re.Pattern[str]:
    """Return what finds each of some texts as words of their own, longer ones first."""
    longest_first = sorted(texts, key=lambda text: (-len(text), text))
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first), re.IGNORECASE)


def _rename_in_collaborations(session: Session, partner_id: str, known_as: Collection[str], name: str) -> None:
    """Put `name` in place of each name of the partner in what its collaborations say, and out of their ids."""
    pattern, in_ids = _any_of(known_as), _any_of({partner_id, *map(slug, known_as)})
    own = select(Participation.collaboration_id).where(Participation.partner_id == partner_id)
    for one in session.scalars(select(Collaboration).where(Collaboration.id.in_(own))).all():
        one.title, one.description = pattern.sub(name, one.title), pattern.sub(name, one.description)
        one.notes = {column: pattern.sub(name, text) for column, text in one.notes.items()}
        if in_ids.search(one.id):
            _rename(session, one, new_collaboration_id())
