"""Grants as tables: schemes with a budget, what teams of partners applied for, and who in a team agreed."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from graph.errors import GraphError, IllegalStep
from graph.model import Base

MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("asked", "withdrawn"),
    "asked": ("draft", "handed_in", "withdrawn"),
    "handed_in": ("draft", "granted", "refused", "withdrawn"),
    "granted": ("settled",),
    "refused": (),
    "withdrawn": (),
    "settled": (),
}
"""The states of an application, each with those that may follow.

draft: it is being written; asked: the members are asked whether it may be handed in so; handed_in: nothing changes
any more, unless staff send it back; settled: what the grant came to in the end is known, and the rest has flowed back.
"""
BEING_WRITTEN = ("draft", "asked")
WITH_GRANT = ("granted", "settled")
AGREEMENTS = ("", "yes", "no")


class UnknownGrant(GraphError):
    """No scheme or application is stored under this id, or none that the one who asks may see."""


class IllegalGrantStep(IllegalStep):
    """An application cannot take this step from the state it is in."""


def _now() -> datetime:
    return datetime.now(UTC)


def _cents() -> Mapped[int]:
    return mapped_column(BigInteger, default=0)


class GrantScheme(Base):
    """Money for new activities of several parties, and what is asked of those who want some of it."""

    __tablename__ = "grant_scheme"
    __table_args__ = (
        CheckConstraint("budget_cents > 0", name="budget"),
        CheckConstraint("closes_on >= opens_on", name="days"),
        # No number is given again: an address would lead to another scheme.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text, default="")
    budget_cents: Mapped[int] = mapped_column(BigInteger)
    opens_on: Mapped[date] = mapped_column(Date)
    """First day on which applications are handed in, where the service is."""
    closes_on: Mapped[date] = mapped_column(Date)
    """Last day."""
    criteria: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What people judge, one text each; the columns below are what the program checks, None where it is not asked."""
    least_partners: Mapped[int | None]
    least_sectors: Mapped[int | None]
    own_percent: Mapped[int | None]
    """Least part of the costs that the team pays itself, 0 … 100."""
    most_cents: Mapped[int | None] = mapped_column(BigInteger)
    """Most that one application may ask."""
    begins_in: Mapped[int | None]
    """Year in which the activity begins."""
    is_public: Mapped[bool] = mapped_column(default=False)
    tells_left: Mapped[bool] = mapped_column(default=False)
    """Whether everybody reads how much of the budget is left."""
    tells_amounts: Mapped[bool] = mapped_column(default=False)
    """Whether everybody reads how much was granted to whom."""
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class GrantApplication(Base):
    """What a team wants to do, and what it asks for it; and what became of that."""

    __tablename__ = "grant_application"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(MOVES)}", name="state"),
        CheckConstraint("asked_cents >= 0 AND own_cents >= 0", name="asked"),
        CheckConstraint("granted_cents > 0 AND granted_cents <= asked_cents", name="granted"),
        CheckConstraint("paid_cents >= 0 AND paid_cents <= coalesce(granted_cents, 0)", name="paid"),
        CheckConstraint("settled_cents >= 0 AND settled_cents <= granted_cents", name="settled"),
        CheckConstraint(f"(granted_cents IS NOT NULL) = (state IN {WITH_GRANT})", name="decided"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("grant_scheme.id"), index=True)
    state: Mapped[str] = mapped_column(default="draft")
    """One of `MOVES`."""
    title: Mapped[str] = mapped_column(Text)
    plan: Mapped[str] = mapped_column(Text, default="")
    theme_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    begins_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    asked_cents: Mapped[int] = _cents()
    own_cents: Mapped[int] = _cents()
    """What the team pays itself."""
    costs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Lines of "what" and "cents"."""
    n_asked: Mapped[int] = mapped_column(default=0)
    """How often the members were asked; an answer counts for what was asked last."""
    until: Mapped[date | None] = mapped_column(Date)
    """Last day on which it is handed in once more after staff sent it back, if that is not that of the scheme."""
    handed_in_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why staff refused it, or sent it back, in their words."""
    granted_cents: Mapped[int | None] = mapped_column(BigInteger)
    paid_cents: Mapped[int] = _cents()
    """Advances, together."""
    settled_cents: Mapped[int | None] = mapped_column(BigInteger)
    """What the grant came to in the end."""
    collaboration_id: Mapped[str | None] = mapped_column(
        ForeignKey("collaboration.id", ondelete="SET NULL"), index=True
    )
    """What came of it in the network."""
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now, onupdate=_now)


class GrantApplicant(Base):
    """A member of the team, and whether it agrees with what it was asked about last."""

    __tablename__ = "grant_applicant"
    __table_args__ = (CheckConstraint(f"said IN {AGREEMENTS}", name="said"),)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("grant_application.id", ondelete="CASCADE"), primary_key=True
    )
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]
    """The first began it, and is whom the office writes to."""
    said: Mapped[str] = mapped_column(default="")
    """One of `AGREEMENTS`; "" while it has not answered, or is not asked."""
    said_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    is_by_staff: Mapped[bool] = mapped_column(default=False)
    """Whether it told staff, who wrote it down."""
