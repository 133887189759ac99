"""The database: opened, brought up to date, and lent out in transactions."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DisconnectionError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from graph.errors import DatabaseUnavailable, LaterDatabase, OldDatabase, UnstorableValue
from graph.refusals import refusal_of

BUSY_SECONDS = 30
"""How long a writer waits for another writer, or for whoever else holds what it needs; then it is told so."""
CONNECT_SECONDS = 5
"""So long a server of PostgreSQL may take to answer a new connection; by itself TCP would try for two minutes."""
SILENT_SECONDS = 30
"""After so long without any sign of life the other side counts as gone, at either end of a connection: a cable that was
pulled says no goodbye, and a lock of whoever hung on it would stay."""
IDLE_SECONDS = 600
"""So long a transaction may wait for its own program. One that hangs would keep all other writers waiting; an import
that thinks about its files between two statements does not take so long."""
POOL_CONNECTIONS, MORE_CONNECTIONS = 20, 30
"""Connections that a process keeps, and how many more it opens when many ask at once: as many as threads answer
requests, each of which may need a second one."""

IN_MEMORY = (None, "", ":memory:")
"""What an address of SQLite names that is no file."""

WRITERS_LOCK = 0x05305E
"""The advisory lock of PostgreSQL that a writer holds to the end of its transaction; any number of our own does."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str, *, statement_seconds: int = 0) -> Engine:
    """Return an engine on the database at `url`; nothing is created or read yet.

    SQLite gets write-ahead logging and foreign keys. `postgresql://` means psycopg; a statement that takes longer than
    `statement_seconds` is given up there (0: none is), and what the address itself says of libpq's parameters holds.
    Raise `DatabaseUnavailable` when the address is none that SQLAlchemy understands.

    >>> open_engine("sqlite:///:memory:").dialect.name
    'sqlite'
    """
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(
            address,
            pool_pre_ping=True,  # a connection that broke while nobody used it is replaced unseen
            hide_parameters=True,  # errors go into logs, and what is written may tell of persons
            connect_args=_parameters(address, statement_seconds) if address.get_backend_name() == "postgresql" else {},
            **({} if address.database in IN_MEMORY else _pool()),
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError):  # a driver not installed; port "x"
        raise DatabaseUnavailable(
            f"'{_without_user(url)}' is not a database address; expected sqlite:///file.db or postgresql://user@host/name"
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _watch_file(engine)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _pool() -> dict[str, int]:
    return {"pool_size": POOL_CONNECTIONS, "max_overflow": MORE_CONNECTIONS, "pool_timeout": BUSY_SECONDS}


def _parameters(address: URL, statement_seconds: int) -> dict[str, object]:
    """Return how connections to a server are made and watched: libpq's parameters, save those of the address."""
    limits = {
        "statement_timeout": statement_seconds,
        "lock_timeout": BUSY_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
        "tcp_keepalives_idle": SILENT_SECONDS // 3,
        "tcp_keepalives_interval": SILENT_SECONDS // 3,
        "tcp_keepalives_count": 2,
    }
    in_milliseconds = {name: value * 1000 if name.endswith("timeout") else value for name, value in limits.items()}
    parameters = {
        "application_name": "osmose",
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": SILENT_SECONDS // 3,
        "keepalives_interval": SILENT_SECONDS // 3,
        "keepalives_count": 2,
        "tcp_user_timeout": SILENT_SECONDS * 1000,  # what was sent and is not acknowledged
        "options": " ".join(f"-c {name}={value}" for name, value in in_milliseconds.items()),
    }
    return {name: value for name, value in parameters.items() if name not in address.query}


def _without_user(url: str) -> str:
    """Return an address, readable or not, without a user and a password.

    >>> _without_user("postgresql://osmose:se@cret@host:x/name")
    'postgresql://host:x/name'
    """
    return re.sub(r"//.*@", "//", url)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a raw driver connection
    connection.isolation_level = None  # the driver must not begin transactions by itself: DDL would commit halfway
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was told as stored survives a power cut too
    # What is deleted is overwritten at once. Not measurable on an import of 13,000 partners (10.3 s of processor time).
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _watch_file(engine: Engine) -> None:
    """Keep connections from going on with a file that was taken away or replaced: nobody else sees what is in it."""
    path = Path(engine.url.database or ":memory:")
    opened: set[tuple[int, int]] = set()

    def name_file() -> tuple[int, int] | None:
        return (path.stat().st_dev, path.stat().st_ino) if path.exists() else None

    def refuse_to_begin_anew(*_how: object) -> None:
        if opened and not path.exists():
            raise sqlite3.OperationalError("the file is gone")

    def note(_connection: object, record: ConnectionPoolEntry) -> None:
        if (file := name_file()) is not None:
            opened.add(file)
            record.info["file"] = file

    def compare(_connection: object, record: ConnectionPoolEntry, _lent: object) -> None:
        if record.info.get("file") != name_file():
            raise DisconnectionError  # the pool opens what stands there now

    event.listen(engine, "do_connect", refuse_to_begin_anew)
    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", compare)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer halfway gets "database is locked" without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    # Writers wait for each other as in SQLite: two imports at once would both add what neither has seen.
    options = connection.get_execution_options()
    if options.get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({options.get('lock', WRITERS_LOCK)})")


@contextmanager
def transaction(engine: Engine, lock: int = WRITERS_LOCK) -> Iterator[Session]:
    """Lend a session that writes: all of it is committed at the end, or nothing when an exception leaves the block.

    On PostgreSQL it waits for those with the same `lock` only, a whole number of 64 bits; on SQLite for all who write.
    """
    writing = engine.execution_options(writes=True, lock=lock)
    with told_plainly(engine), Session(writing) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Lend a session that reads one consistent state; what it changes is not kept."""
    snapshot = (
        engine.execution_options(isolation_level="REPEATABLE READ") if engine.dialect.name != "sqlite" else engine
    )
    with told_plainly(engine), Session(snapshot) as session:
        yield session


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Raise `DatabaseUnavailable` or `UnstorableValue`, in one sentence, where the block meets what these mean."""
    try:
        yield
    except DataError as error:  # PostgreSQL: a NUL in a text, a number past its largest one
        raise UnstorableValue("this holds a sign or a number that no database keeps") from error
    except DatabaseError as error:
        if refusal := refusal_of(error, engine):
            raise refusal from error
        # The plain class: a file that is no database. A connection that was ended may be told by any class.
        if type(error) not in (OperationalError, DatabaseError) and not error.connection_invalidated:
            raise
        raise _unavailable(engine, error.orig) from error
    except PoolTimeout as error:
        raise _unavailable(engine, "too many ask it at once") from error


def _unavailable(engine: Engine, why: object) -> DatabaseUnavailable:
    where = engine.url.set(query={}).render_as_string(hide_password=True)
    in_one_line = " ".join(str(why).split())  # psycopg explains itself over several
    return DatabaseUnavailable(f"the database {where} does not answer: {in_one_line}")


def upgrade(engine: Engine) -> None:
    """Create the tables, or bring those of an earlier version up to date; a current database stays as it is.

    Raise `LaterDatabase` when a later version of Osmose made them.
    """
    refuse_later(schema_version(engine))
    with told_plainly(engine), engine.execution_options(writes=True).begin() as connection:
        command.upgrade(alembic_config(connection), "head")


def require_current(engine: Engine) -> None:
    """Raise `OldDatabase` or `LaterDatabase` unless the tables are those of this version."""
    version = schema_version(engine)
    refuse_later(version)
    if version != _scripts().get_current_head():
        raise OldDatabase("the database was made by an earlier version of Osmose; run: osmose database upgrade")


def schema_version(engine: Engine) -> str | None:
    """Return the migration that the database stands at; None for an empty database."""
    with told_plainly(engine), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_later(version: str | None) -> None:
    """Raise `LaterDatabase` if a migration is none that this version knows; None, of an empty database, is fine."""
    if version not in (None, *(script.revision for script in _scripts().walk_revisions())):
        raise LaterDatabase("the database was made by a later version of Osmose; install that version to use it")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config(None))


def alembic_config(connection: Connection | None) -> Config:
    """Return what Alembic must know to run the migrations on a connection, or only to list them."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
