"""A network that was read, as tables: the same as those of the database, as far as a network holds them."""

import csv
import shutil

import pytest

from graph.database import open_engine, transaction
from graph.errors import UnknownFormat
from graph.model import PartnerAlias
from graph.repository import Repository
from graph.writing import FORMATS, export, export_network
from graph.writing.exchange import read_exchange
from graph.writing.shown import tables_of
from tests.builders import answer, collaboration, partner, store, theme


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    a = partner("a", seeks=["tolken", "zaal"], themes=["taal", "kunst"], since="2017-10-05", capacity=3, latitude=51.5)
    partners = [
        [*a, PartnerAlias(partner_id="a", position=0, text="De A")],
        partner("b", offers="zaal", part_of="a", postcode="5341 AB", until="2030-01-31"),
        partner("c"),
    ]
    collaborations = [
        collaboration("x", "2018-05", ["a", "b"], lead="b", funders="c", end="2019", themes="taal", grant_euro=12.5),
        collaboration("y", "2020", ["a", "c"]),
    ]
    themes = [theme("taal", alternatives=["talen"], broader="kunst", answers="kunst"), theme("kunst")]
    with transaction(engine) as session:
        store(session, partners, collaborations, themes, [answer("a", "b")])
        yield session
    engine.dispose()


def test_the_tables_of_a_network_are_those_of_its_database_without_answers(session):
    repository = Repository(session)

    assert tables_of(repository.network(), repository.aliases()) == {**read_exchange(session, None), "answers": {}}


@pytest.mark.parametrize("format_name", ["gexf", "graphml", "jsonld", "kumu"])
def test_a_file_of_a_network_is_that_of_its_database(session, tmp_path, format_name):
    repository = Repository(session)

    export_network(repository.network(), repository.aliases(), format_name, tmp_path / "read")
    export(session, format_name, tmp_path / "stored")

    assert (tmp_path / "read").read_bytes() == (tmp_path / "stored").read_bytes()


def test_an_empty_network_has_every_file(session, tmp_path):
    nobody = Repository(session).network().of([])

    for format_name in FORMATS:
        export_network(nobody, {}, format_name, tmp_path / format_name)

    with (tmp_path / "csv" / "partners.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == []
    assert (tmp_path / "xlsx").stat().st_size > 0


def test_a_format_that_is_none_is_refused(session, tmp_path):
    with pytest.raises(UnknownFormat, match="'pdf' is not a format"):
        export_network(Repository(session).network(), {}, "pdf", tmp_path / "network")
