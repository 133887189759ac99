"""Mails about activities: what they say, that they are true when they leave, and that a reminder comes once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from graph.database import transaction
from graph.outbox import Mail
from service.access import OPERATOR, Asker, Role
from service.activities.mails import ABOUT_ACTIVITIES, is_past, remind_of_activities
from service.activities.signing_up import sign_off, sign_up
from service.activities.writing import change_activity, set_state
from service.links import Links
from service.mail.letters import KINDS, write_letter
from service.settings import Settings
from tests.service.activities.holding import NOW, columns_of, hold, moment
from tests.service.posting import TODAY, house_of, make_town

PARTNER = Asker(Role.PARTNER)
WEEK_BEFORE = moment("2027-03-11T13:00")


def remind(session, now):
    return remind_of_activities(session, Settings(), now)


def mails(session):
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_who_comes_and_who_waits_is_reminded_a_week_before_and_once(session):
    row = hold(session, capacity=1)
    for name in "ab":
        sign_up(session, PARTNER, row, name, 1, NOW)

    assert remind(session, WEEK_BEFORE - timedelta(minutes=1)) == 0
    assert remind(session, WEEK_BEFORE) == 2
    assert remind(session, WEEK_BEFORE + timedelta(days=1)) == 0
    assert [each.partner_id for each in mails(session)] == ["a", "b"]


def test_who_signs_up_in_the_last_week_knows_and_what_is_over_needs_no_reminder(session):
    row = hold(session)
    sign_up(session, PARTNER, row, "a", 1, WEEK_BEFORE + timedelta(hours=1))
    sign_up(session, PARTNER, row, "b", 1, NOW)

    assert remind(session, moment("2027-03-18T13:01")) == 0
    assert remind(session, WEEK_BEFORE + timedelta(days=2)) == 1


def test_what_moved_to_another_day_is_reminded_of_again(session):
    row = hold(session)
    sign_up(session, PARTNER, row, "a", 1, NOW)
    assert remind(session, WEEK_BEFORE) == 1

    later = {"begins_at": moment("2027-03-25T13:00"), "ends_at": moment("2027-03-25T14:00")}
    change_activity(session, OPERATOR, row, columns_of(row, **later), (), WEEK_BEFORE)

    assert remind(session, WEEK_BEFORE) == 0
    assert remind(session, WEEK_BEFORE + timedelta(days=7)) == 1


def test_nobody_is_reminded_of_what_is_called_off(session):
    row = hold(session)
    sign_up(session, PARTNER, row, "a", 1, NOW)
    set_state(session, OPERATOR, row, "called_off", NOW)

    assert remind(session, WEEK_BEFORE) == 0


def sent_about(session, kind):
    """Have a mail of a kind wait in the outbox; return the activity and the mail."""
    row = hold(session, capacity=1)
    sign_up(session, PARTNER, row, "b", 1, NOW)
    sign_up(session, PARTNER, row, "a", 1, NOW)
    sign_off(session, PARTNER, row, "b", NOW)  # a has places now
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
    sign_off(session, PARTNER, row, "a", NOW)
    assert is_past(session, mail, NOW)


def test_who_lost_its_places_and_waits_again_is_not_told_that_it_has_them(session):
    row, mail = sent_about(session, "activity_place")
    sign_off(session, PARTNER, row, "a", NOW)
    sign_up(session, PARTNER, row, "c", 1, NOW)
    sign_up(session, PARTNER, row, "a", 1, NOW)

    assert is_past(session, mail, NOW)


def test_letters_say_what_when_and_where_and_lead_to_a_page_without_signing_in(tmp_path):
    with house_of(make_town(tmp_path)) as house, transaction(house.engine) as session:
        row = hold(session, capacity=2, address="Raadhuislaan 2", place="Oss")
        sign_up(session, PARTNER, row, "school", 2, NOW)
        sign_up(session, PARTNER, row, "bakker", 2, NOW)
        sign_off(session, PARTNER, row, "school", NOW)
        mail = mails(session)[-1]
        letter, number, person = write_letter(session, house, mail, TODAY), row.id, mail.person_id
        shown = write_letter(session, house, mail, TODAY, is_preview=True)

    assert letter.subject == "U hebt plaats: “Studiedag techniek”"
    assert "Bakkerij De Korst komt naar “Studiedag techniek” met 2 personen" in letter.text
    assert "donderdag 18 maart 2027, 13:00 – 16:30" in letter.text
    assert "Raadhuislaan 2, Oss" in letter.text
    token = re.search(r"https://osmose\.example/activiteit/(\S+)", letter.text)[1]
    assert Links(house.safe).read("activity", token) == {"person": person, "partner": "bakker", "activity": number}
    assert token not in shown.text
    assert not KINDS["activity_place"].can_be_refused


def test_a_partner_is_mailed_what_the_office_wrote_down_for_it_and_not_what_it_said_itself(session):
    row = hold(session, capacity=4)
    sign_up(session, PARTNER, row, "b", 1, NOW)
    for minutes, n_people in enumerate((2, 2, 3)):
        sign_up(session, OPERATOR, row, "a", n_people, NOW + timedelta(minutes=minutes))
    sign_off(session, OPERATOR, row, "a", NOW + timedelta(minutes=4))

    written = [(each.kind, each.partner_id, each.facts["n_people"]) for each in mails(session)]
    assert written == [("activity_office", "a", n_people) for n_people in (2, 3, 0)]
    assert [is_past(session, each, NOW) for each in mails(session)] == [True, True, False]
    sign_up(session, PARTNER, row, "a", 3, NOW + timedelta(minutes=5))
    assert [is_past(session, each, NOW) for each in mails(session)] == [True, False, True]
    set_state(session, OPERATOR, row, "called_off", NOW)
    assert is_past(session, mails(session)[1], NOW)


def test_who_holds_it_is_mailed_once_that_it_is_published(session):
    row = hold(session, state="proposed", held_by=["a", "b"])
    assert mails(session) == []

    for state in ("published", "called_off", "published"):
        set_state(session, OPERATOR, row, state, NOW)

    assert [(each.kind, each.partner_id) for each in mails(session)] == [("activity_published", name) for name in "ab"]
    change_activity(session, OPERATOR, row, columns_of(row), ("b",), NOW)
    assert [is_past(session, each, NOW) for each in mails(session)] == [True, False]
    assert is_past(session, mails(session)[1], moment("2027-03-18T13:00"))
    set_state(session, OPERATOR, row, "called_off", NOW)
    assert is_past(session, mails(session)[1], NOW)


def test_what_was_held_already_is_published_without_a_mail(session):
    hold(session, held_by=["a"], now=moment("2027-03-19T09:00"))

    assert mails(session) == []


def test_the_letter_to_who_holds_it_leads_to_its_page(tmp_path):
    with house_of(make_town(tmp_path)) as house, transaction(house.engine) as session:
        row = hold(session, held_by=["bakker"])
        letter, number = write_letter(session, house, mails(session)[0], TODAY), row.id

    assert letter.subject == "In de agenda: “Studiedag techniek”"
    assert "“Studiedag techniek” van Bakkerij De Korst staat nu in de agenda van" in letter.text
    assert f"https://osmose.example/agenda/{number}" in letter.text


def test_the_letter_of_the_office_says_whether_one_comes_waits_or_was_signed_off(tmp_path):
    with house_of(make_town(tmp_path)) as house, transaction(house.engine) as session:
        row = hold(session, capacity=2)
        sign_up(session, OPERATOR, row, "school", 2, NOW)
        sign_up(session, OPERATOR, row, "bakker", 1, NOW)
        comes, waits = (write_letter(session, house, each, TODAY) for each in mails(session))
        sign_off(session, OPERATOR, row, "bakker", NOW + timedelta(minutes=1))
        gone = write_letter(session, house, mails(session)[-1], TODAY)

    assert comes.subject == "Aangemeld: “Studiedag techniek”"
    assert "heeft genoteerd dat De Lindeschool met 2 personen naar “Studiedag techniek” komt." in comes.text
    assert waits.subject == "Op de wachtlijst: “Studiedag techniek”"
    assert "heeft Bakkerij De Korst met 1 persoon op de wachtlijst van" in waits.text
    assert gone.subject == "Afgemeld: “Studiedag techniek”"
    assert "heeft Bakkerij De Korst afgemeld voor “Studiedag techniek”." in gone.text
    assert all("/activiteit/" in each.text for each in (comes, waits, gone))


def test_of_every_kind_of_mail_about_an_activity_it_is_known_whether_it_is_still_true():
    assert {kind for kind in KINDS if kind.startswith("activity")} == set(ABOUT_ACTIVITIES)
