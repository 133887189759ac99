"""Introductions read and moved on: one step at a time, within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from graph.errors import AlreadyRunning, IllegalStep, UnknownIntroduction, UnknownPartner
from graph.introductions import CLOSED, MOVES, Introduction, IntroductionStep
from graph.model import Partner
from graph.outbox import Webhook, WebhookCall

EXPIRED_DAYS = 183
"""So long after an introduction expired its pair is not suggested again."""


@dataclass(frozen=True)
class By:
    """Who takes a step: "staff", a side ("first", "second") or the "program"; and which person, if one did."""

    whom: str
    person_id: int | None = None


PROGRAM = By("program")
"""Time passed."""


def pair_of(one_id: str, other_id: str) -> tuple[str, str]:
    """Return two ids in the order in which an introduction holds them; raise `ValueError` for a partner and itself.

    >>> pair_of("school", "bakker")
    ('bakker', 'school')
    """
    if one_id == other_id:
        raise ValueError(f"'{one_id}' cannot be introduced to itself")
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


def side_of(introduction: Introduction, partner_id: str) -> str:
    """Return which side of an introduction a partner is; raise `UnknownIntroduction` if it is neither."""
    if partner_id == introduction.first_id:
        return "first"
    if partner_id == introduction.second_id:
        return "second"
    raise UnknownIntroduction(f"introduction {introduction.id} is not one of '{partner_id}'")


def other_side(side: str) -> str:
    """Return the opposite side.

    >>> other_side("first")
    'second'
    """
    return {"first": "second", "second": "first"}[side]


def partner_on(introduction: Introduction, side: str) -> str:
    """Return the id of the partner on a side."""
    return introduction.first_id if side == "first" else introduction.second_id


class Introductions:
    """Reads and moves introductions within one session; it never commits."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, introduction_id: int) -> Introduction:
        """Return an introduction; raise `UnknownIntroduction` if there is none with this id."""
        found = self.session.get(Introduction, introduction_id)
        if found is None:
            raise UnknownIntroduction(f"no introduction has the id {introduction_id}")
        return found

    def of_partner(self, partner_id: str) -> list[Introduction]:
        """Return all introductions of a partner, the latest first."""
        is_side = or_(Introduction.first_id == partner_id, Introduction.second_id == partner_id)
        return list(self.session.scalars(select(Introduction).where(is_side).order_by(Introduction.id.desc())))

    def in_state(self, *states: str) -> list[Introduction]:
        """Return all introductions in one of some states, the oldest first."""
        return list(
            self.session.scalars(select(Introduction).where(Introduction.state.in_(states)).order_by(Introduction.id))
        )

    def find_ids(self, state: str = "", partner_id: str = "") -> list[int]:
        """Return the ids of the introductions in a state and of a partner, the latest first; of all without."""
        query = select(Introduction.id).order_by(Introduction.id.desc())
        if state:
            query = query.where(Introduction.state == state)
        if partner_id:
            query = query.where(or_(Introduction.first_id == partner_id, Introduction.second_id == partner_id))
        return list(self.session.scalars(query))

    def running(self, one_id: str, other_id: str) -> Introduction | None:
        """Return the introduction of two partners that runs, whichever of them is named first."""
        pair = pair_of(one_id, other_id)
        return self.session.scalar(
            select(Introduction)
            .where(Introduction.first_id.in_(pair), Introduction.second_id.in_(pair))
            .where(Introduction.state.not_in(CLOSED))
        )

    def steps(self, introduction_id: int) -> list[IntroductionStep]:
        """Return the steps of an introduction in their order."""
        of_it = select(IntroductionStep).where(IntroductionStep.introduction_id == introduction_id)
        return list(self.session.scalars(of_it.order_by(IntroductionStep.number)))

    def count_steps(self) -> int:
        """Return how many steps were taken in all: another number tells that there are new ones."""
        return self.session.scalar(select(func.count()).select_from(IntroductionStep)) or 0

    def history(self) -> pd.DataFrame:
        """Return every step of every introduction, in the order of introductions and steps.

        introduction, number, to_state, made_at, by_whom, reason; and of the introduction first_id, second_id, origin,
        lane, collaboration_id.
        """
        columns = {
            "introduction": IntroductionStep.introduction_id,
            "number": IntroductionStep.number,
            "to_state": IntroductionStep.to_state,
            "made_at": IntroductionStep.made_at,
            "by_whom": IntroductionStep.by_whom,
            "reason": IntroductionStep.reason,
            "first_id": Introduction.first_id,
            "second_id": Introduction.second_id,
            "origin": Introduction.origin,
            "lane": Introduction.lane,
            "collaboration_id": Introduction.collaboration_id,
        }
        query = select(*columns.values()).join(Introduction, Introduction.id == IntroductionStep.introduction_id)
        rows = self.session.execute(query.order_by(IntroductionStep.introduction_id, IntroductionStep.number)).all()
        table = pd.DataFrame.from_records(rows, columns=list(columns))
        return table.assign(made_at=pd.to_datetime(table["made_at"], utc=True))

    def count(self) -> tuple[int, int]:
        """Return how many introductions there are, and how many steps they took.

        Whatever changes what `pairs_kept_away` returns for a day changes these, or the network; they are counted thirty
        times as fast.
        """
        counted = select(func.count(), func.coalesce(func.sum(Introduction.n_steps), 0))
        n_introductions, n_steps = self.session.execute(counted).one()
        return n_introductions, n_steps

    def pairs_kept_away(self, day: date) -> list[tuple[str, str]]:
        """Return the pairs that may not be suggested on a day because of an introduction, each in the order of ids.

        Whatever became of an introduction, its pair is not suggested again; only an expired one gives way after
        `EXPIRED_DAYS`.
        """
        introductions = self.session.execute(
            select(Introduction.first_id, Introduction.second_id, IntroductionStep.to_state, IntroductionStep.made_at)
            .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
            .where(IntroductionStep.number == Introduction.n_steps, Introduction.first_id != Introduction.second_id)
        )
        return sorted(
            {
                pair_of(first_id, second_id)
                for first_id, second_id, state, made_at in introductions
                if state != "expired" or made_at.date() > day - timedelta(days=EXPIRED_DAYS)
            }
        )

    def propose(self, one_id: str, other_id: str, by: By, now: datetime | None = None, **columns: Any) -> Introduction:  # noqa: ANN401 -- columns of Introduction
        """Add an introduction in its first state and return it.

        `columns` are those of `Introduction` that tell where it comes from. Raise `UnknownPartner`, and
        `AlreadyRunning` when the two have one that runs.
        """
        first_id, second_id = pair_of(one_id, other_id)
        for partner_id in (first_id, second_id):
            if self.session.get(Partner, partner_id) is None:
                raise UnknownPartner(f"no partner has the id '{partner_id}'")
        if self.running(first_id, second_id) is not None:
            raise AlreadyRunning(f"'{first_id}' and '{second_id}' have an introduction that runs already")
        introduction = Introduction(first_id=first_id, second_id=second_id, **columns)
        self.session.add(introduction)
        self.session.flush()
        self.take_step(introduction, "proposed", by, now=now)
        return introduction

    def take_step(
        self, introduction: Introduction, to_state: str, by: By, *, reason: str = "", now: datetime | None = None
    ) -> None:
        """Move an introduction on and note when, by whom and why; those who listen by a webhook are told.

        Raise `IllegalStep` if `to_state` may not follow the state it is in. What was changed on `introduction` before
        is written too.
        """
        if to_state not in MOVES[introduction.state]:
            raise IllegalStep(
                f"introduction {introduction.id} is {introduction.state or 'new'} and cannot become {to_state}"
            )
        number = introduction.n_steps + 1
        self.session.add(
            IntroductionStep(
                introduction_id=introduction.id,
                number=number,
                previous_number=number - 1 or None,
                from_state=introduction.state,
                to_state=to_state,
                made_at=now or datetime.now(UTC),
                by_whom=by.whom,
                person_id=by.person_id,
                reason=reason,
            )
        )
        self.session.flush()  # the database sets the state
        self.session.refresh(introduction)
        for webhook_id in self.session.scalars(select(Webhook.id)):
            self.session.add(WebhookCall(webhook_id=webhook_id, introduction_id=introduction.id, step_number=number))


def latest_step(steps: Sequence[IntroductionStep], to_state: str) -> IntroductionStep | None:
    """Return the latest step into a state, if there was one."""
    return next((step for step in reversed(steps) if step.to_state == to_state), None)
