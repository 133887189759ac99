"""What was deleted is in no file of the database."""

import shutil
from pathlib import Path

import pytest

from graph.database import open_engine, reading, transaction
from graph.model import Change
from graph.people import Person
from graph.sweeping import sweep

MARKER = "marker-of-somebody"


def person(number):
    return Person(address_hash=f"{number}", sealed_address=MARKER, sealed_name=MARKER * 100)


@pytest.fixture
def sqlite(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    yield engine
    engine.dispose()


def holds_marker(engine):
    path = Path(engine.url.database)
    return any(MARKER.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_after_sweeping_nothing_deleted_is_left(sqlite):
    with transaction(sqlite) as session:
        session.add_all(person(number) for number in range(50))
    with transaction(sqlite) as session:
        for each in session.query(Person):
            session.delete(each)
    assert holds_marker(sqlite)

    assert sweep(sqlite)

    assert not holds_marker(sqlite)


def test_who_reads_for_long_makes_it_fail_and_is_not_disturbed(sqlite, monkeypatch):
    monkeypatch.setattr("graph.database.BUSY_SECONDS", 0)
    with transaction(sqlite) as session:
        session.add(Change(what="a test"))
    impatient = open_engine(str(sqlite.url))
    with reading(sqlite) as session:
        assert session.query(Change).count() == 1
        assert not sweep(impatient)
        assert session.query(Change).count() == 1
    impatient.dispose()

    assert sweep(sqlite)


def test_nobody_gets_the_number_of_who_was_erased(engine):
    with transaction(engine) as session:
        session.add(first := person(1))
        session.flush()
        number = first.id
        session.delete(first)
    with transaction(engine) as session:
        session.add(second := person(2))
        session.flush()
        assert second.id > number


def test_a_server_sweeps_by_itself(engine):
    assert sweep(engine)
