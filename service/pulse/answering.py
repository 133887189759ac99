"""Answering the pulse: for whom, by whom, and what of it is noted."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.pulse.questions import Question, questions_of, store_answer
from graph.pulse.tables import PulseAnswer
from service.access import Asker, Role
from service.audit import note
from service.settings import Settings


def open_questions(session: Session, settings: Settings, partner_id: str, day: date) -> list[Question]:
    """Return what a partner has not answered yet this quarter; nothing where the pulse is off."""
    if not settings.pulse:
        return []
    return [question for question in questions_of(session, partner_id, day) if not question.is_answered]


def answer(session: Session, question: Question, level: int | None) -> None:
    """Take in an answer for a partner; raise `NoSuchLevel`.

    Noted is that the partner answered: neither who did so for it, nor about what, nor what it said.
    """
    store_answer(session, question, level)
    note(session, Asker(Role.PARTNER), "answer pulse", f"partner {question.partner_id}")


def answers_of(session: Session, asker: Asker, partner_id: str) -> list[PulseAnswer]:
    """Return what a partner answered this quarter, to whoever speaks for it and to nobody else: not to staff either."""
    if not asker.owns(partner_id):
        return []
    own = select(PulseAnswer).where(PulseAnswer.partner_id == partner_id)
    return list(session.scalars(own.order_by(PulseAnswer.quarter, PulseAnswer.collaboration_id)))
