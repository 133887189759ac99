"""The description for catalogues of public code, and how far the Standard for Public Code is met."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.standards import rows_of

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "tests" / "publiccode.schema.json").read_text(encoding="utf-8"))
CRITERIA = [
    "Code in the open",
    "Bundle policy and source code",
    "Make the codebase reusable and portable",
    "Welcome contributors",
    "Make contributing easy",
    "Maintain version control",
    "Require review of contributions",
    "Document codebase objectives",
    "Document the code",
    "Use plain English",
    "Use open standards",
    "Use continuous integration",
    "Publish with an open license",
    "Make the codebase findable",
    "Use a coherent style",
    "Document codebase maturity",
]
"""Those of version 0.8.1 in its order (standardforpubliccode.org, CC0-1.0)."""


def faults(public):
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(public)]


def described():
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_the_description_is_as_the_version_of_the_standard_that_it_names_says():
    Draft202012Validator.check_schema(SCHEMA)

    assert faults(described()) == []


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"developmentStatus": "finished"}, "$.developmentStatus"),
        ({"colour": "red"}, "$"),
        ({"maintenance": {"type": "community"}}, "$.maintenance"),
        ({"intendedAudience": {"countries": ["Nederland"]}}, "$.intendedAudience.countries[0]"),
    ],
)
def test_what_the_standard_does_not_allow_is_found(changed, path):
    assert faults({**described(), **changed}) == [path]


def test_every_criterion_of_the_standard_for_public_code_is_answered_and_no_answer_leads_nowhere():
    rows = rows_of("Standard for Public Code")

    assert list(rows) == CRITERIA
    for state, evidence in rows.values():
        assert state in {"met", "not met"}
        assert len(evidence) > 20
        assert all((ROOT / each).exists() for each in re.findall(r"`((?:tests|service|\.ci)/[\w/.]+)`", evidence))
