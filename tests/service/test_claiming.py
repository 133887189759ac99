"""Somebody says to speak for a partner."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from graph.database import transaction
from graph.outbox import Mail
from graph.people import Contact, Person
from graph.sealing import Safe
from service.access import OPERATOR
from service.claiming import claim, confirm_claim, forget_unconfirmed, mail_link_to_claim, refuse_claim, waiting_claims
from service.keys import read_safe
from service.people import People
from service.recognising import asker_of
from service.roles import UnknownContact
from tests.builders import partner
from tests.service.serving import copy_database
from tests.service.signed_in import database

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    return copy_database(sqlite_template, tmp_path_factory.mktemp("claims"), [partner("muzelinck")])


@pytest.fixture
def safe(settings):
    return read_safe(settings)


@pytest.fixture
def session(settings):
    with database(settings) as lent:  # nothing of it is kept
        yield lent


@pytest.fixture
def staff_id(session, safe):
    return People(session, safe).add("medewerker@voorbeeld.example", role="staff").id


@pytest.fixture
def claimant(session, safe, staff_id):
    assert staff_id
    return asker_of(session, People(session, safe).add("directie@voorbeeld.example", "de directie").id)


def mails(session):
    return [(mail.kind, mail.person_id, mail.partner_id, mail.facts) for mail in session.scalars(select(Mail))]


def state(session, person_id):
    contact = session.get(Contact, (person_id, "muzelinck"))
    return contact.state if contact else None


def test_a_claim_gives_no_right_and_tells_staff(session, safe, claimant, staff_id):
    assert claim(session, safe, claimant, "muzelinck", function="directeur", today=TODAY)

    assert asker_of(session, claimant.person_id).partner_ids == set()
    assert mails(session) == [("claim_waiting", staff_id, "muzelinck", {"claimant_id": claimant.person_id})]
    waiting = waiting_claims(session, safe)
    assert [(each.person.name, each.partner_id, each.function) for each in waiting] == [
        ("de directie", "muzelinck", "directeur")
    ]


@pytest.mark.parametrize("before", ["claimed", "confirmed", "invited"])
def test_a_claim_of_who_belongs_there_already_changes_nothing(session, safe, claimant, before):
    People(session, safe).join(claimant.person_id, "muzelinck", state=before)

    assert not claim(session, safe, claimant, "muzelinck", function="", today=TODAY)
    assert (state(session, claimant.person_id), mails(session)) == (before, [])


def test_a_claim_tells_the_name_only_where_none_is_known(session, safe, claimant):
    nameless = asker_of(session, People(session, safe).add("bestuur@voorbeeld.example").id)
    for each in (claimant, nameless):
        claim(session, safe, each, "muzelinck", name="het bestuur", function="", today=TODAY)

    assert {each.person.name for each in waiting_claims(session, safe)} == {"de directie", "het bestuur"}


def test_whom_staff_confirm_speaks_for_the_partner(session, safe, claimant):
    claim(session, safe, claimant, "muzelinck", function="", today=TODAY)
    confirm_claim(session, OPERATOR, claimant.person_id, "muzelinck")

    assert asker_of(session, claimant.person_id).partner_ids == {"muzelinck"}
    assert mails(session)[-1][:3] == ("claim_confirmed", claimant.person_id, "muzelinck")
    assert waiting_claims(session, safe) == []


def test_whom_staff_refuse_belongs_nowhere(session, safe, claimant):
    claim(session, safe, claimant, "muzelinck", function="", today=TODAY)
    refuse_claim(session, OPERATOR, claimant.person_id, "muzelinck")

    assert state(session, claimant.person_id) is None
    assert mails(session)[-1][:3] == ("claim_refused", claimant.person_id, "muzelinck")


@pytest.mark.parametrize("decide", [confirm_claim, refuse_claim])
@pytest.mark.parametrize("before", ["confirmed", "invited"])
def test_what_nobody_claimed_is_neither_confirmed_nor_refused(session, safe, claimant, decide, before):
    People(session, safe).join(claimant.person_id, "muzelinck", state=before)

    with pytest.raises(UnknownContact):
        decide(session, OPERATOR, claimant.person_id, "muzelinck")
    assert state(session, claimant.person_id) == before


def test_only_a_person_can_claim(session, safe):
    with pytest.raises(ValueError, match="signed in"):
        claim(session, safe, OPERATOR, "muzelinck", function="", today=TODAY)


def test_an_address_that_nobody_signed_in_with_is_forgotten_after_a_day(session, safe, staff_id):
    mail_link_to_claim(session, safe, "nieuw@voorbeeld.example", "browser")
    named = People(session, safe).require("nieuw@voorbeeld.example").id
    now = datetime.now(UTC)
    forget_unconfirmed(session, now + timedelta(hours=23))
    assert session.get(Person, named) is not None

    forget_unconfirmed(session, now + timedelta(hours=25))
    session.expire_all()
    assert session.get(Person, named) is None
    assert session.get(Person, staff_id) is not None
    assert mails(session) == []


def test_that_day_is_counted_on_each_kind_of_database(engine):
    safe, now = Safe(["a key of a test"]), datetime.now(UTC)
    with transaction(engine) as session:
        People(session, safe).add("nieuw@voorbeeld.example")
        forget_unconfirmed(session, now + timedelta(hours=23))
        assert session.scalar(select(func.count()).select_from(Person)) == 1
        forget_unconfirmed(session, now + timedelta(hours=25))
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_who_signed_in_or_belongs_somewhere_is_not_forgotten(session, safe, claimant):
    session.get_one(Person, claimant.person_id).seen_at = datetime.now(UTC)
    other = People(session, safe).add("b@voorbeeld.example").id
    People(session, safe).join(other, "muzelinck", state="invited")
    session.flush()
    forget_unconfirmed(session, datetime.now(UTC) + timedelta(days=30))

    assert {claimant.person_id, other} <= set(session.scalars(select(Person.id)))
