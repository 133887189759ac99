"""From an empty folder to suggestions: what the README shows, and what an import leaves behind."""

from pathlib import Path

import pytest

from service.commands.serving import SAMPLE
from tests.service.commands.conftest import rows

pytestmark = pytest.mark.usefixtures("folder")


def test_a_dry_run_tells_and_stores_nothing(osmose):
    result = osmose("import", SAMPLE, "--dry-run")

    assert "partners: 164 new, 0 changed, 0 unchanged" in result.stdout
    assert "nothing was stored: this was a dry run" in result.stdout
    assert "no partners" in osmose("suggest", "--all").stderr


def test_good_rows_are_kept_on_request(osmose):
    Path("partners.csv").write_text("id,name,sector\na,A,sport\nb,B,ruimtevaart\n", encoding="utf-8")

    assert osmose("import", "partners.csv").exit_code == 2
    kept = osmose("import", "partners.csv", "--keep-good")

    assert kept.exit_code == 0
    assert "partners: 1 new, 0 changed, 0 unchanged, 1 refused" in kept.stdout


def test_the_road_of_the_readme(osmose):
    assert osmose("import", SAMPLE).exit_code == 0
    assert "164 unchanged" in osmose("import", SAMPLE).stdout
    assert "kept in" in osmose("fit").stdout
    assert Path("home/model.json").exists()
    assert len(rows(osmose("suggest", "het-hooghuis", "--top", "10", "--format", "csv"))) == 10
    assert rows(osmose("find", "taalvrijwilligers voor nieuwkomers", "--format", "csv"))
    figures = rows(osmose("evaluate", "--cutoff", "2020-01-01", "--format", "csv"))
    assert list(figures[0]) == ["cutoff", "method", "measure", "value", "low", "high", "n"]
    assert {"osmose", "random", "tf-idf"} <= {row["method"] for row in figures}
    assert "ndcg@10" in osmose("evaluate", "--cutoff", "2020-01-01").stdout
    assert osmose("export", "gexf", "net.gexf").stdout == "wrote net.gexf\n"
    assert Path("net.gexf").exists()


def test_an_empty_database_is_checked_and_upgraded(osmose):
    checked = osmose("database", "check")
    assert checked.exit_code == 1
    assert "the database is empty" in checked.stdout

    assert osmose("database", "upgrade").stdout == "the database is up to date\n"
    assert osmose("database", "check").exit_code == 0
