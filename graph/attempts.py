"""What was tried that may be tried only so often, as a table: every process on one database counts the same tries."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Index
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base


class Attempt(Base):
    """One try; it goes when it counts no longer."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "who_hash", "made_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    who_hash: Mapped[str]
    """A digest, by our own key, of what was tried and by whom: no address can be read from it."""
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC), index=True)
