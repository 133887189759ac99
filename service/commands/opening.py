"""What commands work on: the database of the settings, made ready, and its network as the operator may see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Engine

from graph.database import open_engine, reading
from graph.network import Network
from graph.repository import Repository
from graph.vocabulary import prepare
from service.access import OPERATOR, visible_network
from service.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """Lend the database, ready for use."""
    with connected(settings) as engine:
        prepare(engine)
        yield engine


@contextmanager
def connected(settings: Settings) -> Iterator[Engine]:
    """Lend the database as it is, of whatever version."""
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def read_history(settings: Settings) -> Network:
    """Read all that is known."""
    with opened(settings) as engine, reading(engine) as session:
        return visible_network(Repository(session).network(), OPERATOR)


def read_network(settings: Settings, at: date | None) -> Network:
    """Read the network of a day; of today if none is given."""
    return read_history(settings).at(at or date.today())  # noqa: DTZ011 -- the day where the user is
