"""What somebody might send in a path, a head or a body to reach more than is meant for them."""

import json
import re
import socket
from ipaddress import ip_address

import pytest

from service.rules import RULES
from service.settings import Settings
from service.webhook_targets import RefusedTarget, check_target
from tests.service.routes import Route
from tests.service.signed_in import mailed
from tests.service.town import serving_town

HUGE = "9" * 30
BREAKING = "a%0d%0aX-Evil:%201"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        yield town


@pytest.fixture(scope="module")
def staff(town):
    return town.in_browser("staff").headers


@pytest.mark.parametrize(("only", "typed"), [("GET", HUGE), ("POST", HUGE), ("GET", BREAKING)])
def test_whatever_stands_in_a_path_is_no_error_of_ours_and_begins_no_head(town, staff, only, typed):
    routes = [Route(*name.split(" ", 1)) for name in RULES if name.startswith(only)]
    named = [route for route in routes if route.parameters]

    answers = {
        route.name: town.ask(only, route.address(dict.fromkeys(route.parameters, typed)), staff) for route in named
    }

    assert len(named) > 20
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {}
    assert [name for name, answer in answers.items() if "x-evil" in answer.headers] == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b'{"a":' * 100_000, id="deep-objects"),
        pytest.param(b'{"url":' + b"9" * 6_000 + b"}", id="a-long-number"),
        pytest.param(b'{"url":1e999}', id="infinite"),
        pytest.param(b'{"url":NaN}', id="no-number"),
        pytest.param(b'\xff\xfe{"url":1}', id="no-text"),
        pytest.param(b'{"url":"https://a.example","url":{"a":1}}', id="said-twice"),
    ],
)
@pytest.mark.parametrize("route", [name for name in RULES if re.match("(POST|PATCH|PUT) /v1/", name)])
def test_a_body_that_is_hard_to_read_is_no_error_of_ours(town, staff, route, body):
    method, path = route.split(" ")
    address = Route(method, path).address(town.named)

    answer = town.ask(method, address, {**staff, "Content-Type": "application/json"}, content=body)

    assert answer.status_code < 500


@pytest.mark.parametrize("more", [{"isStaff": True}, {"id": "x"}, {"personId": 1}, {"__class__": "x"}])
@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("POST /v1/users", {"address": "x@voorbeeld.example", "role": "partner"}),
        ("POST /v1/webhooks", {"url": "https://voorbeeld.example/"}),
        ("PATCH /v1/partners/{partnerId}", {"description": "x"}),
        ("PATCH /v1/collaborations/{collaborationId}", {"endDate": "2022-01-01"}),
    ],
)
def test_a_field_that_nobody_asked_for_is_refused(town, staff, route, body, more):
    method, path = route.split(" ")

    answer = town.ask(method, Route(method, path).address(town.named), staff, json=body | more)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/..%5capp.py"),
        *("/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/vendor/../../app.py", "/static/%00"),
        *("/static/", "/static/vendor", "/static/vendor/", "/.git/config", "/.env", "/key", "/osmose.db"),
    ],
)
def test_no_file_but_those_of_the_pages_is_served_and_no_folder_listed(town, path):
    assert town.ask("GET", path).status_code in {308, 404}


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "GEHEIM"])
def test_a_method_that_nobody_asked_for_is_refused(town, staff, method):
    assert town.ask(method, "/werkbank/personen", staff).status_code == 405


FORGED = {
    "X-Forwarded-Host": "elders.example",
    "X-Original-URL": "/werkbank/personen",
    "X-Rewrite-URL": "/werkbank/personen",
    "X-HTTP-Method-Override": "DELETE",
    "X-Forwarded-For": "127.0.0.1",
    "X-Real-IP": "127.0.0.1",
    "Forwarded": "for=127.0.0.1;host=elders.example",
}


def test_no_head_that_anybody_can_send_makes_one_somebody_else(town):
    shown = town.ask("GET", "/werkbank/personen", FORGED)
    asked = town.ask("POST", "/aanmelden", FORGED, data={"adres": "staff@voorbeeld.example"})

    assert (shown.status_code, shown.headers["Location"]) == (303, "/aanmelden?verder=%2Fwerkbank%2Fpersonen")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/aanmelden/verstuurd")
    assert "elders" not in json.dumps([facts for _, facts in mailed(town.settings, "sign_in")])


def test_who_speaks_for_one_partner_reaches_nobody_of_another_through_its_own_address(town):
    owner, other = town.in_browser("owner").headers, town.people["other"]

    removed = town.ask("POST", f"/mijn/eigen/collegas/{other}/verwijderen", owner)
    shown = town.ask("GET", "/mijn/ander/collegas", owner)

    assert (removed.status_code, shown.status_code) == (404, 403)


@pytest.mark.parametrize(
    "url",
    [
        *("https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://017700000001/", "https://127.1/"),
        *("https://127.0.0.1./", "https://localhost./", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://0/"),
        *("https://[::ffff:7f00:1]/", "https://[::ffff:169.254.169.254]/", "https://[64:ff9b::a9fe:a9fe]/"),
        *("https://[2002:7f00:1::]/", "https://[::]/", "https://[fe80::1%25lo]/", "https://a@127.0.0.1/"),
        *("https://127.0.0.1:80\\@localhost/", "https://127.0.0.1\t/", "file:///etc/passwd", "gopher://127.0.0.1/"),
        *("https://127.0.0.1/\r\nX-Evil: 1", "https:127.0.0.1", "https://127.0.0.1:99999/"),
    ],
)
def test_no_way_to_write_this_machine_lets_a_webhook_call_it(url):
    with pytest.raises(RefusedTarget):
        check_target(url, Settings(home="unused"), resolve_as_c_does)


def resolve_as_c_does(host):
    """Read an address of version 4 in every form that getaddrinfo takes: one number, octal, hexadecimal."""
    try:
        return [str(ip_address(host.strip("[]")))]
    except ValueError:
        return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".").replace("localhost", "127.0.0.1")))]
