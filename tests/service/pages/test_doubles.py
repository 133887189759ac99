"""Tests of the pages of doubles: side by side, merged, or remembered as two."""

import re

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading, transaction
from graph.model import Membership, Partner, PartnerAlias
from graph.people import AuditEntry
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, HERE, add_rows, make_database, serving


@pytest.fixture
def settings(tmp_path):
    return make_database(
        tmp_path,
        [
            partner("sprong", name="De Sprong", seeks="taal"),
            partner("de-sprong", name="de sprong", website="www.desprong.example", description="Een <b>school</b>."),
            partner("bakker", name="Bakker Jansen"),
        ],
        [collaboration("samen", "2019", ["sprong", "bakker"])],
    )


@pytest.fixture
def client(settings):
    with serving(settings, HERE) as client:
        yield client


def asked(settings, query):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        found = list(session.scalars(query))
    engine.dispose()
    return found


def test_the_list_shows_a_pair_and_why(client):
    page = client.get("/werkbank/dubbel")

    assert "de namen zijn bijna hetzelfde" in page.text
    assert "een=de-sprong&amp;ander=sprong" in page.text


def test_side_by_side_the_one_in_more_collaborations_stays_and_the_fuller_value_is_chosen(client):
    page = client.get("/werkbank/dubbel/vergelijken?een=sprong&ander=de-sprong").text

    chosen = dict(re.findall(r'name="(\w+)" value="(\d)" checked', page))
    assert chosen == {"blijft": "0", "name": "0", "description": "1", "website": "1"}
    assert "Een &lt;b&gt;school&lt;/b&gt;." in page
    assert "Samenvoegen kan niet ongedaan gemaakt worden." in page


def test_merging_keeps_what_was_chosen_and_is_noted(client, settings):
    form = {"een": "sprong", "ander": "de-sprong", "blijft": "0", "name": "0", "website": "1", "description": "0"}

    after = client.post("/werkbank/dubbel/samenvoegen", data=form)

    assert "De Sprong en de sprong zijn nu één partner." in after.text
    [kept] = asked(settings, select(Partner).where(Partner.id == "sprong"))
    assert (kept.name, kept.website, kept.description) == ("De Sprong", "www.desprong.example", "")
    assert kept.notes == {"former_description": "Een <b>school</b>."}
    assert asked(settings, select(Partner.id).order_by(Partner.id)) == ["bakker", "sprong"]
    assert asked(settings, select(PartnerAlias.text)) == ["de sprong", "de-sprong"]
    [entry] = asked(settings, select(AuditEntry))
    assert (entry.action, entry.subject, entry.detail) == (
        "merge partners",
        "partner sprong",
        "with de-sprong: website",
    )
    assert client.get("/partners/sprong").status_code == 200
    assert client.get("/partners/de-sprong").status_code == 404


def test_the_other_one_can_stay(client, settings):
    form = {"een": "sprong", "ander": "de-sprong", "blijft": "1", "name": "0", "website": "1"}

    client.post("/werkbank/dubbel/samenvoegen", data=form)

    [kept] = asked(settings, select(Partner).where(Partner.id == "de-sprong"))
    assert (kept.name, kept.website) == ("De Sprong", "www.desprong.example")


def test_not_the_same_is_remembered_and_can_be_taken_back(client):
    pair = {"een": "sprong", "ander": "de-sprong"}

    after = client.post("/werkbank/dubbel/verschillend", data=pair)
    undo = re.search(r'class="said">.*?action="([^"]*)"', after.text, re.DOTALL)[1].replace("&amp;", "&")

    assert "vergelijken?een=de-sprong" not in after.text
    assert "vergelijken?een=de-sprong" in client.post(undo).text


def test_two_partners_are_named_by_hand_too(client):
    page = client.get("/werkbank/dubbel/vergelijken", params={"een": "Bakker Jansen", "ander": "sprong"})

    assert page.status_code == 200
    assert "Eén partner, of twee?" in page.text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("niemand", "sprong", "Geen partner heeft deze naam of dit id."),
        ("sprong", "", "Geen partner heeft deze naam of dit id."),
        ("sprong", "sprong", "Noem een andere partner dan de eerste."),
    ],
)
def test_what_names_no_two_partners_is_told_at_the_field(client, one, other, expected):
    page = client.get("/werkbank/dubbel/vergelijken", params={"een": one, "ander": other})

    assert page.status_code == 422
    assert expected in page.text
    assert f'name="een" required maxlength="500" value="{one}"' in page.text


def test_a_name_of_several_partners_asks_for_an_id(client, settings):
    add_rows(settings, [partner("boom-1", name="De Boom"), partner("boom-2", name="de boom")])

    page = client.get("/werkbank/dubbel/vergelijken", params={"een": "De Boom", "ander": "sprong"})

    assert page.status_code == 422
    assert "Meer dan één partner heeft deze naam: boom-1, boom-2." in page.text


def test_what_cannot_be_merged_is_told_on_the_page_and_stays_as_it_was(client, settings):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        session.add(Membership(partner_id="sprong", position=0, parent_id="bakker"))
        session.add(Membership(partner_id="bakker", position=0, parent_id="de-sprong"))
    engine.dispose()

    page = client.post("/werkbank/dubbel/samenvoegen", data={"een": "sprong", "ander": "de-sprong", "blijft": "0"})

    assert page.status_code == 422
    assert "zou boven zichzelf komen te staan" in page.text
    assert len(asked(settings, select(Partner.id))) == 3
    assert asked(settings, select(AuditEntry)) == []


def test_who_is_not_there_is_not_found(client):
    assert client.post("/werkbank/dubbel/samenvoegen", data={"een": "sprong", "ander": "niemand"}).status_code == 404
    assert client.post("/werkbank/dubbel/verschillend", data={"een": "sprong", "ander": "niemand"}).status_code == 404


def test_without_doubles_the_page_says_what_to_do(tmp_path):
    with serving(make_database(tmp_path), HERE) as client:
        assert "Kent u er twee?" in client.get("/werkbank/dubbel").text


def test_nobody_else_merges(settings):
    with serving(settings, ELSEWHERE) as client:
        answer = client.post("/werkbank/dubbel/samenvoegen", data={"een": "sprong", "ander": "de-sprong"})

    assert answer.status_code == 401
    assert len(asked(settings, select(Partner.id))) == 3
