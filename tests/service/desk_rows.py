"""A session on a small network, with the safe in which persons and notes are sealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from graph.database import open_engine, transaction
from graph.sealing import Safe
from service.keys import read_safe
from service.settings import Settings
from tests.builders import partner
from tests.service.serving import make_database


@contextmanager
def writing(settings: Settings) -> Iterator[tuple[Session, Safe]]:
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        yield session, read_safe(settings)
    engine.dispose()


def two_partners(folder: Path) -> Settings:
    return make_database(folder, [partner("bieb", name="Bibliotheek"), partner("school", name="De Lindeschool")])
