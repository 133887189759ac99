"""Signing in by a real provider of OpenID Connect, started for these tests."""

import asyncio
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import urlsplit

import httpx2
import pytest

from service import openid
from service.access import OPERATOR
from service.erasing import erase_person
from service.keys import read_safe
from service.openid import UnknownSubject, find_person
from service.settings import Settings
from tests.builders import partner
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.signed_in import add_person, database

STAFF = "medewerker@voorbeeld.example"
ISSUER = "https://aanmelden.voorbeeld.example"


@pytest.fixture(scope="module")
def provider():
    """The address of a provider that signs in whoever it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # A process of its own: the provider warns when it is imported, and warnings are errors here.
    program = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with suppress(httpx2.TransportError):
                httpx2.get(f"{address}/.well-known/openid-configuration")
                break
            time.sleep(0.05)
        yield address
        running.terminate()


@pytest.fixture
def settings(sqlite_template, tmp_path, provider):
    chosen = {"oidc_issuer": provider, "oidc_client_id": "osmose", "oidc_client_secret": "geheim"}
    return copy_database(sqlite_template, tmp_path, [partner("muzelinck")], base_url="http://localhost", **chosen)


@pytest.fixture
def client(settings):
    with serving(settings, ELSEWHERE) as asking:
        yield asking


def knows(provider, subject, **claims):
    httpx2.put(f"{provider}/users/{subject}", json=claims).raise_for_status()


def sent_back(client, subject, **form):
    """Go to the provider, be somebody there, and return the way back."""
    away = client.get("/aanmelden/oidc", follow_redirects=False).headers["Location"]
    back = httpx2.post(away, data={"sub": subject, **form}).headers["Location"]
    return back.removeprefix("http://localhost")


def is_signed_in(client):
    return client.get("/werkbank/personen", follow_redirects=False).status_code == 200


def test_who_is_known_by_a_verified_address_signs_in_and_later_by_the_subject(client, settings, provider):
    add_person(settings, STAFF, role="staff")
    knows(provider, "s1", email=STAFF.upper(), email_verified=True)
    assert "Aanmelden met het account van uw werk" in client.get("/aanmelden").text
    done = client.get(sent_back(client, "s1"), follow_redirects=False)
    assert (done.status_code, done.headers["Location"]) == (303, "/werkbank")
    assert is_signed_in(client)
    client.post("/afmelden")

    knows(provider, "s1", email="een-nieuw-adres@voorbeeld.example", email_verified=True)
    client.get(sent_back(client, "s1"), follow_redirects=False)
    assert is_signed_in(client)


def test_one_comes_back_to_where_one_wanted_to_be(client, settings, provider):
    add_person(settings, STAFF, role="staff")
    knows(provider, "s1", email=STAFF, email_verified=True)
    client.get("/werkbank/personen")

    assert client.get(sent_back(client, "s1")).url.path == "/werkbank/personen"


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"email": "ander@voorbeeld.example", "email_verified": True}, id="an-address-unknown-here"),
        pytest.param({"email": STAFF}, id="an-address-not-verified"),
        pytest.param({"email": STAFF, "email_verified": False}, id="an-address-said-to-be-unverified"),
        pytest.param({"email": STAFF, "email_verified": "true"}, id="a-word-for-a-yes"),
        pytest.param({}, id="no-address"),
        pytest.param({"email": "geen adres", "email_verified": True}, id="no-address-at-all"),
    ],
)
def test_who_is_not_known_here_is_told_so(client, settings, provider, claims):
    add_person(settings, STAFF, role="staff")
    knows(provider, "s2", **claims)

    answer = client.get(sent_back(client, "s2"))
    assert (answer.status_code, "We kennen u nog niet" in answer.text) == (403, True)
    assert not is_signed_in(client)


def test_who_said_no_at_the_provider_is_told_so(client, settings):
    add_person(settings, STAFF, role="staff")

    answer = client.get(sent_back(client, "s1", action="deny"))
    assert (answer.status_code, "Aanmelden is niet gelukt" in answer.text) == (400, True)


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(client, settings, provider):
    add_person(settings, STAFF, role="staff")
    knows(provider, "s1", email=STAFF, email_verified=True)
    back = sent_back(client, "s1")

    with serving(settings, ELSEWHERE) as other:
        assert other.get(back).status_code == 400
        assert not is_signed_in(other)
    assert client.get(back, follow_redirects=False).status_code == 303
    assert client.get(back).status_code == 400  # a second time


@pytest.mark.parametrize("path", ["/aanmelden/oidc/terug", "/aanmelden/oidc/terug?code=x&state=y"])
def test_a_way_back_that_somebody_made_up_signs_nobody_in(client, path):
    assert client.get(path).status_code == 400


def test_a_provider_that_does_not_answer_is_told_as_that(settings):
    silent = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    with serving(silent, ELSEWHERE) as client:
        answer = client.get("/aanmelden/oidc")

    assert (answer.status_code, "Meld u aan per mail" in answer.text) == (502, True)


def test_without_a_provider_there_is_no_way_to_it(settings):
    with serving(settings.model_copy(update={"oidc_issuer": ""}), ELSEWHERE) as client:
        assert client.get("/aanmelden/oidc").status_code == 404
        assert client.get("/aanmelden/oidc/terug?code=x&state=y").status_code == 404
        assert "account van uw werk" not in client.get("/aanmelden").text


def claims(subject, address=STAFF, issuer=ISSUER):
    return {"iss": issuer, "sub": subject, "email": address, "email_verified": True}


def test_an_address_that_passed_to_a_successor_does_not_open_the_predecessors_account(settings):
    person_id = add_person(settings, STAFF, role="staff")
    with database(settings, writes=True) as session:
        safe = read_safe(settings)
        assert find_person(session, safe, claims("s1")) == person_id
        with pytest.raises(UnknownSubject):
            find_person(session, safe, claims("s2"))


def test_equal_subjects_of_two_providers_are_two_people(settings):
    first, second = (add_person(settings, f"{name}@voorbeeld.example", role="working_group") for name in "ab")
    with database(settings, writes=True) as session:
        safe = read_safe(settings)
        assert find_person(session, safe, claims("1", "a@voorbeeld.example")) == first
        other = claims("1", "b@voorbeeld.example", "https://elders.example")
        assert find_person(session, safe, other) == second


def test_who_was_removed_is_not_known_by_the_subject_any_more(settings):
    person_id = add_person(settings, "a@voorbeeld.example", role="working_group")
    with database(settings, writes=True) as session:
        safe = read_safe(settings)
        find_person(session, safe, claims("s1", "a@voorbeeld.example"))
        erase_person(session, safe, settings, OPERATOR, person_id)
        with pytest.raises(UnknownSubject):
            find_person(session, safe, claims("s1", "a@voorbeeld.example"))


def test_the_way_back_leads_to_the_address_of_the_service(client, provider):
    away = urlsplit(client.get("/aanmelden/oidc", follow_redirects=False).headers["Location"])

    assert f"{away.scheme}://{away.netloc}" == provider
    assert "redirect_uri=http%3A%2F%2Flocalhost%2Faanmelden%2Foidc%2Fterug" in away.query
    assert "code_challenge_method=S256" in away.query


def said_by(settings, **said):
    """Return what is believed of a provider that says this of itself."""
    provider = openid.make_client(settings)
    provider.server_metadata = {"_loaded_at": 1, "issuer": settings.oidc_issuer} | said
    return asyncio.run(provider.load_server_metadata())


@pytest.mark.parametrize("issuer", ["https://elders.example", "", None, f"{ISSUER}.elders.example"])
def test_a_provider_that_says_to_be_another_one_is_not_believed(issuer):
    with pytest.raises(RuntimeError):
        said_by(Settings(home="unused", oidc_issuer=ISSUER), issuer=issuer)


def test_only_what_a_provider_signed_with_a_key_of_its_own_is_believed():
    settings = Settings(home="unused", oidc_issuer=f"{ISSUER}/")
    offered = ["none", "HS256", "RS256", "ES256"]

    assert said_by(settings)["id_token_signing_alg_values_supported"] == ["RS256"]
    said = said_by(settings, issuer=ISSUER, id_token_signing_alg_values_supported=offered)
    assert said["id_token_signing_alg_values_supported"] == ["RS256", "ES256"]
    with pytest.raises(RuntimeError):
        said_by(settings, id_token_signing_alg_values_supported=["none", "HS256"])
