"""Lists as files to take along: a table of texts, numbers and days as CSV or XLSX, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from fastapi import Response
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from graph.reading.csv_files import guard
from graph.writing.xlsx import LONGEST_CELL
from graph.writing.xml_text import without_controls

Kind = Literal["csv", "xlsx"]
Value = str | int | float | date | None
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(rows: Iterable[Sequence[Value]], columns: Sequence[str], name: str, kind: Kind) -> Response:
    """Return an answer that a browser keeps as a file: `name`, without its ending, and a header of `columns`.

    A text is never a formula (`guard`); None is an empty cell. CSV is what Excel reads by a double click in this
    country: UTF-8 with a byte order mark, semicolons, and days as 2018-11-05.
    """
    content = table_bytes(rows, columns, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def table_bytes(rows: Iterable[Sequence[Value]], columns: Sequence[str], kind: Kind) -> bytes:
    """Return such a table as the bytes of its file."""
    return _csv(rows, columns) if kind == "csv" else _xlsx(rows, columns)


def _csv(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in (columns, *rows):
        writer.writerow([guard(cell) if isinstance(cell, str) else _number(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def _number(value: float | date | None) -> str:
    """Write what is no text; with a comma, since semicolons part the columns here.

    >>> _number(0.25), _number(date(2018, 11, 5)), _number(None)
    ('0,25', '2018-11-05', '')
    """
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).replace(".", ",")


def _xlsx(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for row in (columns, *rows):
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell | Value:
    if not isinstance(value, str):
        return value
    cell: Cell = WriteOnlyCell(sheet, without_controls(value)[:LONGEST_CELL])
    cell.data_type = "s"  # said, not left to be guessed: what begins with = is no formula
    return cell
