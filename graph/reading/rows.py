"""Sheets into rows: every cell checked by itself, every fault named."""

import re
from dataclasses import dataclass, field

from graph.dates import PartialDate, parse_day
from graph.errors import Fault, GraphError, UnreadableCell
from graph.reading.cells import clean, read_number, shorten, split_values
from graph.reading.faults import Faults
from graph.reading.headers import Header, read_header
from graph.reading.records import Record, Row
from graph.reading.registers import odd_number
from graph.reading.sheets import Sheet
from graph.reading.tables import TABLE_BY_NAME, Column, Table

_NO_ADDRESS = re.compile(r"[/\s]")


@dataclass
class Rows:
    """The rows of all sheets, refused ones too, and what is to be told about them."""

    by_table: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLE_BY_NAME})
    unknown_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    spoiled_tables: set[str] = field(default_factory=set)
    """Tables of which a whole sheet could not be used."""

    def all(self) -> list[Row]:
        return [row for rows in self.by_table.values() for row in rows]


def read_rows(sheets: list[Sheet], faults: Faults) -> Rows:
    """Read the rows of all sheets; faults go to `faults`, and their rows are marked as refused."""
    read = Rows()
    for sheet in sheets:
        header, wrong = read_header(sheet)
        if wrong:
            faults.add_all(wrong)
            read.spoiled_tables.add(sheet.table)
            continue
        _SheetReader(sheet, header, faults, read).read_all()
    return read


class _SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Sheet, header: Header, faults: Faults, read: Rows) -> None:
        self.sheet = sheet
        self.header = header
        self.faults = faults
        self.read = read
        self.table: Table = TABLE_BY_NAME[sheet.table]
        self.first_rows: dict[str, int] = {}
        self.filled_notes: set[str] = set()

    def read_all(self) -> None:
        for number, cells in self.sheet.rows:
            row = Row(self.table, self.sheet.file, number, "", Record())
            self._read_cells(row, cells)
            if not self.table.key:
                self._check_id(row)
            self.read.by_table[self.table.name].append(row)
        nameless = self.filled_notes.difference(self.header.unknown)
        unknown = (*self.header.unknown, *sorted(nameless))
        if unknown and self.table.has_notes:
            self.read.unknown_columns[self.sheet.file] = unknown
        elif unknown:
            self.read.warnings.append(f"{self.sheet.file}: unknown columns, not kept: {', '.join(unknown)}")

    def _read_cells(self, row: Row, cells: list[str]) -> None:
        columns = self.header.columns
        if any(cell.strip() for cell in cells[len(columns) :]):
            reason = f"the row has {len(cells)} cells, the header only {len(columns)}"
            self.faults.refuse(row, None, f"{reason}; put quotes around a text that holds the delimiter")
        padded = cells[: len(columns)] + [""] * (len(columns) - len(cells))
        for position, (column, cell) in enumerate(zip(columns, padded, strict=True)):
            name = column if isinstance(column, str) else column.name
            try:
                if spoiled := self.sheet.spoiled.get((row.number, position)):
                    raise UnreadableCell(spoiled)
                self._keep(row, column, clean(cell))
            except GraphError as error:
                self.faults.refuse(row, name, str(error))

    def _keep(self, row: Row, column: Column | str, text: str) -> None:
        record = row.record
        if isinstance(column, str):
            if text:
                self.filled_notes.add(column)
            if self.table.has_notes:
                record.notes[column] = text
        elif column.shelf:
            record.lists[column.name] = split_values(_required(column, text))
            for value in record.lists[column.name]:
                _check_length(value, column.longest)
        elif column.number:
            record.numbers[column.name] = read_number(text, column.number) if text else None
        else:
            record.texts[column.name] = _read_text(column, text)
            if odd := odd_number(column.name, text):
                where = Fault(row.file, odd, row.number, column.name)
                self.read.warnings.append(str(where))

    def _check_id(self, row: Row) -> None:
        row.id = row.record.texts.pop("id", "")
        if row.id and split_values(row.id) != (row.id,):
            self.faults.refuse(row, "id", f"'{shorten(row.id)}' holds ; or | or a line break, which separate values")
        elif self.table.name in ("partners", "collaborations") and (
            row.id in (".", "..") or _NO_ADDRESS.search(row.id)
        ):
            reason = "is no id: it may not be . or .. or hold / or a space, since it stands in addresses"
            self.faults.refuse(row, "id", f"'{shorten(row.id)}' {reason}")
        elif row.id in self.first_rows:
            first = self.first_rows[row.id]
            self.faults.refuse(row, "id", f"'{shorten(row.id)}' stands in row {first} already")
        elif row.id:
            self.first_rows[row.id] = row.number


def _read_text(column: Column, text: str) -> str:
    _check_length(_required(column, text), column.longest)
    if column.is_date and text:
        PartialDate.parse(text)
    if column.is_day and text:
        parse_day(text)
    if column.choices and text and text not in column.choices:
        raise UnreadableCell(f"'{shorten(text)}' is not one of {', '.join(column.choices)}")
    return text or column.default


def _required(column: Column, text: str) -> str:
    if column.is_required and not (split_values(text) if column.shelf else text):
        raise UnreadableCell("the cell is empty; a value is required")
    return text


def _check_length(text: str, longest: int) -> None:
    if len(text) > longest:
        raise UnreadableCell(f"'{shorten(text)}' has {len(text)} characters; at most {longest} fit here")
