"""What the audit calls wrong, and what it does not call good because nobody could look."""

from pathlib import Path

import pytest

from tests.audit import licences, secrets, weaknesses

ROOT = Path(__file__).parents[2]


def component(name, *told):
    return {"name": name, "version": "1", "licenses": list(told)}


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        pytest.param([{"expression": "MIT OR GPL-3.0-only"}], "MIT OR GPL-3.0-only", id="expression"),
        pytest.param([{"license": {"id": "ISC"}}], "ISC", id="id"),
        pytest.param(
            [{"license": {"name": "License :: OSI Approved :: BSD License"}}], "BSD-3-Clause", id="classifier"
        ),
        pytest.param([{"license": {"name": "Ask the author"}}], "", id="own-words"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_a_licence_is_read_however_a_package_tells_it(told, licence):
    assert licences.licence_of(component("x", *told)) == licence


@pytest.mark.parametrize(
    ("licence", "result"),
    [("Apache-2.0", "good"), ("GPL-3.0-only", "wrong"), ("AGPL-3.0-only", "wrong"), ("", "wrong")],
)
def test_what_is_shipped_goes_with_our_licence_or_the_audit_says_so(tmp_path, licence, result):
    bill = {"components": [component("numpy", {"expression": licence}), component("igraph", {"expression": "GPL-2.0"})]}

    outcome = licences.look(bill, ROOT / "pyproject.toml", tmp_path / "licences.csv")

    assert outcome.result == result
    assert ("numpy" in outcome.found) is (result == "wrong")
    assert "igraph" not in outcome.found  # a peer of the benchmarks, which nobody gets


def test_what_only_developers_get_is_not_shipped():
    shipped = licences.shipped_names(ROOT / "pyproject.toml")

    assert {"fastapi", "starlette", "sqlalchemy", "cryptography", "distributed", "model2vec"} <= shipped
    assert shipped.isdisjoint({"igraph", "pytest", "bandit", "lightgbm", "playwright"})


PLANTED = [
    "-----BEGIN " + "PRIVATE KEY-----\n",
    "osmose_" + "a1B2" * 10 + "xyz",
    "whsec_" + "a1B2" * 11,
    "AKIA" + "ABCDEFGH12345678",
    "ghp_" + "a1B2" * 9,
    "postgresql://osmose:" + "geheim-woord@db.intern/osmose",
]


@pytest.mark.parametrize("planted", PLANTED)
def test_a_secret_left_in_a_file_is_found_and_not_repeated(planted):
    (kind,) = secrets.find_secrets(f"before {planted} after")

    assert planted not in kind


def test_no_secret_is_kept_in_the_repository():
    assert secrets.look(ROOT).result == "good"


@pytest.mark.parametrize(
    ("told", "result"),
    [
        pytest.param([{"name": "a", "version": "1", "vulns": []}], "good", id="looked-up"),
        pytest.param([{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}], "wrong", id="weak"),
        pytest.param([{"name": "a", "skip_reason": "not found"}], "not checked here", id="nobody-knew"),
        pytest.param([], "not checked here", id="nothing"),
    ],
)
def test_only_what_was_looked_up_is_called_good(told, result):
    assert weaknesses.judge(told, "pypi").result == result
