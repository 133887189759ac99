"""One store into another: read in blocks, written in one transaction, and compared table by table before it is kept."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, LargeBinary, Table, cast, delete, func, insert, inspect, select, text
from sqlalchemy.dialects.postgresql import REGCLASS

from graph.database import alembic_config, reading, require_current, schema_version, transaction
from graph.errors import OldDatabase, RefusedMove
from graph.every_table import Base

BLOCK_ROWS = 2000
BLOCK_PICTURES = 20
"""Rows in memory at once; a row with a picture may hold megabytes."""

Row = tuple[Any, ...]
Tell = Callable[[str, int, int], None]
"""Told which table is moved, how many of its rows are there, and how many there will be."""


@dataclass(frozen=True)
class MovedTable:
    """What a table holds, the same in both stores."""

    name: str
    n_rows: int
    checksum: str
    """64 hexadecimal digits; two tables with the same rows in whatever order have the same."""


class _Tally:
    """Counts rows and sums their digests: neither minds the order, in which databases differ by their collation."""

    def __init__(self) -> None:
        self.n_rows, self._sum = 0, 0

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.n_rows += 1
            self._sum += int.from_bytes(sha256(repr(row).encode("utf-8", "surrogatepass")).digest())

    def told(self, name: str) -> MovedTable:
        return MovedTable(name, self.n_rows, f"{self._sum % 2**256:064x}")


def move(source: Engine, target: Engine, tell: Tell = lambda _table, _done, _total: None) -> list[MovedTable]:
    """Copy all that one store holds into another, of whatever kind, and return what it holds by table.

    The source is only read, in one state of it, while others may go on. The target gets its tables and all rows in one
    transaction: it holds everything, or nothing when anything goes wrong. Raise `RefusedMove` where the target has
    tables already, where both are the same database, or where the rows came out otherwise than they went in;
    `OldDatabase` or `LaterDatabase` where the source is of another version; `DatabaseUnavailable`; `UnstorableValue`
    where a text of SQLite holds what PostgreSQL keeps nowhere.

    >>> from graph.database import open_engine, upgrade
    >>> one, other = open_engine("sqlite://"), open_engine("sqlite://")
    >>> upgrade(one)
    >>> [(table.name, table.n_rows) for table in move(one, other) if table.n_rows]
    [('introduction_move', 31)]
    """
    _refuse_the_same(source, target)
    if schema_version(source) is None:
        raise OldDatabase("the database to move is empty")
    require_current(source)
    with reading(source) as reader, transaction(target) as writer:
        into = writer.connection()
        _make_tables(into)
        with _without_guards(into):
            moved = [_move_table(table, reader.connection(), into, tell) for table in Base.metadata.sorted_tables]
        _set_sequences(reader.connection(), into)
        return moved


def _refuse_the_same(source: Engine, target: Engine) -> None:
    if _place(source) == _place(target):
        raise RefusedMove("both addresses name the same database")


def _place(engine: Engine) -> object:
    """Return what two addresses of one database have in common; a database in memory is like no other."""
    url = engine.url
    if engine.dialect.name != "sqlite":
        return url.set(username=None, password=None)
    return Path(url.database).resolve() if url.database and url.database != ":memory:" else engine


def _make_tables(into: Connection) -> None:
    found = {*Base.metadata.tables, "alembic_version"}.intersection(inspect(into).get_table_names())
    if found:
        raise RefusedMove(
            f"the database to move to has tables already, such as {min(found)}; a new and empty one is needed"
        )
    command.upgrade(alembic_config(into), "head")


@contextmanager
def _without_guards(into: Connection) -> Iterator[None]:
    """Keep the triggers still while rows come in as they are: they count steps, and refuse every change of one."""
    if into.dialect.name == "sqlite":
        triggers = into.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        stop, start = [f"DROP TRIGGER {name}" for name, _sql in triggers], [sql for _name, sql in triggers]
    else:
        query = (
            "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_schema = current_schema"
        )
        guarded = into.scalars(text(query)).all()
        stop, start = (
            [f"ALTER TABLE {table} {how} TRIGGER USER" for table in guarded] for how in ("DISABLE", "ENABLE")
        )
    for statement in stop:
        into.exec_driver_sql(statement)
    yield
    for statement in start:
        into.exec_driver_sql(statement)


def _move_table(table: Table, source: Connection, into: Connection, tell: Tell) -> MovedTable:
    total = source.scalar(select(func.count()).select_from(table)) or 0
    into.execute(delete(table))  # what the migrations put there, which the source has too
    read, names = _Tally(), [column.name for column in table.columns]
    for block in _blocks(table, source):
        read.add(block)
        into.execute(insert(table), [dict(zip(names, row, strict=True)) for row in block])
        tell(table.name, read.n_rows, total)
    sent, written = read.told(table.name), _count(table, into)
    if sent != written:
        raise RefusedMove(
            f"the table {table.name} did not arrive as it left ({sent.n_rows} rows, {written.n_rows} arrived);"
            " nothing was moved"
        )
    return written


def _count(table: Table, connection: Connection) -> MovedTable:
    tally = _Tally()
    for block in _blocks(table, connection):
        tally.add(block)
    return tally.told(table.name)


def _blocks(table: Table, connection: Connection) -> Iterator[list[Row]]:
    """Yield the rows of a table as every database gives them back, each after those of it that it refers to."""
    holds_pictures = any(isinstance(column.type, LargeBinary) for column in table.columns)
    query = select(table).order_by(*table.primary_key)
    options = {"yield_per": BLOCK_PICTURES if holds_pictures else BLOCK_ROWS}
    for block in connection.execute(query, execution_options=options).partitions():
        yield [tuple(map(_as_everywhere, row)) for row in block]


def _as_everywhere(value: object) -> object:
    """Return a value in the one form that both databases take: SQLite keeps moments in UTC and does not say so."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def _set_sequences(source: Connection, into: Connection) -> None:
    """Have the next row of a table numbered after the last there ever was: nobody gets the number of who is gone."""
    given = _last_numbers(source)
    for table in Base.metadata.sorted_tables:
        column, last = table.autoincrement_column, given.get(table.name, 0)
        if column is None:
            continue
        if into.dialect.name != "sqlite":
            highest = func.greatest(select(func.max(column)).scalar_subquery(), last)
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            into.execute(select(func.setval(sequence, func.greatest(highest, 1), highest > 0)))
        elif last and table.dialect_options["sqlite"]["autoincrement"]:  # the others are numbered after what is there
            row = {"name": table.name, "last": last}
            into.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), row)
            into.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)


def _last_numbers(source: Connection) -> dict[str, int]:
    """Return by table the last number that a row of it was given, which may be gone, where the database knows it."""
    if source.dialect.name == "sqlite":
        return {row.name: row.seq for row in source.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    sequences = {
        table.name: cast(func.pg_get_serial_sequence(table.name, table.autoincrement_column.name), REGCLASS)
        for table in Base.metadata.sorted_tables
        if table.autoincrement_column is not None
    }
    last = {name: source.scalar(select(func.pg_sequence_last_value(each))) for name, each in sequences.items()}
    return {name: number for name, number in last.items() if number is not None}
