"""What staff decide: within the budget, once, and with what it makes of the network."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import StaticPool, create_engine, select
from sqlalchemy.orm import Session

from graph.database import reading, transaction
from graph.every_table import Base
from graph.grants import MOVES, GrantApplication, IllegalGrantStep
from graph.model import Collaboration, Partner
from graph.outbox import Mail
from graph.repository import Repository
from service.access import OPERATOR
from service.collaborations_stored import read_collaboration
from service.grants.applying import NotReady, ask_members, begin_application, hand_in, withdraw
from service.grants.deciding import (
    BadAmount,
    grant,
    linkable,
    record_paid,
    refuse,
    send_back,
    settle,
)
from service.grants.schemes import Budget, OverBudget, SchemeInUse, budget_of, change_scheme, remove_scheme
from tests.builders import collaboration, partner, store
from tests.service.grants.applying_team import DAY, agree, draft, granted, handed_in, open_scheme

TEAM = ("school", "bieb")


def test_a_grant_makes_the_collaboration_of_the_team(session):
    scheme = open_scheme(session, tells_amounts=True)
    application = granted(session, scheme, *TEAM, "bakker", cents=350_000)

    stored = read_collaboration(session, application.collaboration_id)
    assert (stored.row.title, stored.row.start_date, stored.row.end_date) == (
        "Zomerschool techniek",
        "2031-07-01",
        "2031-08-31",
    )
    assert stored.partner_ids == {"lead": [], "participant": [*TEAM, "bakker"], "funder": []}
    assert (stored.row.grant_euro, stored.row.source) == (3500.0, "Samen nieuw")
    assert (application.state, application.granted_cents, application.decided_on) == ("granted", 350_000, DAY)
    assert "solderen" not in stored.row.description


def test_an_amount_that_is_not_told_does_not_stand_with_the_collaboration_but_counts_as_a_grant(session):
    application = granted(session, open_scheme(session), *TEAM)

    network = Repository(session).network()
    assert session.get_one(Collaboration, application.collaboration_id).grant_euro is None
    assert network.collaborations["has_grant"].tolist() == [True]


def test_amounts_are_told_and_taken_back_as_the_scheme_says(session):
    scheme = open_scheme(session)
    application = granted(session, scheme, *TEAM)
    columns = {"budget_cents": scheme.budget_cents}
    told = []
    for tells in (True, False):
        change_scheme(session, OPERATOR, scheme, columns | {"tells_amounts": tells})
        told.append(session.get_one(Collaboration, application.collaboration_id).grant_euro)

    assert told == [4000.0, None]


def test_a_grant_goes_to_what_the_team_does_already(session):
    rows = [collaboration("loopt", "2030", TEAM, grant_euro=10), collaboration("ander", "2030", ["school", "bakker"])]
    store(session, [], rows)
    application = handed_in(session, open_scheme(session, tells_amounts=True), *TEAM)

    assert linkable(session, application) == [("loopt", "loopt")]
    grant(session, OPERATOR, application, 1, DAY, "loopt")
    assert application.collaboration_id == "loopt"
    assert session.get_one(Collaboration, "loopt").grant_euro == 10  # known before, and not ours to change


def test_who_left_meanwhile_is_not_in_the_collaboration(session):
    application = handed_in(session, open_scheme(session), *TEAM)
    session.get_one(Partner, "bieb").until = "2031-04"
    grant(session, OPERATOR, application, 100, DAY)

    assert application.collaboration_id is None


@pytest.mark.parametrize("cents", [0, 400_001])
def test_no_more_is_granted_than_is_asked(session, cents):
    with pytest.raises(BadAmount):
        grant(session, OPERATOR, handed_in(session, open_scheme(session), *TEAM), cents, DAY)


def test_no_more_is_granted_than_is_left(session):
    scheme = open_scheme(session, budget_cents=500_000)
    first, second = (handed_in(session, scheme, *TEAM) for _ in range(2))
    grant(session, OPERATOR, first, 400_000, DAY)

    with pytest.raises(OverBudget) as error:
        grant(session, OPERATOR, second, 100_001, DAY)
    assert error.value.left_cents == 100_000
    grant(session, OPERATOR, second, 100_000, DAY)
    assert budget_of(session, scheme).left == 0


def test_two_at_once_do_not_overspend(engine):
    with transaction(engine) as session:
        store(session, [partner(each) for each in TEAM])
        scheme = open_scheme(session, budget_cents=500_000)
        ids, scheme_id = [handed_in(session, scheme, *TEAM).id for _ in range(2)], scheme.id
    told, together = [], threading.Barrier(2)

    def decide(application_id):
        together.wait()
        try:
            with transaction(engine) as session:
                grant(session, OPERATOR, session.get_one(GrantApplication, application_id), 400_000, DAY)
                told.append("granted")
        except OverBudget:
            told.append("over")

    threads = [threading.Thread(target=decide, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["granted", "over"]
    with reading(engine) as session:
        assert sorted(session.scalars(select(GrantApplication.state))) == ["granted", "handed_in"]
        assert scheme_id == session.scalar(select(GrantApplication.scheme_id).limit(1))


def test_what_is_not_needed_flows_back(session):
    scheme = open_scheme(session, tells_amounts=True)
    application = granted(session, scheme, *TEAM, cents=400_000)
    record_paid(session, OPERATOR, application, 300_000)
    before = budget_of(session, scheme)
    settle(session, OPERATOR, application, 350_000)

    assert before == Budget(1_000_000, granted=400_000, paid=300_000, settled=0, flowed_back=0)
    assert (before.left, before.to_pay) == (600_000, 100_000)
    after = budget_of(session, scheme)
    assert after == Budget(1_000_000, granted=400_000, paid=350_000, settled=350_000, flowed_back=50_000)
    assert (after.left, after.to_pay) == (650_000, 0)
    assert session.get_one(Collaboration, application.collaboration_id).grant_euro == 3500.0


def test_no_more_is_paid_or_settled_than_granted(session):
    application = granted(session, open_scheme(session), *TEAM, cents=100)

    for step in (record_paid, settle):
        with pytest.raises(BadAmount):
            step(session, OPERATOR, application, 101)
    assert (application.state, application.paid_cents) == ("granted", 0)


def test_a_budget_is_not_made_smaller_than_what_is_granted(session):
    scheme = open_scheme(session)
    granted(session, scheme, *TEAM)

    with pytest.raises(OverBudget):
        change_scheme(session, OPERATOR, scheme, {"budget_cents": 399_999})
    with pytest.raises(SchemeInUse):
        remove_scheme(session, OPERATOR, scheme)


def test_members_hear_what_is_decided_and_why(session):
    scheme = open_scheme(session)
    refuse(session, OPERATOR, handed_in(session, scheme, *TEAM), "Het is niet nieuw.", DAY)
    send_back(session, OPERATOR, handed_in(session, scheme, *TEAM), "Te vaag.", DAY)
    granted(session, scheme, *TEAM)

    mails = session.scalars(select(Mail).where(Mail.kind == "grant_news").order_by(Mail.id)).all()
    assert [(each.facts["what"], each.partner_id) for each in mails] == [
        (what, partner_id) for what in ("refused", "sent_back", "granted") for partner_id in TEAM
    ]


STEPS = {
    "ask": lambda session, one, _cents: ask_members(session, OPERATOR, one),
    "hand_in": lambda session, one, _cents: hand_in(session, OPERATOR, one, DAY),
    "agree": lambda session, one, _cents: agree(session, one, TEAM),
    "withdraw": lambda session, one, _cents: withdraw(session, OPERATOR, one),
    "grant": lambda session, one, cents: grant(session, OPERATOR, one, cents, DAY),
    "refuse": lambda session, one, _cents: refuse(session, OPERATOR, one, "Nee.", DAY),
    "send_back": lambda session, one, _cents: send_back(session, OPERATOR, one, "Anders.", DAY + timedelta(days=1)),
    "pay": lambda session, one, cents: record_paid(session, OPERATOR, one, cents),
    "settle": lambda session, one, cents: settle(session, OPERATOR, one, cents),
}
REFUSALS = (IllegalGrantStep, NotReady, OverBudget, BadAmount)


@pytest.fixture(scope="module")
def scratch():
    """A database in memory that is empty again after each example."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@settings(max_examples=25)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([*STEPS, "grant", "settle"]), st.integers(0, 500_000)),
        max_size=14,
    )
)
def test_whatever_is_done_the_money_adds_up_and_no_state_is_jumped(scratch, steps):
    with Session(scratch) as session:
        store(session, [partner(each) for each in TEAM])
        scheme = open_scheme(session, budget_cents=700_000)
        teams = [
            begin_application(session, OPERATOR, scheme, draft(*TEAM), DAY),
            *(handed_in(session, scheme, *TEAM) for _ in range(2)),
        ]
        for which, name, cents in steps:
            before, one = teams[which].state, teams[which]
            try:
                STEPS[name](session, one, cents)
            except REFUSALS:
                session.refresh(one)
                assert one.state == before or name == "agree"
            if one.state != before and name != "agree":
                assert one.state in MOVES[before]
            money, rows = budget_of(session, scheme), session.scalars(select(GrantApplication)).all()
            kept = [each.granted_cents if each.settled_cents is None else each.settled_cents for each in rows]
            assert money.left + sum(each or 0 for each in kept) == 700_000
            assert money.left >= 0
            assert money.paid + money.to_pay + money.left == money.whole
        session.rollback()
