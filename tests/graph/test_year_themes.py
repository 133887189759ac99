"""Themes of years in both databases: one a year, about concepts that exist."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from graph.database import reading, transaction
from graph.errors import UnknownTheme
from graph.year_themes import (
    UnknownYearTheme,
    YearTaken,
    YearTheme,
    add_year_theme,
    concepts_of,
    current_year_theme,
    remove_year_theme,
    set_concepts,
    year_theme_of,
    year_themes,
    year_themes_about,
)
from tests.builders import store, theme


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        store(session, themes=[theme("techniek"), theme("robotica", broader=["techniek"]), theme("taal")])
        add_year_theme(session, YearTheme(year=2031, title="Techniek dichtbij"), ["techniek", "robotica"])
        add_year_theme(session, YearTheme(year=2032, title="Iedereen leest", leans=False), ["taal", "taal"])
        yield session


def test_it_comes_back_as_it_was_stored(engine, session):
    session.commit()

    with reading(engine) as later:
        stored = year_theme_of(later, 2031)
        assert (stored.title, stored.description, stored.leans) == ("Techniek dichtbij", "", True)
        assert (stored.week_starts_on, stored.week_ends_on) == (None, None)
        assert concepts_of(later, 2031) == ["techniek", "robotica"]
        assert concepts_of(later, 2032) == ["taal"]


def test_the_latest_year_comes_first(session):
    assert [each.year for each in year_themes(session)] == [2032, 2031]


@pytest.mark.parametrize(
    ("day", "title"),
    [
        pytest.param(date(2031, 1, 1), "Techniek dichtbij", id="first-day"),
        pytest.param(date(2031, 12, 31), "Techniek dichtbij", id="last-day"),
        pytest.param(date(2032, 1, 1), "Iedereen leest", id="next-year"),
        pytest.param(date(2033, 1, 1), None, id="a-year-without"),
    ],
)
def test_the_theme_of_a_day_is_that_of_its_calendar_year(session, day, title):
    found = current_year_theme(session, day)

    assert (found and found.title) == title


@pytest.mark.parametrize("year", [2033, 0, 10**30])
def test_a_year_without_a_theme_is_told(session, year):
    with pytest.raises(UnknownYearTheme, match=f"{year} has no theme"):
        year_theme_of(session, year)


def test_years_about_a_concept_are_found_by_it_alone(session):
    add_year_theme(session, YearTheme(year=2030, title="Techniek"), ["techniek"])

    assert [each.year for each in year_themes_about(session, "techniek")] == [2031, 2030]
    assert [each.year for each in year_themes_about(session, "robotica")] == [2031]
    assert year_themes_about(session, "onbekend") == []


def test_a_year_has_one_theme(session):
    with pytest.raises(YearTaken, match="2031 has a theme already"):
        add_year_theme(session, YearTheme(year=2031, title="Nog een"), ["taal"])


def test_concepts_are_replaced_and_must_exist(session):
    set_concepts(session, 2031, ["robotica", "taal"])

    assert concepts_of(session, 2031) == ["robotica", "taal"]
    with pytest.raises(UnknownTheme, match="'onbekend'"):
        set_concepts(session, 2031, ["taal", "onbekend"])
    assert concepts_of(session, 2031) == ["robotica", "taal"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2031, 3, 14), None, id="no-end"),
        pytest.param(None, date(2031, 3, 14), id="no-start"),
        pytest.param(date(2031, 3, 14), date(2031, 3, 13), id="ends-before-it-starts"),
    ],
)
def test_a_week_has_two_days_in_order(session, first, last):
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(YearTheme(year=2035, title="Week", week_starts_on=first, week_ends_on=last))


def test_it_goes_with_its_concepts(session):
    remove_year_theme(session, year_theme_of(session, 2031))

    assert [each.year for each in year_themes(session)] == [2032]
    assert concepts_of(session, 2031) == []
