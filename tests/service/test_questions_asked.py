"""The one question stands on the page, in the API and on the command line, where few fit and nowhere else."""

import pytest
from typer.testing import CliRunner

from matching.questions import FEW_SUGGESTIONS
from service.cli import app
from tests.builders import partner
from tests.service.serving import ELSEWHERE, make_database, serving

ASKED = "Met een antwoord op één vraag kunnen wij beter zoeken:"
QUESTION = "Wat zoekt u?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Forty partners: a school that six fit, others of whom nobody knows more than the name, and one of them silent."""
    rows = [partner("school", name="", seeks="taallessen", offers="zaal", description="Basisschool", place="Oss")]
    rows += [partner(f"les{i}", name="", offers="taallessen", seeks="zaal") for i in range(6)]
    rows += [partner(f"naam{i:02}", name="") for i in range(32)]
    rows.append(partner("stil", name="", offers="xyzzy"))
    return make_database(tmp_path_factory.mktemp("forty"), rows)


@pytest.fixture(scope="module")
def town(settings):
    with serving(settings) as client:
        yield client


def suggestions(town, partner_id, **asked):
    return town.get(f"/v1/partners/{partner_id}/suggestions", params=asked).json()


def test_the_api_asks_where_few_fit(town):
    answer = suggestions(town, "stil")

    assert answer["total"] < FEW_SUGGESTIONS
    assert answer["question"] == QUESTION


@pytest.mark.parametrize("top", [1, 5, 10])
def test_the_api_asks_nothing_where_as_many_fit_as_are_wanted(town, top):
    answer = suggestions(town, "school", top=top)

    assert answer["total"] == min(top, 6)
    assert answer["question"] is None


def test_the_page_asks_where_few_fit(town):
    page = town.get("/partners/stil").text

    assert ASKED in page
    assert f"<strong>{QUESTION}</strong>" in page


def test_the_page_asks_nothing_where_enough_fit(town):
    page = town.get("/partners/school").text

    assert page.count("U zoekt “taallessen”") == 6
    assert ASKED not in page


def test_a_stranger_is_asked_nothing(settings):
    with serving(settings, ELSEWHERE) as asking:
        assert ASKED not in asking.get("/partners/stil").text


def test_the_panel_of_the_network_names_whom_to_draw_and_nobody_where_nobody_fits(town):
    assert 'data-suggested="les' in town.get("/netwerk?partner=school").text
    assert "data-suggested" not in town.get("/netwerk?partner=stil").text


def test_in_a_small_network_who_stands_beside_all_alike_is_asked_as_well(tmp_path):
    alike = [partner(f"naam{i}", name="") for i in range(8)]

    with serving(make_database(tmp_path, alike)) as asking:
        answer = suggestions(asking, "naam0")
        page = asking.get("/partners/naam0").text

    assert (answer["total"], answer["question"]) == (7, QUESTION)
    assert ASKED in page


@pytest.fixture
def osmose(settings, monkeypatch):
    monkeypatch.setenv("OSMOSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("OSMOSE_HOME", str(settings.home))
    monkeypatch.delenv("OSMOSE_ENCODER", raising=False)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_the_command_line_asks_beside_the_list_where_few_fit(osmose):
    done = osmose("suggest", "stil", "--format", "csv")

    assert done.exit_code == 0
    assert f"few fit stil; one answer would help most: {QUESTION}" in done.stderr
    assert QUESTION not in done.stdout


@pytest.mark.parametrize("arguments", [["school"], ["school", "--top", "1"], ["--all"]], ids=" ".join)
def test_the_command_line_asks_nothing_where_enough_fit_or_all_are_asked_for(osmose, arguments):
    done = osmose("suggest", *arguments, "--format", "csv")

    assert done.exit_code == 0
    assert "few fit" not in done.stderr
