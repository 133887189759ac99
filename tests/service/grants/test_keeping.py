"""What is kept of applications and how long; that erased persons are struck out; and what a partner takes along."""

from datetime import UTC, datetime, timedelta

import pytest

from graph.grants import GrantApplication
from service.access import OPERATOR
from service.erasing import erase_person
from service.grants.applying import begin_application
from service.keys import read_safe
from service.own_data import gather
from service.people import People
from service.retention import carry_out
from service.settings import Settings
from tests.service.grants.applying_team import DAY, draft, granted, handed_in, open_scheme

LATER = datetime.now(UTC) + timedelta(days=800)
TEAM = ("school", "bieb")


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path)


def begun(session, scheme, *team):
    return begin_application(session, OPERATOR, scheme, draft(*team), DAY)


@pytest.mark.parametrize(("apply", "is_kept"), [(begun, False), (handed_in, True), (granted, True)])
def test_what_got_no_grant_and_waits_for_none_goes_after_two_years(session, settings, apply, is_kept):
    application_id = apply(session, open_scheme(session), *TEAM).id

    carry_out(session, settings, LATER - timedelta(days=100))
    assert session.get(GrantApplication, application_id) is not None
    carry_out(session, settings, LATER)
    session.expire_all()

    assert (session.get(GrantApplication, application_id) is not None) is is_kept


def test_who_is_erased_is_struck_out_of_plans_and_costs(session, settings):
    safe = read_safe(settings)
    person = People(session, safe).add("merkteken@example.org", "Merkteken Van Test")
    said = draft(*TEAM, plan="Merkteken Van Test leidt het.", costs=(("Uren van Merkteken Van Test", 500_000),))
    application = begin_application(session, OPERATOR, open_scheme(session), said, DAY)

    erased = erase_person(session, safe, settings, OPERATOR, person.id)

    assert erased.n_texts == 2
    assert application.plan == "… leidt het."
    assert application.costs == [{"what": "Uren van …", "cents": 500_000}]


def test_a_partner_takes_along_its_applications_and_what_it_said(session, settings):
    granted(session, open_scheme(session), *TEAM, cents=300_000)

    (told,) = gather(session, read_safe(settings), OPERATOR, "bieb")["grants"]

    assert (told["scheme"], told["title"], told["state"]) == ("Samen nieuw", "Zomerschool techniek", "granted")
    assert (told["own_answer"], told["granted_cents"], told["begins_on"]) == ("yes", 300_000, "2031-07-01")
    assert gather(session, read_safe(settings), OPERATOR, "bakker")["grants"] == []
