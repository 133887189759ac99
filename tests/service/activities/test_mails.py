"""Mails about activities: what they say, that they are true when they leave, and that a reminder comes once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from graph.database import transaction
from graph.outbox import Mail
from service.access import OPERATOR
from service.activities.mails import is_past, remind_of_activities
from service.activities.signing_up import sign_off, sign_up
from service.activities.writing import change_activity, set_state
from service.mail.letters import KINDS, write_letter
from service.settings import Settings
from tests.service.activities.holding import NOW, columns_of, hold, moment
from tests.service.posting import TODAY, house_of, make_town

WEEK_BEFORE = moment("2027-03-11T13:00")


def remind(session, now):
    return remind_of_activities(session, Settings(), now)


def mails(session):
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_who_comes_and_who_waits_is_reminded_a_week_before_and_once(session):
    row = hold(session, capacity=1)
    for name in "ab":
        sign_up(session, OPERATOR, row, name, 1, NOW)

    assert remind(session, WEEK_BEFORE - timedelta(minutes=1)) == 0
    assert remind(session, WEEK_BEFORE) == 2
    assert remind(session, WEEK_BEFORE + timedelta(days=1)) == 0
    assert [each.partner_id for each in mails(session)] == ["a", "b"]


def test_who_signs_up_in_the_last_week_knows_and_what_is_over_needs_no_reminder(session):
    row = hold(session)
    sign_up(session, OPERATOR, row, "a", 1, WEEK_BEFORE + timedelta(hours=1))
    sign_up(session, OPERATOR, row, "b", 1, NOW)

    assert remind(session, moment("2027-03-18T13:01")) == 0
    assert remind(session, WEEK_BEFORE + timedelta(days=2)) == 1


def test_what_moved_to_another_day_is_reminded_of_again(session):
    row = hold(session)
    sign_up(session, OPERATOR, row, "a", 1, NOW)
    assert remind(session, WEEK_BEFORE) == 1

    later = {"begins_at": moment("2027-03-25T13:00"), "ends_at": moment("2027-03-25T14:00")}
    change_activity(session, OPERATOR, row, columns_of(row, **later), (), WEEK_BEFORE)

    assert remind(session, WEEK_BEFORE) == 0
    assert remind(session, WEEK_BEFORE + timedelta(days=7)) == 1


def test_nobody_is_reminded_of_what_is_called_off(session):
    row = hold(session)
    sign_up(session, OPERATOR, row, "a", 1, NOW)
    set_state(session, OPERATOR, row, "called_off", NOW)

    assert remind(session, WEEK_BEFORE) == 0


def sent_about(session, kind):
    """Have a mail of a kind wait in the outbox; return the activity and the mail."""
    row = hold(session, capacity=1)
    sign_up(session, OPERATOR, row, "b", 1, NOW)
    sign_up(session, OPERATOR, row, "a", 1, NOW)
    sign_off(session, OPERATOR, row, "b", NOW)  # a has places now
    if kind == "activity_changed":
        change_activity(session, OPERATOR, row, columns_of(row, place="Oss"), (), NOW)
    elif kind == "activity_off":
        set_state(session, OPERATOR, row, "called_off", NOW)
    elif kind == "activity_reminder":
        remind(session, WEEK_BEFORE)
    return row, next(each for each in mails(session) if each.kind == kind)


@pytest.mark.parametrize("kind", ["activity_place", "activity_changed", "activity_off", "activity_reminder"])
def test_a_mail_leaves_as_long_as_it_is_true(session, kind):
    row, mail = sent_about(session, kind)
    is_off = kind == "activity_off"

    assert not is_past(session, mail, NOW)
    assert is_past(session, mail, moment("2027-03-18T13:00"))
    set_state(session, OPERATOR, row, "published" if is_off else "called_off", NOW)
    assert is_past(session, mail, NOW)
    set_state(session, OPERATOR, row, "called_off" if is_off else "published", NOW)
    assert not is_past(session, mail, NOW)
    sign_off(session, OPERATOR, row, "a", NOW)
    assert is_past(session, mail, NOW)


def test_who_lost_its_places_and_waits_again_is_not_told_that_it_has_them(session):
    row, mail = sent_about(session, "activity_place")
    sign_off(session, OPERATOR, row, "a", NOW)
    sign_up(session, OPERATOR, row, "c", 1, NOW)
    sign_up(session, OPERATOR, row, "a", 1, NOW)

    assert is_past(session, mail, NOW)


def test_letters_say_what_when_and_where_and_lead_to_the_page(tmp_path):
    with house_of(make_town(tmp_path)) as house, transaction(house.engine) as session:
        row = hold(session, capacity=2, address="Raadhuislaan 2", place="Oss")
        sign_up(session, OPERATOR, row, "school", 2, NOW)
        sign_up(session, OPERATOR, row, "bakker", 2, NOW)
        sign_off(session, OPERATOR, row, "school", NOW)
        letter, number = write_letter(session, house, mails(session)[-1], TODAY), row.id

    assert letter.subject == "U hebt plaats: “Studiedag techniek”"
    assert "Bakkerij De Korst komt naar “Studiedag techniek” met 2 personen" in letter.text
    assert "donderdag 18 maart 2027, 13:00 – 16:30" in letter.text
    assert "Raadhuislaan 2, Oss" in letter.text
    assert f"https://osmose.example/mijn/bakker/activiteiten/{number}" in letter.text
    assert not KINDS["activity_place"].can_be_refused
