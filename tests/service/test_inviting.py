"""Colleagues invited, and invitations taken up."""

from datetime import date

import pytest
from sqlalchemy import select

from graph.errors import UnknownPartner
from graph.outbox import Mail
from service.access import OPERATOR
from service.inviting import AlreadySpeaks, invitation_token, invite, read_invitation, take_up
from service.keys import read_safe
from service.links import BrokenLink, EndedLink, Links
from service.people import BadAddress, People
from service.recognising import asker_of
from service.roles import leave_partner
from service.signing_in import UsedLink
from tests.builders import partner
from tests.service.serving import copy_database
from tests.service.signed_in import database

TODAY, TOMORROW = date(2026, 11, 26), date(2026, 11, 27)
ADDRESS = "collega@voorbeeld.example"


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    return copy_database(sqlite_template, tmp_path_factory.mktemp("invitations"), [partner("muzelinck")])


@pytest.fixture
def safe(settings):
    return read_safe(settings)


@pytest.fixture
def session(settings):
    with database(settings) as lent:  # nothing of it is kept
        yield lent


@pytest.fixture
def inviter(session, safe):
    people = People(session, safe)
    people.join(people.add("directie@voorbeeld.example").id, "muzelinck")
    return asker_of(session, people.require("directie@voorbeeld.example").id)


@pytest.fixture
def send(session, safe, inviter):
    return lambda address=ADDRESS, today=TODAY: invite(session, safe, inviter, "muzelinck", address, today=today)


def invitations(session):
    return session.scalars(select(Mail).where(Mail.kind == "invited")).all()


def test_who_is_invited_gets_a_mail_and_no_right_yet(session, safe, send, inviter):
    person_id = send()

    (mail,) = invitations(session)
    assert (mail.person_id, mail.partner_id, mail.facts["by_person_id"]) == (person_id, "muzelinck", inviter.person_id)
    assert read_invitation(session, safe, safe.open(mail.facts["sealed_token"])).person_id == person_id
    assert asker_of(session, person_id).partner_ids == set()


def test_who_takes_it_up_speaks_for_the_partner(session, safe, send):
    person_id = send()
    contact, token = take_up(session, safe, invitation_token(safe, person_id, "muzelinck"), " Een collega ")

    assert (contact.state, bool(token)) == ("confirmed", True)
    assert asker_of(session, person_id).partner_ids == {"muzelinck"}
    assert People(session, safe).read(person_id).name == "Een collega"


def test_a_name_that_was_known_stays(session, safe, send):
    People(session, safe).add(ADDRESS, "eerder")
    person_id = send()
    take_up(session, safe, invitation_token(safe, person_id, "muzelinck"), "anders")

    assert People(session, safe).read(person_id).name == "eerder"


def test_it_is_taken_up_once(session, safe, send):
    token = invitation_token(safe, send(), "muzelinck")
    take_up(session, safe, token, "")

    with pytest.raises(UsedLink):
        take_up(session, safe, token, "")


def test_it_is_not_taken_up_once_it_was_withdrawn(session, safe, send):
    person_id = send()
    leave_partner(session, OPERATOR, person_id, "muzelinck")

    with pytest.raises(EndedLink):
        take_up(session, safe, invitation_token(safe, person_id, "muzelinck"), "")


def test_a_claim_is_no_invitation(session, safe):
    people = People(session, safe)
    person_id = people.add(ADDRESS).id
    people.join(person_id, "muzelinck", state="claimed")

    with pytest.raises(EndedLink):
        take_up(session, safe, invitation_token(safe, person_id, "muzelinck"), "")


@pytest.mark.parametrize("purpose", ["answer", "profile"])
def test_a_link_for_something_else_is_none(session, safe, send, purpose):
    token = Links(safe).make(purpose, {"person": send(), "partner": "muzelinck"})

    with pytest.raises(BrokenLink):
        read_invitation(session, safe, token)


def test_asked_again_on_one_day_it_is_one_mail_and_the_next_day_another(session, send):
    send()
    send(address=ADDRESS.upper())
    assert len(invitations(session)) == 1

    send(today=TOMORROW)
    assert len(invitations(session)) == 2


def test_who_speaks_for_it_already_is_not_invited(send):
    with pytest.raises(AlreadySpeaks):
        send(address="directie@voorbeeld.example")


def test_what_is_no_address_is_not_invited(send):
    with pytest.raises(BadAddress):
        send(address="x")


def test_nobody_is_invited_to_a_partner_that_is_none(session, safe, inviter):
    with pytest.raises(UnknownPartner):
        invite(session, safe, inviter, "x", ADDRESS, today=TODAY)
