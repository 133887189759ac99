"""Keeping the database safe: copied while it is used, put back whole, and checked."""

import os
import re
import shutil
import sqlite3
import subprocess  # nosec B404 # the programs of PostgreSQL are called with our own arguments
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Connection, Engine, func, inspect, select
from sqlalchemy.exc import DatabaseError, ProgrammingError

from graph.database import open_engine, reading, refuse_later, require_current, schema_version, transaction, upgrade
from graph.dates import PartialDate
from graph.errors import (
    DatabaseUnavailable,
    LaterDatabase,
    MissingProgram,
    OldDatabase,
    UnreadableDate,
    UnsoundBackup,
)
from graph.every_table import GUARDS
from graph.model import Change, Collaboration, Participation
from graph.repository import Repository
from graph.writing.replacing import replacing

EMPTY = "the database is empty; osmose import brings in a network"
"""What there is to say of a database without tables."""

_NAME = re.compile(r"osmose-\d{4}-\d{2}-\d{2}T\d{6}Z\.(db|dump)")
_ARCHIVED_VERSION = re.compile(r"^COPY \S*alembic_version .*\n(\S+)$", re.MULTILINE)


def backup(engine: Engine, path: Path) -> None:
    """Copy the database into one file, readable by its owner alone; others may read and write meanwhile.

    SQLite gives a database file again, PostgreSQL an archive of pg_dump. A file that stood there is replaced once the
    copy is whole. Raise `OldDatabase` when it has no tables, `UnwritableFile`, `DatabaseUnavailable`, or
    `MissingProgram` where pg_dump is not installed.

    >>> engine = open_engine("sqlite://")
    >>> upgrade(engine)
    >>> with TemporaryDirectory() as folder:
    ...     backup(engine, Path(folder, "osmose-2026-11-24.db"))
    ...     os.listdir(folder)
    ['osmose-2026-11-24.db']
    """
    if schema_version(engine) is None:
        raise OldDatabase(EMPTY)
    with replacing(path) as partial:
        partial.touch(mode=0o600, exist_ok=False)
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine, partial)
        else:
            try:
                _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={partial}", engine=engine)
            except subprocess.CalledProcessError as error:
                raise DatabaseUnavailable(f"the database could not be copied: {_reason(error)}") from error


