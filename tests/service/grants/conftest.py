"""A database with three partners of two sectors, each with somebody who speaks for it."""

import shutil

import pytest

from graph.database import open_engine, transaction
from service.keys import read_safe
from service.people import People
from service.settings import Settings
from tests.builders import partner, store

PARTNERS = {"school": "primair-onderwijs", "bieb": "cultuur", "bakker": "bedrijf"}


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        store(session, [partner(each, sector=sector) for each, sector in PARTNERS.items()])
        people = People(session, read_safe(Settings(home=tmp_path)))
        for each in PARTNERS:
            people.join(people.add(f"{each}@example.org", each).id, each)
        yield session
    engine.dispose()
