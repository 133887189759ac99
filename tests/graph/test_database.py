"""Tests of graph.database, on both databases."""

import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from graph.database import (
    alembic_config,
    open_engine,
    reading,
    require_current,
    schema_version,
    transaction,
    upgrade,
)
from graph.errors import DatabaseUnavailable, LaterDatabase, OldDatabase
from graph.every_table import Base
from graph.model import Partner, Sector


def n_sectors(session):
    return session.scalar(select(func.count()).select_from(Sector))


def test_a_transaction_keeps_what_was_added(engine):
    with transaction(engine) as session:
        session.add(Sector(id="sport", label="Sport", position=0))

    with reading(engine) as session:
        assert n_sectors(session) == 1


def test_an_exception_undoes_the_whole_transaction(engine):
    def fail_halfway():
        with transaction(engine) as session:
            session.add(Sector(id="sport", label="Sport", position=0))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()

    with reading(engine) as session:
        assert n_sectors(session) == 0


def test_what_a_reader_changes_is_not_kept(engine):
    with reading(engine) as session:
        session.add(Sector(id="sport", label="Sport", position=0))
        session.flush()

    with reading(engine) as session:
        assert n_sectors(session) == 0


def test_a_reader_sees_one_state_while_a_writer_commits(engine):
    with reading(engine) as session:
        before = n_sectors(session)
        with transaction(engine) as writer:
            writer.add(Sector(id="sport", label="Sport", position=0))
        after = n_sectors(session)

    assert (before, after) == (0, 0)


def test_two_writers_wait_for_each_other(engine):
    def add(sector):
        with transaction(engine) as session:
            position = n_sectors(session)
            session.add(Sector(id=sector, label=sector, position=position))

    writers = [threading.Thread(target=add, args=[f"sector-{number}"]) for number in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with reading(engine) as session:
        assert n_sectors(session) == 5


def test_a_partner_of_an_unknown_sector_is_refused(engine):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(Partner(id="a", name="A", sector_id="unknown"))


def test_sqlite_writes_ahead_and_enforces_foreign_keys(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")

    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()


def test_upgrading_creates_the_tables_and_doing_it_twice_changes_nothing(empty_engine):
    assert schema_version(empty_engine) is None

    upgrade(empty_engine)
    upgrade(empty_engine)

    require_current(empty_engine)
    assert set(inspect(empty_engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_the_migrations_make_what_the_model_says(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_every_check_of_the_model(empty_engine):
    def checks():
        seen = inspect(empty_engine)
        return {table: seen.get_check_constraints(table) for table in Base.metadata.tables}

    Base.metadata.create_all(empty_engine)
    expected = checks()
    Base.metadata.drop_all(empty_engine)
    upgrade(empty_engine)

    assert checks() == expected


def test_downgrading_takes_every_table_away_and_upgrading_brings_it_back(engine):
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]

    upgrade(engine)
    require_current(engine)


def test_a_database_without_tables_is_refused_until_it_is_upgraded(empty_engine):
    with pytest.raises(OldDatabase, match="osmose database upgrade"):
        require_current(empty_engine)


def test_a_database_of_a_later_version_is_neither_read_nor_upgraded(engine):
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(LaterDatabase, match="later version"):
        require_current(engine)
    with pytest.raises(LaterDatabase, match="later version"):
        upgrade(engine)


@pytest.mark.parametrize(
    "url", ["", "osmose.db", "postgres://host/name", "mysql://host/name", "postgresql://host:x/name"]
)
def test_an_address_that_is_none_is_refused_with_what_was_expected(url):
    with pytest.raises(DatabaseUnavailable, match=r"expected sqlite:///file\.db or postgresql://"):
        open_engine(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgres://osmose:secret@host/name",
        "postgresql://osmose:secret@host:x/name",
        "postgresql://osmose:sec/ret:secret@:x/",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_user_and_password(url):
    with pytest.raises(DatabaseUnavailable) as raised:
        open_engine(url)
    assert "secret" not in str(raised.value)


def test_a_folder_that_is_not_there_is_told_plainly(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'osmose.db'}")

    with pytest.raises(DatabaseUnavailable, match=r"nowhere/osmose\.db does not answer: unable to open database file"):
        upgrade(engine)


def test_a_file_that_is_no_database_is_told_plainly(tmp_path):
    path = tmp_path / "partners.csv"
    path.write_text("id,name\n" * 1000)

    with pytest.raises(DatabaseUnavailable, match="file is not a database"):
        upgrade(open_engine(f"sqlite:///{path}"))


def test_a_server_that_is_not_there_is_told_in_one_line_without_the_password(tmp_path):
    engine = open_engine(f"postgresql://someone:secret@/osmose?host={tmp_path}")

    with pytest.raises(DatabaseUnavailable, match="does not answer") as raised, reading(engine) as session:
        n_sectors(session)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
