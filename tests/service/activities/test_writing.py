"""Activities changed, published and called off: who sees them, and who is told."""

import pytest
from sqlalchemy import select

from graph.activities import Activity, UnknownActivity
from graph.outbox import Mail
from service.access import OPERATOR, PUBLIC, Asker, Role
from service.activities.signing_up import sign_up, sign_ups_of
from service.activities.writing import (
    NotInThisState,
    TooSmall,
    change_activity,
    find_activity,
    organisers_of,
    remove_activity,
    set_state,
)
from tests.service.activities.holding import NOW, columns_of, hold, moment

AFTER = moment("2027-03-19T09:00")
OWNER, OTHER = Asker(Role.PARTNER, frozenset({"a"})), Asker(Role.PARTNER, frozenset({"b"}))
GROUP = Asker(Role.WORKING_GROUP)


def mails(session):
    return sorted(map(tuple, session.execute(select(Mail.kind, Mail.partner_id))))


def change(session, row, now=NOW, **changed):
    return change_activity(session, OPERATOR, row, columns_of(row, **changed), organisers_of(session, row.id), now)


@pytest.mark.parametrize(
    ("state", "is_public", "seen_by"),
    [
        ("proposed", True, {"owner", "staff"}),
        ("draft", True, {"owner", "staff"}),
        ("published", False, {"owner", "other", "group", "staff"}),
        ("published", True, {"public", "owner", "other", "group", "staff"}),
        ("called_off", False, {"owner", "other", "group", "staff"}),
        ("called_off", True, {"public", "owner", "other", "group", "staff"}),
    ],
)
def test_everybody_sees_what_is_meant_for_them(session, state, is_public, seen_by):
    row = hold(session, held_by=["a"], state=state, is_public=is_public)
    askers = {"public": PUBLIC, "owner": OWNER, "other": OTHER, "group": GROUP, "staff": OPERATOR}

    for name, asker in askers.items():
        if name in seen_by:
            assert find_activity(session, row.id, asker) is row
        else:
            with pytest.raises(UnknownActivity):
                find_activity(session, row.id, asker)


def test_who_comes_and_who_waits_is_told_of_another_time_or_place(session):
    row = hold(session, capacity=1)
    for name in "ab":
        sign_up(session, OTHER, row, name, 1, NOW)

    assert change(session, row, begins_at=moment("2027-03-18T14:00")) == 2
    assert mails(session) == [("activity_changed", "a"), ("activity_changed", "b")]
    assert change(session, row, place="Oss") == 2
    assert len(mails(session)) == 4
    assert row.n_changes == 2


def test_other_words_are_told_to_calendars_and_not_by_mail(session):
    row = hold(session)
    sign_up(session, OTHER, row, "b", 1, NOW)

    assert change(session, row, title="Studiedag zorg") == 0
    assert row.n_changes == 1
    assert change(session, row, audience="leerkrachten") == 0
    assert row.n_changes == 1
    assert change(session, row) == 0
    assert (row.n_changes, mails(session)) == (1, [])


def test_what_is_over_is_changed_without_a_mail(session):
    row = hold(session)
    sign_up(session, OTHER, row, "b", 1, NOW)

    assert change(session, row, AFTER, place="Oss") == 0
    assert set_state(session, OPERATOR, row, "called_off", AFTER) == 0
    assert mails(session) == []


def test_who_signed_up_is_told_that_it_is_called_off_and_that_it_is_held_after_all(session):
    row = hold(session)
    sign_up(session, OTHER, row, "b", 1, NOW)

    assert set_state(session, OPERATOR, row, "called_off", NOW) == 1
    assert set_state(session, OPERATOR, row, "published", NOW) == 1
    assert set_state(session, OPERATOR, row, "called_off", NOW) == 1
    assert mails(session) == [("activity_changed", "b"), ("activity_off", "b"), ("activity_off", "b")]
    assert row.n_changes == 3


@pytest.mark.parametrize(
    ("state", "next_state"),
    [("draft", "called_off"), ("published", "draft"), ("published", "published"), ("called_off", "draft")],
)
def test_no_other_state_follows(session, state, next_state):
    row = hold(session, state=state)

    with pytest.raises(NotInThisState):
        set_state(session, OPERATOR, row, next_state, NOW)


def test_there_are_never_fewer_places_than_are_taken_or_waited_for(session):
    row = hold(session, capacity=6)
    for name, n_people in (("a", 3), ("b", 4)):
        sign_up(session, OTHER, row, name, n_people, NOW)

    with pytest.raises(TooSmall) as refused:
        change(session, row, capacity=3)  # b, who waits for four, could never come
    assert (refused.value.least, row.capacity) == (4, 6)
    change(session, row, capacity=4)
    change(session, row, capacity=None)
    assert [each.is_waiting for each in sign_ups_of(session, row.id)] == [False, False]


def test_what_nobody_saw_is_thrown_away_and_what_was_published_is_not(session):
    draft, published = hold(session, state="draft", held_by=["a", "b"]), hold(session)

    remove_activity(session, OPERATOR, draft)
    with pytest.raises(NotInThisState):
        remove_activity(session, OPERATOR, published)

    assert session.scalars(select(Activity)).all() == [published]


def test_who_holds_it_stands_once_and_in_order(session):
    row = hold(session, held_by=["b", "a", "b"])

    assert organisers_of(session, row.id) == ["b", "a"]
