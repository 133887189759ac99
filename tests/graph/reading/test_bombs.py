"""Small files that would take much time or memory, and texts that are not what they look like."""

import gzip
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from graph.errors import SpoiledInput, UnreadableCell
from graph.reading import xlsx_files
from graph.reading.cells import clean, read_number
from graph.reading.concepts import one_value
from graph.reading.csv_files import read_text
from graph.reading.sheets import Limits
from graph.reading.tables import Number
from graph.reading.xlsx_files import read_xlsx

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
A_SECOND = 1.0
"""Of the processor, for what a plain way takes milliseconds for and a bad one minutes."""


def workbook(rows, before=""):
    """Return the bytes of a workbook whose one sheet holds these rows, written down by hand."""
    plain, made = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, before + SHEET.format(HEADER + rows) if is_sheet else source.read(name))
    return made.getvalue()


def read(content, **limits):
    return read_xlsx(content, "partners.xlsx", lambda _title: None, "partners", Limits(**limits))


@pytest.mark.parametrize("cell", ["<c/>", "<c ><v>1</v></c>", '<x:c xmlns:x="x" r="A2"/>'])
def test_a_workbook_of_more_cells_than_are_read_is_refused_before_they_are_made(cell):
    content = workbook(f"<row r='2'>{cell * 2_000}</row>")

    with pytest.raises(SpoiledInput, match="more than 1000 cells"):
        read(content, n_cells=1_000)


def test_rows_that_end_far_to_the_right_cost_no_more_than_is_read(monkeypatch):
    monkeypatch.setattr(xlsx_files, "LARGEST_AREA", 100_000)
    rows = "".join(f'<row r="{number}"><c r="XFD{number}"/></row>' for number in range(2, 20))

    with pytest.raises(SpoiledInput, match="more than 100000 cells"):
        read(workbook(rows))


def test_rows_far_below_are_refused_as_too_many():
    with pytest.raises(SpoiledInput, match="more than 100 rows"):
        read(workbook('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'), n_rows=100)


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE x [<!ENTITY id SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY id "aaaaaaaaaa"><!ENTITY many "&id;&id;&id;&id;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_workbook_that_defines_entities_or_fetches_is_none(before):
    with pytest.raises(SpoiledInput, match="not an XLSX workbook"):
        read(workbook('<row r="2"><c r="A2" t="inlineStr"><is><t>&id;</t></is></c></row>', before))


def test_a_packed_file_within_a_packed_file_is_no_text():
    packed = gzip.compress(gzip.compress(bytes(1_000_000)))

    with pytest.raises(SpoiledInput):
        read_text(packed, "partners.csv.gz")


def read_amount(text):
    with pytest.raises(UnreadableCell):
        read_number(text, Number(0, 1, is_money=True))


@pytest.mark.parametrize("work", [read_amount, one_value])
@pytest.mark.parametrize("text", ["1" + " " * 90_000 + "x", "1" + "\n" * 90_000 + "x", ",-" * 45_000 + "x"])
def test_no_cell_takes_longer_than_its_length(work, text):
    began = time.process_time()
    work(text)

    assert time.process_time() - began < A_SECOND


def test_signs_that_turn_the_reading_order_are_left_out_of_what_is_read():
    assert clean("Stichting \u202egro.lekneR\u2066") == "Stichting gro.lekneR"
