"""A school, a firm and a club with a person each, and activities in a year that is far away."""

from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import pytest

from service.access import OPERATOR
from service.activities.signing_up import sign_up
from service.activities.writing import find_activity
from tests.builders import partner, theme
from tests.service.activities.holding import hold, moment
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving, writing
from tests.service.signed_in import add_person, sign_in

NOW = datetime.now(UTC)
"""The pages live today."""


def copy_club(template, folder):
    """Make the database; return its settings."""
    partners = [
        partner("school", name="De Lindeschool", sector="primair-onderwijs", themes="techniek"),
        partner("bakker", name="Bakkerij De Korst"),
        partner("club", name="Sportclub"),
    ]
    made = copy_database(template, folder, partners, [], [theme("techniek", label="Techniek")])
    return made.model_copy(update={"base_url": "http://osmose.example"})


def publish_in(settings, **columns):
    """Store an activity in March 2090; return its number."""
    usual = {"begins_at": moment("2090-03-16T13:00"), "ends_at": moment("2090-03-16T16:30")}
    with writing(settings) as session:
        return hold(session, now=NOW, **usual | columns).id


def come(settings, activity_id, partner_id, n_people):
    """Sign a partner up."""
    with writing(settings) as session:
        sign_up(session, OPERATOR, find_activity(session, activity_id, OPERATOR), partner_id, n_people, NOW)


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return copy_club(sqlite_template, tmp_path)


@pytest.fixture
def publish(settings):
    """Return what stores an activity in March 2090 and returns its number."""
    return partial(publish_in, settings)


@pytest.fixture
def public(settings):
    with serving(settings, ELSEWHERE) as client:
        yield client


@contextmanager
def office_of(settings):
    """Lend a client as which a member of staff is signed in."""
    with serving(settings, HERE) as client:
        sign_in(client, settings, add_person(settings, "bureau@voorbeeld.example", role="staff"))
        yield client


@pytest.fixture
def staff(settings):
    with office_of(settings) as client:
        yield client


@pytest.fixture
def speaking(settings):
    """Return what signs a client in as somebody who speaks for a partner."""

    def speaking(client, partner_id):
        client.cookies.clear()
        sign_in(client, settings, add_person(settings, f"{partner_id}@voorbeeld.example", partners=partner_id))
        return client

    return speaking
