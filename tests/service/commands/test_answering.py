"""osmose answer in a town of three."""

from datetime import date

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading
from graph.model import ANSWERS, Answer, Change
from graph.repository import Repository


def rows_of(town, *columns):
    engine = open_engine(f"sqlite:///{town / 'osmose.db'}")
    with reading(engine) as session:
        found = [tuple(row) for row in session.execute(select(*columns))]
    engine.dispose()
    return found


def version_of(town):
    engine = open_engine(f"sqlite:///{town / 'osmose.db'}")
    with reading(engine) as session:
        version = Repository(session).version()
    engine.dispose()
    return version


def test_an_answer_is_stored_and_recorded_as_a_change(town, osmose):
    before = version_of(town)

    result = osmose("answer", "school", "bieb", "declined", "--reason", "te ver weg", "--on", "2024-05-01")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "stored: school about bieb on 2024-05-01: declined\n"
    assert rows_of(town, Answer.partner_id, Answer.suggested_id, Answer.answered_on, Answer.answer, Answer.reason) == [
        ("school", "bieb", date(2024, 5, 1), "declined", "te ver weg")
    ]
    assert version_of(town) == before + 1
    assert rows_of(town, Change.what)[-1] == ("answer of school about bieb",)


def test_an_answer_is_of_today_and_partners_are_found_by_name(town, osmose):
    assert osmose("answer", "de lindeschool", "Bibliotheek", "accepted").exit_code == 0

    assert rows_of(town, Answer.partner_id, Answer.suggested_id, Answer.answered_on, Answer.reason) == [
        ("school", "bieb", date.today(), "")  # noqa: DTZ011 -- the day where the user is
    ]


def test_the_latest_answer_of_a_day_counts_and_the_same_again_changes_nothing(town, osmose):
    given = ["answer", "school", "bieb", "--on", "2024-05-01"]
    osmose(*given, "no_room", "--reason", "druk")
    osmose(*given, "accepted")
    before = version_of(town)

    again = osmose(*given, "accepted")

    assert again.stdout == "stored already: school about bieb on 2024-05-01: accepted\n"
    assert version_of(town) == before
    assert rows_of(town, Answer.answer, Answer.reason) == [("accepted", "")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ["school", "biep", "declined"],
            "suggested: partner 'biep' is not known; did you mean 'bieb'?",
            id="unknown-partner",
        ),
        pytest.param(
            ["school", "bieb", "maybe"],
            "answer: 'maybe' is not one of accepted, declined, no_room, already_known, ignored",
            id="unknown-answer",
        ),
        pytest.param(
            ["school", "De Lindeschool", "declined"],
            "suggested: 'school' is the partner itself; expected another one",
            id="about-itself",
        ),
        pytest.param(
            ["school", "bieb", "declined", "--on", "2024"],
            "date: '2024' is not a day; expected one such as 2018-11-05",
            id="a-year",
        ),
        pytest.param(["", "bieb", "declined"], "partner: the cell is empty; a value is required", id="nobody"),
        pytest.param(
            ["x", "bieb", "nee"],
            "answer: 'nee' is not one of accepted, declined, no_room, already_known, ignored; "
            "partner: partner 'x' is not known",
            id="two-things-wrong",
        ),
    ],
)
def test_a_wrong_answer_is_told_in_one_sentence_and_not_stored(town, osmose, arguments, sentence):
    before = version_of(town)

    result = osmose("answer", *arguments)

    assert (result.exit_code, result.stderr) == (2, f"{sentence}\n")
    assert version_of(town) == before
    assert rows_of(town, Answer.partner_id) == []


def test_the_help_names_every_answer(osmose):
    shown = osmose("answer", "--help").stdout

    assert [kind for kind in ANSWERS if kind not in shown] == []
