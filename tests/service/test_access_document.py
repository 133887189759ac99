"""The document of who may use what is what the rules say."""

from service.access import Role
from service.access_table import DOCUMENT, say_who, write_table
from service.rules import RULES, Rule


def test_the_document_is_what_the_command_writes():
    assert DOCUMENT.read_text(encoding="utf-8") == write_table()  # python -m service.access_table


def test_every_route_is_told_with_what_it_does_and_who_may():
    rows = [line.split(" | ") for line in write_table().splitlines() if line.startswith("| `")]

    assert [row[0].removeprefix("| ").strip("`") for row in rows] == list(RULES)
    assert [row[0] for row in rows if not row[1].strip()] == ["| `GET /v1/openapi.json`"]  # FastAPI answers it


def test_limits_are_told_beside_the_roles():
    assert say_who(Rule(frozenset(Role), is_personal=True)) == "everybody; only who signed in, about itself"
    assert say_who(Rule(frozenset())) == "nobody by role: asked otherwise"
