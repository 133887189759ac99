"""Signing up: never more people than places, and a waiting list in which nobody is passed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, StaticPool, create_engine, func, select
from sqlalchemy.orm import Session

from graph.activities import Activity, ActivitySignUp
from graph.database import reading, transaction
from graph.every_table import Base
from graph.outbox import Mail
from graph.people import AuditEntry
from service.access import OPERATOR, Asker, Role
from service.activities.signing_up import (
    NoRoomForMore,
    NotSignedUp,
    NotThatMany,
    SignUpClosed,
    Standing,
    fill_places,
    is_open,
    most_people,
    sign_off,
    sign_up,
    sign_up_of,
    sign_ups_of,
    standing_of,
)
from service.activities.writing import TooSmall, change_activity
from tests.builders import partner, store
from tests.service.activities.holding import NOW, add_partners, columns_of, hold, moment

PARTNER = Asker(Role.PARTNER)
AFTER = moment("2027-03-18T13:00")


def come(session, row, **people):
    for name, n_people in people.items():
        sign_up(session, PARTNER, row, name, n_people, NOW)


def seated(session, row):
    return [(each.partner_id, each.n_people, each.is_waiting) for each in sign_ups_of(session, row.id)]


def mails(session, kind):
    return list(session.scalars(select(Mail.partner_id).where(Mail.kind == kind).order_by(Mail.id)))


def test_who_fits_comes_and_who_does_not_waits(session):
    row = hold(session, capacity=5)

    come(session, row, a=3, b=3, c=1)

    assert seated(session, row) == [("a", 3, False), ("b", 3, True), ("c", 1, True)]  # c would fit, but b was first
    assert standing_of(row, sign_ups_of(session, row.id)) == Standing(n_taken=3, n_waiting=4, n_free=2)


def test_without_a_capacity_everybody_comes(session):
    row = hold(session)

    come(session, row, a=500, b=1000)

    assert standing_of(row, sign_ups_of(session, row.id)) == Standing(1500, 0, None)
    assert most_people(row) == 1000


def test_the_first_who_waits_moves_up_when_its_whole_number_fits_and_is_mailed(session):
    row = hold(session, capacity=5)
    come(session, row, a=2, b=3, c=4, d=1)

    sign_off(session, PARTNER, row, "a", NOW)
    assert seated(session, row) == [("b", 3, False), ("c", 4, True), ("d", 1, True)]  # two are free: c needs four
    assert mails(session, "activity_place") == []

    sign_off(session, PARTNER, row, "b", NOW)
    assert seated(session, row) == [("c", 4, False), ("d", 1, False)]
    assert mails(session, "activity_place") == ["c", "d"]


def test_who_waits_first_may_come_with_fewer_and_keeps_its_place(session):
    row = hold(session, capacity=5)
    come(session, row, a=3, b=4, c=1)

    come(session, row, b=2)

    assert seated(session, row) == [("a", 3, False), ("b", 2, False), ("c", 1, True)]


def test_a_smaller_number_frees_places(session):
    row = hold(session, capacity=4)
    come(session, row, a=4, b=2)

    come(session, row, a=2)

    assert seated(session, row) == [("a", 2, False), ("b", 2, False)]


def test_who_comes_cannot_take_places_that_others_wait_for(session):
    row = hold(session, capacity=6)
    come(session, row, a=3, b=4)

    with pytest.raises(NoRoomForMore) as refused:
        come(session, row, a=4)

    assert refused.value.n_free == 0
    assert seated(session, row)[0] == ("a", 3, False)


def test_who_comes_can_have_what_is_free_and_no_more(session):
    row = hold(session, capacity=6)
    come(session, row, a=3)

    come(session, row, a=5)
    with pytest.raises(NoRoomForMore) as refused:
        come(session, row, b=1, a=6)

    assert refused.value.n_free == 0
    assert seated(session, row) == [("a", 5, False), ("b", 1, False)]


@pytest.mark.parametrize(
    ("columns", "most"),
    [
        pytest.param({"capacity": 8, "most_each": 3}, 3, id="of-one-partner"),
        pytest.param({"capacity": 2, "most_each": 3}, 2, id="more-than-there-are-places"),
        pytest.param({}, 1000, id="nothing-said"),
    ],
)
def test_nobody_comes_with_nobody_or_with_too_many(session, columns, most):
    row = hold(session, **columns)

    for n_people in (0, -1, most + 1):
        with pytest.raises(NotThatMany) as refused:
            come(session, row, a=n_people)
        assert refused.value.most == most
    come(session, row, a=most)


@pytest.mark.parametrize(
    ("columns", "now", "open_to"),
    [
        pytest.param({}, NOW, {"partner", "staff"}, id="before-it-begins"),
        pytest.param({}, AFTER, set(), id="begun"),
        pytest.param(
            {"sign_up_until": date(2027, 3, 1)}, moment("2027-03-01T23:59"), {"partner", "staff"}, id="last-day"
        ),
        pytest.param({"sign_up_until": date(2027, 3, 1)}, moment("2027-03-02T00:00"), {"staff"}, id="the-day-after"),
        pytest.param({"takes_sign_ups": False}, NOW, set(), id="one-just-comes"),
        pytest.param({"state": "draft"}, NOW, set(), id="draft"),
        pytest.param({"state": "called_off"}, NOW, set(), id="called-off"),
    ],
)
def test_one_signs_up_while_it_is_open(session, columns, now, open_to):
    row = hold(session, **columns)

    assert is_open(row, now) == ("partner" in open_to)
    for name, asker in (("partner", PARTNER), ("staff", OPERATOR)):
        if name in open_to:
            sign_up(session, asker, row, "a", 1, now)
        else:
            with pytest.raises(SignUpClosed):
                sign_up(session, asker, row, "a", 1, now)


def test_one_signs_off_until_it_begins(session):
    row = hold(session, sign_up_until=date(2027, 2, 1))
    come(session, row, a=1)

    with pytest.raises(NotSignedUp):
        sign_off(session, PARTNER, row, "b", NOW)
    with pytest.raises(SignUpClosed):
        sign_off(session, PARTNER, row, "a", AFTER)
    sign_off(session, PARTNER, row, "a", AFTER - timedelta(minutes=1))

    assert seated(session, row) == []


def test_who_comes_back_comes_last(session):
    row = hold(session, capacity=2)
    come(session, row, a=2, b=1, c=1)
    sign_off(session, PARTNER, row, "b", NOW)

    come(session, row, b=1)

    assert seated(session, row) == [("a", 2, False), ("c", 1, True), ("b", 1, True)]


def test_places_that_came_free_by_another_way_are_given_out(session):
    row = hold(session, capacity=2)
    come(session, row, a=2, b=1)
    session.delete(sign_up_of(session, row.id, "a"))  # as where its partner leaves the network
    session.flush()

    assert fill_places(session, AFTER) == 0
    assert fill_places(session, NOW) == 1
    assert fill_places(session, NOW) == 0
    assert seated(session, row) == [("b", 1, False)]


def test_the_log_says_what_happened_without_a_name(session):
    row = hold(session, capacity=1)
    come(session, row, a=1, b=1)
    sign_off(session, PARTNER, row, "a", NOW)

    entries = session.execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail, AuditEntry.role)).all()
    assert [tuple(each) for each in entries[-4:]] == [
        ("sign up for activity", f"activity {row.id} partner a", "1", "partner"),
        ("sign up for activity", f"activity {row.id} partner b", "1", "partner"),
        ("sign off from activity", f"activity {row.id} partner a", "", "partner"),
        ("move up for activity", f"activity {row.id} partner b", "1", "program"),
    ]


@pytest.fixture(scope="module")
def scratch() -> Engine:
    """A database in memory in which nothing is kept."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    return engine


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.sampled_from("abcde"), st.integers(1, 6)),
        st.tuples(st.just("go"), st.sampled_from("abcde"), st.just(0)),
        st.tuples(st.just("room"), st.just(""), st.integers(0, 9)),
    ),
    max_size=14,
)


