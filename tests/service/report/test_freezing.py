"""Reports keep their figures, and tell what is known since."""

from datetime import date

import pytest

from graph.database import transaction
from service.report.freezing import NoSuchYear, report_of
from tests.builders import collaboration, partner, store

TODAY = date(2022, 2, 1)


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        partners = [partner(name, name=name.upper()) for name in "abcd"]
        store(session, partners, [collaboration("c1", "2020", ["a", "b"]), collaboration("c2", "2021", ["b", "c"])])
        yield session


def add(session, *rows):
    store(session, (), rows)


def value(report, name):
    return next(measure.value for measure in report.content.measures if measure.name == name)


def test_a_report_of_a_year_that_is_over_stays_as_it_was_made(session):
    first = report_of(session, 2021, TODAY, keep=True)
    add(session, collaboration("found-later", "2021", ["a", "d"]))

    again = report_of(session, 2021, date(2023, 1, 1), keep=True)

    assert again.content == first.content
    assert value(again, "n_ties") == 2
    assert "Banden: 2 in dit verslag; 3 met wat vandaag bekend is." in again.changes
    assert first.changes == []


def test_a_report_that_was_not_kept_follows_what_is_known(session):
    report_of(session, 2021, TODAY, keep=False)
    add(session, collaboration("found-later", "2021", ["a", "d"]))

    assert value(report_of(session, 2021, TODAY, keep=False), "n_ties") == 3


def test_the_report_of_a_year_that_runs_is_provisional_and_never_kept(session):
    report = report_of(session, 2022, TODAY, keep=True)
    add(session, collaboration("new", "2022-01-05", ["a", "d"]))

    assert not report.content.is_final
    assert value(report_of(session, 2022, TODAY, keep=True), "n_ties") == 3


def test_a_gap_of_years_is_told_as_one(session):
    add(session, collaboration("early", "2017", ["a", "c"]))

    caveats = report_of(session, 2021, TODAY, keep=False).content.caveats

    assert (
        "Er is niets opgeschreven dat begon in 2012, 2013, 2014, 2015, 2016, 2018 en 2019. "
        "Dat kan een gat zijn in wat bekend is." in caveats
    )


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(2019, "the first year with any is 2020", id="before-anything"),
        pytest.param(2023, "has not come yet; the last year to report is 2022", id="to-come"),
    ],
)
def test_a_year_that_cannot_be_reported_is_told(session, year, expected):
    with pytest.raises(NoSuchYear, match=expected):
        report_of(session, year, TODAY, keep=True)
