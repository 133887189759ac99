"""What osmose evaluate prints: one day or several, as a table or for another program."""

import json

import pytest

from tests.builders import collaboration, partner
from tests.service.commands.conftest import rows
from tests.service.serving import make_database

MEASURES = ["ndcg", "recall", "hit", "mrr", "tail_ndcg", "newcomer_ndcg", "coverage", "gini", "cross_sector"]


@pytest.fixture
def three_years(folder):
    """Of 21 partners seven meet in each of three years: 21 new ties a year, all of partners new to the network."""
    ids = {year: [f"p{year}-{at}" for at in range(7)] for year in (2015, 2016, 2017)}
    partners = [partner(one, sector=["sport", "zorg"][at % 2]) for of in ids.values() for at, one in enumerate(of)]
    make_database(folder, partners, [collaboration(f"c{year}", f"{year}-05", of) for year, of in ids.items()])


pytestmark = pytest.mark.usefixtures("three_years")


def test_without_a_cut_off_each_year_and_all_together_are_told(osmose):
    figures = rows(osmose("evaluate", "--format", "csv"))

    assert list(figures[0]) == ["cutoff", "method", "measure", "value", "low", "high", "n"]
    of_own = [row for row in figures if row["method"] == "osmose"]
    assert [row["cutoff"] for row in of_own] == [
        day for day in ("2016-01-01", "2017-01-01", "all") for _measure in MEASURES
    ]
    assert [row["measure"] for row in of_own] == MEASURES * 3
    # Those who met in 2016 or 2017, those in 2017 alone, and both together.
    assert [row["n"] for row in of_own if row["measure"] == "ndcg"] == ["14", "7", "21"]


def test_with_a_cut_off_that_day_alone_is_told(osmose):
    figures = rows(osmose("evaluate", "--cutoff", "2017", "--format", "csv"))

    assert {row["cutoff"] for row in figures} == {"2017-01-01"}


def test_what_is_not_known_is_empty_in_csv_and_null_in_json(osmose):
    (of_csv,) = (
        row
        for row in rows(osmose("evaluate", "--cutoff", "2017", "--format", "csv"))
        if (row["method"], row["measure"]) == ("random", "coverage")
    )
    (of_json,) = (
        row
        for row in json.loads(osmose("evaluate", "--cutoff", "2017", "--format", "json").stdout)
        if (row["method"], row["measure"]) == ("random", "coverage")
    )

    assert (of_csv["low"], of_csv["high"], of_csv["n"]) == ("", "", "21")
    assert (of_json["low"], of_json["high"], of_json["n"]) == (None, None, 21)


def test_the_network_of_an_earlier_day_has_fewer_years(osmose):
    figures = rows(osmose("evaluate", "--at", "2016", "--format", "csv"))

    assert {row["cutoff"] for row in figures} == {"2016-01-01"}


def test_the_tables_fit_120_columns_and_compare_with_the_best(osmose):
    lines = osmose("evaluate").stdout.splitlines()

    assert max(map(len, lines)) <= 120
    assert lines[0] == "2 cut-offs from 2016-01-01 on: mean over all 21 queries, with 95 % interval"
    assert lines[1].split("  ")[0].strip() == "method"
    assert sum(line.startswith("ndcg@10, osmose minus ") for line in lines) == 1
    assert [line.split()[0] for line in lines[-3:]] == ["2016-01-01", "2017-01-01", "all"]


def test_one_cut_off_needs_no_table_of_cut_offs(osmose):
    lines = osmose("evaluate", "--cutoff", "2017").stdout.splitlines()

    assert lines[0].startswith("cut-off 2017-01-01: mean over 7 partners")
    assert lines[-1].startswith("ndcg@10, osmose minus ")


def test_a_network_without_collaborations_is_told(osmose, folder):
    (folder / "osmose.db").unlink()
    make_database(folder, [partner("alone")], [])

    result = osmose("evaluate")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "there is nothing to measure on: the network has no collaborations\n"
