"""The file of a partner, as staff read it and write in it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from graph.model import FieldVisibility, Partner
from graph.people import Contact, PartnerNote
from service.access import OPERATOR
from service.clock import Clock
from service.introductions.deciding import propose_by_hand
from service.people import People
from service.tokens import make_token
from tests.builders import answer, partner, store
from tests.service.desk_rows import writing
from tests.service.serving import ELSEWHERE, make_database, serving
from tests.service.signed_in import add_person, sign_in

FILE = "/werkbank/partners/school"
TODAY = Clock().today()
SOON = (TODAY + timedelta(days=30)).isoformat()


@pytest.fixture
def settings(tmp_path):
    rows = [
        partner("bieb", name="Bibliotheek", offers="zaal"),
        partner("school", name="De Lindeschool", seeks="tolken", brin="06XX", capacity=2),
    ]
    return make_database(tmp_path, rows)


@pytest.fixture
def client(settings):
    with serving(settings) as asking:
        yield asking


def test_the_file_tells_all_that_staff_know(client, settings):
    add_person(settings, "directie@voorbeeld.example", partners="school")
    add_person(settings, "nieuw@voorbeeld.example", partners="school", state="claimed")
    with writing(settings) as (session, _safe):
        propose_by_hand(session, OPERATOR, "school", "bieb")
        store(session, answers=[answer("school", "bieb", "declined", "2026-05-04", reason="Te ver weg")])
        session.add(FieldVisibility(partner_id="school", field="place", level="staff"))

    page = client.get(FILE).text

    for told in (
        "De Lindeschool",
        "tolken",
        "06XX",
        "directie@voorbeeld.example",
        "zegt het zelf, nog niet bevestigd",
        "nr. 1",
        "Voorgesteld",
        "past niet",
        "4 mei 2026",
        "Te ver weg",
        "alleen het bureau",
        'href="/partners/school"',
        'href="/mijn/school"',
    ):
        assert told in page


def test_a_partner_of_which_nothing_is_known_says_so(client):
    page = client.get("/werkbank/partners/bieb").text

    for told in ("Nog niemand spreekt voor", "nog niets genoteerd", "Nog in geen enkele", "nog niet op een suggestie"):
        assert told in page
    assert "profiel-vragen" not in page


def test_a_note_is_written_shown_and_removed(client, settings):
    client.post(f"{FILE}/notities", data={"kind": "call", "text": "Gebeld <b>over</b>\r\ntechniek"})

    page = client.get(FILE).text
    assert "Telefoongesprek" in page
    assert "Gebeld &lt;b&gt;over&lt;/b&gt;\ntechniek" in page
    assert "/notities/1/weg" in page
    assert client.post("/werkbank/partners/bieb/notities/1/weg").status_code == 404
    assert "De notitie is verwijderd." in client.post(f"{FILE}/notities/1/weg").text
    with writing(settings) as (session, _safe):
        assert session.scalars(select(PartnerNote)).all() == []


@pytest.mark.parametrize(
    ("path", "form", "told", "kept"),
    [
        pytest.param("notities", {"kind": "visit", "text": " "}, "Schrijf op wat", 'value="visit" checked', id="note"),
        pytest.param("notities", {"text": "x" * 5001}, "er passen 5000 tekens", "x" * 5001, id="long-note"),
        pytest.param("ruimte", {"room": "veel"}, "van 0 tot en met 50", 'value="veel"', id="room"),
        pytest.param("ruimte", {"room": "51"}, "van 0 tot en met 50", 'value="51"', id="too-much-room"),
        pytest.param("pauze", {"until": "2020-01-01"}, "Kies een dag na vandaag", 'value="2020-01-01"', id="past"),
        pytest.param("pauze", {"until": "morgen"}, "Kies een dag na vandaag", 'value="morgen"', id="no-day"),
    ],
)
def test_what_cannot_be_taken_in_is_told_at_its_field_with_what_was_filled_in(client, path, form, told, kept):
    answer = client.post(f"{FILE}/{path}", data=form)

    assert answer.status_code == 400
    assert told in answer.text
    assert kept in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_room_pause_and_confirmation_are_kept(client, settings):
    for path, form in (("ruimte", {"room": "5"}), ("pauze", {"until": SOON}), ("klopt", {})):
        answer = client.post(f"{FILE}/{path}", data=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, FILE)

    with writing(settings) as (session, _safe):
        row = session.get_one(Partner, "school")
        assert (row.capacity, row.paused_until.isoformat()) == (5, SOON)
        assert row.confirmed_on == TODAY


def test_emptied_fields_mean_that_nothing_was_said(client, settings):
    client.post(f"{FILE}/pauze", data={"until": SOON})
    assert "De pauze is voorbij." in client.post(f"{FILE}/pauze", data={"until": ""}).text
    client.post(f"{FILE}/ruimte", data={"room": ""})

    with writing(settings) as (session, _safe):
        row = session.get_one(Partner, "school")
        assert (row.capacity, row.paused_until) == (None, None)


def test_who_speaks_for_it_can_be_asked_about_the_profile(client, settings):
    add_person(settings, "directie@voorbeeld.example", partners="school")

    assert "profiel-vragen" in client.get(FILE).text
    assert "Voor 1 partner staat de mail" in client.post(f"{FILE}/profiel-vragen").text
    assert "1 partner krijgt geen mail" in client.post(f"{FILE}/profiel-vragen").text


def test_a_contact_is_added_changed_and_removed(client, settings):
    added = client.post(f"{FILE}/contacten", data={"address": "directie@voorbeeld.example", "function": "directeur"})
    assert "De contactpersoon is toegevoegd." in added.text
    with writing(settings) as (session, _safe):
        person_id = session.scalar(select(Contact.person_id))

    assert 'value="directeur"' in client.get(f"{FILE}/contacten/{person_id}").text
    changed = client.post(f"{FILE}/contacten/{person_id}", data={"address": "bestuur@voorbeeld.example", "name": "Mw."})
    assert "bestuur@voorbeeld.example" in changed.text
    assert "directie@voorbeeld.example" not in changed.text
    assert client.get(f"/werkbank/partners/bieb/contacten/{person_id}").status_code == 404
    assert "De contactpersoon is verwijderd." in client.post(f"{FILE}/contacten/{person_id}/weg").text
    assert client.get(f"{FILE}/contacten/{person_id}").status_code == 404


def test_a_bad_address_shows_the_form_again_filled_in(client):
    answer = client.post(f"{FILE}/contacten", data={"address": "geen adres", "name": "Directie"})

    assert answer.status_code == 400
    assert "Dit is geen mailadres" in answer.text
    assert 'value="geen adres"' in answer.text
    assert 'value="Directie"' in answer.text


def test_an_address_of_somebody_else_is_told(client, settings):
    add_person(settings, "bieb@voorbeeld.example", partners="bieb")
    person_id = add_person(settings, "directie@voorbeeld.example", partners="school")

    answer = client.post(f"{FILE}/contacten/{person_id}", data={"address": "bieb@voorbeeld.example"})

    assert answer.status_code == 400
    assert "hoort al bij iemand anders" in answer.text


@pytest.mark.parametrize("path", ["", "/contacten/nieuw"])
def test_a_partner_that_is_not_there_is_not_found(client, path):
    assert client.get(f"/werkbank/partners/niemand{path}").status_code == 404
    assert client.post("/werkbank/partners/niemand/klopt").status_code == 404


def test_the_page_of_a_partner_leads_each_to_their_own(settings):
    with serving(settings) as client:
        staff = client.get("/partners/school").text
    with serving(settings, ELSEWHERE) as client:
        public = client.get("/partners/school").text
        sign_in(client, settings, add_person(settings, "directie@voorbeeld.example", partners="school"))
        own, other = client.get("/partners/school").text, client.get("/partners/bieb").text

    links = [f'href="{FILE}"', 'href="/mijn/school"']
    assert [[link in page for link in links] for page in (staff, own, public)] == [
        [True, False],
        [False, True],
        [False, False],
    ]
    assert "/mijn/bieb" not in other


def test_what_is_sealed_reaches_staff_alone(settings):
    with writing(settings) as (session, safe):
        people = People(session, safe)
        people.join(people.add("directie@voorbeeld.example").id, "school")
    with serving(settings, ELSEWHERE) as client:
        for path in (FILE, f"{FILE}/contacten/1"):
            assert client.get(path, follow_redirects=False).status_code == 303
        assert client.post(f"{FILE}/notities", data={"text": "Iets"}).status_code == 401


def test_a_token_that_is_good_for_reading_alone_reaches_no_person(settings):
    person_id = add_person(settings, "bureau@voorbeeld.example", role="staff")
    with writing(settings) as (session, _safe):
        tokens = [make_token(session, person_id, "x", [scope], today=TODAY)[1] for scope in ("read", "users")]
    with serving(settings, ELSEWHERE) as client:
        statuses = [
            client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code
            for path in (FILE, "/werkbank/zoeken?zoek=bureau")
            for token in tokens
        ]

    assert statuses == [403, 200, 403, 200]
