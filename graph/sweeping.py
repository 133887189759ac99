"""What was deleted, taken out of the file of the database."""

import sqlite3

from sqlalchemy import Engine


def sweep(engine: Engine) -> bool:
    """Write the file of the database anew, so that nothing deleted can be read in it; return whether that worked.

    It does not while another program reads or writes for long; then somebody tries again later. A PostgreSQL server
    does this by itself, at a time of its own (autovacuum), and True is returned.

    >>> from graph.database import open_engine
    >>> sweep(open_engine("sqlite://"))
    True
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()  # VACUUM works outside of transactions only, and SQLAlchemy begins one by itself
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        # The new file stands in the log beside it until this copies it, and cuts the log to nothing.
        is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # locked
        return False
    else:
        return not is_busy
    finally:
        raw.close()
