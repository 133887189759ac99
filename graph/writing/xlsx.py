"""The network as one workbook in the exchange format."""

import io
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from sqlalchemy.orm import Session

from graph.errors import UnwritableFile
from graph.reading.stored import Records
from graph.reading.tables import TABLES
from graph.writing.exchange import Cell, header_and_rows, read_exchange
from graph.writing.replacing import replacing
from graph.writing.xml_text import without_controls

LONGEST_CELL = 32_767
"""Characters, of Excel; openpyxl cuts longer texts without a word."""


def write_xlsx(session: Session, path: Path, day: date | None) -> None:
    """Write a workbook with a sheet for each table: sectors, themes, partners, collaborations and answers."""
    write_workbook(read_exchange(session, day), path)


def write_workbook(exchange: dict[str, Records], path: Path) -> None:
    """Write these tables as a workbook with a sheet for each."""
    tables = {table.name: header_and_rows(table, exchange[table.name]) for table in TABLES}
    for name, (_, rows) in tables.items():
        _refuse_long_texts(name, rows)
    workbook = Workbook(write_only=True)
    for name, (header, rows) in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in ([Cell(each) for each in header], *rows):
            sheet.append([_written(sheet, cell) for cell in row])
    # In memory first: openpyxl does not tidy up after a file that cannot be written.
    content = io.BytesIO()
    workbook.save(content)
    with replacing(path) as beside:
        beside.write_bytes(content.getvalue())


def _refuse_long_texts(table: str, rows: list[list[Cell]]) -> None:
    for row in rows:
        longest = max(len(cell.text) for cell in row)
        if longest > LONGEST_CELL:
            reason = f"a text of {longest} characters does not fit in a workbook, which takes {LONGEST_CELL}; use csv"
            raise UnwritableFile(f"{table} {row[0].text}: {reason}")


def _written(sheet: WriteOnlyWorksheet, cell: Cell) -> SheetCell:
    written = WriteOnlyCell(sheet, without_controls(cell.text))
    # Said, not left to be guessed: what begins with = is a text and no formula, and a number keeps all its digits.
    written.data_type = "n" if cell.is_number else "s"
    return written