def backup_into(engine: Engine, folder: Path, keep: int, now: datetime) -> Path:
    """Copy the database into a new file of a folder, named by a moment, and remove all but the `keep` latest of such.

    Nothing is removed unless the copy was made, and no other file ever is. Return the new file; raise as `backup` does.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # In UTC: in the night in which the clocks go back, a later file would come before an earlier one.
    path = (
        folder / f"osmose-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.{'db' if engine.dialect.name == 'sqlite' else 'dump'}"
    )
    backup(engine, path)
    others = sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name) and each != path)
    for old in others[: max(0, len(others) + 1 - keep)]:
        old.unlink(missing_ok=True)  # another one may be at it
    return path


def restore(engine: Engine, path: Path) -> None:
    """Replace all that the database holds by a backup, or nothing when anything is wrong.

    A backup of an earlier version is brought up to date. A running service reads the network again. Raise
    `UnsoundBackup` when the file is no whole backup of this kind of database, `LaterDatabase` when a later version
    made it, `DatabaseUnavailable`, and `MissingProgram` where pg_restore and psql are not installed.
    """
    seen = _latest_change(engine)
    if engine.dialect.name == "sqlite":
        _restore_sqlite(engine, path)
    else:
        _restore_postgresql(engine, path)
    _announce(engine, path, seen)


def check(engine: Engine) -> list[str]:
    """Return a sentence for everything that is wrong with the database; none when it is sound."""
    if damage := _damage(engine):
        return damage
    if schema_version(engine) is None:
        return [EMPTY]
    try:
        require_current(engine)
    except (OldDatabase, LaterDatabase) as error:
        return [str(error)]
    return [*_collaborations_of_nobody(engine), *_days_that_disagree(engine)]


def _copy_sqlite(engine: Engine, path: Path) -> None:
    try:
        with engine.connect() as connection, closing(sqlite3.connect(path)) as copy:
            _raw(connection).backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except sqlite3.Error as error:
        raise DatabaseUnavailable(f"the database could not be copied: {error}") from error


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 -- only SQLite is asked
    return raw


def _restore_sqlite(engine: Engine, path: Path) -> None:
    with TemporaryDirectory() as folder:
        copy = Path(folder, "restored.db")
        _copy_backup(path, copy)
        _prove(copy, path)
        # SQLite's own copying is one transaction: who reads meanwhile sees the old state, and after a crash it is back.
        with closing(sqlite3.connect(copy)) as restored, engine.connect() as connection:
            restored.backup(_raw(connection))


def _copy_backup(path: Path, copy: Path) -> None:
    if not path.is_file():
        raise UnsoundBackup(f"{path} is not a file")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise UnsoundBackup(f"{path} is no backup of an SQLite database: {error}") from error


def _prove(copy: Path, path: Path) -> None:
    """Look for damage in the copy of a backup and bring it up to date, before anything is replaced."""
    engine = open_engine(f"sqlite:///{copy}")
    try:
        if damage := _damage(engine):
            raise UnsoundBackup(f"{path} is damaged: {damage[0]}")
        if schema_version(engine) is None:
            raise UnsoundBackup(f"{path} is no backup of Osmose")
        upgrade(engine)
    finally:
        engine.dispose()


def _restore_postgresql(engine: Engine, path: Path) -> None:
    with TemporaryDirectory() as folder:
        script = Path(folder, "restored.sql")
        try:
            version = _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(path))
            _run("pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(path))
        except subprocess.CalledProcessError as error:
            raise UnsoundBackup(f"{path} is no backup of a PostgreSQL database: {_reason(error)}") from error
        if not (archived := _ARCHIVED_VERSION.search(version)):
            raise UnsoundBackup(f"{path} is no backup of Osmose")
        refuse_later(archived[1])
        _replace_tables(engine, script)
    upgrade(engine)


def _replace_tables(engine: Engine, script: Path) -> None:
    # Not pg_restore --clean: it fails on tables that are younger than the backup and refer to one that it replaces.
    # All tables that are there, for a later version may have had others: the next upgrade would fail on these.
    quote = engine.dialect.identifier_preparer.quote
    drop = "".join(f"DROP TABLE {quote(table)} CASCADE; " for table in inspect(engine).get_table_names())
    try:
        _run(
            "psql",
            *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
            f"--command={drop}DROP FUNCTION IF EXISTS {', '.join(GUARDS)}",
            f"--file={script}",
            engine=engine,
        )
    except subprocess.CalledProcessError as error:
        raise DatabaseUnavailable(f"the database did not take the backup and is as it was: {_reason(error)}") from error


def _run(program: str, *arguments: str, engine: Engine | None = None) -> str:
    """Run a program of PostgreSQL, on a database if an engine is given, and return what it prints.

    Raise `MissingProgram` where it is not installed, `CalledProcessError` when it fails.
    """
    path = shutil.which(program)
    if path is None:
        raise MissingProgram(f"{program} is not installed; Debian has it in the package postgresql-client")
    if engine is not None:
        arguments = (f"--dbname={_address_without_password(engine.url)}", *arguments)
    password = {"PGPASSWORD": engine.url.password} if engine is not None and engine.url.password else {}
    done = subprocess.run(  # noqa: S603 -- a program found by its name, our own arguments, no shell # nosec B603
        [path, *arguments], check=True, capture_output=True, text=True, env={**os.environ, **password}
    )
    return done.stdout


def _address_without_password(url: URL) -> str:
    # Everybody on the machine can read the arguments of a program.
    return URL.create(
        "postgresql", url.username, host=url.host, port=url.port, database=url.database, query=url.query
    ).render_as_string()


def _reason(error: subprocess.CalledProcessError) -> str:
    return " ".join(error.stderr.split())


def _latest_change(engine: Engine) -> int:
    try:
        with reading(engine) as session:
            return Repository(session).version()
    except (DatabaseUnavailable, ProgrammingError):
        return 0  # no tables yet, or damaged: there is nothing that anybody could have read


def _announce(engine: Engine, path: Path, seen: int) -> None:
    # Numbered after the changes that went away, too: a service compares the number it saw with the latest.
    with transaction(engine) as session:
        latest = max(seen, Repository(session).version()) + 1
        session.add(Change(id=latest, what=f"restored {path.name}"))
        if engine.dialect.name == "postgresql":
            session.execute(select(func.setval(func.pg_get_serial_sequence("change", "id"), latest)))


def _damage(engine: Engine) -> list[str]:
    """Return what SQLite finds wrong with its own file; PostgreSQL keeps its pages and references itself."""
    if engine.dialect.name != "sqlite":
        return []
    try:
        with engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            references = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    except DatabaseError as error:
        return [f"the file cannot be read: {error.orig}"]
    return [
        *(page for page in pages if page != "ok"),
        *(f"{table}, row {row}: refers to a {parent} that is not there" for table, row, parent, _ in references),
    ]


def _collaborations_of_nobody(engine: Engine) -> list[str]:
    query = select(Collaboration.id).where(Collaboration.id.not_in(select(Participation.collaboration_id)))
    with reading(engine) as session:
        return [
            f"collaboration {one}: has no participants" for one in session.scalars(query.order_by(Collaboration.id))
        ]


def _days_that_disagree(engine: Engine) -> list[str]:
    day = Collaboration
    query = select(day.id, day.start_date, day.starts_on, day.end_date, day.ends_on).order_by(day.id)
    with reading(engine) as session:
        found = [
            (row.id, column, _disagreement(written, stored, side))
            for row in session.execute(query)
            for column, written, stored, side in (
                ("starts_on", row.start_date, row.starts_on, "first"),
                ("ends_on", row.end_date, row.ends_on, "last"),
            )
        ]
    return [f"collaboration {one}, {column}: {why}" for one, column, why in found if why]


def _disagreement(written: str, stored: date | None, side: str) -> str:
    """Return why a stored day is not the first or last that a partial date can mean; nothing when it is."""
    try:
        meant = getattr(PartialDate.parse(written), side) if written else None
    except UnreadableDate as error:
        return str(error)
    return "" if meant == stored else f"'{written}' means {meant or 'no day'}, not {stored or 'no day'}"
