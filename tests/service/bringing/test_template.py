"""Tests of service.bringing.template: what is filled in as it says comes in."""

import io

import pytest
from openpyxl import load_workbook

from graph.database import open_engine, reading, transaction
from graph.model import Collaboration, Interest, Partner, Theme
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from service.bringing.template import (
    collaboration_lines,
    make_csv,
    make_workbook,
    partner_lines,
    theme_lines,
)


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def workbook(engine):
    with reading(engine) as session:
        return load_workbook(io.BytesIO(make_workbook(session)))


def examples(lines, **others):
    cells = {header: example for header, _what, example in lines}
    assert set(others) <= set(cells)
    return [cells[header] if header not in others else others[header] for header in cells]


def test_the_filled_template_is_imported_whole_and_a_second_time_changes_nothing(engine, workbook, tmp_path):
    workbook["partners"].append(examples(partner_lines(), onderdeel_van=None))
    workbook["partners"].append(["bibliotheek", "Bibliotheek", "Bibliotheek"])
    workbook["partners"].append(["gemeente-oss", "Gemeente Oss", "Gemeente en overheid"])
    workbook["samenwerkingen"].append(examples(collaboration_lines()))
    workbook["themas"].append(examples(theme_lines(), id="samen-lezen", label="Samen lezen", broader=None))
    workbook.save(tmp_path / "sjabloon.xlsx")

    with transaction(engine) as session:
        report = import_paths(session, [tmp_path / "sjabloon.xlsx"])
        again = import_paths(session, [tmp_path / "sjabloon.xlsx"])

    assert (report.counts["partners"].new, report.counts["collaborations"].new, report.counts["themes"].new) == (
        3,
        1,
        1,
    )
    assert report.unknown_columns == {}
    assert not again.is_change
    with reading(engine) as session:
        assert session.get_one(Partner, "de-sprong").sector_id == "primair-onderwijs"
        assert session.get_one(Partner, "de-sprong").capacity == 3
        assert [row.text for row in session.query(Interest).order_by(Interest.position)] == [
            "leesvrijwilligers",
            "plek om te sporten",
        ]
        assert session.get_one(Collaboration, "lezen-in-de-wijk").end_date == "2025-06-30"
        assert session.get_one(Theme, "samen-lezen").label == "Samen lezen"


def test_the_sectors_of_the_database_can_be_chosen(workbook):
    choices = [row[0] for row in workbook["keuzes"].iter_rows(values_only=True)]
    [validation] = workbook["partners"].data_validations.dataValidation

    assert {"Kinderopvang", "Primair onderwijs"} <= set(choices)
    assert validation.formula1 == f"=keuzes!$A$2:$A${len(choices)}"
    assert "C2" in validation.sqref


def test_every_column_is_explained(workbook):
    rows = list(workbook["uitleg"].iter_rows(min_row=2, values_only=True))

    for title in ("partners", "samenwerkingen", "themas"):
        headers = [cell.value for cell in workbook[title][1]]
        assert [header for sheet, header, *_ in rows if sheet == title] == headers
    assert all(what for _, _, what, _ in rows)


def test_the_csv_template_opens_in_columns_in_a_dutch_excel():
    content = make_csv()

    assert content.startswith(b"\xef\xbb\xbfid;naam;sector;")
