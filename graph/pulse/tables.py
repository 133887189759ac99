"""The pulse as tables: answers of the quarter that runs, and figures of the quarters that are over."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base

ASPECTS = {
    "reliable": "trust",
    "power": "value",
    "mission": "trust",
    "involvement": "value",
    "open": "trust",
    "resources": "value",
}
"""What is asked and what it tells of, in the order in which it comes along: trust and value by turns.

reliable: they do what they promised; mission: they support what it is for; open: they are open to discussion; power:
power and influence; involvement: level of involvement; resources: what they bring in.
"""
DIMENSIONS = ("trust", "value")
LEVELS = (1, 2, 3, 4)
"""Not at all, a little, a fair amount, a great deal."""
GROUPS = ("all", "sector", "place", "theme")
"""Kinds of groups of which a figure may be kept; in the order in which they come first where not all can be."""


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the calendar.

    >>> str(Quarter.of(date(2026, 11, 26))), Quarter.parse("2026-Q4").first, Quarter(2026, 4).last
    ('2026-Q4', datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """

    year: int
    number: int
    """1 … 4."""

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read a quarter as `str` writes it."""
        year, number = text.split("-Q")
        return cls(int(year), int(number))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return (Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)).first - _A_DAY  # noqa: PLR2004 -- quarters of a year

    @property
    def before(self) -> "Quarter":
        """The quarter before it, also where no `date` is as early."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def count(self) -> int:
        """How many quarters the calendar has had before it."""
        return 4 * self.year + self.number - 1

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"


_A_DAY = timedelta(days=1)


class PulseAnswer(Base):
    """What a partner answered this quarter about the others in a collaboration; nobody else reads it by itself.

    It names no person and no time, and goes as soon as the quarter is counted (`graph.pulse.counting`).
    """

    __tablename__ = "pulse_answer"
    __table_args__ = (
        CheckConstraint(f"aspect IN {tuple(ASPECTS)}", name="aspect"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
    )
    quarter: Mapped[str] = mapped_column(primary_key=True)
    """As `str` writes a `Quarter`: texts in the order of time."""
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    collaboration_id: Mapped[str] = mapped_column(
        ForeignKey("collaboration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    aspect: Mapped[str]
    """What was asked: a key of `ASPECTS`."""
    level: Mapped[int | None]
    """One of `LEVELS`; None: it cannot say."""


class PulseFigure(Base):
    """What a group of at least five partners answered together in a quarter that is over; never changed."""

    __tablename__ = "pulse_figure"
    __table_args__ = (
        CheckConstraint(f"dimension IN {DIMENSIONS}", name="dimension"),
        CheckConstraint(f"kind IN {GROUPS}", name="kind"),
        CheckConstraint("n_partners >= 5", name="n_partners"),
    )
    quarter: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """One of `GROUPS`."""
    group_id: Mapped[str] = mapped_column(primary_key=True)
    """Id of the sector or theme, or name of the place, as it was then; empty for all."""
    mean: Mapped[float]
    """Share of the highest answer, 0.25 … 1: the mean over partners, each by the mean of its own answers."""
    low: Mapped[float]
    """Its 95 % interval."""
    high: Mapped[float]
    n_partners: Mapped[int]
    n_answers: Mapped[int]
