"""What is removed when: a day early it stays, on its day it goes, and asked again nothing more happens."""

import os
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from graph.attempts import Attempt
from graph.database import open_engine, transaction
from graph.model import Answer
from graph.outbox import Mail, Webhook, WebhookCall
from graph.people import ApiToken, AuditEntry, BrowserSession, PartnerNote, Person, SignInLink
from service.access import OPERATOR
from service.introductions.deciding import propose_by_hand
from service.keys import read_safe
from service.people import People
from service.retention import DUTIES, INVITED_DAYS, carry_out
from service.settings import Settings
from tests.builders import answer, partner, store

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def days(number):
    return timedelta(days=number)


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path, keep_mail_days=90, keep_person_days=730, keep_note_days=365, keep_words_days=180)


@pytest.fixture
def session(sqlite_template, settings):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, settings.home)}")
    with transaction(engine) as session:
        store(session, [partner("bakker"), partner("school"), partner("weg", until="2026-11")])
        yield session
    engine.dispose()


@pytest.fixture
def add(session, settings):
    def add(*, made=0, seen=None, role="", partner_id="", state="confirmed"):
        people = People(session, read_safe(settings))
        person = people.add("iemand@example.org", role=role)
        person.made_at, person.seen_at = NOW - days(made), None if seen is None else NOW - days(seen)
        if partner_id:
            people.join(person.id, partner_id, state=state)
        session.flush()
        return person.id

    return add


def removed(session, settings, now=NOW):
    done = dict(carry_out(session, settings, now))
    assert dict(carry_out(session, settings, now)) == {}
    return done


@pytest.mark.parametrize(
    ("who", "stays_until"),
    [
        pytest.param({"made": 900, "seen": 10}, 720, id="seen-later"),
        pytest.param({"partner_id": "weg"}, 730, id="of-a-partner-that-left"),
        pytest.param({"partner_id": "bakker", "state": "claimed"}, 730, id="claimed"),
        pytest.param({"partner_id": "bakker", "state": "invited"}, INVITED_DAYS, id="invited-and-never-came"),
        pytest.param({"partner_id": "bakker", "state": "invited", "seen": 0}, 730, id="invited-and-came"),
    ],
)
def test_a_person_is_forgotten_after_its_days_of_silence(session, settings, add, who, stays_until):
    add(**who)

    assert removed(session, settings, NOW + days(stays_until) - HOUR) == {}
    assert removed(session, settings, NOW + days(stays_until) + HOUR) == {"persons": 1}
    assert session.scalars(select(Person)).all() == []
    assert session.scalars(select(AuditEntry.role)).all() == ["program"]


def test_who_was_named_only_and_never_came_is_forgotten_after_a_day(session, settings, add):
    add(made=0)

    assert removed(session, settings, NOW + days(1) - HOUR) == {}
    assert removed(session, settings, NOW + days(1) + HOUR) == {"unconfirmed addresses": 1}
    assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(
    "who",
    [
        pytest.param({"partner_id": "bakker"}, id="speaks-for-a-partner"),
        pytest.param({"role": "staff"}, id="staff"),
        pytest.param({"role": "working_group"}, id="working-group"),
    ],
)
def test_who_is_needed_stays(session, settings, add, who):
    add(made=5000, **who)

    assert removed(session, settings) == {}


def test_a_partner_that_leaves_this_month_is_still_spoken_for(session, settings, add):
    add(made=5000, partner_id="weg")

    assert removed(session, settings, datetime(2026, 11, 30, 12, tzinfo=UTC)) == {}
    assert removed(session, settings, datetime(2026, 12, 1, 12, tzinfo=UTC)) == {"persons": 1}


def test_old_notes_and_words_go_and_the_answer_stays(session, settings):
    store(
        session,
        answers=[answer("bakker", "school", day=day, reason="een reden") for day in ("2026-05-29", "2026-05-30")],
    )
    session.add_all(
        PartnerNote(partner_id="bakker", sealed_text="x", made_at=NOW - days(365) - late) for late in (HOUR, -HOUR)
    )

    assert removed(session, settings) == {"notes": 1, "words of answers": 1}
    assert session.execute(select(Answer.answered_on, Answer.reason).order_by(Answer.answered_on)).all() == [
        (date(2026, 5, 29), ""),
        (date(2026, 5, 30), "een reden"),
    ]


def test_mails_calls_and_letters_go_and_what_waits_stays(session, settings, add):
    person_id, introduction = add(partner_id="bakker"), propose_by_hand(session, OPERATOR, "bakker", "school")
    session.add(webhook := Webhook(person_id=person_id, url="https://example.org", sealed_secret="x"))  # noqa: S106 -- none is needed
    session.flush()
    old, young = NOW - days(90) - HOUR, NOW - days(90) + HOUR
    states = [{"sent_at": old}, {"given_up_at": old}, {"sent_at": young}, {"made_at": old}]
    for number, state in enumerate(states):
        session.add(Mail(event=f"{number}", kind="asked", person_id=person_id, **state))
        call = {"webhook_id": webhook.id, "introduction_id": introduction.id, "step_number": number + 10}
        session.add(WebhookCall(**call, **state))
    settings.mail_path.mkdir()
    for name, moment in (("old.eml", old), ("young.eml", young)):
        (settings.mail_path / name).write_text("To: iemand@example.org\n\nHallo")
        os.utime(settings.mail_path / name, (moment.timestamp(),) * 2)

    assert removed(session, settings) == {"mails": 2, "calls of webhooks": 2, "letters in the folder": 1}
    assert [path.name for path in settings.mail_path.iterdir()] == ["young.eml"]
    assert session.scalars(select(Mail.event).order_by(Mail.event)).all() == ["2", "3"]


def test_what_ended_goes(session, settings, add):
    person_id = add(partner_id="bakker")
    for name, late in (("old", HOUR), ("young", -HOUR)):
        ended = {"token_hash": name, "person_id": person_id}
        session.add(BrowserSession(**ended, ends_at=NOW - late))
        session.add(SignInLink(**ended, ends_at=NOW - days(1) - late))
        day = NOW.date() - days(1 if name == "old" else 0)
        session.add(ApiToken(**ended, label="x", scopes=[], ends_on=day))
        session.add(Attempt(who_hash=name, made_at=NOW - days(1) - late))

    assert removed(session, settings) == {"links to sign in": 1, "sessions": 1, "tries": 1, "tokens": 1}
    assert session.scalars(select(Attempt.who_hash)).all() == ["young"]
    for kind in (BrowserSession, SignInLink, ApiToken):
        assert session.scalars(select(kind.token_hash)).all() == ["young"]


def test_in_an_empty_database_there_is_nothing_to_do(session, settings):
    assert removed(session, settings) == {}
    assert len(DUTIES) == 15
