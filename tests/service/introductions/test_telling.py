"""What each side of an introduction is told of why they could meet."""

from datetime import date

import pytest

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, Introductions
from graph.model import FieldVisibility
from matching.reasons import Reason
from service.introductions.reasons import reasons_of
from service.introductions.telling import tell_reasons
from service.snapshot import Snapshots
from tests.builders import partner
from tests.service.serving import make_database

TODAY = date(2026, 11, 26)
PHRASES = {"kind": "they_offer", "contribution": 2.0, "own": "tolken", "theirs": "tolken uit de wijk"}
YEAR = {"kind": "year_theme", "contribution": 2.0, "theme_ids": ["taal"], "terms": ["Iedereen leest"]}
NAMED = {"kind": "shared_themes", "contribution": 2.0, "theme_ids": ["taal"]}


@pytest.fixture
def told(tmp_path):
    """Tells both sides of an introduction of "a", who seeks, and "b", who offers, with some fields hidden."""

    def tell(reason, *hidden):
        rows = [
            partner("a", seeks="tolken", themes="taal", place="Oss"),
            [
                *partner("b", offers="tolken uit de wijk", themes="taal", place="Oss"),
                *(FieldVisibility(partner_id="b", field=field, level="staff") for field in hidden),
            ],
        ]
        engine = open_engine(make_database(tmp_path, rows).database_url)
        with transaction(engine) as session:
            introduction = Introductions(session).propose("a", "b", PROGRAM, reasons=[reason])
            snapshot = Snapshots(engine, tmp_path / "model.json", today=lambda: TODAY).current()
            both = [tell_reasons(introduction, side, snapshot) for side in ("first", "second")]
        engine.dispose()
        return both

    return tell


def test_each_side_reads_the_phrases_from_where_it_stands(told):
    assert told(PHRASES) == [
        ["U zoekt “tolken” – zij bieden “tolken uit de wijk”"],
        ["Zij zoeken “tolken” – u biedt “tolken uit de wijk”"],
    ]


@pytest.mark.parametrize(
    ("reason", "hidden"),
    [
        pytest.param(PHRASES, "offers", id="phrases"),
        pytest.param(NAMED, "themes", id="themes"),
        pytest.param(YEAR, "themes", id="year-theme-by-themes"),
        pytest.param(YEAR, "offers", id="year-theme-by-phrases"),
        pytest.param({"kind": "place", "contribution": 2.0, "terms": ["Oss"]}, "place", id="place"),
        pytest.param({"kind": "similar_work", "contribution": 2.0, "terms": ["taal"]}, "description", id="words"),
    ],
)
def test_what_the_other_side_hides_is_not_told_to_this_one(told, reason, hidden):
    to_first, to_second = told(reason, hidden)

    assert to_first == []
    assert len(to_second) == 1


def test_a_phrase_that_nobody_says_any_more_is_not_told(told):
    assert told({**PHRASES, "theirs": "iets van vroeger"}) == [[], []]


def test_reasons_come_back_as_they_were_stored():
    stored = [{**NAMED, "own": "", "theirs": "", "partner_ids": ["x"], "terms": []}]

    assert reasons_of(stored, "first") == [Reason("shared_themes", 2.0, partner_ids=("x",), theme_ids=("taal",))]
