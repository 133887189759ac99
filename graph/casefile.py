"""What is stored of one partner beside its profile: what it answered, and who may see which of its fields."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from graph.model import Answer, FieldVisibility, Partner


@dataclass(frozen=True)
class AnswerRow:
    """What a partner answered about another one."""

    suggested_id: str
    suggested_name: str
    answered_on: date
    answer: str
    """One of `graph.model.ANSWERS`."""
    reason: str


def answers_of(session: Session, partner_id: str) -> list[AnswerRow]:
    """Return what a partner answered, the latest first."""
    other = aliased(Partner)
    query = (
        select(Answer.suggested_id, other.name, Answer.answered_on, Answer.answer, Answer.reason)
        .join(other, other.id == Answer.suggested_id)
        .where(Answer.partner_id == partner_id)
        .order_by(Answer.answered_on.desc(), Answer.suggested_id)
    )
    return [AnswerRow(*row) for row in session.execute(query)]


def levels_of(session: Session, partner_id: str) -> dict[str, str]:
    """Return the level of each field for which a partner chose one, by field."""
    query = select(FieldVisibility.field, FieldVisibility.level).where(FieldVisibility.partner_id == partner_id)
    return {row.field: row.level for row in session.execute(query)}


def names_of(session: Session, partner_ids: set[str]) -> dict[str, str]:
    """Return the names of some partners by id."""
    query = select(Partner.id, Partner.name).where(Partner.id.in_(partner_ids))
    return {row.id: row.name for row in session.execute(query)}
