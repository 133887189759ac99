"""Introductions as tables: what becomes of a suggestion, each step dated, and no step that may not follow the last."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base

MOVES: dict[str, tuple[str, ...]] = {
    "": ("proposed",),
    "proposed": ("approved", "held", "dismissed", "expired"),
    "held": ("proposed", "approved", "dismissed", "expired"),
    "dismissed": ("proposed",),
    "approved": ("proposed", "held", "dismissed", "asked", "introduced", "expired"),
    "asked": ("accepted_by_one", "declined", "held", "expired"),
    "accepted_by_one": ("accepted", "declined", "held", "expired"),
    "accepted": ("introduced",),
    "introduced": ("met", "started", "ended"),
    "met": ("started", "ended"),
    "started": ("ended",),
    "declined": (),
    "expired": (),
    "ended": (),
}
"""Which states may follow a state; "" is before the first step. Dismissed: put aside by staff, who may take that back;
declined: a partner said no, and that is final.
Who was brought together at a round is introduced without being asked: both said that they would come."""

STATES = tuple(state for state in MOVES if state)
CLOSED = ("dismissed", "declined", "expired", "ended")
"""States in which nothing is awaited any more; in every other the pair has an introduction that runs."""
BEFORE_ASKING = ("proposed", "held", "approved", "dismissed")
"""States that partners never hear of."""
SIDES = ("first", "second")
ANSWERS_OF_A_SIDE = ("", "yes", "no", "later")
ORIGINS = ("suggestion", "by_hand", "round")


class IntroductionMove(Base):
    """A step that may be taken: the rows of `MOVES`, so that the database itself refuses any other."""

    __tablename__ = "introduction_move"
    from_state: Mapped[str] = mapped_column(primary_key=True)
    to_state: Mapped[str] = mapped_column(primary_key=True)


class Introduction(Base):
    """Two partners on their way to meet; `first_id` comes before `second_id` in the order of texts.

    Where partners were merged since, they stand as they were asked: the steps name the sides, and are never changed. A
    closed one of two that turned out to be the same has one partner on both sides.

    `state` and `n_steps` follow from the steps: a trigger sets them, and refuses whoever sets them otherwise.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        CheckConstraint(f"first_id <> second_id OR state IN {CLOSED}", name="sides"),
        CheckConstraint(f"state IN {('', *STATES)}", name="state"),
        CheckConstraint(f"first_answer IN {ANSWERS_OF_A_SIDE}", name="first_answer"),
        CheckConstraint(f"second_answer IN {ANSWERS_OF_A_SIDE}", name="second_answer"),
        CheckConstraint(f"origin IN {ORIGINS}", name="origin"),
        Index(
            "uq_introduction_running",
            "first_id",
            "second_id",
            unique=True,
            sqlite_where=text(f"state NOT IN {CLOSED}"),
            postgresql_where=text(f"state NOT IN {CLOSED}"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("partner.id"), index=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("partner.id"), index=True)
    state: Mapped[str] = mapped_column(default="", index=True)
    n_steps: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(default="suggestion")
    lane: Mapped[str] = mapped_column(default="")
    """The lane of the workbench it stood in."""
    score: Mapped[float | None]
    chance: Mapped[float | None]
    propensity: Mapped[float | None]
    """Chance with which a draw showed it; 1 where its score did, None where staff chose the pair themselves."""
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Reasons as data (`matching.reasons.Reason`), seen from `first_id`; what may be shown is decided when shown."""
    first_answer: Mapped[str] = mapped_column(default="")
    """What the first partner answered to the latest asking; "" while it has not."""
    second_answer: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    """Last day of answering, once asked."""
    held_until: Mapped[date | None] = mapped_column(Date)
    """Day on which a held one is proposed again; None: when staff say so."""
    introduced_on: Mapped[date | None] = mapped_column(Date)
    collaboration_id: Mapped[str | None] = mapped_column(ForeignKey("collaboration.id", ondelete="SET NULL"))
    """What they started."""


class IntroductionStep(Base):
    """One step of an introduction; rows are added and never changed, each joined to the one before it."""

    __tablename__ = "introduction_step"
    __table_args__ = (
        CheckConstraint(
            "(number = 1 AND previous_number IS NULL AND from_state = '')"
            " OR (number > 1 AND previous_number = number - 1)",
            name="number",
        ),
        CheckConstraint("by_whom IN ('staff', 'first', 'second', 'program')", name="by_whom"),
        UniqueConstraint("introduction_id", "number", "to_state"),
        ForeignKeyConstraint(
            ["from_state", "to_state"], ["introduction_move.from_state", "introduction_move.to_state"]
        ),
        ForeignKeyConstraint(
            ["introduction_id", "previous_number", "from_state"],
            ["introduction_step.introduction_id", "introduction_step.number", "introduction_step.to_state"],
            name="fk_introduction_step_previous",
        ),
    )
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    previous_number: Mapped[int | None]
    from_state: Mapped[str]
    to_state: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    by_whom: Mapped[str]
    """staff, first or second (a side), or program (time passed)."""
    person_id: Mapped[int | None]
    """A number only, without a key to `person`: after erasure it leads to nobody, and a step is never changed."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """A code of `service.introductions.reasons`, never free text: a step cannot be erased."""