@settings(max_examples=30)
@given(room=st.integers(0, 8), steps=STEPS)
def test_whatever_happens_nobody_is_lost_passed_or_without_a_place(scratch, room, steps):
    with Session(scratch) as session:
        store(session, [partner(name) for name in "abcde"])
        row = hold(session, capacity=room or None)
        said = {}
        for step in steps:
            before = order_of(session, row)
            said = take(session, row, step, said)
            assert broken_laws(session, row, said, before) == []
        session.rollback()


def take(session, row, step, said):
    """Take a step; return with how many everybody wants to come now."""
    what, name, number = step
    try:
        if what == "come":
            come(session, row, **{name: number})
            return {**said, name: number}
        if what == "go":
            sign_off(session, PARTNER, row, name, NOW)
            return {one: n for one, n in said.items() if one != name}
        change_activity(session, OPERATOR, row, columns_of(row, capacity=number or None), (), NOW)
    except (NotThatMany, NoRoomForMore, NotSignedUp, TooSmall):
        pass  # and nothing changes, which the laws check
    return said


def order_of(session, row):
    return [each.partner_id for each in sign_ups_of(session, row.id)]


def broken_laws(session, row, said, before):
    sign_ups = sign_ups_of(session, row.id)
    coming = [each for each in sign_ups if not each.is_waiting]
    waiting = [each for each in sign_ups if each.is_waiting]
    taken = sum(each.n_people for each in coming)
    kept = [name for name in before if name in said]
    laws = {
        "everybody stands there with its number": {each.partner_id: each.n_people for each in sign_ups} == said,
        "no more places are taken than there are": row.capacity is None or taken <= row.capacity,
        "whoever waits first does not fit": not waiting or taken + waiting[0].n_people > row.capacity,
        "nobody has a place while somebody who came earlier waits": sign_ups == [*coming, *waiting],
        "who came earlier stands before who came later": order_of(session, row)[: len(kept)] == kept,
        "nobody asks for more than all places": all(each.n_people <= (row.capacity or 1000) for each in sign_ups),
    }
    return [law for law, holds in laws.items() if not holds]


