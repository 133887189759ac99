"""Reports as they were first made: figures that were reported stay the same."""

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base


class FrozenReport(Base):
    """The report of a year that was over when it was made."""

    __tablename__ = "frozen_report"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_on: Mapped[date] = mapped_column(Date)
    """The day on which it was made: its figures hold what was known then."""
    content: Mapped[dict[str, Any]]
    """Everything that it says (`service.report.content.Content`)."""
