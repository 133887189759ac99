"""Every criterion of WCAG 2.2, levels A and AA, is gone through, and what it points at is there."""

import re
from pathlib import Path

from service.pages.accessibility import GONE_THROUGH
from service.texts import say_date
from tests.standards import DOCS, rows_of

ROOT = Path(__file__).parents[1]
CRITERIA = {
    "Waarneembaar": (
        "1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 "
        "1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13"
    ),
    "Bedienbaar": (
        "2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 "
        "2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8"
    ),
    "Begrijpelijk": "3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8",
    "Robuust": "4.1.2 4.1.3",
}
"""Numbers of the 55 criteria (W3C Recommendation of 12 December 2024), by their principle."""


def rows():
    return {name: row for principle in CRITERIA for name, row in rows_of(principle, "toegankelijkheid.md").items()}


def test_every_criterion_has_its_row():
    assert [name.partition(" ")[0] for name in rows()] == " ".join(CRITERIA.values()).split()
    assert {state for state, _ in rows().values()} == {"gehaald", "deels", "n.v.t."}


def test_every_test_and_file_that_a_row_names_is_there():
    tests = {
        name
        for file in (ROOT / "tests" / "browser").glob("*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text())
    }

    for _, shown in rows().values():
        assert set(re.findall(r"`(test_\w+)`", shown)) <= tests
        for file in re.findall(r"`((?:browser|service)/[\w/.-]+)`", shown):
            assert (ROOT / file if file.startswith("service") else ROOT / "tests" / file).exists(), file


def test_the_page_names_the_day_that_the_document_does():
    assert f"Nagelopen op {say_date(GONE_THROUGH.isoformat())}" in (DOCS / "toegankelijkheid.md").read_text(
        encoding="utf-8"
    )
