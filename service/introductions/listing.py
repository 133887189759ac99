"""Introductions listed: all, or those that a state, a partner, a lane or whom they wait for names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from graph.introductions import Introduction, IntroductionStep

N_AT_ONCE = 1000
"""Ids in one query: databases take only so many."""


@dataclass(frozen=True)
class Wanted:
    """Which introductions are meant; what is empty does not count."""

    states: tuple[str, ...] = ()
    partner_id: str = ""
    lane: str = ""


@dataclass(frozen=True)
class Listed:
    """An introduction with the day of its latest step."""

    introduction: Introduction
    since: date


def find_introductions(session: Session, wanted: Wanted) -> list[int]:
    """Return the ids of the introductions that are meant: those asked first that end first, then the latest first."""
    query = select(Introduction.id)
    if wanted.states:
        query = query.where(Introduction.state.in_(wanted.states))
    if wanted.lane:
        query = query.where(Introduction.lane == wanted.lane)
    if wanted.partner_id:
        query = query.where(
            or_(Introduction.first_id == wanted.partner_id, Introduction.second_id == wanted.partner_id)
        )
    is_awaited = Introduction.state.in_(("asked", "accepted_by_one"))
    ends_on = case((is_awaited, Introduction.due_on))
    return list(session.scalars(query.order_by(is_awaited.desc(), ends_on, Introduction.id.desc())))


def read_listed(session: Session, introduction_ids: Sequence[int]) -> list[Listed]:
    """Return introductions by their ids, in that order."""
    query = (
        select(Introduction, IntroductionStep.made_at)
        .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
        .where(IntroductionStep.number == Introduction.n_steps)
    )
    found: dict[int, Listed] = {}
    for start in range(0, len(introduction_ids), N_AT_ONCE):
        some = query.where(Introduction.id.in_(introduction_ids[start : start + N_AT_ONCE]))
        found |= {each.id: Listed(each, made_at.date()) for each, made_at in session.execute(some)}
    return [found[each] for each in introduction_ids]


def partners_introduced(session: Session) -> set[str]:
    """Return the ids of all partners that have or had an introduction."""
    firsts = session.scalars(select(Introduction.first_id).distinct())
    seconds = session.scalars(select(Introduction.second_id).distinct())
    return {*firsts, *seconds}
