"""A team writes, agrees and hands in; after that nothing changes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from graph.grants import GrantApplication, IllegalGrantStep, UnknownGrant
from graph.grants_kept import members_of
from graph.outbox import Mail
from graph.people import AuditEntry
from service.access import OPERATOR, Asker, NotAllowed, Role
from service.grants.applying import (
    NotOpen,
    NotReady,
    answer,
    ask_members,
    begin_application,
    change_application,
    count_waiting,
    hand_in,
    own_application,
    withdraw,
)
from service.grants.deciding import send_back
from service.grants.draft import draft_of
from tests.service.grants.applying_team import DAY, agree, draft, handed_in, open_scheme

TEAM = ("school", "bieb")


def asker(partner_id):
    return Asker(Role.PARTNER, frozenset({partner_id}))


@pytest.fixture
def begun(session):
    return begin_application(session, asker("school"), open_scheme(session), draft(*TEAM), DAY)


def test_what_was_typed_is_kept_as_it_was(session, begun):
    assert draft_of(session, begun) == draft(*TEAM)
    assert begun.state == "draft"


def test_only_a_member_or_staff_begins_changes_asks_hands_in_and_withdraws(session, begun):
    baker, scheme = asker("bakker"), open_scheme(session)
    with pytest.raises(NotAllowed):
        begin_application(session, baker, scheme, draft(*TEAM), DAY)
    for step in (
        lambda: change_application(session, baker, begun, draft(*TEAM, title="Anders")),
        lambda: ask_members(session, baker, begun),
        lambda: hand_in(session, baker, begun, DAY),
        lambda: withdraw(session, baker, begun),
    ):
        with pytest.raises(NotAllowed):
            step()
    with pytest.raises(UnknownGrant):
        own_application(session, "bakker", begun.id)


def test_who_asks_agrees_and_the_others_get_a_mail(session, begun):
    n_mails = ask_members(session, asker("school"), begun)

    assert n_mails == 1
    assert {each.partner_id: each.said for each in members_of(session, begun.id)} == {"school": "yes", "bieb": ""}
    assert (count_waiting(session, "bieb", DAY), count_waiting(session, "school", DAY)) == (1, 0)
    (mail,) = session.scalars(select(Mail)).all()
    assert (mail.kind, mail.partner_id, mail.facts) == ("grant_asked", "bieb", {"application": begun.id, "n_asked": 1})


def test_what_all_agreed_to_waits_for_each_of_them_to_hand_it_in_as_long_as_that_can_be_done(session, begun):
    agree(session, begun, TEAM)
    last = DAY + timedelta(days=10)

    assert [count_waiting(session, each, last) for each in (*TEAM, "bakker")] == [1, 1, 0]
    assert count_waiting(session, "bieb", last + timedelta(days=1)) == 0
    begun.until = last + timedelta(days=1)
    assert count_waiting(session, "bieb", last + timedelta(days=1)) == 1
    hand_in(session, asker("bieb"), begun, last)
    assert count_waiting(session, "bieb", last) == 0


@pytest.mark.parametrize("said", ["", "no"])
def test_without_every_yes_it_is_not_handed_in(session, begun, said):
    ask_members(session, asker("school"), begun)
    if said:
        answer(session, asker("bieb"), begun, "bieb", said)

    with pytest.raises(NotReady):
        hand_in(session, asker("school"), begun, DAY)


def test_a_change_asks_everybody_anew_and_no_change_does_not(session, begun):
    agree(session, begun, TEAM)
    same = change_application(session, asker("bieb"), begun, draft(*TEAM))
    after_same = begun.state
    changed = change_application(session, asker("bieb"), begun, draft(*TEAM, "bakker"))

    assert (same, after_same) == (False, "asked")
    assert (changed, begun.state) == (True, "draft")
    assert [(each.partner_id, each.said) for each in members_of(session, begun.id)] == [
        ("school", ""),
        ("bieb", ""),
        ("bakker", ""),
    ]


def test_what_the_scheme_asks_has_to_be_met(session):
    scheme = open_scheme(session, least_partners=3)
    application = begin_application(session, OPERATOR, scheme, draft(*TEAM), DAY)
    agree(session, application, TEAM)

    with pytest.raises(NotReady, match="partners"):
        hand_in(session, OPERATOR, application, DAY)


@pytest.mark.parametrize(
    ("days", "is_taken"),
    [
        pytest.param(-11, False, id="before"),
        pytest.param(-10, True, id="first"),
        pytest.param(10, True, id="last"),
        pytest.param(11, False, id="after"),
    ],
)
def test_it_is_handed_in_from_the_first_day_to_and_with_the_last(session, begun, days, is_taken):
    agree(session, begun, TEAM)

    if is_taken:
        hand_in(session, asker("bieb"), begun, DAY + timedelta(days=days))
        assert begun.state == "handed_in"
    else:
        with pytest.raises(NotOpen):
            hand_in(session, asker("bieb"), begun, DAY + timedelta(days=days))


def test_after_closing_nothing_begins(session):
    scheme = open_scheme(session)

    with pytest.raises(NotOpen):
        begin_application(session, OPERATOR, scheme, draft(*TEAM), DAY + timedelta(days=11))


def test_what_is_handed_in_does_not_change(session):
    application = handed_in(session, open_scheme(session), *TEAM)

    with pytest.raises(IllegalGrantStep):
        change_application(session, OPERATOR, application, draft(*TEAM, title="Anders"))
    with pytest.raises(IllegalGrantStep):
        answer(session, asker("bieb"), application, "bieb", "no")


def test_what_was_sent_back_is_handed_in_once_more_after_closing_up_to_its_day(session):
    application, until = handed_in(session, open_scheme(session), *TEAM), DAY + timedelta(days=20)
    send_back(session, OPERATOR, application, "De begroting klopt niet.", until)
    was = (application.state, application.reason, {each.said for each in members_of(session, application.id)})
    agree(session, application, TEAM)

    with pytest.raises(NotOpen):
        hand_in(session, asker("school"), application, until + timedelta(days=1))
    hand_in(session, asker("school"), application, until)
    assert was == ("draft", "De begroting klopt niet.", {""})
    assert (application.state, application.reason) == ("handed_in", "")


def test_what_is_withdrawn_stays_so(session, begun):
    withdraw(session, asker("school"), begun)

    with pytest.raises(IllegalGrantStep):
        ask_members(session, asker("school"), begun)


def test_each_step_stands_in_the_log_without_words_or_amounts(session):
    application = handed_in(session, open_scheme(session), *TEAM)

    entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == f"application {application.id}")).all()
    assert [(each.action, each.detail) for each in entries] == [
        ("begin application", ""),
        ("ask about application", ""),
        ("answer about application", "school yes"),
        ("answer about application", "bieb yes"),
        ("hand in application", ""),
    ]
    assert session.scalar(select(GrantApplication.id)) == application.id
