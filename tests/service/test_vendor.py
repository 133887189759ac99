"""The libraries that are shipped are the ones that were published, and each has its licence beside it."""

import hashlib
import json
from pathlib import Path

import pytest

import service

VENDOR = Path(service.__file__).parent / "static" / "vendor"
ROWS = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_shipped_library_is_unchanged(row):
    assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_shipped_library_names_version_and_licence(row):
    assert row["version"] in row["file"]
    assert row["licence"] in {"MIT", "0BSD", "BSD-3-Clause", "EUPL-1.2"}
    assert (VENDOR / row["licence_text"]).stat().st_size > 400


def test_nothing_is_shipped_that_is_not_named():
    shipped = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.suffix in {".js", ".css"}}

    assert shipped == {row["file"] for row in ROWS}
