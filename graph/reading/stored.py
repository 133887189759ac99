"""What the database holds, in the words of the exchange format."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Sector
from graph.reading.records import Record, blank, key_of
from graph.reading.tables import Shelf, Table

Records = dict[str, Record]
"""Records by id."""


def read_stored(
    session: Session, tables: Iterable[Table], only: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Records]:
    """Return all that is stored of `tables`: records by id, by table; of tables in `only` the rows with these ids."""
    return {table.name: _read_table(session, table, (only or {}).get(table.name)) for table in tables}


def _read_table(session: Session, table: Table, ids: Sequence[str] | None) -> Records:
    own = [column for column in table.columns if not column.shelf]
    fields = [getattr(table.model, column.field) for column in own]
    notes = [table.model.__table__.c.notes] if table.has_notes else []
    query = select(*fields, *notes)
    if table.model is Sector:
        query = query.order_by(Sector.position)
    if ids is not None:
        query = query.where(table.model.__table__.c.id.in_(ids))
    records: Records = {}
    for values in session.execute(query):
        record = blank(table)
        for column, value in zip(own, values, strict=False):
            if column.number:
                record.numbers[column.name] = value
            else:
                record.texts[column.name] = value.isoformat() if column.is_day else value
        if table.has_notes:
            record.notes = dict(values[-1])
        records[key_of(table, record) if table.key else record.texts.pop("id")] = record
    for column in table.columns:
        if column.shelf:
            _fill(session, column.name, column.shelf, records, ids)
    return records


def _fill(session: Session, name: str, shelf: Shelf, records: Records, ids: Sequence[str] | None) -> None:
    owner, position = getattr(shelf.model, shelf.owner), shelf.model.__table__.c.position
    query = select(owner, getattr(shelf.model, shelf.value)).order_by(owner, position)
    if shelf.role:
        query = query.where(shelf.model.__table__.c.role == shelf.role)
    if ids is not None:
        query = query.where(owner.in_(ids))
    gathered: dict[str, list[str]] = {}
    for owner_id, value in session.execute(query):
        gathered.setdefault(owner_id, []).append(value)
    for owner_id, values in gathered.items():
        records[owner_id].lists[name] = tuple(values)
