"""osmose team."""

import json

import pytest

from tests.builders import collaboration, partner, theme
from tests.service.commands.conftest import rows
from tests.service.serving import make_database


@pytest.fixture
def plans(folder):
    partners = [
        partner("bakker", sector="bedrijf", offers="maaltijd voor groepen"),
        partner("smid", sector="industrie", offers="techniek met metaal"),
        partner("taalhuis", sector="bibliotheek", offers="taalles"),
        partner("school", sector="primair-onderwijs", offers="lokaal"),
    ]
    make_database(
        folder,
        partners,
        [collaboration("c", "2020", ["school", "smid"], title="Taalles")],
        [theme("metaal-test", label="Metaal")],
    )


@pytest.mark.usefixtures("plans")
def test_a_row_for_each_member_and_one_for_each_need_that_nobody_answers(osmose):
    found = rows(osmose("team", "techniek; taalles; maaltijd; raketten", "--for", "school", "--format", "csv"))
    parts = {row["partner_id"]: (row["needs"], row["phrases"]) for row in found if row["part"] == "member"}

    assert list(found[0]) == ["team", "part", "partner_id", "name", "score", "needs", "phrases", "way", "alternatives"]
    assert parts == {
        "bakker": ("maaltijd", "maaltijd voor groepen"),
        "smid": ("techniek", "techniek met metaal"),
        "taalhuis": ("taalles", "taalles"),
    }
    assert [row["needs"] for row in found if row["part"] == "missing"] == ["raketten"]


@pytest.mark.usefixtures("plans")
def test_a_draft_and_a_theme(osmose):
    drafted = rows(osmose("team", "--draft", "c", "--size", "3", "--top", "1", "--format", "csv"))
    by_theme = osmose("team", "--theme", "metaal-test", "--top", "1", "--format", "json")
    joined = rows(osmose("team", "taalles", "--with", "bakker, smid", "--size", "3", "--top", "1", "--format", "csv"))

    assert sorted((row["part"], row["partner_id"]) for row in drafted if row["part"] != "missing") == [
        ("given", "school"),
        ("given", "smid"),
        ("member", "taalhuis"),
    ]
    assert "smid" in {row["partner_id"] for row in json.loads(by_theme.stdout)}
    assert [row["partner_id"] for row in joined if row["part"] == "given"] == ["bakker", "smid"]


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say what the team is for"),
        (("  ",), "say what the team is for"),
        (("taalles", "--size", "6-3"), "the size is a number or two"),
        (("taalles", "--size", "veel"), "the size is a number or two"),
        (("taalles", "--for", "niemand"), "no partner has the id 'niemand'"),
        (("taalles", "--sectors", "x"), "no sector has the id 'x'"),
        (("--theme", "x-y"), "no theme has the id 'x-y'"),
        (("--draft", "x-y"), "no collaboration has the id 'x-y'"),
    ],
)
def test_bad_input_is_told_in_a_sentence(osmose, arguments, told):
    answer = osmose("team", *arguments)

    assert answer.exit_code == 2
    assert told in answer.stderr


@pytest.mark.usefixtures("plans")
def test_where_nobody_answers_what_is_missing_is_told(osmose):
    answer = osmose("team", "raketten", "--format", "csv")

    assert [row["part"] for row in rows(answer)] == ["missing"]
    assert "no team was found" in answer.stderr
