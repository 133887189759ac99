"""The answers to OWASP's standard: each requirement once, each with its reason, and nothing named that is not there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in DOCUMENT.splitlines()
    if re.match(r"\| V\d", line)
]
LISTED = [
    tuple(line.split())
    for line in (ROOT / "docs" / "asvs-5.0.0.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
NAMED = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+|[\w-]+\.(?:toml|md))`", DOCUMENT))


def test_the_list_has_all_requirements_of_the_levels_1_and_2():
    assert Counter(level for _, level in LISTED) == {"1": 70, "2": 183}  # as the standard counts them


def test_each_requirement_is_answered_once():
    assert [(row[0], row[1]) for row in ROWS] == LISTED


def test_each_answer_is_one_of_three_and_has_its_reason():
    assert {row[3] for row in ROWS} == {"met", "not applicable", "**not met**"}
    assert [row[0] for row in ROWS if len(row) != 5 or len(row[2]) < 4 or len(row[4]) < 15] == []


def test_the_counts_at_the_head_are_those_of_the_table():
    n = Counter(row[3].strip("*") for row in ROWS)
    told = f"{n['met']} are met, {n['not applicable']} not applicable and {n['not met']} not met."

    assert f"Of {len(ROWS)} requirements {told}" in " ".join(DOCUMENT.split())


def test_every_file_that_is_named_is_there():
    assert len(NAMED) > 50
    assert [name for name in sorted(NAMED) if not (ROOT / name).is_file()] == []
