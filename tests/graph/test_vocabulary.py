"""The first thing a database gets."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from graph.database import reading, require_current, transaction
from graph.errors import LaterDatabase
from graph.model import Change, Sector, Theme
from graph.vocabulary import VOCABULARY, prepare
from tests.graph.exchange_files import PARTNERS, SECTORS, column_of, contents, import_files, write_files

OSS = Path(__file__).parents[2] / "data" / "oss"


def test_an_empty_database_gets_tables_sectors_and_thesaurus(empty_engine):
    prepare(empty_engine)

    require_current(empty_engine)
    with reading(empty_engine) as session:
        labels = session.scalars(select(Sector.label).order_by(Sector.position)).all()
        n_themes = session.scalar(select(func.count()).select_from(Theme))
    assert (labels[0], labels[-1], len(labels)) == ("Kinderopvang", "Gemeente en overheid", 17)
    with VOCABULARY[1].open(encoding="utf-8", newline="") as file:
        assert n_themes == len(list(csv.DictReader(file)))


def test_a_prepared_database_is_left_alone(empty_engine):
    prepare(empty_engine)
    with transaction(empty_engine) as session:
        session.get(Sector, "sport").label = "Sport en bewegen"
    before = contents(empty_engine)

    prepare(empty_engine)

    assert contents(empty_engine) == before


def test_three_first_users_of_an_empty_database_do_not_collide(empty_engine):
    with ThreadPoolExecutor(3) as users:
        list(users.map(prepare, [empty_engine] * 3))

    assert len(column_of(empty_engine, Sector.id)) == 17
    assert len(column_of(empty_engine, Change.id)) == 1


def test_two_imports_at_once_wait_for_each_other(engine, tmp_path):
    files = write_files(tmp_path, sectors=SECTORS, partners=PARTNERS)

    with ThreadPoolExecutor(2) as users:
        reports = list(users.map(lambda _: import_files(engine, files), range(2)))

    assert sorted(report.counts["partners"].new for report in reports) == [0, 2]


def test_a_database_of_a_later_version_is_refused(empty_engine):
    prepare(empty_engine)
    with transaction(empty_engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(LaterDatabase, match="later version"):
        prepare(empty_engine)


def test_the_sectors_are_those_of_the_sample_network():
    with (OSS / "partners.csv").open(encoding="utf-8", newline="") as file:
        used = {row["sector"] for row in csv.DictReader(file)}
    with (OSS / "sectors.csv").open(encoding="utf-8", newline="") as file:
        assert {row["id"] for row in csv.DictReader(file)} == used
