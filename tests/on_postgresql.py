"""Tests that name a file of SQLite, on PostgreSQL all the same: OSMOSE_TEST_STORE=postgresql pytest tests/service.

A file in the folder of a test is moved into a database of its own when the test opens it, which is used from then on.
Files that several tests copy stay files, and so does what a program of its own opens.
"""

import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from graph import database
from graph.database import open_engine, schema_version
from graph.moving import move
from tests.postgresql import find_programs, run_server

_make_url = database.make_url


class Twins:
    """The databases that stand for the files of one test after the other."""

    def __init__(self, server: str) -> None:
        self.folder: Path | None = None
        """Of the test that runs."""
        self._server = server
        self._names: dict[Path, str] = {}
        self._templates: dict[str, str] = {}
        """By the digest of a file: the database that holds the same."""

    def address(self, url: str | URL) -> URL:
        """Return the address of what stands for a file of the test that runs, and every other one as it is."""
        address = _make_url(url)
        if self.folder is None or address.drivername != "sqlite" or not address.database:
            return address
        path = Path(address.database).resolve()
        if not path.is_relative_to(self.folder) or not path.parent.is_dir():
            return address
        if path not in self._names:
            self._names[path] = self._create(self._template_of(path))
        return self._of(self._names[path])

    def drop(self) -> None:
        """Drop what stands for the files of the test that ran."""
        with psycopg.connect(self._server, autocommit=True) as connection:
            for name in self._names.values():
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self._names.clear()
        self.folder = None

    def _of(self, name: str) -> URL:
        return _make_url(self._server).set(database=name)

    def _create(self, template: str) -> str:
        name = f"twin_{uuid.uuid4().hex}"
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _template_of(self, path: Path) -> str:
        if not path.exists() or not path.stat().st_size:
            return "template1"
        content = sha256(path.read_bytes()).hexdigest()
        if content not in self._templates:
            self._templates[content] = name = self._create("template1")
            folder, self.folder = self.folder, None  # now it is the file itself that is meant
            source, target = open_engine(f"sqlite:///{path}"), open_engine(self._of(name).render_as_string())
            if schema_version(source) is not None:
                move(source, target)
            source.dispose()
            target.dispose()
            self.folder = folder
        return self._templates[content]


@pytest.fixture(scope="session")
def twins() -> Iterator[Twins]:
    with run_server(find_programs()) as server:
        twins = Twins(server)
        database.make_url = twins.address
        yield twins
        database.make_url = _make_url


@pytest.fixture(autouse=True)
def twins_of_test(twins: Twins, tmp_path: Path) -> Iterator[None]:
    twins.folder = tmp_path.resolve()
    yield
    twins.drop()
