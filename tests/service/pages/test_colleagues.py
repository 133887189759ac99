"""Colleagues of a partner, invitations and claims, as people meet them."""

import pytest

from service.recognising import asker_of
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person, database, mailed, sign_in, token_of

COLLEAGUES = "/mijn/muzelinck/collegas"
CLAIM = "/partners/muzelinck/claimen"


@pytest.fixture
def settings(sqlite_template, tmp_path):
    made = copy_database(sqlite_template, tmp_path, [partner("muzelinck"), partner("oss")])
    add_person(made, "medewerker@voorbeeld.example", role="staff")
    return made


@pytest.fixture
def own_id(settings):
    return add_person(settings, "directie@voorbeeld.example", partners=["muzelinck"])


@pytest.fixture
def client(settings, own_id):
    with serving(settings, ELSEWHERE) as asking:
        sign_in(asking, settings, own_id)
        yield asking


@pytest.fixture
def stranger(settings):
    with serving(settings, ELSEWHERE) as asking:
        yield asking


def partners_of(settings, person_id):
    with database(settings) as session:
        return asker_of(session, person_id).partner_ids


def test_a_colleague_is_invited_and_takes_it_up_in_any_browser(client, stranger, settings):
    page = client.post(COLLEAGUES, data={"adres": "collega@voorbeeld.example", "functie": "coördinator"})
    assert ("De uitnodiging is onderweg" in page.text, "collega@voorbeeld.example" in page.text) == (True, True)
    ((person_id, _),) = mailed(settings, "invited")
    path = f"/uitnodiging/{token_of(settings, 'invited')}"
    assert {stranger.get(path).status_code for _ in range(10)} == {200}
    assert partners_of(settings, person_id) == set()

    done = stranger.post(path, data={"naam": "Een collega"}, follow_redirects=False)
    assert (done.status_code, done.headers["Location"]) == (303, "/mijn")
    assert partners_of(settings, person_id) == {"muzelinck"}
    assert stranger.get(COLLEAGUES).status_code == 200
    assert "Een collega" in client.get(COLLEAGUES).text
    again = stranger.post(path)
    assert (again.status_code, "Deze link is al gebruikt" in again.text) == (410, True)


def test_the_inviter_does_not_learn_the_name_of_who_is_invited(client, settings):
    add_person(settings, "geheim-persoon@voorbeeld.example", partners=["oss"])
    page = client.post(COLLEAGUES, data={"adres": "Geheim-Persoon@voorbeeld.example"})

    assert ">geheim-persoon<" not in page.text
    assert "uitgenodigd" in page.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param("x", "Dit is geen mailadres", id="no-address"),
        pytest.param("directie@voorbeeld.example", "Deze collega doet al mee", id="there-already"),
    ],
)
def test_bad_input_shows_the_form_again_filled_in(client, address, told):
    page = client.post(COLLEAGUES, data={"adres": address, "functie": "coördinator"})

    assert (page.status_code, told in page.text) == (400, True)
    assert f'value="{address}"' in page.text
    assert 'value="coördinator"' in page.text


def test_a_colleague_is_taken_off(client, settings):
    person_id = add_person(settings, "collega@voorbeeld.example", partners=["muzelinck", "oss"])
    client.post(f"{COLLEAGUES}/{person_id}/verwijderen")

    assert partners_of(settings, person_id) == {"oss"}
    assert client.post(f"{COLLEAGUES}/{person_id}/verwijderen").status_code == 404


def test_the_colleagues_of_another_partner_are_not_ones_own(client, settings):
    other_id = add_person(settings, "collega@voorbeeld.example", partners=["oss"])

    assert client.get("/mijn/oss/collegas").status_code == 403
    assert client.post("/mijn/oss/collegas", data={"adres": "x@voorbeeld.example"}).status_code == 403
    assert client.post(f"/mijn/oss/collegas/{other_id}/verwijderen").status_code == 403
    assert partners_of(settings, other_id) == {"oss"}


def test_a_stranger_claims_a_partner_by_mail_and_waits_for_staff(stranger, settings):
    assert "Is muzelinck uw organisatie?" in stranger.get(CLAIM).text
    stranger.post(CLAIM, data={"adres": "nieuw@voorbeeld.example"})
    back = stranger.post(f"/aanmelden/{token_of(settings, 'sign_in')}")
    assert (back.url.path, "Ja, ik spreek namens deze organisatie" in back.text) == (CLAIM, True)
    page = stranger.post(CLAIM, data={"functie": "directeur"})

    assert "controleert het en stuurt u een mail" in page.text
    ((person_id, facts),) = mailed(settings, "claim_waiting")
    assert facts["claimant_id"] != person_id
    assert partners_of(settings, facts["claimant_id"]) == set()
    assert stranger.get(COLLEAGUES).status_code == 403


def test_a_claim_wants_an_address_and_a_partner_that_is_there(stranger):
    page = stranger.post(CLAIM, data={"adres": "x"})

    assert (page.status_code, 'value="x"' in page.text) == (400, True)
    assert stranger.get("/partners/niemand/claimen").status_code == 404
    assert stranger.post("/partners/niemand/claimen", data={"adres": "a@voorbeeld.example"}).status_code == 404


def test_who_speaks_for_it_or_is_invited_is_told_so(client, stranger, settings):
    assert "Ja: u spreekt namens deze organisatie" in client.get(CLAIM).text
    invited_id = add_person(settings, "collega@voorbeeld.example", partners=["muzelinck"], state="invited")
    sign_in(stranger, settings, invited_id)

    assert 'href="/uitnodiging/' in stranger.get(CLAIM).text


def test_the_page_of_a_partner_leads_strangers_to_claim_it(client, stranger):
    assert f'href="{CLAIM}"' in stranger.get("/partners/muzelinck").text
    assert f'href="{CLAIM}"' not in client.get("/partners/muzelinck").text
