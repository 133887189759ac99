"""What a report keeps of a year: all in words and plain numbers, so that it stays what it was."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Picture:
    """A drawing, with what it shows in words."""

    title: str
    words: str
    """What whoever does not see it is told."""
    svg: str


@dataclass(frozen=True)
class ReportedFigure:
    """A figure of the annex."""

    key: str
    title: str
    sentence: str
    definition: str
    version: int
    """Of its definition."""
    header: list[str]
    rows: list[list[str]]
    spec: dict[str, Any] | None = None
    """Its chart in Vega-Lite."""
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class ReportedMeasure:
    """A measure with its definition, beside chance where that was worked out."""

    name: str
    label: str
    value: float | None
    n: int
    """How many partners it is of."""
    definition: str
    source: str
    version: int
    by_chance: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class Indicator:
    """A figure of the year beside those of years before."""

    name: str
    label: str
    values: list[float | None]
    """One per year of the report; `None` where nothing was written down."""
    unit: str
    """What stands behind its numbers: nothing, or a percent sign."""
    base: str
    """What the figure of the last year is of, and how many: its n."""
    definition: str
    source: str
    version: int


@dataclass(frozen=True)
class FirstPage:
    """What the first page tells."""

    aims: str
    """What the network wanted to achieve."""
    done: list[str]
    """What was done for it that year."""
    results: list[str]
    """What came of it."""
    years: list[int]
    """The years of the indicators; the last one is that of the report."""
    indicators: list[Indicator]
    caveats: list[str]
    gap: str
    """Of which years nothing is written down, told beside all figures over time; empty where there is none."""


@dataclass(frozen=True)
class Content:
    """All that a report says."""

    year: int
    day: date
    """Up to and with this day."""
    made_on: date
    """Its figures hold what was known on this day."""
    office: str
    """Who made it."""
    is_final: bool
    """Whether the year was over when it was made."""
    first_page: FirstPage
    figures: list[ReportedFigure]
    measures: list[ReportedMeasure]

    def figure(self, key: str) -> ReportedFigure:
        """Return a figure by its key."""
        return next(figure for figure in self.figures if figure.key == key)


CONTENT = TypeAdapter(Content)
"""Reads and writes content as JSON. What is added to it needs a default: reports that were made before lack it."""
