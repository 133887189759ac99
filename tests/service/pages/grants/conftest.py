"""A town with an open scheme, and who signs in."""

from datetime import date

import pytest

from tests.builders import partner
from tests.service.grants.applying_team import open_scheme
from tests.service.serving import add_rows, writing
from tests.service.signed_in import add_person

TODAY = date.today()  # noqa: DTZ011 -- the pages live today


@pytest.fixture
def settings(town):
    made = town(base_url="http://localhost", allowed_hosts=("localhost",))
    add_rows(made, [partner("club", name="Sportclub", sector="sport")])
    return made


@pytest.fixture
def people(settings):
    """Ids of who signs in, by what they are."""
    return {
        "staff": add_person(settings, "bureau@example.org", role="staff"),
        "group": add_person(settings, "werkgroep@example.org", role="working_group"),
        "baker": add_person(settings, "bakkerij@example.org", partners="bakker"),
        "school": add_person(settings, "directie@example.org", partners="school"),
        "club": add_person(settings, "club@example.org", partners="club"),
    }


@pytest.fixture
def scheme_id(settings):
    with writing(settings) as session:
        return open_scheme(session, TODAY, least_partners=2, least_sectors=2).id
