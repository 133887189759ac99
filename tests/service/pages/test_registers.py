"""Tests of bringing in registers on a page."""

import re

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading
from graph.model import Partner
from graph.people import AuditEntry
from tests.builders import partner
from tests.graph.registers.register_files import LRK, NEW_DUO
from tests.service.serving import HERE, add_rows, make_database, serving


@pytest.fixture
def settings(tmp_path):
    school = partner("sprong", name="Basisschool De Sprong", sector="primair-onderwijs", postcode="9999 ZZ")
    return make_database(tmp_path, [school, partner("gastvrij", name="Gastvrij", sector="kinderopvang")])


@pytest.fixture
def client(settings):
    with serving(settings, HERE) as client:
        yield client


def choose(client, municipality="Oss", **files):
    named = [("files", (f"{name}.csv", content)) for name, content in files.items()]
    return client.post("/werkbank/invoer/registers", data={"municipality": municipality}, files=named)


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def asked(settings, query):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        found = list(session.scalars(query))
    engine.dispose()
    return found


def test_a_doubtful_school_is_asked_about_and_brought_in_as_chosen(client, settings):
    page = choose(client, vestigingenbo=NEW_DUO, lrk=LRK)

    assert "Dit is Basisschool De Sprong" in page.text
    assert "MERKTEKEN" not in page.text
    assert len(asked(settings, select(Partner.id))) == 2

    after = client.post("/werkbank/invoer/registers/opslaan", data={**hidden(page), "keuze-duo-99CC00": "sprong"})

    assert "Ingevoerd: 2 nieuw, 1 gewijzigd." in after.text
    assert asked(settings, select(Partner.brin).where(Partner.id == "sprong")) == ["99CC00"]
    assert asked(settings, select(AuditEntry.detail)) == ["partners: 2 new, 1 changed, 0 refused"]
    assert list((settings.home / "uploads").iterdir()) == []


def test_a_second_time_there_is_nothing_to_bring_in(client):
    page = choose(client, lrk=LRK)
    client.post("/werkbank/invoer/registers/opslaan", data=hidden(page))

    assert "er is niets om in te voeren" in choose(client, lrk=LRK).text


@pytest.mark.parametrize(
    ("municipality", "files", "expected"),
    [
        ("Osss", {"lrk": LRK}, "bedoelt u &#39;Oss&#39;?"),
        ("", {"lrk": LRK}, "Vul een gemeente in."),
        ("Oss", {}, "Kies eerst een bestand."),
        ("Oss", {"leden": b"naam;adres\na;b\n"}, "niet te herkennen als register"),
    ],
)
def test_what_is_missing_is_told_at_its_field(client, municipality, files, expected):
    page = choose(client, municipality, **files)

    assert page.status_code == 422
    assert expected in page.text
    assert f'value="{municipality}"' in page.text


def test_what_changed_since_is_looked_at_again(client, settings):
    page = choose(client, lrk=LRK)
    add_rows(settings, [partner("ster", name="KDV De Ster", sector="kinderopvang")])

    after = client.post("/werkbank/invoer/registers/opslaan", data=hidden(page))

    assert "Er is iets veranderd" in after.text
    assert asked(settings, select(Partner.lrk).where(Partner.id == "ster")) == [""]


def test_own_files_are_not_stored_as_registers(client):
    client.post("/werkbank/invoer", files=[("files", ("partners.csv", b"id,name,sector\n"))])

    after = client.get("/werkbank/invoer/registers/bekijken")

    assert "worden niet meer bewaard" in after.text
