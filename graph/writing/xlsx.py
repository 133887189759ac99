"""The network as one workbook in the exchange format."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from sqlalchemy.orm import Session

from graph.errors import UnwritableFile
from graph.reading.tables import TABLES
from graph.writing.exchange import Cell, header_and_rows, read_exchange
from graph.writing.replacing import replacing
from graph.writing.xml_text import without_controls

LONGEST_CELL = 32_767
"""Characters, of Excel; openpyxl cuts longer texts without a word."""


def write_xlsx(session: Session, path: Path, day: date | None) -> None:
    """Write a workbook with the sheets sectors, themes, partners and collaborations."""
    exchange = read_exchange(session, day)
    workbook = Workbook(write_only=True)
    for table in TABLES:
        header, rows = header_and_rows(table, exchange[table.name])
        sheet = workbook.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        sheet.append([_written(sheet, Cell(name), table.name) for name in header])
        for row in rows:
            sheet.append([_written(sheet, cell, f"{table.name} {row[0].text}") for cell in row])
    with replacing(path) as beside:
        workbook.save(beside)


def _written(sheet: WriteOnlyWorksheet, cell: Cell, where: str) -> SheetCell:
    text = without_controls(cell.text)
    if len(text) > LONGEST_CELL:
        reason = f"a text of {len(text)} characters does not fit in a workbook, which takes {LONGEST_CELL}; use csv"
        raise UnwritableFile(f"{where}: {reason}")
    written = WriteOnlyCell(sheet, text)
    # Said, not left to be guessed: what begins with = is a text and no formula, and a number keeps all its digits.
    written.data_type = "n" if cell.is_number else "s"
    return written
