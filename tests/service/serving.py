"""A network served in this process, asked as somebody on this machine or elsewhere."""

import atexit
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from graph.attempts import Attempt
from graph.database import open_engine, transaction, upgrade
from graph.repository import Repository
from service.app import create_app
from service.rounds.programme import ZONE
from service.settings import Settings
from service.snapshot import Snapshot
from tests.builders import Rows, store

HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"


def make_database(folder: Path, *rows: Iterable[Rows]) -> Settings:
    """Store the rows of partners, collaborations and themes in a new database; return the settings that name it."""
    return copy_database(_made_once(), folder, *rows)


@cache
def _made_once() -> Path:
    """Make a database with tables and nothing in them, kept as long as this process lives."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "osmose.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


def copy_database(template: Path, folder: Path, *rows: Iterable[Rows], **chosen: object) -> Settings:
    """Do the same with a copy of the fixture `sqlite_template`, which is quicker; `chosen` are other settings."""
    shutil.copy(template, folder / "osmose.db")
    settings = Settings(database_url=f"sqlite:///{folder / 'osmose.db'}", home=folder, **chosen)
    add_rows(settings, *rows)
    return settings


def add_rows(settings: Settings, *rows: Iterable[Rows]) -> None:
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        store(session, *rows)
        Repository(session).record_change("a test")
    engine.dispose()


def ids_in(snapshot: Snapshot) -> list[str]:
    """Return the ids of the partners of today."""
    ids: list[str] = snapshot.network.partners["id"].tolist()
    return ids


@contextmanager
def writing(settings: Settings) -> Iterator[Session]:
    """Lend a session on the database of the settings, and commit."""
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        yield session
    engine.dispose()


def forget_tries(settings: Settings) -> None:
    """Let everybody try anew: a database that tests share keeps what each of them tried."""
    with writing(settings) as session:
        session.execute(delete(Attempt))


@contextmanager
def serving(settings: Settings, client: str = HERE, base_url: str = "http://localhost") -> Iterator[TestClient]:
    """Lend a client of the application; an error of the program comes as an answer, as it does outside of tests."""
    app = create_app(settings)
    address = (client, 50000)
    with TestClient(app, base_url=base_url, client=address, raise_server_exceptions=False) as asking:
        yield asking


def set_clock(app: FastAPI, now: datetime | None = None, *, today: date | None = None) -> None:
    """Put another moment, or day, in place of the present one; a moment without a zone is one in Oss."""
    clock = app.state.house.clock
    if now:
        clock.now = lambda: (now if now.tzinfo else now.replace(tzinfo=ZONE)).astimezone(UTC)
    if today:
        clock.today = lambda: today
