"""A database of SQLite for each test: nothing of the pulse depends on which one it is."""

import shutil

import pytest

from graph.database import open_engine, transaction


@pytest.fixture
def empty_session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        yield session
    engine.dispose()
