"""osmose report: a year as a file, frozen when it is first made."""

import re
from datetime import date
from pathlib import Path

import pytest

from graph.database import open_engine, reading, transaction
from graph.frozen import FrozenReport
from service.report import freezing
from service.report.kept import CONTENT
from tests.builders import collaboration, store

OSS = Path(__file__).parents[3] / "data" / "oss"


@pytest.fixture
def oss(folder, osmose):
    """The working folder with the network of Oss."""
    assert osmose("import", OSS).exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr(freezing, "N_DRAWS", 2)  # what chance gives is not looked at here


def lines(page):
    return set(re.split(r"(?<=>)\s*(?=<)", page))


def kept(year):
    engine = open_engine("sqlite:///osmose.db")
    with reading(engine) as session:
        row = session.get(FrozenReport, year)
        content = row and CONTENT.validate_python(row.content)
    engine.dispose()
    return content


def add_to_the_past():
    engine = open_engine("sqlite:///osmose.db")
    with transaction(engine) as session:
        found = [
            collaboration("found-1", "2021-03", ["aspen-oss", "organon-oss"]),
            collaboration("found-2", "2019", ["aspen-oss", "gemeente-oss", "het-hooghuis"]),
        ]
        store(session, (), found)
    engine.dispose()


def test_the_report_of_oss_stays_when_more_of_the_past_is_found_and_says_what_changed(oss, osmose):
    first = osmose("report", 2021, "--out", "first.html")
    assert (first.stdout, first.stderr) == ("wrote first.html\n", "")
    content = kept(2021)
    add_to_the_past()

    again = osmose("report", 2021, "--out", "again.html")

    assert kept(2021) == content
    before, after = ((oss / f"{name}.html").read_text(encoding="utf-8") for name in ("first", "again"))
    assert lines(before) <= lines(after)
    told = "Nieuwe samenwerkingen (2021): 16 in dit verslag; 17 met wat vandaag bekend is."
    assert told in after
    assert f"since it was made on {date.today()}: {told}" in again.stderr  # noqa: DTZ011 -- the day of the command
    assert "Banden (2019): 264 in dit verslag; 26" in after
    n_changes = len(again.stderr.splitlines())
    assert f"In de bijlage staat in {n_changes} regels wat nu anders zou zijn." in after


def test_a_report_made_again_is_the_same_file_also_from_a_backup(town, osmose):
    osmose("report", 2018, "--out", "first.pdf")
    osmose("database", "backup", "copy.db")
    (town / "osmose.db").unlink()
    assert osmose("database", "restore", "copy.db").exit_code == 0
    osmose("report", 2018, "--out", "restored.pdf")

    first = (town / "first.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert (town / "restored.pdf").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            (2018, "--out", "report.docx"),
            "'report.docx' does not say how to write; expected a name ending in .pdf or .html",
            id="unknown-ending",
        ),
        pytest.param(
            (2018, "--out", "nowhere/report.pdf"),
            "'nowhere/report.pdf' cannot be written: there is no folder 'nowhere'",
            id="no-folder",
        ),
        pytest.param(
            (2018, "--out", "osmose.db/report.html"),
            "'osmose.db/report.html' cannot be written: there is no folder 'osmose.db'",
            id="no-way-to-write",
        ),
        pytest.param((2018, "--out", "folder.pdf"), "'folder.pdf' is a folder; say which file to write", id="a-folder"),
        pytest.param(
            (2017, "--out", "report.pdf"),
            "no collaboration had begun by the end of 2017; the first one begins in 2018",
            id="before-anything",
        ),
        pytest.param((9999, "--out", "report.pdf"), "9999 has not come yet", id="to-come"),
    ],
)
def test_what_cannot_be_reported_is_one_sentence_and_leaves_nothing(town, osmose, arguments, sentence):
    (town / "folder.pdf").mkdir()
    before = sorted(town.iterdir())

    result = osmose("report", *arguments)

    assert result.exit_code == 2
    assert re.fullmatch(f".*{re.escape(sentence)}.*", result.stderr.strip())
    assert sorted(town.iterdir()) == before
    assert kept(2018) is None


@pytest.mark.usefixtures("folder")
def test_without_collaborations_there_is_no_year(osmose):
    result = osmose("report", 2021, "--out", "report.pdf")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no collaboration had begun by the end of 2021" in result.stderr
