"""The profile of a partner: edited, kept, and shown as others see it."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from graph.model import Change, FieldVisibility, Partner, PartnerTheme
from graph.people import AuditEntry
from service.profiles import read_profile
from tests.service.pages.own.towns import looking, peeking, writing
from tests.service.signed_in import add_person, sign_in

TYPED = {
    "description": "Wij bakken brood en koek.",
    "seeks": "hulp bij taal\nstagiairs mbo",
    "offers": "brood\n\nrondleidingen voor groep 7\n",
    "themes": ["", "Lezen", "nieuw woord"],
    "place": "Oss",
    "postcode": "5341 AA",
    "website": "www.kruim.example",
    "aliases": "Kruim",
}
LEVELS = {
    "wie_description": "public",
    "wie_seeks": "network",
    "wie_offers": "staff",
    "wie_themes": "public",
    "wie_place": "public",
    "wie_address": "network",
    "wie_website": "public",
    "wie_aliases": "staff",
    "wie_memberships": "public",
}


def seen(page, role):
    part = page.split(f'id="seen-{role}"')[1].split("</section>")[0]
    return re.sub(r"<[^>]+>", "", part)


def test_what_is_saved_is_stored_confirmed_and_shown_as_others_see_it(town):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        page = client.post("/mijn/bakker/profiel", data=TYPED | LEVELS).text
    with peeking(settings) as session:
        stored = read_profile(session, "bakker")
        assert stored.seeks == ("hulp bij taal", "stagiairs mbo")
        assert stored.offers == ("brood", "rondleidingen voor groep 7")
        assert stored.themes == ("lezen", "nieuw-woord")
        assert session.get_one(Partner, "bakker").confirmed_on == date.today()  # noqa: DTZ011 -- the day of the page
        chosen = {row.field: row.level for row in session.scalars(select(FieldVisibility))}
        assert chosen == {"offers": "staff", "aliases": "staff"}
        assert session.scalars(select(Change.partner_ids).order_by(Change.id.desc())).first() is None
        entry = session.scalars(select(AuditEntry)).one()
        assert entry.subject == "partner bakker"
        assert "description" in entry.detail
        assert "who sees offers" in entry.detail
        assert "koek" not in entry.detail

    assert "koek" in seen(page, "public")
    assert "stagiairs mbo" not in seen(page, "public")
    assert "5341 AA" not in seen(page, "public")
    assert "stagiairs mbo" in seen(page, "partner")
    assert "5341 AA" in seen(page, "partner")
    for role in ("public", "partner"):
        assert "rondleidingen" not in seen(page, role)
        assert "Bakkerij Kruim" in seen(page, role)


def test_what_the_page_says_is_what_others_get(town):
    settings, baker, teacher = town
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/profiel", data=TYPED | LEVELS)
    with looking(settings, teacher) as client:
        to_partner = client.get("/partners/bakker").text
        client.cookies.clear()
        to_public = client.get("/partners/bakker").text

    assert "stagiairs mbo" in to_partner
    assert "stagiairs mbo" not in to_public
    assert "rondleidingen" not in to_partner + to_public


def test_the_preview_stores_nothing(town):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        page = client.post("/mijn/bakker/profiel/voorbeeld", data=TYPED | LEVELS | {"wie_offers": "public"}).text

    assert "rondleidingen voor groep 7" in seen(page, "public")
    with peeking(settings) as session:
        assert read_profile(session, "bakker").description == "Wij bakken."


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("website", "javascript:alert(1)", "Dit is geen webadres."),
        ("description", "een teken\x07dat niemand leest", "Dit kunnen wij niet bewaren."),
        ("themes", "x" * 201, "Een thema is te lang."),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(town, field, value, told):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        answer = client.post("/mijn/bakker/profiel", data=TYPED | LEVELS | {field: value})

    assert answer.status_code == 400
    assert told in answer.text.split(f'id="fault-{field}"')[1].split("</p>")[0]
    assert "rondleidingen voor groep 7" in answer.text
    assert value.strip("\x07")[:5] in answer.text
    with peeking(settings) as session:
        assert read_profile(session, "bakker").offers == ("brood",)
        assert session.scalars(select(AuditEntry)).all() == []


def test_only_staff_rename(town):
    settings, baker, _teacher = town
    staff = add_person(settings, "bureau@voorbeeld.example", role="staff")
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/profiel", data=TYPED | LEVELS | {"name": "Iets anders"})
        with peeking(settings) as session:
            assert session.get_one(Partner, "bakker").name == "Bakkerij Kruim"
        client.cookies.clear()
        sign_in(client, settings, staff)
        assert client.post("/mijn/bakker/profiel", data=TYPED | LEVELS | {"name": ""}).status_code == 400
        client.post("/mijn/bakker/profiel", data=TYPED | LEVELS | {"name": "Bakkerij Korst"})

    with peeking(settings) as session:
        assert session.get_one(Partner, "bakker").name == "Bakkerij Korst"


def test_who_moves_leaves_its_coordinates_behind(town):
    settings, baker, _teacher = town
    with writing(settings) as session:
        there = session.get_one(Partner, "bakker")
        there.latitude, there.longitude = 51.76, 5.52
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/profiel", data=TYPED | LEVELS)
        with peeking(settings) as session:
            assert session.get_one(Partner, "bakker").latitude == 51.76
        client.post("/mijn/bakker/profiel", data=TYPED | LEVELS | {"place": "Uden"})

    with peeking(settings) as session:
        assert session.get_one(Partner, "bakker").latitude is None
        assert session.scalars(select(PartnerTheme.theme_id).where(PartnerTheme.partner_id == "bakker")).all()
