"""The first thing a database gets."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from graph.database import is_current, reading, transaction
from graph.errors import LaterDatabase
from graph.model import Sector, Theme
from graph.vocabulary import VOCABULARY, prepare
from tests.graph.exchange_files import contents

OSS = Path(__file__).parents[2] / "data" / "oss"


def test_an_empty_database_gets_tables_sectors_and_thesaurus(empty_engine):
    prepare(empty_engine)

    assert is_current(empty_engine)
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
