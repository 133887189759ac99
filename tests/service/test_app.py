"""What every answer has, and how errors are told."""

import sqlite3

import pytest

from graph.errors import UnreadableDate
from service.problems import status_of
from tests.builders import partner
from tests.service.serving import ELSEWHERE, make_database, serving


@pytest.fixture
def settings(tmp_path):
    return make_database(tmp_path, [partner("school", seeks="tolken")])


@pytest.fixture
def asking(settings):
    with serving(settings) as client:
        yield client


PATHS = ["/", "/partners/nobody", "/static/theme.css", "/v1/sectors", "/v1/openapi.json", "/v1/partners/nobody", "/v1"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_headed_safely(asking, path):
    headers = asking.get(path).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers
    assert headers.get("API-Version") == ("1.0.0" if path.startswith("/v1") else None)


def test_over_https_a_browser_is_told_to_stay_there(settings):
    with serving(settings, base_url="https://localhost") as client:
        assert "max-age" in client.get("/v1/sectors").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_it_answers_under_the_names_of_this_machine(asking, host):
    assert asking.get("/v1/sectors", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", ""])
def test_it_refuses_every_other_name(asking, host):
    answer = asking.get("/v1/sectors", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "tolken" not in asking.get("/partners/school", headers={"Host": host}).text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/v1", 404, id="the-api-itself"),
        pytest.param("GET", "/v1/nothing", 404, id="no-such-path"),
        pytest.param("GET", "/v1/partners/", 404, id="trailing-slash"),
        pytest.param("GET", "/v1/partners/nobody", 404, id="no-such-partner"),
        pytest.param("GET", "/v1/partners/nobody/suggestions", 404, id="suggestions-for-nobody"),
        pytest.param("GET", "/v1/collaborations/nothing", 404, id="no-such-collaboration"),
        pytest.param("POST", "/v1/partners", 405, id="wrong-method"),
        pytest.param("GET", "/v1/partners?page=0", 400, id="bad-value"),
        pytest.param("GET", "/v1/partners?colour=red", 400, id="unknown-parameter"),
        pytest.param("GET", "/v1/network?at=yesterday", 400, id="no-date"),
        pytest.param("GET", "/v1/find", 400, id="missing-parameter"),
    ],
)
def test_programs_are_told_errors_as_problem_details(asking, method, path, status):
    answer = asking.request(method, path)
    problem = answer.json()

    assert answer.status_code == problem["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["API-Version"] == "1.0.0"
    assert problem["title"]
    assert problem["detail"]


def test_bad_input_is_told_with_the_name_of_every_parameter(asking):
    problem = asking.get("/v1/partners?page=x&pageSize=1000&colour=red").json()

    assert [fault["location"]["name"] for fault in problem["errors"]] == ["page", "pageSize", "colour"]
    assert {fault["in"] for fault in problem["errors"]} == {"query"}


def test_a_wrong_method_is_told_which_one_is_right(asking):
    assert asking.delete("/v1/sectors").headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/nothing", "/partners/nobody"])
def test_people_are_told_errors_by_a_page(asking, path):
    answer = asking.get(path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/v1/partners", "/partners"])
def test_our_own_faults_are_told_without_details(asking, path, monkeypatch):
    def fail():
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(asking.app.state.house.snapshots, "current", fail)

    answer = asking.get(path)

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("application/problem+json" if "v1" in path else "text/html")


def test_an_error_that_nobody_placed_is_our_own_fault():
    assert status_of(UnreadableDate("'x' is not a date")) == 500


def test_a_database_of_another_version_is_told_as_a_service_that_is_down(settings):
    path = settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'later'")
    connection.close()

    with serving(settings) as client:
        answer = client.get("/v1/partners")

    assert answer.status_code == 503
    assert "later version" in answer.json()["detail"]


def test_other_sites_may_not_read_the_api_unless_a_setting_names_them(settings):
    origin = {"Origin": "https://kaart.example.org"}
    with serving(settings) as client:
        assert "Access-Control-Allow-Origin" not in client.get("/v1/sectors", headers=origin).headers

    named = settings.model_copy(update={"cors_origins": ("https://kaart.example.org",)})
    with serving(named) as client:
        allowed = client.get("/v1/sectors", headers=origin).headers["Access-Control-Allow-Origin"]

    assert allowed == "https://kaart.example.org"


def test_the_public_sees_less_than_this_machine(settings):
    with serving(settings) as client:
        assert client.get("/v1/partners/school").json()["seeks"] == ["tolken"]
        assert client.get("/v1/partners/school/suggestions").status_code == 200
        own_etag = client.get("/v1/partners/school").headers["ETag"]
    with serving(settings, ELSEWHERE) as client:
        answer = client.get("/v1/partners/school", headers={"If-None-Match": own_etag})

        assert answer.json()["seeks"] == []
        assert client.get("/v1/partners/school/suggestions").status_code == 401
        assert "tolken" not in client.get("/partners/school").text


@pytest.mark.parametrize("path", [*PATHS, "/partners", "/v1/partners"])
def test_head_gets_the_head_of_what_get_gets(asking, path):
    plain = {"Accept-Encoding": "identity"}  # a page that names its request is another length when compressed
    whole, head = asking.get(path, headers=plain), asking.head(path, headers=plain)

    assert head.status_code == whole.status_code
    for answer in (head, whole):
        del answer.headers["X-Request-ID"]  # each request has its own
    assert head.headers == whole.headers
    assert head.content == b""


@pytest.mark.parametrize(
    ("path", "shorter"),
    [
        ("/partners/", "/partners"),
        ("/partners/school/?a=1&a=2", "/partners/school?a=1&a=2"),
        ("//evil.example/", "/evil.example"),
        ("/%5Cevil.example/", "/%5Cevil.example"),
    ],
)
def test_one_slash_too_many_leads_to_the_page_without_it(asking, path, shorter):
    answer = asking.get(f"http://localhost{path}", follow_redirects=False)

    assert answer.status_code == 308
    assert answer.headers["Location"] == shorter
