"""osmose person: shown, erased and forgotten from the command line."""

import json

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.settings import read_settings
from tests.service.signed_in import add_person

ADDRESS = "merkteken@voorbeeld.example"


@pytest.fixture
def somebody(town):
    assert town.is_dir()
    return add_person(read_settings(), ADDRESS, partners="bieb")


def files(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("somebody")
def test_all_about_a_person_is_shown_as_json(osmose):
    shown = osmose("person", "show", ADDRESS.upper())

    assert json.loads(shown.stdout)["person"]["address"] == ADDRESS
    assert [each["partner"] for each in json.loads(shown.stdout)["speaks_for"]] == ["bieb"]


@pytest.mark.usefixtures("town")
def test_a_person_is_erased_without_a_question_where_that_is_asked(osmose, town, somebody):
    erased = osmose("person", "erase", ADDRESS, "--yes")

    assert erased.exit_code == 0
    assert f"erased person {somebody}, 0 letters" in erased.stdout
    assert "backups made before today" in erased.stderr
    assert ADDRESS not in erased.output
    assert osmose("person", "show", ADDRESS).exit_code == 2
    assert b"merkteken" not in files(town)


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(
    ("said", "exit_code"),
    [pytest.param("y\n", 0, id="yes"), pytest.param("n\n", 2, id="no"), pytest.param("", 2, id="nobody-there")],
)
def test_otherwise_it_asks_first(said, exit_code):
    asked = CliRunner().invoke(app, ["person", "erase", ADDRESS], input=said)

    assert asked.exit_code == exit_code
    assert ("nothing was erased" in asked.stderr) == (exit_code == 2)


@pytest.mark.usefixtures("somebody")
def test_what_is_old_is_removed_and_told(osmose):
    assert osmose("person", "retain").stdout == "nothing was kept too long\n"


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("address", ["niemand@voorbeeld.example", "geen adres"])
def test_who_is_not_there_is_told_without_the_address(osmose, address):
    told = osmose("person", "show", address)

    assert told.exit_code == 2
    assert "mail address" in told.stderr
    assert address not in told.stderr
