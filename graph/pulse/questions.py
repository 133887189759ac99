"""What a partner is asked this quarter, and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.errors import GraphError
from graph.model import Collaboration, Participation, Partner
from graph.pulse.tables import ASPECTS, LEVELS, PulseAnswer, Quarter

MOST = 3
"""Questions that a partner gets in a quarter."""


class NotAsked(GraphError):
    """Nothing is asked of this partner about this collaboration now."""


class NoSuchLevel(GraphError):
    """An answer is none of the four steps."""


@dataclass(frozen=True)
class Question:
    """One question to a partner about the others in a collaboration."""

    quarter: Quarter
    partner_id: str
    collaboration_id: str
    title: str
    """Of the collaboration."""
    others: tuple[str, ...]
    """Names of the other partners."""
    aspect: str
    """What is asked: a key of `graph.pulse.tables.ASPECTS`."""
    is_answered: bool
    level: int | None
    """What it answered; None: nothing yet, or that it cannot say."""


def questions_of(session: Session, partner_id: str, day: date) -> list[Question]:
    """Return what a partner is asked in the quarter of a day: `MOST` questions at most, the same all quarter.

    They are about collaborations that ran when the quarter began: what is younger comes along in the next one. Where a
    partner has more than `MOST`, the next ones come each quarter until all had their turn.
    """
    quarter = Quarter.of(day)
    ids = session.scalars(_ran_for(partner_id, quarter)).all()
    found = (_question(session, quarter, partner_id, each, day) for each in turn_of(ids, quarter))
    return [question for question in found if question is not None]


def turn_of(ids: Iterable[str], quarter: Quarter) -> list[str]:
    """Return those of some collaborations whose turn it is in a quarter.

    >>> turn_of(["a", "b"], Quarter(2026, 4)) == turn_of(["b", "a"], Quarter(2027, 1))
    True
    """
    ordered = sorted(ids, key=lambda each: (_draw(each), each))
    if len(ordered) <= MOST:
        return ordered
    start = quarter.count * MOST
    return [ordered[(start + step) % len(ordered)] for step in range(MOST)]


def aspect_of(partner_id: str, collaboration_id: str, quarter: Quarter) -> str:
    """Return what a partner is asked about a collaboration in a quarter: another aspect each time, all six in turn.

    Where they begin differs, so that the partners of one quarter are asked about trust and about value.
    """
    return list(ASPECTS)[(_draw(f"{partner_id}\n{collaboration_id}") + quarter.count) % len(ASPECTS)]


def find_question(session: Session, partner_id: str, collaboration_id: str, day: date) -> Question:
    """Return what a partner can answer about one collaboration; raise `NotAsked` where that did not run or is over."""
    quarter = Quarter.of(day)
    question = None
    if session.scalar(_ran_for(partner_id, quarter).where(Collaboration.id == collaboration_id)) is not None:
        question = _question(session, quarter, partner_id, collaboration_id, day)
    if question is None:
        raise NotAsked(f"nothing is asked of '{partner_id}' about '{collaboration_id}' in {quarter}")
    return question


def store_answer(session: Session, question: Question, level: int | None) -> None:
    """Store what a partner answers, None where it cannot say; the last answer counts. Raise `NoSuchLevel`."""
    if level is not None and level not in LEVELS:
        raise NoSuchLevel(f"{level} is none of {LEVELS}")
    session.merge(
        PulseAnswer(
            quarter=str(question.quarter),
            partner_id=question.partner_id,
            collaboration_id=question.collaboration_id,
            aspect=question.aspect,
            level=level,
        )
    )
    session.flush()


def taking_part(quarter: Quarter) -> Select[str]:
    """Return what selects the ids of all partners of collaborations that ran when a quarter began."""
    is_in_it = Collaboration.id == Participation.collaboration_id
    return select(Participation.partner_id).join(Collaboration, is_in_it).where(*_ran(quarter))


def _ran_for(partner_id: str, quarter: Quarter) -> Select[str]:
    """Return what selects the ids of the collaborations of a partner that ran when a quarter began."""
    own = select(Participation.collaboration_id).where(Participation.partner_id == partner_id)
    return select(Collaboration.id).where(Collaboration.id.in_(own), *_ran(quarter))


def _ran(quarter: Quarter) -> list[ColumnElement[bool]]:
    return [
        Collaboration.starts_on <= quarter.first,
        or_(Collaboration.ends_on.is_(None), Collaboration.ends_on >= quarter.first),
    ]


def _question(session: Session, quarter: Quarter, partner_id: str, collaboration_id: str, day: date) -> Question | None:
    """Return the question about a collaboration; None where that is over since, or nobody else is left in it."""
    collaboration = session.get_one(Collaboration, collaboration_id)
    others = _others(session, partner_id, collaboration_id, day)
    if not others or (collaboration.ends_on is not None and collaboration.ends_on < day):
        return None
    answer = session.get(PulseAnswer, (str(quarter), partner_id, collaboration_id))
    return Question(
        quarter=quarter,
        partner_id=partner_id,
        collaboration_id=collaboration_id,
        title=collaboration.title,
        others=others,
        # What was answered stays what was asked, also where two partners became one since.
        aspect=answer.aspect if answer else aspect_of(partner_id, collaboration_id, quarter),
        is_answered=answer is not None,
        level=answer.level if answer else None,
    )


def _others(session: Session, partner_id: str, collaboration_id: str, day: date) -> tuple[str, ...]:
    there = (
        select(Partner.id, Partner.name, Partner.until)
        .join(Participation, Participation.partner_id == Partner.id)
        .where(Participation.collaboration_id == collaboration_id, Partner.id != partner_id)
        .order_by(Participation.position, Partner.id)
    )
    names = {
        other_id: name
        for other_id, name, until in session.execute(there)
        if not until or PartialDate.parse(until).last >= day
    }
    return tuple(names.values())


def _draw(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")
