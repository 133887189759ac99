"""Stories as tables: what partners did together, told with pictures, and who agreed that everybody may read it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from graph.errors import GraphError
from graph.model import Base

WIDTHS = (480, 960, 1600)
"""Widths in which a picture is kept, in pixels; one that is narrower is kept as wide as it is, and never drawn out."""
MOST_PICTURES = 6
CONSENTS = ("", "yes", "no")


class UnknownStory(GraphError):
    """No story is stored under this id or name, or none that the one who asks may see."""


def _now() -> datetime:
    return datetime.now(UTC)


def _moment() -> Mapped[datetime]:
    return mapped_column(DateTime(timezone=True), default=_now)


class Story(Base):
    """What came of a collaboration, in plain text.

    The columns of text are what is being written. `asked` is a copy of all that would be public, made when the partners
    were asked; `released` is that copy once staff made it public. So nothing becomes public by a later change.
    """

    __tablename__ = "story"
    # No number is given again: a link or an address would lead to another story.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 -- SQLAlchemy's own form
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String, unique=True)
    """Its name in addresses; it stays when the title changes."""
    title: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text, default="")
    """What the partners did."""
    gave: Mapped[str] = mapped_column(Text, default="")
    """What it gave."""
    quote: Mapped[str] = mapped_column(Text, default="")
    quote_by: Mapped[str] = mapped_column(Text, default="")
    """Who says so, by what that one does: "een leerkracht"."""
    made_at: Mapped[datetime] = _moment()
    changed_at: Mapped[datetime] = _moment()
    n_asked: Mapped[int] = mapped_column(default=0)
    """How often the partners were asked; an answer counts for what was asked last."""
    asked: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the partners were asked about; None while it is being written."""
    released: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What everybody reads; None: nothing."""
    released_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), index=True)
    """When what is public now was released."""
    first_released_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class StoryPicture(Base):
    """A picture of a story, drawn anew from what was sent in: nothing is left of it but what is seen.

    It stands in the database, and so in every backup, and goes with its story.
    """

    __tablename__ = "story_picture"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="size"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), index=True)
    position: Mapped[int | None]
    """Its place; None once it was taken out, and is kept only as long as it is public."""
    alt: Mapped[str] = mapped_column(Text)
    """What is to be seen, for whoever does not see it."""
    width: Mapped[int]
    """Pixels of the largest."""
    height: Mapped[int]
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """WebP, no wider than the first of `WIDTHS`."""
    medium: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    large: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class StoryAgreement(Base):
    """Whether a partner agrees with what it was asked about last."""

    __tablename__ = "story_agreement"
    __table_args__ = (CheckConstraint(f"said IN {CONSENTS}", name="said"),)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    said: Mapped[str] = mapped_column(default="")
    """One of `CONSENTS`; "" while it has not answered."""
    said_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    is_by_staff: Mapped[bool] = mapped_column(default=False)
    """Whether it told staff, who wrote it down."""


class StoryFollower(Base):
    """A partner that read a story and wants the like: where an introduction comes from."""

    __tablename__ = "story_follower"
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), index=True)
