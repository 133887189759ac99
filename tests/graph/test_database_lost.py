"""A database that goes away and comes back: told plainly, nothing half done, and then it goes on by itself."""

import shutil
import threading

import pytest
from sqlalchemy import func, select, text

from graph import database
from graph.database import open_engine, reading, transaction
from graph.errors import DatabaseUnavailable
from graph.model import Sector


def sectors(engine):
    with reading(engine) as session:
        return session.scalars(select(Sector.id).order_by(Sector.id)).all()


def add(session, name):
    session.add(Sector(id=name, label=name, position=0))
    session.flush()


def end_connections(engine):
    """End every connection to the database of an engine, as an administrator could."""
    ending = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    apart = open_engine(engine.url.render_as_string(hide_password=False))
    with apart.connect() as connection:
        connection.execute(ending)
    apart.dispose()


only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@only_postgresql
def test_connections_that_ended_while_nobody_used_them_are_replaced_unseen(engine):
    assert sectors(engine) == []
    end_connections(engine)

    with transaction(engine) as session:
        add(session, "sport")
    assert sectors(engine) == ["sport"]


@only_postgresql
@pytest.mark.parametrize("moment", ["before a statement", "before the commit"])
def test_a_writer_that_loses_its_connection_is_told_so_and_nothing_is_kept(engine, moment):
    def write():
        with transaction(engine) as session:
            add(session, "sport")
            end_connections(engine)
            if moment == "before a statement":
                session.scalar(select(func.count()).select_from(Sector))

    with pytest.raises(DatabaseUnavailable, match="does not answer"):
        write()

    assert sectors(engine) == []


@only_postgresql
def test_a_transaction_whose_program_hangs_is_ended_so_that_others_can_write(database_url, monkeypatch):
    monkeypatch.setattr(database, "IDLE_SECONDS", 1)
    engine = open_engine(database_url)

    def hang():
        with transaction(engine) as session:
            add(session, "hangs")
            with transaction(engine) as other:  # waits until the first one is ended
                add(other, "sport")
            session.scalar(select(func.count()).select_from(Sector))

    with pytest.raises(DatabaseUnavailable, match="idle"):
        hang()

    assert sectors(engine) == ["sport"]
    engine.dispose()


@only_postgresql
def test_a_statement_that_takes_too_long_is_given_up(database_url):
    engine = open_engine(database_url, statement_seconds=1)
    with pytest.raises(DatabaseUnavailable, match="statement timeout"), reading(engine) as session:
        session.execute(text("SELECT pg_sleep(5)"))
    engine.dispose()


@only_postgresql
def test_what_the_address_says_of_its_own_holds(database_url):
    engine = open_engine(f"{database_url}&application_name=kaart&options=-c%20lock_timeout%3D7s")
    with reading(engine) as session:
        assert session.scalar(text("SHOW application_name")) == "kaart"
        assert session.scalar(text("SHOW lock_timeout")) == "7s"
    engine.dispose()


def test_a_writer_that_waits_too_long_for_another_is_told_so_and_can_write_afterwards(database_url, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    engine = open_engine(database_url)
    with transaction(engine) as session:
        add(session, "first")
        with pytest.raises(DatabaseUnavailable, match=r"locked|lock timeout"), transaction(engine) as other:
            add(other, "second")

    with transaction(engine) as session:
        add(session, "third")
    assert sectors(engine) == ["first", "third"]
    engine.dispose()


def test_more_askers_than_connections_are_told_so(database_url, monkeypatch):
    for name, value in (("POOL_CONNECTIONS", 1), ("MORE_CONNECTIONS", 0), ("BUSY_SECONDS", 1)):
        monkeypatch.setattr(database, name, value)
    engine = open_engine(database_url)
    with reading(engine) as session:
        session.execute(select(1))
        with pytest.raises(DatabaseUnavailable, match="too many ask it at once"):
            sectors(engine)

    assert sectors(engine) == []
    engine.dispose()


@only_sqlite
def test_a_file_that_was_taken_away_is_told_and_no_new_one_is_begun(engine, tmp_path):
    assert sectors(engine) == []
    path = tmp_path / "osmose.db"
    kept = path.rename(tmp_path / "kept.db")

    for _ in range(2):
        with pytest.raises(DatabaseUnavailable, match="the file is gone"):
            sectors(engine)
    assert not path.exists()

    kept.rename(path)
    assert sectors(engine) == []


@only_sqlite
def test_a_file_that_was_replaced_is_read_from_then_on(engine, tmp_path):
    assert sectors(engine) == []
    shutil.copy(tmp_path / "osmose.db", tmp_path / "other.db")
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with transaction(other) as session:
        add(session, "sport")
    other.dispose()

    (tmp_path / "other.db").replace(tmp_path / "osmose.db")

    assert sectors(engine) == ["sport"]


@only_postgresql
def test_threads_that_ask_while_connections_end_see_the_old_state_or_an_error_told_plainly(engine):
    seen, told = [], []

    def ask():
        for _ in range(20):
            try:
                seen.append(sectors(engine))
            except DatabaseUnavailable:
                told.append(1)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for _ in range(5):
        end_connections(engine)
    for asker in askers:
        asker.join()

    assert len(seen) + len(told) == 80
    assert all(state == [] for state in seen)
