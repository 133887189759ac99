"""What goes out comes in again: nothing is lost, nothing changes."""

import csv
import re
import shutil
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from graph.database import open_engine, reading, transaction, upgrade
from graph.model import ANSWERS
from graph.reading.cells import clean, number_text
from graph.reading.importing import import_paths
from graph.reading.tables import COLLABORATIONS, PARTNERS, SECTORS, THEMES
from graph.vocabulary import prepare
from graph.writing import export
from tests.graph.exchange_files import contents, csv_of, import_files, import_small_network, write_files

OSS = Path(__file__).parents[3] / "data" / "oss"


def exported(engine, format_name, path):
    with reading(engine) as session:
        export(session, format_name, path)
    return path


def tables_of(path):
    """The files of a folder as bytes, or the sheets of a workbook as values."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir()}
    return {sheet.title: list(sheet.values) for sheet in load_workbook(path).worksheets}


@pytest.fixture
def other_engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("format_name", "name"), [("csv", "net"), ("xlsx", "net.xlsx")])
def test_the_network_of_oss_survives_the_round_trip(empty_engine, other_engine, tmp_path, format_name, name):
    prepare(empty_engine)
    import_files(empty_engine, OSS)
    first = exported(empty_engine, format_name, tmp_path / name)

    report = import_files(other_engine, first)

    assert tables_of(exported(other_engine, format_name, tmp_path / f"again-{name}")) == tables_of(first)
    here, there = contents(empty_engine), contents(other_engine)
    assert {table for table in here if here[table] != there[table]} == {"change"}
    assert report.counts["partners"].new == 164


@pytest.mark.parametrize("table", ["partners", "collaborations"])
def test_cells_come_out_as_they_went_in(engine, tmp_path, table):
    import_files(engine, OSS)

    folder = exported(engine, "csv", tmp_path / "net")

    given, written = (_rows_by_id(path / f"{table}.csv") for path in (OSS, folder))
    assert {each: {column: row[column] for column in given[each]} for each, row in written.items()} == given


def _rows_by_id(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize(("format_name", "name"), [("csv", "net"), ("xlsx", "net.xlsx")])
def test_importing_what_was_exported_changes_nothing(engine, tmp_path, format_name, name):
    import_files(engine, OSS)
    before = contents(engine)

    report = import_files(engine, exported(engine, format_name, tmp_path / name))

    assert not report.is_change
    assert contents(engine) == before


@pytest.mark.parametrize(("format_name", "name"), [("csv", "net"), ("xlsx", "net.xlsx")])
def test_answers_and_their_reasons_come_out_and_in_again_as_they_were(
    engine, other_engine, tmp_path, format_name, name
):
    import_small_network(engine, tmp_path / "small")
    answers = csv_of(
        {"partner": "sprong", "suggested": "bakker", "answer": "no_room", "date": "2024-06-01"},
        {
            "partner": "bakker",
            "suggested": "sprong",
            "answer": "declined",
            "date": "2024-05-01",
            "reason": '=te ver; "nee"\n| dus',
        },
        {"partner": "sprong", "suggested": "bakker", "answer": "accepted", "date": "2024-05-01", "reason": "graag"},
    )
    import_files(engine, write_files(tmp_path / "in", answers=answers))
    written = exported(engine, format_name, tmp_path / name)

    import_files(other_engine, written)

    assert contents(other_engine)["answer"] == contents(engine)["answer"]
    assert len(contents(engine)["answer"]) == 3
    assert not import_files(engine, written).is_change


telling = st.sampled_from(["=", "+", "-", "@", "'", '"', ",", ";", "|", "\n", "a", "É", " "])
others = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff#")  # of "#N/B"
texts = st.text(telling | others, max_size=12).map(clean)
names = texts.map(lambda text: text or "naam")
values = names.map(lambda text: text.translate(str.maketrans(";|\n", "...")))
ids = values.filter(lambda text: text not in (".", "..") and not re.search(r"[/\s]", text))  # they stand in addresses
years = st.sampled_from(["2018", "2018-11", "2018-11-05"])
later = st.sampled_from(["", "2019", "2019-02-01"])
cells = {"description": texts, "source": texts, "kleur": texts, "=som": texts}


def rows_of(table, row_ids, **columns):
    """A strategy for rows of a table with the given ids; `columns` says what else they hold."""
    lists = {column.name for column in table.columns if column.shelf and not column.refers_to}
    many = {name: st.lists(values, max_size=3).map(";".join) for name in lists}
    own = {name: cell for name, cell in cells.items() if table.has_notes}
    return st.tuples(*(st.fixed_dictionaries({"id": st.just(each), **own, **many, **columns}) for each in row_ids))


@st.composite
def networks(draw):
    def some(of, least=0):
        return st.lists(st.sampled_from(of), min_size=least, max_size=3, unique=True).map(";".join)

    sector_ids, theme_ids, partner_ids = (draw(st.lists(ids, min_size=1, max_size=3, unique=True)) for _ in range(3))
    place = st.integers(-(10**15), 10**15).map(lambda number: number_text(number / 1.2e13)) | st.just("")
    money = st.integers(0, 10**8).map(lambda cents: number_text(cents / 100)) | st.just("")
    pairs = [{"partner": a, "suggested": b} for a, b in permutations(partner_ids, 2)]
    said = st.fixed_dictionaries({"answer": st.sampled_from(ANSWERS), "reason": texts})
    answers = [pair | {"date": "2024-05-01"} | draw(said) for pair in pairs]
    return {
        **({"answers": csv_of(*answers)} if answers else {}),
        "sectors": csv_of(*draw(rows_of(SECTORS, sector_ids, label=names))),
        "themes": csv_of(*draw(rows_of(THEMES, theme_ids, label=names, answered_by=some(theme_ids)))),
        "partners": csv_of(
            *draw(
                rows_of(
                    PARTNERS,
                    partner_ids,
                    name=names,
                    sector=st.sampled_from(sector_ids),
                    themes=some(theme_ids),
                    latitude=place,
                    since=years,
                    until=later,
                    capacity=st.sampled_from(["", "0", "7"]),
                )
            )
        ),
        "collaborations": csv_of(
            *draw(
                rows_of(
                    COLLABORATIONS,
                    draw(st.lists(ids, min_size=1, max_size=2, unique=True)),
                    title=names,
                    start_date=years,
                    end_date=later,
                    participants=some(partner_ids, least=1),
                    lead=some(partner_ids),
                    funders=some(partner_ids),
                    grant_euro=money,
                    themes=st.lists(values, max_size=2).map(";".join),
                )
            )
        ),
    }


@pytest.mark.parametrize(("format_name", "name"), [("csv", "net"), ("xlsx", "net.xlsx")])
# Without shrinking: a failing network is small already, and each try takes two databases.
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(network=networks())
def test_any_network_survives_the_round_trip(tmp_path_factory, sqlite_template, format_name, name, network):
    folder = tmp_path_factory.mktemp("round-trip")
    write_files(folder / "in", **network)
    files = [folder / "in"]
    for round_ in ("first", "second"):
        engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, folder / round_)}")
        with transaction(engine) as session:
            import_paths(session, files)
        files = [exported(engine, format_name, folder / f"{round_}-{name}")]
        engine.dispose()

    assert tables_of(folder / f"second-{name}") == tables_of(folder / f"first-{name}")
