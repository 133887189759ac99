"""A database of three partners and what is served of it, while time passes when a test says so."""

from datetime import date

import pytest

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, Introductions
from service.snapshot import Snapshots
from tests.builders import partner
from tests.graph.exchange_files import csv_of, import_files, write_files
from tests.service.serving import make_database

TODAY = date(2020, 6, 1)


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self):
        self.seconds, self.day = 100.0, TODAY


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(tmp_path):
    return make_database(tmp_path, [partner("school"), partner("bieb"), partner("club", since="2020-06-02")])


@pytest.fixture
def engine(settings):
    made = open_engine(settings.database_url)
    yield made
    made.dispose()


def make(engine, settings, clock):
    return Snapshots(engine, settings.model_path, clock=lambda: clock.seconds, today=lambda: clock.day)


@pytest.fixture
def snapshots(engine, settings, clock):
    return make(engine, settings, clock)


@pytest.fixture
def other(engine, settings, clock):
    """Those of another process on the same database."""
    return make(engine, settings, clock)


@pytest.fixture
def propose(engine):
    """Propose that two partners be introduced to each other."""

    def propose_both(one, other):
        with transaction(engine) as session:
            Introductions(session).propose(one, other, PROGRAM)

    return propose_both


@pytest.fixture
def tell(engine, tmp_path):
    """Bring in rows of a file of partners, as `osmose import` does."""

    def bring_in(*rows):
        import_files(engine, write_files(tmp_path / "files", partners=csv_of(*rows)))

    return bring_in
