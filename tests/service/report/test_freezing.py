"""Reports keep their figures, and tell what is known since."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete

from graph.database import reading, transaction
from graph.model import Collaboration, Participation
from service.report import freezing
from service.report.changing import tell_changes
from service.report.freezing import NoSuchYear, report_of
from service.settings import Settings
from tests.builders import collaboration, partner, store
from tests.service.serving import copy_database, writing

TODAY = date(2022, 2, 1)


def rows():
    partners = [partner(name, name=name.upper()) for name in "abcd"]
    return partners, [collaboration("c1", "2020", ["a", "b"]), collaboration("c2", "2021", ["b", "c"])]


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr(freezing, "N_DRAWS", 2)  # what chance gives is not looked at here


@pytest.fixture
def session(sqlite_template, tmp_path):
    with writing(copy_database(sqlite_template, tmp_path, *rows())) as session:
        yield session


def add(session, *found):
    store(session, (), found)


def report(session, year=2021, today=TODAY, *, keep=True, **settings):
    return report_of(session, Settings(**settings), year, today, keep=keep)


def value(report, name):
    return next(measure.value for measure in report.content.measures if measure.name == name)


def test_a_report_of_a_year_that_is_over_stays_as_it_was_made(session):
    first = report(session, office_name="Het bureau")
    add(session, collaboration("found-later", "2021", ["a", "d"]))

    again = report(session, today=date(2023, 1, 1), office_name="Een ander bureau")

    assert first.is_kept
    assert first.changes == []
    assert again.content == first.content
    assert value(again, "n_ties") == 2
    assert "Banden: 2 in dit verslag; 3 met wat vandaag bekend is." in again.changes
    assert "Nieuwe banden (2021): 1 in dit verslag; 2 met wat vandaag bekend is." in again.changes
    assert again.changes[-1].startswith("Met wat vandaag bekend is, zijn deze tabellen anders: Het netwerk in beeld, ")


def test_a_report_made_again_with_nothing_new_says_of_nothing_that_it_changed(session):
    first = report(session)

    assert report(session, today=date(2030, 1, 1)) == first


def test_either_database_gives_back_what_was_kept(engine):
    with transaction(engine) as session:
        store(session, *rows())
        kept = report(session).content
    with reading(engine) as session:
        assert report(session, keep=False).content == kept


def test_a_report_that_was_not_kept_follows_what_is_known(session):
    seen = report(session, keep=False)
    add(session, collaboration("found-later", "2021", ["a", "d"]))

    assert not seen.is_kept
    assert value(report(session, keep=False), "n_ties") == 3


def test_the_report_of_a_year_that_runs_is_provisional_and_never_kept(session):
    running = report(session, 2022)
    add(session, collaboration("new", "2022-01-05", ["a", "d"]), collaboration("planned", "2022-03-01", ["c", "d"]))
    again = report(session, 2022)

    assert not running.content.is_final
    assert not running.is_kept
    assert running.content.day == TODAY
    assert value(again, "n_ties") == 3
    assert "In 2022 begon er 1 samenwerking. Partners die daaraan meededen: 2." in again.content.first_page.done


def test_a_report_of_what_is_known_no_more_says_so(session):
    kept = report(session)
    session.execute(delete(Participation))
    session.execute(delete(Collaboration))

    again = report(session)

    assert again.content == kept.content
    assert again.changes == ["Van wat hier staat, is nu niets meer bekend."]


def test_a_newer_definition_is_told_as_one_even_where_the_figure_is_the_same(session):
    kept = report(session).content
    measures = [replace(each, version=each.version + (each.name == "density")) for each in kept.measures]
    figures = [replace(each, version=each.version + (each.key == "groei")) for each in kept.figures]

    changes = tell_changes(kept, replace(kept, measures=measures, figures=figures))

    assert changes == [
        "Dichtheid, minstens: 0,333 in dit verslag; 0,333 volgens een nieuwere definitie.",
        "Door een nieuwere definitie zijn deze tabellen anders gemaakt: Hoe het netwerk groeide.",
    ]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(2019, "the first one begins in 2020", id="before-anything"),
        pytest.param(2023, "has not come yet; the last year to report is 2022", id="to-come"),
    ],
)
def test_a_year_that_cannot_be_reported_is_told(session, year, expected):
    with pytest.raises(NoSuchYear, match=expected):
        report(session, year)
