"""What staff do with the themes of years: add, change, take away; each noted in the log."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.year_themes import YearTheme, add_year_theme, remove_year_theme, set_concepts, year_theme_of
from service.access import Asker
from service.audit import note


@dataclass(frozen=True)
class Given:
    """The theme of a year as staff want it."""

    title: str
    description: str
    theme_ids: tuple[str, ...]
    """Concepts of the thesaurus."""
    week: tuple[date, date] | None
    """First and last day of the week of activities."""
    leans: bool


def add(session: Session, asker: Asker, year: int, given: Given) -> None:
    """Give a year its theme; raise `YearTaken` where it has one, or `UnknownTheme`."""
    theme = YearTheme(year=year)
    _fill(theme, given)
    add_year_theme(session, theme, given.theme_ids)
    note(session, asker, "add year theme", _subject(year))


def change(session: Session, asker: Asker, year: int, given: Given) -> None:
    """Change the theme of a year; raise `UnknownYearTheme`, or `UnknownTheme`."""
    _fill(year_theme_of(session, year), given)
    set_concepts(session, year, given.theme_ids)
    note(session, asker, "change year theme", _subject(year))


def take_away(session: Session, asker: Asker, year: int) -> None:
    """Take the theme of a year away; raise `UnknownYearTheme`."""
    remove_year_theme(session, year_theme_of(session, year))
    note(session, asker, "remove year theme", _subject(year))


def _fill(theme: YearTheme, given: Given) -> None:
    theme.title, theme.description, theme.leans = given.title, given.description, given.leans
    theme.week_starts_on, theme.week_ends_on = given.week or (None, None)


def _subject(year: int) -> str:
    return f"year theme {year}"
