"""The page of API tokens."""

import re

import pytest

from tests.builders import partner
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving
from tests.service.signed_in import add_person, sign_in

TOKENS = "/mijn/tokens"


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, [partner("muzelinck")])


@pytest.fixture
def client(settings):
    person_id = add_person(settings, "directie@voorbeeld.example", partners=["muzelinck"])
    with serving(settings, ELSEWHERE) as asking:
        sign_in(asking, settings, person_id)
        yield asking


def test_a_token_is_shown_once_works_and_is_ended(client, settings):
    page = client.post(TOKENS, data={"naam": "export", "mag": ["read"], "dagen": "30"})
    token = re.search(r"osmose_[\w-]{43}", page.text).group()

    assert page.headers["Cache-Control"] == "no-store"
    assert token not in client.get(TOKENS).text
    with serving(settings, ELSEWHERE) as program:
        headed = {"Authorization": f"Bearer {token}"}
        assert program.get("/v1/sectors", headers=headed).status_code == 200
        number = re.search(r"/mijn/tokens/(\d+)/beeindigen", client.get(TOKENS).text).group(1)
        assert "nooit" not in client.get(TOKENS).text  # it was used today
        client.post(f"{TOKENS}/{number}/beeindigen")
        assert program.get("/v1/sectors", headers=headed).status_code == 401


@pytest.mark.parametrize(
    ("form", "told"),
    [
        pytest.param({"naam": " ", "mag": ["profile"]}, "Geef het token een naam", id="no-name"),
        pytest.param({"naam": "export"}, "Kies wat het token mag", id="no-scope"),
    ],
)
def test_bad_input_shows_the_form_again_filled_in(client, form, told):
    page = client.post(TOKENS, data=form)

    assert (page.status_code, told in page.text) == (400, True)
    assert ('value="profile" checked' in page.text) is ("mag" in form)
    assert ('value="export"' in page.text) is (form["naam"] == "export")


@pytest.mark.parametrize("changed", [{"mag": ["everything"]}, {"dagen": "0"}, {"dagen": "366"}, {"naam": "a" * 101}])
def test_what_no_form_sends_is_refused(client, changed):
    assert client.post(TOKENS, data={"naam": "x", "mag": ["read"], "dagen": "30", **changed}).status_code == 400


def test_the_token_of_another_is_not_found(client, settings):
    other_id = add_person(settings, "b@voorbeeld.example", role="working_group")
    with serving(settings, ELSEWHERE) as other:
        sign_in(other, settings, other_id)
        page = other.post(TOKENS, data={"naam": "x", "mag": ["read"]})
        number = re.search(r"/mijn/tokens/(\d+)/beeindigen", page.text).group(1)

    assert client.post(f"{TOKENS}/{number}/beeindigen").status_code == 404


def test_who_is_here_without_being_anybody_signs_in_first(settings):
    with serving(settings, HERE) as client:
        assert "Meld u eerst aan" in client.get(TOKENS).text
        assert client.post(TOKENS, data={"naam": "x", "mag": ["read"]}).status_code == 401


def test_the_public_has_no_tokens(settings):
    person_id = add_person(settings, "b@voorbeeld.example", partners=["muzelinck"], state="claimed")
    with serving(settings, ELSEWHERE) as client:
        assert client.get(TOKENS, follow_redirects=False).headers["Location"] == "/aanmelden?verder=%2Fmijn%2Ftokens"
        sign_in(client, settings, person_id)
        assert client.get(TOKENS).status_code == 403
