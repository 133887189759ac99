"""Who may keep which answer: the table of all that is read, and what its heads say to each asker."""

import pytest

from service.caching import OPEN_SECONDS, is_open
from service.rules import RULES
from tests.builders import partner
from tests.service.keeping import OPEN
from tests.service.routes import Route
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.service.town import ALL_SCOPES, serving_town

NAMED = ("/v1/sectors", "/v1/partners", "/v1/growth", "/partners", "/netwerk/data.json", "/over")
"""Some of what is answered with an ETag, and so by nothing new to who holds it."""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        yield town


def test_what_may_be_kept_by_all_stands_in_the_table():
    paths = {name[4:] for name in RULES if name.startswith("GET ")}

    assert {path for path in paths if is_open(path, RULES[f"GET {path}"])} == OPEN


@pytest.mark.parametrize("path", NAMED)
@pytest.mark.parametrize("who", ["public", "staff"])
def test_who_holds_an_answer_is_told_that_it_still_holds(town, path, who):
    address, headers = Route("GET", path).address(town.named), town.in_browser(who).headers
    first = town.ask("GET", address, headers)
    again = town.ask("GET", address, {**headers, "If-None-Match": f'"other", {first.headers["ETag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert {name: again.headers[name] for name in ("ETag", "Cache-Control", "Vary")} == {
        name: first.headers[name] for name in ("ETag", "Cache-Control", "Vary")
    }
    assert town.ask("GET", address, {**headers, "If-None-Match": '"other"'}).status_code == 200


def test_a_program_keeps_what_is_open_for_no_longer_than_a_list_may_be_old(town):
    public = town.ask("GET", "/v1/partners").headers
    staff = town.ask("GET", "/v1/partners", town.by_token("staff", ALL_SCOPES).headers).headers

    assert public["Cache-Control"] == f"public, max-age={OPEN_SECONDS}"
    assert OPEN_SECONDS <= 5
    assert staff["Cache-Control"] == "private, no-cache"
    assert staff["ETag"] != public["ETag"]


def test_a_page_that_depends_on_htmx_says_so(town):
    assert {"HX-Request", "HX-Current-URL"} <= set(town.ask("GET", "/partners").headers["Vary"].split(", "))


def test_a_file_whose_name_holds_its_version_is_kept_for_a_year_and_others_are_asked_for_again(town):
    vendored = town.ask("GET", "/static/vendor/htmx-4.0.1.min.js").headers
    own = town.ask("GET", "/static/theme.css").headers

    assert vendored["Cache-Control"] == "public, max-age=31536000, immutable"
    assert own["Cache-Control"] == "public, no-cache"
    assert own["Last-Modified"]


def test_a_compressed_file_has_a_strong_name_of_its_own_by_which_it_is_asked_for_again(town):
    plain = town.ask("GET", "/static/theme.css", {"Accept-Encoding": "identity"}).headers
    small = town.ask("GET", "/static/theme.css", {"Accept-Encoding": "gzip"}).headers
    again = town.ask("GET", "/static/theme.css", {"Accept-Encoding": "gzip", "If-None-Match": small["ETag"]})

    assert small["Content-Encoding"] == "gzip"
    assert small["ETag"] == f'{plain["ETag"][:-1]}-gzip"'
    assert "Accept-Encoding" in plain["Vary"]
    assert (again.status_code, again.headers["ETag"]) == (304, small["ETag"])


def test_a_change_goes_out_from_the_name_that_a_compressed_answer_had(sqlite_template, tmp_path):
    settings = copy_database(sqlite_template, tmp_path, [partner("school", description="lang " * 300)])
    with serving(settings) as client:
        seen = client.get("/v1/partners/school")
        changed = client.patch("/v1/partners/school", json={"place": "Oss"}, headers={"If-Match": seen.headers["ETag"]})
        late = client.patch("/v1/partners/school", json={"place": "Uden"}, headers={"If-Match": seen.headers["ETag"]})

    assert seen.headers["ETag"].endswith('-gzip"')
    assert changed.status_code == 200
    assert (late.status_code, late.headers["Cache-Control"]) == (412, "no-store")


def test_a_held_answer_is_named_before_anything_is_worked_out(sqlite_template, tmp_path, monkeypatch):
    with serving(copy_database(sqlite_template, tmp_path, [partner("school")]), ELSEWHERE) as client:
        named = client.get("/v1/find?text=taal").headers["ETag"]

        def fail(*_):
            raise AssertionError("it was worked out")

        monkeypatch.setattr("matching.suggest.Matcher.find", fail)
        assert client.get("/v1/find?text=taal", headers={"If-None-Match": named}).status_code == 304
