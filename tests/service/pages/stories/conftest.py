"""A town whose baker and school worked together, each with a person who signs in; and a club that read of it."""

import pytest

from tests.builders import collaboration, partner
from tests.service.serving import add_rows
from tests.service.signed_in import add_person


@pytest.fixture
def settings(town):
    made = town()
    add_rows(
        made,
        [partner("club", name="Sportclub")],
        [collaboration("brood", "2024", ["bakker", "school"], title="Broodweek")],
    )
    return made


@pytest.fixture
def people(settings):
    """Ids of who signs in, by what they are."""
    return {
        "staff": add_person(settings, "bureau@example.org", role="staff"),
        "baker": add_person(settings, "bakkerij@example.org", partners="bakker"),
        "club": add_person(settings, "club@example.org", partners="club"),
        "stranger": add_person(settings, "vreemd@example.org"),
    }
