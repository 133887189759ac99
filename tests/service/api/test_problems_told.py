"""Whatever goes wrong in the API is told as problem details, and kept by nobody."""

import json

import pytest
from jsonschema import Draft202012Validator

from graph.errors import DatabaseUnavailable
from service.bodies import LARGEST_BODY
from service.limits import LIMITS
from tests.builders import partner
from tests.service.api.test_contract import DOCUMENT, OPERATIONS, example_address
from tests.service.serving import ELSEWHERE, copy_database, serving

PROBLEM = Draft202012Validator({**DOCUMENT["components"]["schemas"]["Problem"], "components": DOCUMENT["components"]})
WITH_BODY = [(method, path) for method, path, operation in OPERATIONS if "requestBody" in operation]
READING = [path for method, path, _ in OPERATIONS if method == "get"]


@pytest.fixture(scope="module")
def client(sqlite_template, tmp_path_factory):
    settings = copy_database(sqlite_template, tmp_path_factory.mktemp("problems"), [partner("school")])
    with serving(settings) as asking:
        yield asking


def require_told(answer, status):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == "en"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["status"] == status
    PROBLEM.validate(answer.json())


def some_address(path):
    return example_address(path, {}).rstrip("?")


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_an_unknown_path_and_an_unknown_method(client, path):
    require_told(client.get(f"{some_address(path)}/niets/niets"), 404)
    refused = client.request("TRACE", some_address(path))

    require_told(refused, 405)
    assert refused.headers["Allow"]


@pytest.mark.parametrize("path", READING)
def test_an_answer_that_is_wanted_in_another_form_and_a_parameter_that_nobody_knows(client, path):
    require_told(client.get(some_address(path), headers={"Accept": "application/xml, text/html;q=0.9"}), 406)
    require_told(client.get(f"{some_address(path)}?kleur=rood"), 400)


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_a_body_that_is_none_of_json_or_says_so_or_is_too_large(client, method, path):
    def send(content, kind="application/json"):
        return client.request(method, some_address(path), content=content, headers={"Content-Type": kind})

    require_told(send(b"{}", "text/plain"), 415)
    require_told(send(b"a=1", "application/x-www-form-urlencoded"), 415)
    require_told(send(b"{"), 400)
    require_told(send(json.dumps({"kleur": "rood"}).encode()), 400)
    require_told(send(b"a" * (LARGEST_BODY + 1)), 413)


def test_a_body_without_any_type(client):
    require_told(client.post("/v1/introductions", content=b"{}"), 415)


def test_all_that_is_wrong_is_told_at_once(client):
    problem = client.get("/v1/partners?page=x&pageSize=1000&kleur=rood").json()

    assert [fault["location"]["name"] for fault in problem["errors"]] == ["page", "pageSize", "kleur"]


def test_too_many_tries_and_when_to_try_again(sqlite_template, tmp_path):
    with serving(copy_database(sqlite_template, tmp_path), ELSEWHERE) as client:
        wrong = {"Authorization": "Bearer nothing"}
        first = [client.get("/v1/partners", headers=wrong) for _time in range(LIMITS["tokens refused"].n_tries)]
        last = client.get("/v1/partners", headers=wrong)

    require_told(first[-1], 401)
    assert first[-1].headers["WWW-Authenticate"] == "Bearer"
    require_told(last, 429)
    assert 1 <= int(last.headers["Retry-After"]) <= 600


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("secret of the house"), 500), (DatabaseUnavailable("it does not answer"), 503)]
)
def test_what_is_not_the_askers_fault(client, monkeypatch, error, status):
    def fail():
        raise error

    monkeypatch.setattr(client.app.state.house.snapshots, "current", fail)
    answer = client.get("/v1/partners")

    require_told(answer, status)
    assert "secret" not in answer.text


def test_a_name_that_the_service_does_not_answer_under_and_a_page_of_another_site(client):
    require_told(client.get("/v1/partners", headers={"Host": "evil.example"}), 400)
    require_told(client.post("/v1/introductions", json={}, headers={"Origin": "https://evil.example"}), 403)
