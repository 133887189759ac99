"""Every criterion of WCAG 2.2, levels A and AA, is gone through, and what it points at is there."""

import re
from pathlib import Path

import pytest

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
    files = [*(ROOT / "tests" / "browser").glob("test_*.py"), Path(__file__)]
    tests = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))}

    for _, shown in rows().values():
        assert set(re.findall(r"`(test_\w+)`", shown)) <= tests
        for file in re.findall(r"`((?:browser|service)/[\w/.-]+)`", shown):
            assert (ROOT / file if file.startswith("service") else ROOT / "tests" / file).exists(), file


def test_the_page_names_the_day_that_the_document_does():
    assert f"Nagelopen op {say_date(GONE_THROUGH.isoformat())}" in (DOCS / "toegankelijkheid.md").read_text(
        encoding="utf-8"
    )


def luminance(colour):
    """Return the relative luminance of #rrggbb, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_definition():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_edges_focus_and_marks_stand_out_from_what_they_stand_on(mode):
    css = (ROOT / "service" / "static" / "theme.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.split("prefers-color-scheme: dark")[mode]))
    drawn = [name for name in colours if name in {"line-strong", "focus"} or re.fullmatch(r"mark-\d", name)]

    assert len(drawn) == 12
    for ground in ("paper", "surface"):
        assert {name for name in drawn if contrast(colours[name], colours[ground]) < 3} == set()
