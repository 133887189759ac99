"""Tests of bringing in: looked at first, then stored, exactly and once."""

import re

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading, transaction
from graph.model import Partner
from graph.people import AuditEntry
from tests.builders import partner, store
from tests.service.serving import ELSEWHERE, HERE, make_database, serving

SECTORS = ("sectors.csv", "id,label\nschool,School\n")
GOOD = ("partners.csv", "id,name,sector,themes\nsprong,De Sprong,school,zeepkistenrace\nbrug,De Brug,school,\n")
BAD = ("partners.csv", "id,name,sector\nsprong,De Sprong,school\nbrug,De Brug,schoool\n")


@pytest.fixture
def settings(tmp_path):
    return make_database(tmp_path, [partner("bieb", sector="bibliotheek")])  # with a sector it is ready at once


@pytest.fixture
def client(settings):
    with serving(settings, HERE) as client:
        yield client


def choose(client, *files):
    return client.post("/werkbank/invoer", files=[("files", file) for file in files])


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def partner_ids(settings):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        ids = sorted(session.scalars(select(Partner.id)))
    engine.dispose()
    return ids


def entries(settings):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        found = [(entry.action, entry.detail) for entry in session.scalars(select(AuditEntry))]
    engine.dispose()
    return found


def kept(settings):
    folder = settings.home / "uploads"
    return list(folder.iterdir()) if folder.exists() else []


def test_looking_stores_nothing_and_bringing_in_stores_what_was_looked_at(client, settings):
    page = choose(client, SECTORS, GOOD)

    assert "De Sprong" in page.text
    assert "zeepkistenrace" in page.text  # a theme that the thesaurus does not know
    assert partner_ids(settings) == ["bieb"]

    after = client.post("/werkbank/invoer/opslaan", data=hidden(page))

    assert partner_ids(settings) == ["bieb", "brug", "sprong"]
    assert "Ingevoerd: 3 nieuw, 0 gewijzigd." in after.text
    assert kept(settings) == []
    assert entries(settings) == [
        ("import files", "sectors: 1 new, 0 changed, 0 refused; partners: 2 new, 0 changed, 0 refused")
    ]


def test_a_second_time_there_is_nothing_to_bring_in(client):
    client.post("/werkbank/invoer/opslaan", data=hidden(choose(client, SECTORS, GOOD)))

    page = choose(client, SECTORS, GOOD)

    assert "er is niets om in te voeren" in page.text
    assert 'action="/werkbank/invoer/opslaan"' not in page.text


def test_a_refused_row_is_told_with_its_place_and_keeps_all_from_being_stored(client, settings):
    page = choose(client, SECTORS, BAD)

    cells = re.findall(r"<td data-label=\"[^\"]*\">([^<]*)</td>", page.text)
    assert cells[-4:-1] == ["partners.csv", "3", "sector"]
    assert "bedoelt u" in cells[-1]
    refused = client.post("/werkbank/invoer/opslaan", data={**hidden(page), "only_good": "false"})
    assert "Er is iets veranderd" in refused.text
    assert partner_ids(settings) == ["bieb"]


def test_the_good_rows_can_be_brought_in_without_the_others(client, settings):
    page = choose(client, SECTORS, BAD)

    client.post("/werkbank/invoer/opslaan", data=hidden(page))

    assert partner_ids(settings) == ["bieb", "sprong"]


def test_what_changed_since_is_looked_at_again(client, settings):
    page = choose(client, SECTORS, GOOD)
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        store(session, [partner("sprong", sector="school")])
    engine.dispose()

    after = client.post("/werkbank/invoer/opslaan", data=hidden(page))

    assert "Er is iets veranderd" in after.text
    assert partner_ids(settings) == ["bieb", "sprong"]


def test_an_upload_of_another_browser_is_not_there(client, settings):
    page = choose(client, SECTORS, GOOD)
    with serving(settings, HERE) as another:
        after = another.post("/werkbank/invoer/opslaan", data=hidden(page))

    assert "worden niet meer bewaard" in after.text
    assert partner_ids(settings) == ["bieb"]


def test_a_second_upload_takes_the_place_of_the_first(client, settings):
    first = choose(client, SECTORS, GOOD)
    choose(client, SECTORS, BAD)

    after = client.post("/werkbank/invoer/opslaan", data=hidden(first))

    assert "worden niet meer bewaard" in after.text
    assert partner_ids(settings) == ["bieb"]
    assert len(kept(settings)) == 1


def test_not_bringing_in_throws_the_files_away(client, settings):
    choose(client, SECTORS, GOOD)

    client.post("/werkbank/invoer/weg")

    assert kept(settings) == []


def test_no_file_too_many_and_too_large_ones_are_told_at_the_form(client, settings):
    nothing = client.post("/werkbank/invoer", files=[("files", ("", b""))])
    many = choose(client, *[(f"partners-{number}.csv", "id\n") for number in range(21)])
    large = choose(client, ("partners.csv", b"x" * (settings.upload_bytes + 200_000)))

    assert [page.status_code for page in (nothing, many, large)] == [422, 422, 422]
    assert "Kies eerst een bestand" in nothing.text
    assert "hoogstens 20" in many.text
    assert "groter dan 10 MB" in large.text
    assert kept(settings) == []


def test_a_file_without_a_table_is_told_and_nothing_can_be_stored(client):
    page = choose(client, ("foto.png", b"\x89PNG"))

    assert "verwacht een bestand" in page.text
    assert 'action="/werkbank/invoer/opslaan"' not in page.text


def test_both_templates_can_be_downloaded(client):
    workbook, table = client.get("/werkbank/invoer/sjabloon.xlsx"), client.get("/werkbank/invoer/sjabloon.csv")

    assert workbook.content.startswith(b"PK")
    assert table.text.lstrip("\ufeff").startswith("id;naam;sector")
    assert 'filename="partners.csv"' in table.headers["content-disposition"]


@pytest.mark.parametrize("path", ["/werkbank/invoer", "/werkbank/invoer/opslaan", "/werkbank/invoer/registers"])
def test_nobody_else_brings_anything_in(settings, path):
    with serving(settings, ELSEWHERE) as client:
        answer = client.post(path, files=[("files", GOOD)])

    assert answer.status_code == 401
    assert kept(settings) == []
    assert partner_ids(settings) == ["bieb"]
