"""What commands work on: the database of the settings, made ready, and its network as the operator may see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Engine

from graph.database import open_engine, reading
from graph.errors import GraphError
from graph.introducing import Introductions
from graph.network import Network
from graph.repository import Repository
from graph.vocabulary import prepare
from graph.year_themes import year_theme_of
from matching.lean import Lean
from service.access import OPERATOR
from service.settings import Settings
from service.visibility import visible_network
from service.year_themes.leaning import lean_of, read_leant


class NoPartners(GraphError):
    """The network has no partners, so there is nothing to work on."""


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
    """Read the network of a day, of today if none is given; raise `NoPartners` where nobody is in it."""
    day = at or date.today()  # noqa: DTZ011 -- the day where the user is
    network = read_history(settings).at(day)
    if not network.n_partners:
        raise NoPartners(f"the database has no partners of {day}; osmose import brings them in")
    return network


def read_kept_away(settings: Settings, at: date | None) -> list[tuple[str, str]]:
    """Read the pairs that an introduction keeps from being suggested now; none on a day of the past."""
    if at is not None and at < date.today():  # noqa: DTZ011 -- the day where the user is
        return []
    with opened(settings) as engine, reading(engine) as session:
        return Introductions(session).pairs_kept_away(at or date.today())  # noqa: DTZ011 -- the same


def read_lean(settings: Settings, at: date | None, *, asked: bool | None) -> Lean | None:
    """Return to what suggestions lean on a day, of today if none is given: as is asked, else as staff set it.

    Raise `UnknownYearTheme` where it is asked and the year has no theme.
    """
    day = at or date.today()  # noqa: DTZ011 -- the day where the user is
    with opened(settings) as engine, reading(engine) as session:
        if asked:
            year_theme_of(session, day.year)
        return lean_of(read_leant(session, day, asked))
