"""What time brings about: on its day and not before, once however often it is asked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from graph.database import transaction
from graph.introducing import PROGRAM, Introductions
from graph.model import Answer, Partner
from graph.outbox import Mail
from graph.people import BrowserSession, Contact, Person, SignInLink
from graph.sealing import Safe
from service.access import OPERATOR
from service.introductions.asking import answer, ask
from service.introductions.deciding import decide, propose_by_hand
from service.introductions.outcomes import report
from service.introductions.tending import tend
from service.mail.regular import anniversary
from service.people import People
from service.settings import Settings
from tests.builders import partner, store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # tried on both; nothing differs

ASKED_ON = date(2026, 11, 26)
"""A Thursday; the last day of answering is 10 December."""


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        store(session, [partner("bakker"), partner("school")])
        people = People(session, Safe(["a key of a test"]))
        for partner_id in ("bakker", "school"):
            people.join(people.add(f"{partner_id}@example.org").id, partner_id)
        session.execute(update(Contact).values(made_at=datetime(2026, 11, 20, tzinfo=UTC)))
        yield session


@pytest.fixture
def asked(session):
    introduction = propose_by_hand(session, OPERATOR, "school", "bakker")
    decide(session, OPERATOR, introduction, "approve")
    ask(session, OPERATOR, introduction, ASKED_ON)
    return introduction


def say(session, introduction, side, said, day=ASKED_ON):
    answer(session, introduction, side, said, PROGRAM, day)


def noon(day):
    return datetime.combine(day, time(12), UTC)


def tended(session, day):
    """What tending did at noon of a day; the second time it must find nothing to do."""
    did = dict(tend(session, Settings(), noon(day)))
    assert dict(tend(session, Settings(), noon(day))) == {}
    return did


def mails(session, kind):
    of_kind = select(Mail.partner_id).where(Mail.kind == kind)
    return sorted(partner_id or "" for partner_id in session.scalars(of_kind))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.usefixtures("asked")
def test_who_has_not_answered_is_reminded_once_a_week_before_the_end(session):
    assert "reminders" not in tended(session, day("2026-12-02"))
    assert tended(session, day("2026-12-03")) == {"reminders": 2}
    assert tended(session, day("2026-12-04")) == {}
    assert mails(session, "reminder") == ["bakker", "school"]


def test_who_answered_is_not_reminded_and_an_answer_of_the_other_reminds_nobody_twice(session, asked):
    tended(session, day("2026-12-03"))
    say(session, asked, "first", "yes", day("2026-12-04"))
    assert tended(session, day("2026-12-05")) == {}

    assert mails(session, "reminder") == ["bakker", "school"]


def test_what_is_not_answered_in_time_expires_the_day_after_the_last(session, asked):
    say(session, asked, "first", "yes")
    tended(session, day("2026-12-10"))
    assert asked.state == "accepted_by_one"

    did = tended(session, day("2026-12-11"))

    assert did["expired"] == 1
    steps = Introductions(session).steps(asked.id)
    assert (steps[-1].to_state, steps[-1].by_whom, steps[-1].reason) == ("expired", "program", "no_answer")
    assert mails(session, "not_now") == ["bakker"]
    answers = {each.partner_id: each.answer for each in session.scalars(select(Answer))}
    assert answers == {"bakker": "accepted", "school": "ignored"}


def test_what_nobody_answered_expires_without_a_word(session, asked):
    tended(session, day("2026-12-11"))

    assert asked.state == "expired"
    assert mails(session, "not_now") == []
    assert [each.answer for each in session.scalars(select(Answer))] == ["ignored", "ignored"]


def test_midnight_is_that_of_the_place_where_the_service_is(session, asked, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    import time as clock  # noqa: PLC0415 -- only to have it read the zone

    clock.tzset()
    try:
        tend(session, Settings(), datetime(2026, 12, 10, 22, 59, tzinfo=UTC))
        assert asked.state == "asked"
        tend(session, Settings(), datetime(2026, 12, 10, 23, 0, tzinfo=UTC))
        assert asked.state == "expired"
    finally:
        monkeypatch.undo()
        clock.tzset()


def test_what_was_held_until_a_day_is_proposed_again_on_it(session, asked):
    say(session, asked, "first", "later")
    held_until = asked.held_until
    tended(session, held_until - timedelta(days=1))
    assert asked.state == "held"

    assert tended(session, held_until)["proposed again"] == 1
    assert (asked.state, asked.held_until) == ("proposed", None)


def test_what_staff_hold_without_a_day_stays_held(session):
    introduction = propose_by_hand(session, OPERATOR, "school", "bakker")
    decide(session, OPERATOR, introduction, "hold")

    assert tended(session, day("2029-01-01")).get("proposed again") is None
    assert introduction.state == "held"


@pytest.fixture
def introduced(session, asked):
    for side in ("first", "second"):
        say(session, asked, side, "yes")
    return asked


@pytest.mark.parametrize("stood_still", [0, 5, 27])
def test_both_are_asked_what_came_of_it_after_two_weeks_and_two_months(session, introduced, stood_still):
    assert introduced.introduced_on == ASKED_ON
    for days, n_asked in ((13, 0), (14 + stood_still, 2), (59, 2), (60 + stood_still, 4), (200, 4)):
        tended(session, ASKED_ON + timedelta(days=days))
        assert mails(session, "outcome") == sorted(["bakker", "school"] * (n_asked // 2))


def test_nobody_is_asked_what_came_of_what_they_told_already(session, introduced):
    report(session, introduced, "started", PROGRAM, ASKED_ON)
    tended(session, ASKED_ON + timedelta(days=14))

    assert mails(session, "outcome") == []


def test_mails_long_gone_are_not_posted_again(session, introduced):
    for days in range(10, 120):
        tended(session, ASKED_ON + timedelta(days=days))
        session.execute(
            update(Mail).where(Mail.sent_at.is_(None)).values(sent_at=noon(ASKED_ON + timedelta(days=days)))
        )

    events = {mail.event for mail in session.scalars(select(Mail)) if mail.kind == "outcome"}
    assert events == {f"outcome60-{introduced.id}-{side}-to-{person}" for side, person in (("first", 1), ("second", 2))}


def set_confirmed(session, on):
    session.get_one(Partner, "bakker").confirmed_on = on
    session.execute(update(Contact).where(Contact.partner_id == "school").values(made_at=noon(day("2030-01-01"))))


@pytest.mark.parametrize(
    ("confirmed_on", "today", "n_mails"),
    [
        pytest.param("2024-02-28", "2025-02-27", 0, id="a-day-too-early"),
        pytest.param("2024-02-28", "2025-02-28", 1, id="a-year-to-the-day"),
        pytest.param("2024-02-29", "2025-02-28", 0, id="a-leap-day-too-early"),
        pytest.param("2024-02-29", "2025-03-01", 1, id="a-leap-day"),
        pytest.param("2023-12-31", "2024-12-31", 1, id="the-last-of-a-year"),
        pytest.param("2023-12-20", "2025-01-10", 1, id="caught-up-in-the-new-year"),
        pytest.param("2023-03-01", "2024-06-01", 0, id="missed-by-months"),
        pytest.param("2021-03-01", "2024-03-01", 1, id="after-three-years"),
    ],
)
def test_profiles_are_checked_a_year_after_they_were_confirmed(session, confirmed_on, today, n_mails):
    set_confirmed(session, day(confirmed_on))
    tended(session, day(today))

    assert len(mails(session, "profile_check")) == n_mails


def test_a_profile_never_confirmed_is_checked_a_year_after_its_first_contact(session):
    assert tended(session, day("2027-11-19")) == {}
    assert tended(session, day("2027-11-20")) == {"profiles to check": 2}


def test_who_left_is_asked_nothing(session):
    set_confirmed(session, day("2024-01-01"))
    session.get_one(Partner, "bakker").until = "2024-06-01"

    assert tended(session, day("2025-01-01")) == {}


def test_a_year_is_whole_years(session):
    del session
    assert anniversary(day("2020-02-29"), day("2024-02-29")) == day("2024-02-29")
    assert anniversary(day("2024-05-01"), day("2024-12-31")) is None


@pytest.mark.usefixtures("asked")
def test_the_overview_comes_on_monday_to_who_has_something_to_answer(session):
    assert tended(session, day("2026-11-29")) == {}  # the Sunday after
    assert tended(session, day("2026-11-30")) == {"overviews of the week": 2}
    assert tended(session, day("2026-12-01")) == {}
    assert "overviews of the week" not in tended(session, day("2026-12-06"))
    assert tended(session, day("2026-12-07")) == {"overviews of the week": 2}


def test_who_has_nothing_to_answer_gets_no_overview(session, asked):
    say(session, asked, "first", "yes")
    tended(session, day("2026-11-30"))

    people = session.scalars(select(Mail.person_id).where(Mail.kind == "digest")).all()
    assert people == [2]


def test_an_overview_over_the_turn_of_the_year_is_of_one_week(session, introduced):
    introduced.introduced_on = day("2026-12-23")
    assert tended(session, day("2026-12-28")) == {"overviews of the week": 2}
    assert tended(session, day("2027-01-01")) == {}


def named(digest):
    return {"token_hash": digest, "person_id": 1}


def test_what_is_not_needed_any_more_is_removed(session):
    now = noon(ASKED_ON)
    session.add_all(
        [
            BrowserSession(**named("a"), ends_at=now - timedelta(seconds=1)),
            BrowserSession(**named("b"), ends_at=now + timedelta(hours=1)),
            SignInLink(**named("a"), ends_at=now - timedelta(hours=25)),
            SignInLink(**named("b"), ends_at=now - timedelta(hours=1)),
            Mail(event="a", kind="asked", person_id=1, sent_at=now - timedelta(days=91)),
            Mail(event="b", kind="asked", person_id=1, given_up_at=now - timedelta(days=91)),
            Mail(event="c", kind="asked", person_id=1, sent_at=now - timedelta(days=89)),
            Mail(event="d", kind="asked", person_id=1, made_at=now - timedelta(days=300)),
        ]
    )
    session.flush()

    removed = {"links to sign in removed": 1, "sessions removed": 1, "mails removed": 2}
    assert tended(session, ASKED_ON) == removed
    assert sorted(session.scalars(select(Mail.event))) == ["c", "d"]


def test_who_refused_reminders_gets_none(session, asked):
    session.get_one(Person, 1).refused_mail = ["reminder"]
    tended(session, asked.due_on - timedelta(days=7))

    assert mails(session, "reminder") == ["school"]
