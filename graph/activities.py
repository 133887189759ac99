"""Activities as tables: what is held when and where for whom, who holds it, and which partners come with how many."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from graph.errors import GraphError
from graph.model import Base

ZONE = ZoneInfo("Europe/Amsterdam")
"""Where activities are: their days and hours are told by its clock."""
KINDS = ("study_day", "workshop", "open_day", "lunch", "meeting", "visit", "market", "other")
STATES = ("proposed", "draft", "published", "called_off")
"""Proposed: by a partner, staff have not decided yet. Called off: was published, and is not held."""
SHOWN = ("published", "called_off")
"""States in which more than staff and who holds it see an activity."""


class UnknownActivity(GraphError):
    """No activity is stored under this number, or none that the one who asks may see."""


def _now() -> datetime:
    return datetime.now(UTC)


class Activity(Base):
    """Something that partners come to."""

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("ends_at > begins_at", name="moments"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("most_each > 0", name="most_each"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        # No number is given again: somebody's calendar would take another activity for the one it knows.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str]
    begins_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    """In UTC; read it as `begins`."""
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    place: Mapped[str] = mapped_column(default="")
    """Town or village, by which one looks for it."""
    address: Mapped[str] = mapped_column(Text, default="")
    """Building and street, as one finds it."""
    latitude: Mapped[float | None]
    """Degrees north, WGS 84."""
    longitude: Mapped[float | None]
    """Degrees east, WGS 84."""
    sector_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    """For whom it is; empty for all sectors."""
    audience: Mapped[str] = mapped_column(Text, default="")
    """For whom it is, in words: "leerkrachten van groep 7 en 8"."""
    theme_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    takes_sign_ups: Mapped[bool] = mapped_column(default=True)
    """Whether one signs up; else one just comes."""
    capacity: Mapped[int | None]
    """People there is room for; None for any number."""
    most_each: Mapped[int | None]
    """People that one partner may bring."""
    sign_up_until: Mapped[date | None] = mapped_column(Date)
    """Last day on which partners sign up by themselves; None: until it begins."""
    state: Mapped[str] = mapped_column(default="draft")
    is_public: Mapped[bool] = mapped_column(default=True)
    """Whether everybody sees it once it is published, or partners alone."""
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id", ondelete="SET NULL"))
    """The round that is held in it."""
    n_changes: Mapped[int] = mapped_column(default=0)
    """How often its calendar entry changed: SEQUENCE of RFC 5545."""
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)

    @property
    def begins(self) -> datetime:
        """When it begins, by the clock of `ZONE`."""
        return as_told(self.begins_at)

    @property
    def ends(self) -> datetime:
        """When it ends, by the clock of `ZONE`."""
        return as_told(self.ends_at)


class ActivityOrganiser(Base):
    """A partner that holds an activity."""

    __tablename__ = "activity_organiser"
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]


class ActivitySignUp(Base):
    """A partner that comes to an activity, or waits for places; a number of people, and no names."""

    __tablename__ = "activity_sign_up"
    __table_args__ = (
        UniqueConstraint("activity_id", "partner_id", name="uq_activity_sign_up_partner"),
        CheckConstraint("n_people > 0", name="n_people"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    """In the order of arrival."""
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    n_people: Mapped[int]
    is_waiting: Mapped[bool] = mapped_column(default=False)
    signed_up_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


def as_told(moment: datetime) -> datetime:
    """Return a stored moment by the clock of `ZONE`; SQLite keeps no zone, and what has none is UTC.

    >>> as_told(datetime(2027, 7, 1, 12)).isoformat()
    '2027-07-01T14:00:00+02:00'
    """
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZONE)
