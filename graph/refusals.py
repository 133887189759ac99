"""Why a database refuses to store: its disk is full, or cannot be written to; others do not answer at all."""

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from graph.errors import DatabaseUnavailable, FullDisk, UnwritableDatabase

FULL = ("SQLITE_FULL", "53100")
"""What SQLite calls it, and PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""
UNWRITABLE = ("SQLITE_READONLY", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE", "25006")
"""How the names of these errors begin; a disk with faults is mounted for reading alone, and its writers are told so."""


def refusal_of(error: DatabaseError, engine: Engine) -> DatabaseUnavailable | None:
    """Return what keeps a database from storing; None where it is something else."""
    name = str(getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "") or "")
    where = engine.url.set(query={}).render_as_string(hide_password=True)
    if name in FULL:
        return FullDisk(f"the disk of the database {where} is full: nothing was stored; make room and try again")
    if name.startswith(UNWRITABLE):
        return UnwritableDatabase(f"the database {where} cannot be written to: nothing was stored; look at its disk")
    return None
