"""What one finds, takes and erases of oneself, and what staff do when somebody asks them to."""

import json
import re

import pytest

from graph.database import open_engine, reading
from graph.people import AuditEntry, PartnerNote, Person
from service.keys import read_safe
from tests.service.serving import writing
from tests.service.town import serving_town


@pytest.fixture
def town(tmp_path):
    with serving_town(tmp_path) as town:
        yield town


def people(town):
    engine = open_engine(town.settings.database_url)
    with reading(engine) as session:
        found = {person.id for person in session.query(Person)}
        actions = [(entry.action, entry.subject, entry.person_id) for entry in session.query(AuditEntry)]
    engine.dispose()
    return found, actions


def test_one_sees_and_takes_what_is_kept_of_oneself(town):
    owner = town.in_browser("owner").headers
    page, file = (town.ask("GET", path, owner) for path in ("/mijn/persoon", "/mijn/persoon/inzage.json"))

    assert "owner@voorbeeld.example" in page.text
    assert "other@voorbeeld.example" not in page.text + file.text
    assert json.loads(file.content)["person"]["address"] == "owner@voorbeeld.example"
    assert file.headers["Content-Disposition"] == 'attachment; filename="osmose-persoon.json"'
    assert file.headers["Cache-Control"] == "private, no-store"


def test_nothing_is_erased_before_the_box_is_ticked(town):
    answer = town.ask("POST", "/mijn/persoon", town.in_browser("owner").headers)

    assert answer.status_code == 400
    assert "Zet eerst het vinkje" in answer.text
    assert town.people["owner"] in people(town)[0]


def test_who_erases_oneself_is_gone_and_signed_out(town):
    owner = town.in_browser("owner").headers
    answer = town.ask("POST", "/mijn/persoon", owner, data={"zeker": "ja"})
    found, actions = people(town)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/privacy")
    assert town.people["owner"] not in found
    assert actions[-1] == ("erase person", f"person {town.people['owner']}", town.people["owner"])
    assert town.ask("GET", "/mijn/persoon", owner).headers["Location"].startswith("/aanmelden")
    assert b"owner@" not in b"".join(path.read_bytes() for path in town.settings.home.iterdir())


def test_staff_look_and_erase_and_both_stand_in_the_log(town):
    staff, person_id = town.in_browser("staff").headers, town.people["owner"]
    file = town.ask("GET", f"/werkbank/personen/{person_id}/inzage.json", staff)
    answer = town.ask("POST", f"/werkbank/personen/{person_id}/wissen", staff)

    assert json.loads(file.content)["person"]["address"] == "owner@voorbeeld.example"
    assert (answer.status_code, answer.headers["Location"]) == (303, "/werkbank/personen")
    assert [(action, subject) for action, subject, _ in people(town)[1][-2:]] == [
        ("inspect person", f"person {person_id}"),
        ("erase person", f"person {person_id}"),
    ]
    assert town.ask("POST", f"/werkbank/personen/{person_id}/wissen", staff).status_code == 404


def test_the_last_staff_member_stays(town):
    staff, person_id = town.in_browser("staff").headers, town.people["staff"]
    by_staff = town.ask("POST", f"/werkbank/personen/{person_id}/wissen", staff)
    by_itself = town.ask("POST", "/mijn/persoon", staff, data={"zeker": "ja"})

    assert by_staff.headers["Location"] == f"/werkbank/personen/{person_id}"
    assert "Voeg eerst een andere medewerker toe" in by_itself.text
    assert person_id in people(town)[0]


def test_the_page_on_privacy_says_the_periods_that_are_carried_out(town):
    page = town.ask("GET", "/privacy").text
    said = re.sub(r"<[^>]+>", " ", page)

    for period in ("2 jaar niets van u", "14 dagen", "90 dagen", "1 jaar", "30 dagen"):
        assert period in said
    assert "Talentencampus Oss is verantwoordelijk" in said
    assert "gerechtvaardigd belang" in said
    assert 'href="/aanmelden?verder=/mijn/persoon"' in page
    assert 'href="/mijn/persoon"' in town.ask("GET", "/privacy", town.in_browser("owner").headers).text


def test_a_visit_sets_no_cookie_and_every_page_links_to_the_page_on_privacy(town):
    answer = town.ask("GET", "/over")

    assert "Set-Cookie" not in answer.headers
    assert 'href="/privacy"' in answer.text.partition("<footer")[2]


def call(town, name, person_id):
    """Have a person be called something, and staff write a note about another partner and about this person."""
    safe = read_safe(town.settings)
    with writing(town.settings) as session:
        session.get_one(Person, person_id).sealed_name = safe.seal(name)
        texts = ["Gaat over de begroting en de krimp.", "Gebeld: owner@voorbeeld.example komt langs."]
        session.add_all(PartnerNote(partner_id="ander", sealed_text=safe.seal(text)) for text in texts)


def test_whoever_is_called_as_a_common_word_reads_no_notes_by_it(town):
    call(town, "de", town.people["owner"])
    file = town.ask("GET", "/mijn/persoon/inzage.json", town.in_browser("owner").headers).json()

    assert [note["text"] for note in file["notes_that_name_you"]] == ["Gebeld: owner@voorbeeld.example komt langs."]


def test_staff_find_what_names_somebody_by_name_too(town):
    call(town, "krimp", town.people["owner"])
    address = f"/werkbank/personen/{town.people['owner']}/inzage.json"
    file = town.ask("GET", address, town.in_browser("staff").headers).json()

    assert len(file["notes_that_name_you"]) == 2
