"""Checked records into the database: only what differs is written."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from graph.dates import PartialDate, parse_day
from graph.model import Sector
from graph.reading.records import Record, blank
from graph.reading.sheets import Progress
from graph.reading.stored import Records
from graph.reading.tables import TABLES, Column, Shelf, Table

Each = TypeVar("Each")
Values = dict[str, Any]  # what SQLAlchemy takes as the columns of a row: texts, numbers, days and notes

BATCH = 1_000
"""Rows per statement: SQLite takes 32,766 values at most."""


def store(session: Session, complete: dict[str, Records], stored: dict[str, Records], progress: Progress) -> None:
    """Write what is new or differs: first the rows of every table, since lists may refer to any of them."""
    for table in TABLES:
        old = stored.get(table.name, {})
        _store_rows(session, table, _differing(complete[table.name], old), old, progress)
    for table in TABLES:
        old = stored.get(table.name, {})
        differing = _differing(complete[table.name], old)
        for column in table.columns:
            if column.shelf:
                _store_lists(session, table, column, column.shelf, differing, old)


def _differing(complete: Records, stored: Records) -> Records:
    return {each: record for each, record in complete.items() if stored.get(each) != record}


def _store_rows(session: Session, table: Table, differing: Records, stored: Records, progress: Progress) -> None:
    made = [_row_values(table, each, record) for each, record in differing.items() if each not in stored]
    changed = [_row_values(table, each, record) for each, record in differing.items() if each in stored]
    if table.model is Sector:
        last = session.scalar(select(func.max(Sector.position)))
        for position, values in enumerate(made, start=0 if last is None else last + 1):
            values["position"] = position
    done = 0
    for statement, rows in ((insert(table.model), made), (update(table.model), changed)):
        for batch in _batches(rows):
            session.execute(statement, batch)
            done += len(batch)
            progress(f"storing {table.name}", done, len(differing))


def _row_values(table: Table, row_id: str, record: Record) -> Values:
    values: Values = {} if table.key else {"id": row_id}
    for column in table.columns:
        if column.number:
            number = record.numbers[column.name]
            values[column.field] = int(number) if number is not None and column.number.is_whole else number
        elif column.is_day:
            values[column.field] = parse_day(record.texts[column.name])
        elif not column.shelf and column.field != "id":
            values[column.field] = record.texts[column.name]
    if table.has_notes:
        values["notes"] = record.notes
    if table.name == "collaborations":
        end = record.texts["end_date"]
        values["starts_on"] = PartialDate.parse(record.texts["start_date"]).first
        values["ends_on"] = PartialDate.parse(end).last if end else None
    return values


def _store_lists(  # noqa: PLR0913, PLR0917 -- what to write, and what stands there
    session: Session, table: Table, column: Column, shelf: Shelf, differing: Records, stored: Records
) -> None:
    nothing = blank(table)
    changed = {
        each: record.lists[column.name]
        for each, record in differing.items()
        if record.lists[column.name] != stored.get(each, nothing).lists[column.name]
    }
    role = {"role": shelf.role} if shelf.role else {}
    for owners in _batches([each for each in changed if each in stored]):
        session.execute(delete(shelf.model).where(getattr(shelf.model, shelf.owner).in_(owners)).filter_by(**role))
    rows: list[Values] = [
        {shelf.owner: each, "position": position, shelf.value: value, **role}
        for each, values in changed.items()
        for position, value in enumerate(values)
    ]
    for batch in _batches(rows):
        session.execute(insert(shelf.model), batch)


def _batches(rows: Sequence[Each]) -> Iterator[list[Each]]:
    walk = iter(rows)
    while batch := list(islice(walk, BATCH)):
        yield batch
