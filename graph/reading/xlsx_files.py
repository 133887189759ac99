"""Bytes of an XLSX workbook into rows of texts."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Protocol
from xml.etree.ElementTree import ParseError  # nosec B405 # an error alone; openpyxl reads by defusedxml

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from graph.errors import Fault, SpoiledInput
from graph.reading.cells import number_text
from graph.reading.csv_files import too_large
from graph.reading.sheets import LIMITS, Limits, Sheet

_NO_WORKBOOK = (
    # What openpyxl raises on files that are none; it has no error of its own for it.
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
)
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
LARGEST_AREA = 50_000_000
"""Cells of a sheet with those that are not written down: a row is as long as its last cell, and costs as much."""


class Cell(Protocol):
    """What is asked of a cell of openpyxl, filled or empty."""

    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str | None: ...


def read_xlsx(
    content: bytes, file: str, table_of: Callable[[str], str | None], table: str | None, limits: Limits = LIMITS
) -> tuple[list[Sheet], list[str]]:
    """Return the sheets that hold a table, and the names of the others.

    A workbook with a single sheet of any name holds `table`, if its file name said so. Raise `SpoiledInput` if it is
    no workbook, or holds more than `limits`.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise _spoiled(file, "is protected by a password or an old .xls; save it as .xlsx without a password")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and validations that openpyxl leaves out
            has_formulas = _look_inside(content, file, limits)
            return _read_sheets(content, file, table_of, table, limits, has_formulas=has_formulas)
    except _NO_WORKBOOK:
        raise _spoiled(file, "is not an XLSX workbook, or a damaged one") from None


def _look_inside(content: bytes, file: str, limits: Limits) -> bool:
    """Whether a sheet has formulas; raise `SpoiledInput` when it unpacks to too much."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # What a member claims to hold is all that is ever read of it: zipfile stops there.
        if sum(member.file_size for member in archive.infolist()) > limits.n_bytes:
            raise _spoiled(file, f"unpacks to more than {limits.n_bytes} bytes, the most that is read")
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        n_cells, has_formulas = 0, False
        for name in sheets:
            sheet = archive.read(name)
            n_cells += sum(1 for _ in _CELL.finditer(sheet))
            has_formulas = has_formulas or any(mark in sheet for mark in (b"<f>", b"<f ", b"<f/", b":f>", b":f "))
        if n_cells > limits.n_cells:
            raise _spoiled(file, f"has more than {limits.n_cells} cells, the most that is read")
        return has_formulas


def _read_sheets(  # noqa: PLR0913 -- what is read, and as what
    content: bytes,
    file: str,
    table_of: Callable[[str], str | None],
    table: str | None,
    limits: Limits,
    *,
    has_formulas: bool,
) -> tuple[list[Sheet], list[str]]:
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True) if has_formulas else None
    titles = [sheet.title for sheet in values.worksheets]
    tables = {title: table_of(title) for title in titles}
    if table and len(titles) == 1 and not tables[titles[0]]:
        tables[titles[0]] = table
    sheets = []
    for title, its_table in tables.items():
        if its_table:
            label = f"{file} sheet {title}"
            formula_rows = _rows(formulas, title) if formulas else repeat(())
            sheets.append(_read_sheet(label, its_table, _rows(values, title), formula_rows, limits))
    return sheets, [f"{file} sheet {title}" for title, its_table in tables.items() if not its_table]


def _rows(workbook: Workbook, title: str) -> Iterator[tuple[Cell, ...]]:
    sheet = workbook[title]
    sheet.reset_dimensions()  # some programs write down a size that is not the sheet's
    return sheet.iter_rows()


def _read_sheet(
    label: str,
    table: str,
    value_rows: Iterator[tuple[Cell, ...]],
    formula_rows: Iterator[tuple[Cell, ...]],
    limits: Limits,
) -> Sheet:
    sheet = Sheet(label, table, [], [])
    area = 0
    for number, (cells, formulas) in enumerate(zip(value_rows, formula_rows, strict=False), start=1):
        for position, formula in enumerate(formulas):
            if formula.data_type == "f" and cells[position].value is None and cells[position].data_type != "str":
                where = f"{get_column_letter(position + 1)}{number}"
                reason = f"cell {where} holds a formula without its result; open and save the workbook in Excel"
                sheet.spoiled[number, position] = reason
        if number > limits.n_rows + 1 or _reaches_beyond(cells, limits.n_columns):
            raise _spoiled(label, too_large(limits))
        area += len(cells)
        if area > LARGEST_AREA:
            raise _spoiled(label, f"has more than {LARGEST_AREA} cells, the most that is read")
        texts = [_text(cell.value) for cell in cells[: limits.n_columns]]
        while texts and not texts[-1].strip() and (number, len(texts) - 1) not in sheet.spoiled:
            texts.pop()
        if texts and not sheet.header:
            sheet.header = texts
        elif texts:
            sheet.rows.append((number, texts))
    if not sheet.header:
        raise _spoiled(label, "the sheet is empty; expected a header and rows")
    return sheet


def _reaches_beyond(cells: Sequence[Cell], n_columns: int) -> bool:
    """Whether a cell after the first `n_columns` holds anything: a row is as wide as its last cell, filled or not."""
    beyond = cells[n_columns:]
    return any(cell is not EMPTY_CELL and cell.value is not None for cell in beyond)


def _text(value: object) -> str:
    """Return what a cell shows: whole numbers without decimals, days as 2018-11-05.

    >>> _text(2018.0), _text(datetime(2018, 11, 5)), _text(None)
    ('2018', '2018-11-05', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        midnight = value == datetime.combine(value.date(), datetime.min.time())
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _spoiled(file: str, reason: str) -> SpoiledInput:
    return SpoiledInput([Fault(file, reason)])
