"""Of all processes on one database one at a time does a job; when that one dies, another gets the turn."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from zlib import crc32

from sqlalchemy import Engine, func, select

from graph.database import IN_MEMORY, told_plainly
from graph.errors import DatabaseUnavailable


@contextmanager
def turn(engine: Engine, job: str) -> Iterator[bool]:
    """Lend the turn at a job as long as the block runs: True, or False where another process or thread has it.

    Whoever dies has it no longer: it hangs on a connection of PostgreSQL (an advisory lock), or on the lock of a small
    file beside that of SQLite. Raise `DatabaseUnavailable`.

    >>> from graph.database import open_engine
    >>> with turn(open_engine("sqlite://"), "mail") as is_ours:
    ...     is_ours
    True
    """
    if engine.dialect.name != "sqlite":
        yield from _turn_of_server(engine, job)
    elif engine.url.database in IN_MEMORY:
        yield True  # nobody else is there
    else:
        yield from _turn_of_file(f"{engine.url.database}-{job}.turn")


def _turn_of_server(engine: Engine, job: str) -> Iterator[bool]:
    number = crc32(f"osmose {job}".encode())
    # Not in a transaction: a job that takes long would be one that hangs (`IDLE_SECONDS`).
    with told_plainly(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_ours = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield is_ours
        finally:
            if is_ours and not connection.closed:
                connection.execute(select(func.pg_advisory_unlock(number)))


def _turn_of_file(path: str) -> Iterator[bool]:
    try:
        # From several threads, though never at once: who waits for work in another thread gives it back there.
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)) as file:
            yield _locks(file)
    except sqlite3.OperationalError as error:
        raise DatabaseUnavailable(f"the file {path} cannot be locked: {error}") from error


def _locks(file: sqlite3.Connection) -> bool:
    try:
        file.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
