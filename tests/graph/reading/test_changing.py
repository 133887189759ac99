"""Tests of graph.reading.changing: whose profiles an import changes, as the change it records tells."""

import pytest
from sqlalchemy import select

from graph.database import reading
from graph.model import Change
from graph.reading import changing
from graph.reading.answering import store_answer
from tests.graph.exchange_files import ANSWERS, COLLABORATIONS, csv_of, import_files, import_small_network, write_files

SPRONG = {"id": "sprong", "name": "De Sprong", "sector": "school"}
BAKKER = {"id": "bakker", "name": "Bakker Jansen", "sector": "bedrijf"}


@pytest.fixture
def imported(engine, tmp_path):
    """A school and a baker that bake bread together, and what the import of other files records after that."""
    import_small_network(engine, tmp_path / "before")

    def import_more(**texts):
        import_files(engine, write_files(tmp_path / "after", **texts))
        with reading(engine) as session:
            return session.scalars(select(Change.partner_ids).order_by(Change.id)).all()[1:]

    return import_more


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"offers": "een kas"}, id="an-offer"),
        pytest.param({"seeks": "een kas"}, id="a-need"),
        pytest.param({"name": "De Nieuwe Sprong"}, id="its-name"),
        pytest.param({"aliases": "OBS De Sprong"}, id="an-alias"),
        pytest.param({"description": "Een basisschool"}, id="its-description"),
        pytest.param({"place": "Oss"}, id="its-place"),
        pytest.param({"sector": "bedrijf"}, id="its-sector"),
        pytest.param({"capacity": "3"}, id="its-capacity"),
    ],
)
def test_a_partner_that_tells_something_else_is_named(imported, said):
    assert imported(partners=csv_of(SPRONG | said, BAKKER)) == [["sprong"]]


def test_several_partners_are_named_in_order(imported):
    assert imported(partners=csv_of(SPRONG | {"place": "Oss"}, BAKKER | {"place": "Oss"})) == [["bakker", "sprong"]]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param({"partners": csv_of(BAKKER | {"id": "smid", "name": "De Smid"})}, id="a-new-partner"),
        pytest.param({"partners": csv_of(SPRONG | {"part_of": "bakker"})}, id="a-membership"),
        pytest.param({"partners": csv_of(SPRONG | {"since": "2010"})}, id="a-beginning"),
        pytest.param({"partners": csv_of(SPRONG | {"until": "2030"})}, id="an-end"),
        pytest.param({"partners": csv_of(SPRONG | {"themes": "brood"})}, id="a-theme-that-nobody-had"),
        pytest.param({"collaborations": COLLABORATIONS.replace("2019", "2020")}, id="a-collaboration"),
        pytest.param({"answers": ANSWERS}, id="an-answer"),
        pytest.param({"sectors": "id,label\nschool,Basisschool\n"}, id="a-sector"),
        pytest.param({"themes": "id,label\nbrood,Brood\n"}, id="a-theme"),
        pytest.param({"partners": csv_of(SPRONG | {"place": "Oss"}), "answers": ANSWERS}, id="a-profile-and-an-answer"),
    ],
)
def test_where_anything_else_changes_nobody_is_named(imported, texts):
    assert imported(**texts) == [None]


def test_a_theme_that_is_known_is_part_of_a_profile(imported):
    named = imported(partners=csv_of(SPRONG | {"themes": "brood"}))
    assert named == [None]

    assert imported(partners=csv_of(BAKKER | {"themes": "brood"})) == [None, ["bakker"]]


def test_an_import_that_changes_nothing_records_nothing(imported):
    assert imported(partners=csv_of(SPRONG, BAKKER)) == []


def test_of_very_many_partners_nobody_is_named(imported, monkeypatch):
    monkeypatch.setattr(changing, "MAX_CHANGED", 1)

    assert imported(partners=csv_of(SPRONG | {"place": "Oss"}, BAKKER | {"place": "Oss"})) == [None]


def test_an_answer_by_itself_names_nobody(engine, tmp_path):
    import_small_network(engine, tmp_path / "before")
    cells = dict(zip(*(line.split(",") for line in ANSWERS.splitlines()), strict=True))
    with reading(engine) as session:
        store_answer(session, cells)
        session.flush()
        assert session.scalars(select(Change.partner_ids)).all() == [None, None]
