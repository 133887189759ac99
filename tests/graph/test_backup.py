"""Tests of graph.backup, on both databases: back up, change, restore, compare all tables."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, inspect, select, text, update

from graph.backup import backup, backup_into, check, restore
from graph.database import open_engine, reading, schema_version, transaction, upgrade
from graph.errors import DatabaseUnavailable, LaterDatabase, MissingProgram, OldDatabase, UnsoundBackup, UnwritableFile
from graph.every_table import Base
from graph.model import Change, Collaboration, Participation, Partner
from graph.repository import Repository
from tests.builders import collaboration, partner, store, theme


@pytest.fixture
def filled_engine(engine):
    with transaction(engine) as session:
        store(
            session,
            [
                partner("a", seeks=["tijd", "brood"], themes="taal", notes={"Telefoon": "—"}),
                partner("b", offers="tijd"),
            ],
            [collaboration("x", "2018-02", ["a", "b"], lead="a", end="2019", themes="taal")],
            [theme("taal", alternatives="talen")],
        )
        Repository(session).record_change("filled")
    return engine


def tables(engine):
    with reading(engine) as session:
        return {
            name: sorted(session.execute(select(table)).all(), key=repr) for name, table in Base.metadata.tables.items()
        }


def without_changes(engine):
    return {name: rows for name, rows in tables(engine).items() if name != "change"}


def test_a_restored_database_holds_what_it_held_at_the_backup(filled_engine, tmp_path):
    before = without_changes(filled_engine)
    backup(filled_engine, tmp_path / "kept")
    with transaction(filled_engine) as session:
        session.execute(delete(Collaboration))
        session.execute(update(Partner).values(name="changed"))
        store(session, [partner("c", sector="mbo", themes="zorg")])

    restore(filled_engine, tmp_path / "kept")

    assert without_changes(filled_engine) == before
    assert check(filled_engine) == []


def test_a_backup_leaves_the_database_as_it_was(filled_engine, tmp_path):
    before = tables(filled_engine)

    backup(filled_engine, tmp_path / "kept")

    assert tables(filled_engine) == before


def test_a_backup_is_one_file_that_its_owner_alone_can_read(filled_engine, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()

    backup(filled_engine, folder / "kept")
    backup(filled_engine, folder / "kept")

    [kept] = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_so_many_of_the_latest_backups_are_kept_in_a_folder_and_nothing_else_is_removed(filled_engine, tmp_path):
    folder = tmp_path / "backups"
    for hour in range(4):
        path = backup_into(filled_engine, folder, 2, datetime(2027, 10, 31, hour, tzinfo=UTC))
        (folder / "osmose-notes.txt").touch()

    kept = sorted(each.name.partition(".")[0] for each in folder.iterdir())
    assert kept == ["osmose-2027-10-31T020000Z", "osmose-2027-10-31T030000Z", "osmose-notes"]
    before = without_changes(filled_engine)
    restore(filled_engine, path)
    assert without_changes(filled_engine) == before


def test_a_backup_by_a_clock_that_was_put_back_is_kept_too(filled_engine, tmp_path):
    later = backup_into(filled_engine, tmp_path, 1, datetime(2027, 2, 1, tzinfo=UTC))
    earlier = backup_into(filled_engine, tmp_path, 1, datetime(2027, 1, 1, tzinfo=UTC))

    assert earlier.exists()
    assert not later.exists()


def test_an_old_backup_stays_when_a_new_one_cannot_be_made(filled_engine, tmp_path):
    kept = backup_into(filled_engine, tmp_path, 1, datetime(2027, 1, 1, tzinfo=UTC))

    with pytest.raises(OldDatabase):
        backup_into(open_engine("sqlite://"), tmp_path, 1, datetime(2027, 2, 1, tzinfo=UTC))
    assert kept.exists()


def test_a_backup_taken_while_somebody_writes_holds_the_last_whole_state(filled_engine, tmp_path):
    before = without_changes(filled_engine)
    with transaction(filled_engine) as session:
        store(session, [partner("c")])
        backup(filled_engine, tmp_path / "kept")

    restore(filled_engine, tmp_path / "kept")

    assert without_changes(filled_engine) == before


def test_an_emptied_database_can_be_filled_from_a_backup(filled_engine, tmp_path):
    before = without_changes(filled_engine)
    backup(filled_engine, tmp_path / "kept")
    with filled_engine.execution_options(writes=True).begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))

    restore(filled_engine, tmp_path / "kept")

    assert without_changes(filled_engine) == before


def test_a_restored_database_counts_its_changes_on_so_that_a_service_reads_again(filled_engine, tmp_path):
    backup(filled_engine, tmp_path / "kept")  # at change 1
    with transaction(filled_engine) as session:
        Repository(session).record_change("seen by a service")  # change 2

    restore(filled_engine, tmp_path / "kept")
    with transaction(filled_engine) as session:
        Repository(session).record_change("afterwards")

    with reading(filled_engine) as session:
        changes = session.execute(select(Change.id, Change.what).order_by(Change.id)).all()
    assert changes == [(1, "filled"), (3, "restored kept"), (4, "afterwards")]


def test_a_restore_brings_back_a_table_that_was_lost(filled_engine, tmp_path):
    before = without_changes(filled_engine)
    backup(filled_engine, tmp_path / "kept")
    with transaction(filled_engine) as session:
        session.execute(text("DROP TABLE interest"))

    restore(filled_engine, tmp_path / "kept")

    assert without_changes(filled_engine) == before


def test_a_restore_leaves_nothing_of_a_later_version(filled_engine, tmp_path):
    before = set(inspect(filled_engine).get_table_names())
    backup(filled_engine, tmp_path / "kept")
    with transaction(filled_engine) as session:
        session.execute(text('CREATE TABLE "a later table" (partner_id VARCHAR REFERENCES partner (id))'))

    restore(filled_engine, tmp_path / "kept")

    assert set(inspect(filled_engine).get_table_names()) == before


@pytest.mark.parametrize("content", [None, b"", b"id,name\na,A\n" * 1000], ids=["absent", "empty", "other"])
def test_a_file_that_is_no_backup_is_refused_and_the_database_stays(filled_engine, tmp_path, content):
    before = tables(filled_engine)
    path = tmp_path / "partners.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UnsoundBackup, match=r"partners\.csv is"):
        restore(filled_engine, path)
    assert tables(filled_engine) == before


def test_a_backup_cut_off_halfway_is_refused_and_the_database_stays(filled_engine, tmp_path):
    before = tables(filled_engine)
    path = tmp_path / "kept"
    backup(filled_engine, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(UnsoundBackup, match="kept is"):
        restore(filled_engine, path)
    assert tables(filled_engine) == before


def test_a_database_that_is_not_osmose_is_no_backup_of_it(empty_engine, tmp_path, monkeypatch):
    with transaction(empty_engine) as session:
        session.execute(text("CREATE TABLE recipe (id INTEGER)"))
    with monkeypatch.context() as patched:  # our own backup would refuse it
        patched.setattr("graph.backup.schema_version", lambda _engine: "0001")
        backup(empty_engine, tmp_path / "kept")

    with pytest.raises(UnsoundBackup, match="kept is no backup of Osmose"):
        restore(empty_engine, tmp_path / "kept")


def test_a_backup_of_a_later_version_is_refused_and_the_database_stays(filled_engine, tmp_path):
    before = tables(filled_engine)
    with transaction(filled_engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup(filled_engine, tmp_path / "kept")

    with pytest.raises(LaterDatabase):
        restore(filled_engine, tmp_path / "kept")
    assert schema_version(filled_engine) == "9999"
    assert tables(filled_engine) == before


def test_a_backup_in_a_folder_that_is_not_there_cannot_be_written(engine, tmp_path):
    with pytest.raises(UnwritableFile, match=r"nowhere/kept' cannot be written: No such file or directory"):
        backup(engine, tmp_path / "nowhere" / "kept")


def test_a_folder_cannot_be_overwritten_by_a_backup(engine, tmp_path):
    with pytest.raises(UnwritableFile, match="is a folder"):
        backup(engine, tmp_path)


def test_an_empty_database_is_not_backed_up(empty_engine, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()

    with pytest.raises(OldDatabase, match="the database is empty"):
        backup(empty_engine, folder / "kept")
    assert list(folder.iterdir()) == []


def test_a_backup_leaves_other_files_beside_it_alone(filled_engine, tmp_path):
    (tmp_path / "kept.partial").write_text("mine")

    backup(filled_engine, tmp_path / "kept")

    assert (tmp_path / "kept.partial").read_text() == "mine"


def test_a_backup_that_sqlite_cannot_make_is_told_plainly(tmp_path, monkeypatch):
    def fail(_path):
        raise sqlite3.OperationalError("database or disk is full")

    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")
    upgrade(engine)
    monkeypatch.setattr("graph.backup.sqlite3.connect", fail)

    with pytest.raises(DatabaseUnavailable, match="could not be copied: database or disk is full"):
        backup(engine, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
    engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_programs_of_postgresql_the_one_missing_is_named(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingProgram, match="pg_dump is not installed"):
        backup(engine, tmp_path / "kept")
    with pytest.raises(MissingProgram, match="pg_restore is not installed"):
        restore(engine, tmp_path / "kept")


@pytest.mark.postgresql
def test_a_server_that_does_not_answer_leaves_no_backup_and_tells_no_password(tmp_path):
    engine = open_engine(f"postgresql://someone:secret@/osmose?host={tmp_path}")

    with pytest.raises(DatabaseUnavailable) as raised:
        backup(engine, tmp_path / "kept")
    assert "secret" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_sqlite_backup_is_refused(tmp_path):
    good, bad = open_engine(f"sqlite:///{tmp_path / 'good.db'}"), tmp_path / "bad.db"
    upgrade(good)
    backup(good, bad)
    with closing(sqlite3.connect(bad)) as connection, connection:
        connection.execute("INSERT INTO interest (partner_id, position, text) VALUES ('nobody', 0, 'tijd')")

    with pytest.raises(
        UnsoundBackup, match=r"bad\.db is damaged: interest, row 1: refers to a partner that is not there"
    ):
        restore(good, bad)
    good.dispose()


def test_check_finds_damaged_pages(tmp_path):
    path = tmp_path / "osmose.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with transaction(engine) as session:
        store(session, [partner(f"partner-{number:04}", seeks="tijd") for number in range(200)])
    backup(engine, tmp_path / "copy.db")
    engine.dispose()
    pages = bytearray((tmp_path / "copy.db").read_bytes())
    pages[-4096:] = bytes(4096)
    path.write_bytes(pages)

    assert check(engine) != []
    engine.dispose()


def test_check_finds_nothing_wrong_with_a_sound_database(filled_engine):
    assert check(filled_engine) == []


def test_check_tells_that_a_database_is_empty(empty_engine):
    assert check(empty_engine) == ["the database is empty; osmose import brings in a network"]


def test_check_names_a_collaboration_without_participants(filled_engine):
    with transaction(filled_engine) as session:
        session.execute(delete(Participation))

    assert check(filled_engine) == ["collaboration x: has no participants"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"starts_on": date(2018, 2, 2)}, "starts_on: '2018-02' means 2018-02-01, not 2018-02-02"),
        ({"ends_on": date(2019, 1, 1)}, "ends_on: '2019' means 2019-12-31, not 2019-01-01"),
        ({"ends_on": None}, "ends_on: '2019' means 2019-12-31, not no day"),
        ({"end_date": ""}, "ends_on: '' means no day, not 2019-12-31"),
        ({"start_date": "ooit"}, "starts_on: 'ooit' is not a date; expected 2018, 2018-11 or 2018-11-05"),
    ],
)
def test_check_names_days_that_disagree_with_what_was_written(filled_engine, values, problem):
    with transaction(filled_engine) as session:
        session.execute(update(Collaboration).values(**values))

    assert check(filled_engine) == [f"collaboration x, {problem}"]
