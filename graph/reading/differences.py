"""What an import would change, record by record and column by column."""

from dataclasses import dataclass

from graph.reading.cells import join_values, number_text
from graph.reading.importing import Checked
from graph.reading.records import Record
from graph.reading.tables import TABLE_BY_NAME, Column


@dataclass(frozen=True)
class Changed:
    """One column of a record, as cells: what stood there and what will."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One record that is new, or that something changes in."""

    table: str
    id: str
    name: str
    changes: tuple[Changed, ...]
    """Empty for a new one."""


def differences(checked: Checked, table: str) -> list[Difference]:
    """Return the new and changed records of a table, in the order of the files."""
    stored = checked.stored.get(table, {})
    return [
        Difference(table, each, _name(each, record), _changes(table, stored[each], record) if each in stored else ())
        for each, record in checked.complete[table].items()
        if stored.get(each) != record
    ]


def _name(record_id: str, record: Record) -> str:
    return next((record.texts[name] for name in ("name", "title", "label") if name in record.texts), record_id)


def _changes(table: str, before: Record, after: Record) -> tuple[Changed, ...]:
    columns = [column for column in TABLE_BY_NAME[table].columns if column.name != "id"]
    cells = [(column.name, cell_of(before, column), cell_of(after, column)) for column in columns]
    notes = sorted({*before.notes, *after.notes})
    cells += [(name, before.notes.get(name, ""), after.notes.get(name, "")) for name in notes]
    return tuple(Changed(name, old, new) for name, old, new in cells if old != new)


def cell_of(record: Record, column: Column) -> str:
    """Return what a column of a record looks like in a file."""
    if column.shelf:
        return join_values(record.lists.get(column.name, ()))
    if column.number:
        number = record.numbers.get(column.name)
        return "" if number is None else number_text(float(number))
    return record.texts.get(column.name, "")
