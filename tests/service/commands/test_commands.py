"""What commands print and do in a town of three."""

import json
from pathlib import Path

import pytest

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, Introductions
from graph.repository import Repository
from graph.year_themes import YearTheme, add_year_theme
from tests.builders import store, theme
from tests.service.commands.conftest import rows

pytestmark = pytest.mark.usefixtures("town")


def test_suggestions_as_csv_have_their_columns_and_reasons_in_dutch(osmose):
    found = rows(osmose("suggest", "school", "--format", "csv"))

    assert list(found[0]) == ["partner_id", "suggested_id", "rank", "score", "reasons"]
    assert [(row["partner_id"], row["suggested_id"], row["rank"]) for row in found] == [("school", "bieb", "1")]
    assert "U zoekt “taalvrijwilligers” – zij bieden “taalvrijwilligers”" in found[0]["reasons"].split("; ")
    assert float(found[0]["score"]) == 0  # the only candidate is the average one


def test_suggestions_for_all_hold_no_pair_that_works_together(osmose):
    pairs = {
        (row["partner_id"], row["suggested_id"])
        for row in rows(osmose("suggest", "--all", "--unbalanced", "--format", "csv"))
    }

    assert pairs == {("bieb", "club"), ("bieb", "school"), ("club", "bieb"), ("school", "bieb")}


def test_what_is_shown_is_what_is_ranked_less_those_below_the_average(osmose):
    ranked = rows(osmose("suggest", "--all", "--unbalanced", "--format", "csv"))
    shown = rows(osmose("suggest", "--all", "--format", "csv"))

    above = {(row["partner_id"], row["suggested_id"]) for row in ranked if float(row["score"]) >= 0}
    assert {(row["partner_id"], row["suggested_id"]) for row in shown} == above
    assert 0 < len(shown) < len(ranked)


def test_suggestions_are_those_of_the_day(osmose):
    pairs = rows(osmose("suggest", "school", "--at", "2017", "--unbalanced", "--format", "csv"))

    assert {row["suggested_id"] for row in pairs} == {"bieb", "club"}  # the sport came a year later


def test_at_most_so_many_are_suggested(osmose):
    assert len(rows(osmose("suggest", "bieb", "--top", "1", "--format", "csv"))) == 1


def test_an_unbalanced_ranking_is_each_partners_own(osmose):
    assert rows(osmose("suggest", "--all", "--unbalanced", "--format", "csv"))


def test_suggestions_as_json_have_a_list_of_reasons(osmose):
    found = json.loads(osmose("suggest", "school", "--format", "json").stdout)

    assert found[0]["suggested_id"] == "bieb"
    assert isinstance(found[0]["reasons"], list)


def test_suggestions_as_a_table_name_the_partner(osmose):
    assert "Bibliotheek" in osmose("suggest", "school").stdout


def test_a_text_finds_who_offers_it(osmose):
    found = rows(osmose("find", "vrijwilligers voor taal", "--format", "csv"))

    assert list(found[0]) == ["query_id", "partner_id", "rank", "score"]
    assert (found[0]["query_id"], found[0]["partner_id"], found[0]["rank"]) == ("1", "bieb", "1")


def test_a_table_of_findings_shows_name_and_phrase(osmose):
    shown = osmose("find", "sportlessen").stdout

    assert "Hockeyclub" in shown
    assert "sportlessen" in shown


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_many_texts_come_from_a_file_and_who_asks_is_no_answer(osmose, delimiter):
    lines = ["query_id,text,partner_id", "q1,taalvrijwilligers,", "q2,taalvrijwilligers,bieb", "q3,sportlessen,school"]
    Path("queries.csv").write_text("\n".join(lines).replace(",", delimiter), encoding="utf-8-sig")

    found = rows(osmose("find", "--queries", "queries.csv", "--top", "1", "--format", "csv"))

    assert ("q1", "bieb") in [(row["query_id"], row["partner_id"]) for row in found]
    assert ("q3", "club") in [(row["query_id"], row["partner_id"]) for row in found]
    assert ("q2", "bieb") not in [(row["query_id"], row["partner_id"]) for row in found]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("id,question\n1,tolken\n", "queries.csv: the column query_id is missing", id="wrong-columns"),
        pytest.param("query_id,text\n1,\n", "queries.csv, row 2, column text: the cell is empty", id="no-text"),
        pytest.param("query_id,text\n,tolken\n", "queries.csv, row 2, column query_id: the cell is empty", id="no-id"),
        pytest.param("", "queries.csv: the file is empty; expected a header and rows", id="empty"),
    ],
)
def test_spoiled_queries_are_told_by_row_and_column(osmose, content, sentence):
    Path("queries.csv").write_text(content, encoding="utf-8")

    result = osmose("find", "--queries", "queries.csv")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == sentence


