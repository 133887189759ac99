"""A service with three schools and three bakers, and staff at it."""

from datetime import date, datetime

import pytest

from service.days import today
from service.pages.rounds.signing_up import read_now
from tests.service.rounds.gathered import new_rows
from tests.service.serving import copy_database, serving


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, new_rows())


@pytest.fixture
def client(settings):
    with serving(settings) as client:
        client.app.dependency_overrides[today] = lambda: date(2027, 3, 1)
        client.app.dependency_overrides[read_now] = lambda: datetime(2027, 3, 18, 15, 5)  # noqa: DTZ001 -- where the service is
        yield client
