"""osmose user: who may sign in."""

import re

import pytest

from service.settings import read_settings
from tests.service.commands.conftest import rows
from tests.service.serving import ELSEWHERE, serving

pytestmark = pytest.mark.usefixtures("town")

STAFF = "medewerker@voorbeeld.example"


@pytest.fixture
def add(osmose):
    return lambda address, role, *more: osmose("user", "add", address, "--role", role, *more)


def test_who_is_added_is_listed(osmose, add):
    assert add(STAFF, "staff", "--name", "de medewerker").exit_code == 0
    assert add("b@voorbeeld.example", "partner", "--partner", "bieb", "--partner", "Hockeyclub").exit_code == 0

    assert rows(osmose("user", "list", "--format", "csv")) == [
        {"address": STAFF, "name": "de medewerker", "role": "staff", "partners": "", "last_seen": ""},
        {
            "address": "b@voorbeeld.example",
            "name": "",
            "role": "partner",
            "partners": "bieb; club",
            "last_seen": "",
        },
    ]


def test_a_link_signs_in_once_in_any_browser(osmose, add, monkeypatch):
    add(STAFF, "staff")
    monkeypatch.setenv("OSMOSE_BASE_URL", "https://osmose.example/")
    link = osmose("user", "link", STAFF).stdout.strip()
    monkeypatch.delenv("OSMOSE_BASE_URL")
    assert re.fullmatch(r"https://osmose\.example/aanmelden/[\w-]{43}", link)
    path = link.removeprefix("https://osmose.example")

    with serving(read_settings(), ELSEWHERE) as client:
        assert client.get(path).status_code == 200
        assert client.post(path, follow_redirects=False).status_code == 303
        assert client.get("/werkbank/personen").status_code == 200
        assert client.post(path).status_code == 410
    assert rows(osmose("user", "list", "--format", "csv"))[0]["last_seen"] != ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["user", "add", "x", "--role", "staff"], "this is no mail address", id="no-address"),
        pytest.param(["user", "add", STAFF, "--role", "boss"], "'boss' is not one of", id="no-role"),
        pytest.param(["user", "add", STAFF, "--role", "partner"], "wants --partner as well", id="no-partner"),
        pytest.param(
            ["user", "add", STAFF, "--role", "partner", "--partner", "x"],
            "no partner is called 'x'",
            id="unknown-partner",
        ),
        pytest.param(["user", "link", STAFF], "no person has this mail address", id="a-link-for-nobody"),
        pytest.param(["user", "remove", STAFF, "--yes"], "no person has this mail address", id="nobody-to-remove"),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_changes_nothing(osmose, arguments, told):
    done = osmose(*arguments)

    assert (done.exit_code, told in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr
    assert osmose("user", "list", "--format", "json").stdout.strip() == "[]"


def test_the_last_staff_member_is_not_removed_even_when_one_is_sure(osmose, add):
    add(STAFF, "staff")
    add("b@voorbeeld.example", "working_group")
    done = osmose("user", "remove", STAFF, "--yes")

    assert done.exit_code == 2
    assert (
        "this is the last staff member; without one, whoever sits at this machine would be staff again" in done.stderr
    )
    add("c@voorbeeld.example", "staff")
    assert osmose("user", "remove", STAFF, "--yes").exit_code == 0
    addresses = {row["address"] for row in rows(osmose("user", "list", "--format", "csv"))}
    assert addresses == {"b@voorbeeld.example", "c@voorbeeld.example"}


def test_removing_asks_first(osmose, add):
    add(STAFF, "staff")
    add("b@voorbeeld.example", "working_group")

    assert osmose("user", "remove", "b@voorbeeld.example").exit_code != 0  # nobody answers
    assert len(rows(osmose("user", "list", "--format", "csv"))) == 2
