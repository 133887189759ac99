"""The workbench's page of persons."""

import pytest

from graph.people import Contact, Person
from service.keys import read_safe
from service.people import People
from service.recognising import asker_of
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person, database, sign_in

STAFF = "medewerker@voorbeeld.example"
PERSONS = "/werkbank/personen"


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, [partner("muzelinck", name="Muzelinck"), partner("oss")])


@pytest.fixture
def staff_id(settings):
    return add_person(settings, STAFF, role="staff")


@pytest.fixture
def client(settings, staff_id):
    with serving(settings, ELSEWHERE) as asking:
        sign_in(asking, settings, staff_id)
        yield asking


def asker(settings, address):
    with database(settings) as session:
        return asker_of(session, People(session, read_safe(settings)).require(address).id)


def test_everybody_is_listed_with_role_partners_and_when_last_seen(client, settings):
    add_person(settings, "directie@voorbeeld.example", partners=["muzelinck"])
    page = client.get(PERSONS).text

    assert "medewerker@voorbeeld.example" in page
    assert "directie@voorbeeld.example" in page
    assert '<td data-label="Spreekt namens">Muzelinck</td>' in page
    assert '<td data-label="Laatst gezien">nooit</td>' in page


def test_until_anybody_is_added_the_page_says_what_to_do(settings):
    with serving(settings) as client:
        assert "Voeg uzelf hieronder toe" in client.get(PERSONS).text


def test_a_person_is_added_by_the_name_of_a_partner(client, settings):
    form = {"adres": "nieuw@voorbeeld.example", "naam": "nieuw", "rol": "", "partner": "muzelinck"}
    done = client.post(PERSONS, data=form)

    assert (done.status_code, "Toegevoegd." in done.text) == (200, True)
    added = asker(settings, "nieuw@voorbeeld.example")
    assert (added.role, added.partner_ids) == ("partner", {"muzelinck"})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"adres": "geen adres"}, "Dit is geen mailadres", id="no-address"),
        pytest.param({"partner": "Niemand"}, "We kennen geen organisatie met deze naam", id="an-unknown-partner"),
        pytest.param({"partner": ""}, "Noem de organisatie", id="neither-role-nor-partner"),
        pytest.param({"adres": STAFF, "rol": "working_group"}, "laatste medewerker", id="the-last-staff-member"),
    ],
)
def test_bad_input_shows_the_form_again_filled_in(client, changed, told):
    form = {"adres": "nieuw@voorbeeld.example", "naam": "Een naam", "rol": "", "partner": "oss", **changed}
    page = client.post(PERSONS, data=form)

    assert page.status_code == 400
    assert told in page.text
    assert 'value="Een naam"' in page.text
    assert 'aria-invalid="true"' in page.text


def test_a_role_is_changed_and_a_partner_joined_and_left(client, settings):
    person_id = add_person(settings, "b@voorbeeld.example", partners=["oss"])
    client.post(f"{PERSONS}/{person_id}/rol", data={"rol": "working_group"})
    client.post(f"{PERSONS}/{person_id}/partners", data={"partner": "Muzelinck"})
    page = client.post(f"{PERSONS}/{person_id}/partners/oss/los")

    assert page.url.path == f"{PERSONS}/{person_id}"
    changed = asker(settings, "b@voorbeeld.example")
    assert (changed.role, changed.partner_ids) == ("working_group", {"muzelinck"})


def test_the_last_staff_member_stays(client, staff_id):
    page = client.post(f"{PERSONS}/{staff_id}/rol")

    assert (page.status_code, "laatste medewerker" in page.text) == (400, True)


def test_a_person_is_signed_out_everywhere_and_removed(client, settings):
    person_id = add_person(settings, "b@voorbeeld.example", role="staff")
    with serving(settings, ELSEWHERE) as other:
        sign_in(other, settings, person_id)
        assert other.get(PERSONS).status_code == 200
        client.post(f"{PERSONS}/{person_id}/afmelden")
        assert other.get(PERSONS, follow_redirects=False).status_code == 303

    assert client.post(f"{PERSONS}/{person_id}/wissen").url.path == PERSONS
    with database(settings) as session:
        assert session.get(Person, person_id) is None


@pytest.mark.parametrize(("decision", "state"), [("bevestigen", "confirmed"), ("weigeren", None)])
def test_a_claim_waits_until_staff_decide(client, settings, decision, state):
    person_id = add_person(settings, "b@voorbeeld.example", partners=["muzelinck"], state="claimed")
    assert "Wacht op u" in client.get(PERSONS).text
    page = client.post(f"{PERSONS}/{person_id}/partners/muzelinck/claim", data={"besluit": decision})

    assert "Wacht op u" not in page.text
    with database(settings) as session:
        contact = session.get(Contact, (person_id, "muzelinck"))
        assert (contact.state if contact else None) == state


@pytest.mark.parametrize("step", ["rol", "partners", "partners/oss/los", "partners/oss/claim", "afmelden", "wissen"])
def test_a_person_that_is_none_is_not_found(client, step):
    assert client.post(f"{PERSONS}/999/{step}", data={"besluit": "weigeren"}).status_code == 404


@pytest.mark.parametrize("role", ["working_group", ""])
def test_only_staff_come_here(client, settings, role):
    person_id = add_person(settings, "b@voorbeeld.example", role=role, partners=["oss"])
    sign_in(client, settings, person_id)

    assert client.get(PERSONS).status_code == 403
    assert client.post(f"{PERSONS}/{person_id}/rol", data={"rol": "staff"}).status_code == 403
