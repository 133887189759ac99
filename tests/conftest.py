"""What all tests stand on: a fresh database of each kind, and no way out to the network."""

import gc
import os
import shutil
import signal
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from graph.database import open_engine, upgrade
from tests.postgresql import find_programs, run_server

if os.environ.get("OSMOSE_TEST_STORE") == "postgresql":  # everything that names a file of SQLite, on PostgreSQL
    from tests.on_postgresql import twins, twins_of_test  # noqa: F401 -- fixtures

hypothesis.settings.register_profile(
    "osmose", derandomize=True, deadline=None, max_examples=50
)  # the same examples on every machine
hypothesis.settings.load_profile("osmose")

IN_MEMORY, N_BYTES = Path("/dev/shm"), 4 << 30  # noqa: S108 -- names in it are made up by tempfile, as elsewhere
"""Where files are kept in memory, and the room that has to be there: a run of all tests wrote 1.7 GB."""


def _write_in_memory() -> None:
    """Let tests write there, where they can: databases wait for their disk at each commit, which takes long."""
    if "TMPDIR" in os.environ or not IN_MEMORY.is_dir():
        return
    about = os.statvfs(IN_MEMORY)
    can_run_programs = not about.f_flag & os.ST_NOEXEC
    if can_run_programs and min(about.f_bavail * about.f_frsize, _n_available_bytes() // 2) >= N_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def _n_available_bytes() -> int:
    """Return how much memory programs may still take."""
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    return int(told["MemAvailable"].split()[0]) * 1024


_write_in_memory()

gc.set_threshold(100_000, 20, 100)  # many networks stay in use meanwhile, and were looked through again and again

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background: every program that a test starts and ends by Ctrl-C would ignore it, and never end.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes test: one more than cores, since some always wait for a browser or for a program."""
    return (os.cpu_count() or 1) + 1


FIRST = (
    "test_every_page.py",
    "test_program.py",
    "test_readme.py",
    "test_linked_pages.py",
    "test_round_trip.py",
    "test_network_page.py",
    "test_spread.py",
)
"""Files of few tests that take long: at the end one process would be at them while the others wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take long before the others."""
    items.sort(key=lambda item: item.path.name not in FIRST)


LOOPBACK = ("127.0.0.1", "::1", "localhost", "", None)


class NetworkClosed(Exception):
    """A test wanted to reach another machine."""


def _stay_on_this_machine(event: str, arguments: tuple) -> None:
    if event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None  # a text is the path of a Unix socket
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in LOOPBACK:
        raise NetworkClosed(f"a test wanted to reach '{host}'; tests reach nothing but this machine")


sys.addaudithook(_stay_on_this_machine)

BOTH_DATABASES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(params=BOTH_DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _postgresql_database(request.getfixturevalue("postgresql_server"), template="template1")


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the tables of this version and nothing in them."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "osmose.db")
        yield f"sqlite:///{tmp_path / 'osmose.db'}"
    else:
        template = request.getfixturevalue("postgresql_template")
        yield from _postgresql_database(request.getfixturevalue("postgresql_server"), template)


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "osmose.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server that may make databases; each worker of xdist runs its own."""
    programs = find_programs()
    if given := os.environ.get("OSMOSE_TEST_POSTGRESQL_URL"):
        yield given
    elif programs:
        with run_server(programs) as url:
            yield url
    elif os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is not installed, and CI may not skip its tests")
    else:
        pytest.skip("PostgreSQL is not installed, and OSMOSE_TEST_POSTGRESQL_URL is not set")


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    for url in _postgresql_database(postgresql_server, template="template1"):
        _upgrade(url)
        yield make_url(url).database


def _upgrade(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()


def _postgresql_database(server: str, template: str) -> Iterator[str]:
    name = f"osmose_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
