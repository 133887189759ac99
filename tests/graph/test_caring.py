"""What partners need, each need set against the day just before it and the day on which it begins."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.caring import FRESH_DAYS, PATIENT_DAYS, read_care
from graph.database import open_engine, transaction
from graph.introducing import By, Introductions
from graph.model import Change
from graph.people import Contact, Person
from tests.builders import partner, store

TODAY = date(2026, 11, 26)
STAFF = By("staff")


@pytest.fixture
def session(sqlite_template, tmp_path):
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    with transaction(engine) as session:
        yield session
    engine.dispose()


def needs(session):
    return {care.partner_id: set(care.needs) for care in read_care(session, TODAY)}


def speaks_for(session, partner_id, state="confirmed"):
    person = Person(address_hash=f"{partner_id}-{state}", sealed_address="", sealed_name="")
    session.add(person)
    session.flush()
    session.add(Contact(person_id=person.id, partner_id=partner_id, state=state))


def asked(session, one, other, *, answered_on=None):
    introductions = Introductions(session)
    introduction = introductions.propose(one, other, STAFF)
    for state in ("approved", "asked"):
        introductions.take_step(introduction, state, STAFF)
    if answered_on:
        introduction.second_answer = "yes"
        moment = datetime.combine(answered_on, datetime.min.time(), UTC)
        introductions.take_step(introduction, "accepted_by_one", By("second"), now=moment)


def test_a_partner_that_lacks_nothing_needs_nothing(session):
    whole = {"description": "een school", "place": "Oss", "seeks": "tolken", "offers": "zaal", "themes": "taal"}
    store(session, [partner("a", confirmed_on=TODAY, **whole), partner("b")])
    speaks_for(session, "a")
    asked(session, "a", "b")

    care = read_care(session, TODAY)[0]

    assert care.needs == ()
    assert care.completeness == 1
    assert care.missing == ()


def test_each_part_that_is_missing_is_told(session):
    store(session, [partner("a", place="Oss", offers="zaal")])

    care = read_care(session, TODAY)[0]

    assert care.missing == ("seeks", "description", "themes")
    assert care.completeness == pytest.approx(2 / 5)


def test_a_profile_grows_stale_after_a_year_unless_it_was_never_confirmed_or_changed_since(session):
    last_fresh_day = TODAY - timedelta(days=FRESH_DAYS)
    long_ago = last_fresh_day - timedelta(days=1)
    store(
        session,
        [
            partner("fresh", confirmed_on=last_fresh_day),
            partner("stale", confirmed_on=long_ago),
            partner("changed", confirmed_on=long_ago),
            partner("never"),
        ],
    )
    session.add(Change(what="import", partner_ids=["changed"], made_at=datetime(2026, 11, 1, tzinfo=UTC)))
    session.add(Change(what="import", partner_ids=["stale"], made_at=datetime(2025, 1, 1, tzinfo=UTC)))
    session.add(Change(what="all", made_at=datetime(2026, 11, 1, tzinfo=UTC)))
    session.flush()

    of_age = {"stale", "never_confirmed"}
    assert {each: has & of_age for each, has in needs(session).items()} == {
        "fresh": set(),
        "stale": {"stale"},
        "changed": set(),
        "never": {"never_confirmed"},
    }


@pytest.mark.parametrize("state", ["invited", "claimed"])
def test_who_is_not_confirmed_does_not_speak_for_a_partner(session, state):
    store(session, [partner("a"), partner("b")])
    speaks_for(session, "a")
    speaks_for(session, "b", state)

    assert ["no_contact" in has for has in needs(session).values()] == [False, True]


def test_a_pause_lasts_up_to_and_with_its_day(session):
    store(session, [partner("a", paused_until=TODAY), partner("b", paused_until=TODAY - timedelta(days=1))])

    assert ["paused" in has for has in needs(session).values()] == [True, False]


def test_a_suggestion_that_only_staff_know_of_is_no_asking(session):
    store(session, [partner(each) for each in "abcd"])
    asked(session, "a", "b")
    Introductions(session).propose("c", "d", STAFF)

    assert {each for each, has in needs(session).items() if "never_asked" in has} == {"c", "d"}


def test_who_said_yes_waits_for_the_other_and_after_a_week_asks_for_care(session):
    store(session, [partner(each) for each in "abcd"])
    long_ago = TODAY - timedelta(days=PATIENT_DAYS)
    asked(session, "a", "b", answered_on=long_ago)
    asked(session, "c", "d", answered_on=long_ago + timedelta(days=1))

    care = {each.partner_id: each for each in read_care(session, TODAY)}

    assert {each for each, one in care.items() if "waiting" in one.needs} == {"b"}
    assert (care["b"].waits_since, care["d"].waits_since) == (long_ago, long_ago + timedelta(days=1))
    assert care["a"].waits_since is None


def test_who_waits_for_several_waits_since_the_first(session):
    store(session, [partner(each) for each in "abz"])
    asked(session, "a", "z", answered_on=TODAY)
    asked(session, "b", "z", answered_on=TODAY - timedelta(days=30))

    assert read_care(session, TODAY)[-1].waits_since == TODAY - timedelta(days=30)


def test_who_has_left_needs_no_care(session):
    store(session, [partner("gone", until="2026-10"), partner("leaving", until="2026-11"), partner("here")])

    assert list(needs(session)) == ["here", "leaving"]


def test_every_database_tells_the_same(engine):
    with transaction(engine) as session:
        store(session, [partner("a", confirmed_on=date(2025, 1, 1), seeks="tolken"), partner("b", paused_until=TODAY)])
        speaks_for(session, "a")
        asked(session, "a", "b", answered_on=date(2026, 11, 1))

        assert needs(session) == {
            "a": {"stale", "incomplete"},
            "b": {"waiting", "no_contact", "never_confirmed", "incomplete", "paused"},
        }


def test_nobody_needs_nothing(session):
    assert read_care(session, TODAY) == []
