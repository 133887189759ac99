"""Partners a to e with a person each, in a database of its own."""

import shutil

import pytest

from graph.database import open_engine, transaction
from tests.service.activities.holding import add_partners


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        add_partners(session, *"abcde")
        yield session
    engine.dispose()
