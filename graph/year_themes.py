"""The theme of a year: its tables, and every query on them, within the caller's transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from graph.errors import GraphError, UnknownTheme
from graph.model import Base, Theme

YEARS = range(2000, 2100)
"""Years that a theme can be of."""


class UnknownYearTheme(GraphError):
    """No theme of a year is stored for this year."""


class YearTaken(GraphError):
    """The year has a theme already."""


class YearTheme(Base):
    """What the network works on in a calendar year."""

    __tablename__ = "year_theme"
    __table_args__ = (
        CheckConstraint(f"year BETWEEN {YEARS.start} AND {YEARS.stop - 1}", name="year"),
        CheckConstraint("(week_starts_on IS NULL) = (week_ends_on IS NULL)", name="week"),
        CheckConstraint("week_ends_on >= week_starts_on", name="week_days"),
    )
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    """As people say it: "Techniek dichtbij"."""
    description: Mapped[str] = mapped_column(Text, default="")
    """Plain text."""
    week_starts_on: Mapped[date | None] = mapped_column(Date)
    """First day of the week of activities; None while no week is planned."""
    week_ends_on: Mapped[date | None] = mapped_column(Date)
    """Last day of it, which counts too."""
    leans: Mapped[bool] = mapped_column(default=True)
    """Whether lists of suggestions lean to it where nobody says otherwise."""


class YearThemeConcept(Base):
    """A concept of the thesaurus that the theme of a year is about."""

    __tablename__ = "year_theme_concept"
    year: Mapped[int] = mapped_column(
        ForeignKey("year_theme.year", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), index=True)


def year_themes(session: Session) -> list[YearTheme]:
    """Return the themes of all years, the latest first."""
    return list(session.scalars(select(YearTheme).order_by(YearTheme.year.desc())))


def year_theme_of(session: Session, year: int) -> YearTheme:
    """Return the theme of a year; raise `UnknownYearTheme` where it has none."""
    theme = session.get(YearTheme, year) if year in YEARS else None
    if theme is None:
        raise UnknownYearTheme(f"{year} has no theme")
    return theme


def current_year_theme(session: Session, day: date) -> YearTheme | None:
    """Return the theme of the calendar year in which a day falls; None where that year has none."""
    return session.get(YearTheme, day.year)


def concepts_of(session: Session, year: int) -> list[str]:
    """Return the ids of the concepts that the theme of a year is about, in their order."""
    own = select(YearThemeConcept.theme_id).where(YearThemeConcept.year == year)
    return list(session.scalars(own.order_by(YearThemeConcept.position)))


def year_themes_about(session: Session, theme_id: str) -> list[YearTheme]:
    """Return the themes of years that are about a concept itself, the latest first."""
    about = select(YearThemeConcept.year).where(YearThemeConcept.theme_id == theme_id)
    return list(session.scalars(select(YearTheme).where(YearTheme.year.in_(about)).order_by(YearTheme.year.desc())))


def add_year_theme(session: Session, theme: YearTheme, theme_ids: Sequence[str]) -> None:
    """Store the theme of a year and what it is about; raise `YearTaken`, or `UnknownTheme` for a concept not stored."""
    if session.get(YearTheme, theme.year) is not None:
        raise YearTaken(f"{theme.year} has a theme already")
    session.add(theme)
    session.flush()
    set_concepts(session, theme.year, theme_ids)


def set_concepts(session: Session, year: int, theme_ids: Sequence[str]) -> None:
    """Have the theme of a year be about these concepts, in this order; raise `UnknownTheme` for one not stored."""
    wanted = list(dict.fromkeys(theme_ids))
    stored = set(session.scalars(select(Theme.id).where(Theme.id.in_(wanted))))
    missing = [each for each in wanted if each not in stored]
    if missing:
        raise UnknownTheme(f"no theme has the id '{missing[0]}'")
    session.execute(delete(YearThemeConcept).where(YearThemeConcept.year == year))
    session.add_all(YearThemeConcept(year=year, position=at, theme_id=each) for at, each in enumerate(wanted))
    session.flush()


def remove_year_theme(session: Session, theme: YearTheme) -> None:
    """Take the theme of a year away; what is held in its week stays."""
    session.execute(delete(YearTheme).where(YearTheme.year == theme.year))
    session.expunge(theme)
