"""A service with three schools and three bakers, and staff at it."""

from datetime import date, datetime

import pytest

from tests.service.rounds.gathered import new_rows
from tests.service.serving import copy_database, serving, set_clock


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_database(sqlite_template, tmp_path, new_rows())


@pytest.fixture
def client(settings):
    with serving(settings) as client:
        set_clock(client.app, today=date(2027, 3, 1))
        set_clock(client.app, datetime(2027, 3, 18, 15, 5))  # noqa: DTZ001 -- where the service is
        yield client
