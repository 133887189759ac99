"""To what lists of suggestions lean: the theme of this year, as staff set it and a page may put it off."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.year_themes import concepts_of, current_year_theme
from matching.lean import Lean

PARAMETER = "jaarthema"
"""Says in an address whether its lists lean; without it they do as staff set it."""
ON, OFF = "aan", "uit"


@dataclass(frozen=True)
class Leant:
    """How the lists of a page stand to the theme of this year."""

    year: int
    title: str
    concepts: tuple[str, ...]
    is_on: bool
    is_usual: bool
    """Whether staff have set it so."""

    @property
    def parameter(self) -> str:
        """What an address must say to have it so again; "" where it goes without saying."""
        return "" if self.is_usual else self._says(is_on=self.is_on)

    @property
    def other(self) -> str:
        """What an address must say to have it the other way."""
        return self._says(is_on=not self.is_on) if self.is_usual else ""

    @staticmethod
    def _says(*, is_on: bool) -> str:
        return ON if is_on else OFF


def lean_of(leant: Leant | None) -> Lean | None:
    """Return what the matcher is to lean to; None where it is put off, or in a year without a theme."""
    return Lean(leant.title, leant.concepts) if leant and leant.is_on else None


def read_leant(session: Session, day: date, asked: bool | None = None) -> Leant | None:  # noqa: FBT001 -- what was asked
    """Return how lists lean on a day: as is asked, else as staff set it; None in a year without a theme."""
    theme = current_year_theme(session, day)
    if theme is None:
        return None
    is_on = theme.leans if asked is None else asked
    return Leant(
        year=theme.year,
        title=theme.title,
        concepts=tuple(concepts_of(session, theme.year)),
        is_on=is_on,
        is_usual=is_on == theme.leans,
    )
