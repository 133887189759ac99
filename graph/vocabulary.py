"""The first thing a database gets: its tables, the built-in sectors and the thesaurus."""

from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from graph.database import reading, require_current, schema_version, transaction, upgrade
from graph.model import Sector

_DATA = Path(__file__).parents[1] / "data"

VOCABULARY = (_DATA / "oss" / "sectors.csv", _DATA / "themes" / "themes.csv")
"""Sectors and thesaurus, in the exchange format."""


def prepare(engine: Engine) -> None:
    """Make an empty database ready for use; leave a current one alone.

    A network that brings its own sectors or themes adds them to the built-in ones. Raise `OldDatabase` or
    `LaterDatabase` for a database of another version.
    """
    if schema_version(engine) is None:
        upgrade(engine)
    require_current(engine)
    with reading(engine) as session:
        is_empty = _is_empty(session)
    if is_empty:
        # Reading files wants scikit-learn and openpyxl, a second to load; a database that is ready need not wait.
        from graph.reading.importing import import_paths  # noqa: PLC0415

        with transaction(engine) as session:
            if _is_empty(session):  # asked again: another first user may have filled it while this one waited
                import_paths(session, [path for path in VOCABULARY if path.exists()])


def _is_empty(session: Session) -> bool:
    return session.scalar(select(Sector.id).limit(1)) is None
