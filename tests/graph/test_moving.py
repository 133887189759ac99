"""Tests of graph.moving: from either database to either, there and back, with rows in every table."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from graph import moving
from graph.database import open_engine, reading, require_current, transaction, upgrade
from graph.errors import LaterDatabase, OldDatabase, RefusedMove, UnstorableValue
from graph.every_table import Base
from graph.introductions import IntroductionStep
from graph.model import Change, Partner, Sector
from graph.moving import move
from graph.people import Person
from graph.repository import Repository
from tests.filling import fill


@pytest.fixture
def source(sqlite_template, tmp_path):
    """A store with two rows in every table."""
    path = tmp_path / "source.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    with transaction(engine) as session:
        fill(session.connection())
    yield engine
    engine.dispose()


@pytest.fixture
def back(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'back.db'}")
    yield engine
    engine.dispose()


def dump(engine):
    """All that a file of SQLite holds, as statements."""
    with closing(sqlite3.connect(engine.url.database)) as file:
        return sorted(file.iterdump())


def test_there_and_back_again_everything_is_as_it_was(source, empty_engine, back):
    before = dump(source)

    there = move(source, empty_engine)
    again = move(empty_engine, back)

    require_current(empty_engine)
    assert dump(back) == before == dump(source)
    assert there == again
    assert [table.name for table in there if not table.n_rows] == []
    assert {table.name for table in there} == set(Base.metadata.tables)


def test_the_next_row_is_numbered_after_the_last(source, empty_engine):
    move(source, empty_engine)

    with transaction(empty_engine) as session:
        before = Repository(session).version()
        Repository(session).record_change("afterwards")
    with reading(empty_engine) as session:
        assert Repository(session).version() == before + 1


def test_nobody_gets_the_number_of_who_was_erased(source, empty_engine, back):
    with transaction(source) as session:
        erased = _somebody(session)
        session.delete(erased)
        session.flush()
    move(source, empty_engine)
    move(empty_engine, back)

    for engine in (source, empty_engine, back):
        with transaction(engine) as session:
            assert _somebody(session).id == erased.id + 1


def _somebody(session):
    person = Person(address_hash="digest", sealed_address="", sealed_name="")
    session.add(person)
    session.flush()
    return person


def test_the_triggers_guard_the_new_store_as_they_did_the_old_one(source, empty_engine):
    move(source, empty_engine)

    with pytest.raises(DBAPIError, match=r"never changed|not changed"), transaction(empty_engine) as session:
        session.execute(update(IntroductionStep).values(by_whom="staff"))


def test_progress_is_told_by_table_and_rows(source, back, monkeypatch):
    monkeypatch.setattr(moving, "BLOCK_ROWS", 1)
    told = []

    move(source, back, lambda *progress: told.append(progress))

    assert ("partner", 1, 2) in told
    assert ("partner", 2, 2) in told


def test_a_store_that_has_tables_is_refused_and_left_alone(source, engine):
    with transaction(engine) as session:
        session.add(Sector(id="sport", label="Sport", position=0))

    with pytest.raises(RefusedMove, match="has tables already"):
        move(source, engine)

    with reading(engine) as session:
        assert session.scalars(select(Sector.id)).all() == ["sport"]


def test_one_database_under_two_addresses_is_refused(source, tmp_path):
    (tmp_path / "link.db").symlink_to(tmp_path / "source.db")

    with pytest.raises(RefusedMove, match="the same database"):
        move(source, open_engine(f"sqlite:///{tmp_path / 'link.db'}"))


def test_a_store_of_another_version_is_not_moved(empty_engine, back):
    with pytest.raises(OldDatabase, match="empty"):
        move(empty_engine, back)
    upgrade(empty_engine)
    for version, told in (("0013", OldDatabase), ("9999", LaterDatabase)):
        with transaction(empty_engine) as session:
            session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
        with pytest.raises(told):
            move(empty_engine, back)


def test_what_came_out_otherwise_than_it_went_in_is_not_kept(source, empty_engine):
    @event.listens_for(empty_engine, "before_execute", retval=True)
    def lose(_connection, statement, several, one, _options):
        """Lose a letter of a name, as a store that cuts off texts would."""
        rows = [{**row, "name": row["name"][:-1]} if "postcode" in row else row for row in several]
        return statement, rows, one

    with pytest.raises(RefusedMove, match="did not arrive as it left"):
        move(source, empty_engine)

    assert inspect(empty_engine).get_table_names() == []


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_a_text_that_postgresql_keeps_nowhere_stops_the_move(source, empty_engine):
    with transaction(source) as session:
        session.execute(update(Partner).values(name="a\0b"))

    with pytest.raises(UnstorableValue):
        move(source, empty_engine)
    assert inspect(empty_engine).get_table_names() == []


def test_the_source_is_one_state_while_others_write(source, back):
    def write_meanwhile(table, _done, _total):
        if table == "change":
            with transaction(source) as session:
                session.execute(insert(Change).values(what="meanwhile"))

    n_changes = {table.name: table.n_rows for table in move(source, back, write_meanwhile)}["change"]

    assert n_changes == 2