def test_growth_is_told_per_year(osmose):
    found = rows(osmose("growth", "--at", "2019-06", "--format", "csv"))

    assert [(row["year"], row["partners"], row["ties"]) for row in found] == [("2018", "2", "1"), ("2019", "2", "1")]


def test_a_backup_brings_back_what_was(osmose):
    osmose("database", "backup", "copy.db")
    Path("partners.csv").write_text("id,name,sector\nnew,New,sport\n", encoding="utf-8")
    osmose("import", "partners.csv")
    assert len(rows(osmose("suggest", "new", "--unbalanced", "--format", "csv"))) == 3

    assert osmose("database", "restore", "copy.db").exit_code == 0

    assert "no partner has the id 'new'" in osmose("suggest", "new").stderr


def test_a_moved_database_is_told_by_table_and_holds_the_same(osmose, monkeypatch):
    moved = osmose("database", "move", "sqlite:///osmose.db", "sqlite:///new.db", "--format", "csv")

    assert "partner,3," in moved.stdout
    assert "set OSMOSE_DATABASE_URL to the new address" in moved.stderr
    before = osmose("suggest", "--all", "--format", "json").stdout
    monkeypatch.setenv("OSMOSE_DATABASE_URL", "sqlite:///new.db")
    assert osmose("suggest", "--all", "--format", "json").stdout == before
    assert osmose("database", "check").stdout == "the database is sound\n"


def test_a_sound_database_is_told_so(osmose):
    assert osmose("database", "check").stdout == "the database is sound\n"


def test_beside_the_lists_of_all_stands_what_they_do_to_everybody(osmose):
    told = osmose("suggest", "--all", "--format", "csv").stderr

    assert "in somebody's list: " in told
    assert "in nobody's list: " in told
    assert "in nobody's list" not in osmose("suggest", "--all", "--unbalanced", "--format", "csv").stderr


def test_a_pair_with_an_introduction_is_not_suggested_now_and_was_before(osmose):
    engine = open_engine("sqlite:///osmose.db")
    with transaction(engine) as session:
        Introductions(session).propose("school", "bieb", PROGRAM)
    engine.dispose()

    assert rows(osmose("suggest", "school", "--unbalanced", "--format", "csv")) == []
    assert rows(osmose("suggest", "school", "--unbalanced", "--at", "2020", "--format", "csv")) != []


def test_the_order_leans_to_the_theme_of_the_year_of_the_day_unless_it_is_put_off(osmose):
    engine = open_engine("sqlite:///osmose.db")
    with transaction(engine) as session:
        store(session, themes=[theme("taalvrijwilligers")])
        add_year_theme(session, YearTheme(year=2019, title="Iedereen leest"), ["taalvrijwilligers"])
        Repository(session).record_change("a test")
    engine.dispose()

    def ask(day, *options):
        return osmose("suggest", "school", "--at", day, "--format", "csv", *options)

    fits = "Past bij het jaarthema “Iedereen leest”"
    assert fits in ask("2019").stdout
    assert "leans to the theme of the year, “Iedereen leest”; --no-lean puts it off" in ask("2019").stderr
    assert fits not in ask("2019", "--no-lean").stdout
    assert fits not in ask("2020").stdout
    assert "2020 has no theme" in ask("2020", "--lean").stderr