def test_many_at_once_never_take_more_places_than_there_are(engine):
    names = [f"p{number:02}" for number in range(12)]
    with transaction(engine) as session:
        store(session, [partner(name) for name in names])
        activity_id = hold(session, capacity=10).id

    def try_it(name):
        with transaction(engine) as session:
            return sign_up(session, PARTNER, session.get_one(Activity, activity_id), name, 3, NOW).is_waiting

    with ThreadPoolExecutor(12) as pool:
        waits = list(pool.map(try_it, names))

    assert waits.count(False) == 3
    with reading(engine) as session:
        counted = select(func.sum(ActivitySignUp.n_people)).where(ActivitySignUp.is_waiting.is_(False))
        assert session.scalar(counted) == 9


def test_two_sign_offs_at_once_give_their_places_out_once(engine):
    with transaction(engine) as session:
        add_partners(session, *"abcd")
        row = hold(session, capacity=4)
        come(session, row, a=2, b=2, c=2, d=2)
        activity_id = row.id

    def leave(name):
        with transaction(engine) as session:
            sign_off(session, PARTNER, session.get_one(Activity, activity_id), name, NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(leave, "ab"))

    with reading(engine) as session:
        assert seated(session, session.get_one(Activity, activity_id)) == [("c", 2, False), ("d", 2, False)]
        assert sorted(mails(session, "activity_place")) == ["c", "d"]


def test_moments_are_those_that_were_meant_on_both_databases(engine):
    with transaction(engine) as session:
        activity_id = hold(session, begins_at=moment("2027-07-01T10:00"), ends_at=moment("2027-07-01T11:00")).id

    with reading(engine) as session:
        row = session.get_one(Activity, activity_id)
        assert row.begins.isoformat() == "2027-07-01T10:00:00+02:00"
        assert row.begins.astimezone(UTC).hour == 8
