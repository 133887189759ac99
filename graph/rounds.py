"""Rounds as tables: what is asked of whom, who takes part, whom they want, what was planned, and what came of it."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from graph.errors import GraphError
from graph.model import Base

KINDS = ("visits", "market", "lunch", "digest")
"""Meeloopdag, beursvloer, kennislunch, and who is suggested to whom this month."""
SIDES = ("", "one", "other")
"""The side of a guest: who visits or seeks, and who receives or offers; nobody has one at a lunch or in a digest."""
GUEST_STATES = ("invited", "coming", "not_coming", "absent")
"""Absent: said that it would come, and did not."""
PAIR_KINDS = ("wish", "veto", "fixed", "forbidden")
"""What a guest wants, and what staff decide."""
OCCASIONS = ("planned", "by_hand", "on_the_day")
"""Why a plan was made."""


class UnknownRound(GraphError):
    """No round, or no plan of it, has this number."""


class Round(Base):
    """A gathering at which a group is matched at once, or a month's digest."""

    __tablename__ = "round"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="kind"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    """One of `KINDS`; never changed."""
    title: Mapped[str]
    days: Mapped[list[str]] = mapped_column(JSON)
    """As 2027-03-18, in order; several for visits alone."""
    place: Mapped[str] = mapped_column(default="")
    begins_at: Mapped[str] = mapped_column(default="13:00")
    """Time of the day, as 13:00."""
    slot_minutes: Mapped[int] = mapped_column(default=10)
    """How long a slot of a market, a course of a lunch or a visit takes."""
    n_slots: Mapped[int] = mapped_column(default=1)
    """Slots of a market, courses of a lunch."""
    n_tables: Mapped[int] = mapped_column(default=0)
    """Tables of a market; 0 for one for each who offers."""
    seats: Mapped[int] = mapped_column(default=8)
    """At a table of a lunch."""
    usual_room: Mapped[int] = mapped_column(default=1)
    """Visits or meetings of who says nothing else; suggestions for each in a digest."""
    known_too: Mapped[bool] = mapped_column(default=False)
    """Whether those who know each other may meet without wishing so."""
    seconds: Mapped[int] = mapped_column(default=30)
    """So long it may be planned."""
    sign_up_until: Mapped[date | None] = mapped_column(Date)
    """Last day on which partners sign up; None where they do not."""
    is_open: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether partners that nobody asked may sign up too."""
    shared_number: Mapped[int] = mapped_column(default=0)
    """Number of the plan that partners see; 0 while they see none."""


class RoundGuest(Base):
    """A partner that was asked for a round, or takes part."""

    __tablename__ = "round_guest"
    __table_args__ = (
        CheckConstraint(f"side IN {SIDES}", name="side"),
        CheckConstraint(f"state IN {GUEST_STATES}", name="state"),
        CheckConstraint("room >= 0", name="room"),
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    side: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="invited")
    room: Mapped[int]
    """Visits that it makes, or receives a day; meetings at most; people at a lunch."""
    days: Mapped[list[str]] = mapped_column(JSON)
    """Those of the round on which it can."""
    from_slot: Mapped[int] = mapped_column(default=0)
    """Who comes late is there from this slot on; the first is 0."""


class RoundPair(Base):
    """What one guest wants of another, or staff of two."""

    __tablename__ = "round_pair"
    __table_args__ = (CheckConstraint(f"kind IN {PAIR_KINDS}", name="kind"),)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    """Who wants it; where staff decide, who is on side "one", and at a lunch the first in the order of ids."""
    other_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)
    """Of a wish, 0 the first."""


class RoundPlan(Base):
    """What was asked and what came out, side by side; nothing of it is ever changed, a new plan follows."""

    __tablename__ = "round_plan"
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """1 is the first."""
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    occasion: Mapped[str]
    """One of `OCCASIONS`."""
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    planned: Mapped[dict[str, Any]] = mapped_column(JSON)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What the checker found: nothing where all is right."""
    changed: Mapped[dict[str, Any]] = mapped_column(JSON)
    """How it differs from the plan before it, where it was made on the day."""


class RoundDeal(Base):
    """What two agreed on at a round."""

    __tablename__ = "round_deal"
    __table_args__ = (
        UniqueConstraint("round_id", "first_id", "second_id", name="uq_round_deal_pair"),
        CheckConstraint("first_id <> second_id", name="sides"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    first_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    """Before `second_id` in the order of texts."""
    second_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    made_on: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(Text)
    """In their words."""
    starts: Mapped[bool] = mapped_column(default=False)
    """Whether they are going to do something together."""
    first_said: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_said: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether each side wrote it down itself, or stood by as staff did: it may then be told how to reach it."""
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("introduction.id", ondelete="SET NULL"))
    """The introduction that it was written back as."""
