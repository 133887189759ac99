"""Numbers that no row can have."""

import pytest

from service.rules import RULES
from tests.service.routes import Route
from tests.service.town import serving_town

TOO_LARGE = [2**31, 2**63, 10**40]
"""Past what PostgreSQL keeps, past what SQLite keeps, past what anything keeps."""
KEPT_AS_TEXTS = {"partner_id", "partnerId", "collaboration_id", "collaborationId"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        yield town


def numbered():
    """Return each route with a parameter that is the number of a row."""
    routes = [Route(*name.split(" ", 1)) for name in sorted(RULES)]
    named = {"userId", "introductionId", "webhookId"}
    return [
        pytest.param(route, parameter, id=f"{route.name} {parameter}")
        for route in routes
        for parameter in route.parameters
        if (parameter.endswith("_id") or parameter in named) and parameter not in KEPT_AS_TEXTS
    ]


@pytest.mark.parametrize(("route", "parameter"), numbered())
def test_a_number_that_no_row_has_is_refused_and_no_error_of_ours(town, route, parameter):
    staff = town.in_browser("staff")

    answers = [
        town.ask(route.method, route.address({**town.named, parameter: number}), staff.headers) for number in TOO_LARGE
    ]

    assert {answer.status_code for answer in answers} <= {400, 404}


def test_a_batch_of_numbers_that_no_row_has_is_refused(town):
    data = {"kennismaking": [str(number) for number in TOO_LARGE]}

    answer = town.ask("POST", "/werkbank/versturen", town.in_browser("staff").headers, data=data)

    assert answer.status_code == 400
