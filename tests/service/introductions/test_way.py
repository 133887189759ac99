"""The way from a suggestion to a collaboration, and that no step of it can be left out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from graph.database import reading, transaction
from graph.errors import AlreadyRunning, IllegalStep
from graph.introducing import EXPIRED_DAYS, PROGRAM, By, Introductions
from graph.introductions import MOVES, STATES, Introduction, IntroductionMove, IntroductionStep
from graph.model import Answer, Collaboration
from graph.outbox import Mail
from graph.sealing import Safe
from service.access import OPERATOR
from service.introductions.asking import AlreadyAnswered, answer, ask
from service.introductions.deciding import decide, propose_by_hand, take_back
from service.introductions.outcomes import report
from service.people import People
from tests.builders import partner, store

TODAY = date(2026, 11, 26)
FIRST, SECOND = By("first"), By("second")
REFUSED = (IntegrityError, StatementError)


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        store(session, [partner("bakker"), partner("school")])
        people = People(session, Safe(["a key of a test"]))
        for partner_id in ("bakker", "school"):
            people.join(people.add(f"{partner_id}@example.org").id, partner_id)
        yield session


@pytest.fixture
def asked(session):
    introduction = propose_by_hand(session, OPERATOR, "school", "bakker")
    decide(session, OPERATOR, introduction, "approve")
    ask(session, OPERATOR, introduction, TODAY)
    return introduction


def kinds_of_mail(session):
    return sorted((mail.kind, mail.partner_id) for mail in session.scalars(select(Mail)))


def test_two_yeses_introduce_and_what_they_start_is_a_collaboration(session, asked):
    answer(session, asked, "first", "yes", FIRST, TODAY)
    answer(session, asked, "second", "yes", SECOND, TODAY)
    report(session, asked, "started", FIRST, TODAY)

    assert [step.to_state for step in Introductions(session).steps(asked.id)] == [
        *("proposed", "approved", "asked", "accepted_by_one", "accepted", "introduced", "started")
    ]
    assert session.get_one(Collaboration, asked.collaboration_id).starts_on == TODAY
    assert {each.answer for each in session.scalars(select(Answer))} == {"accepted"}
    assert kinds_of_mail(session) == [
        ("asked", "bakker"),
        ("asked", "school"),
        ("introduced", "bakker"),
        ("introduced", "school"),
    ]


def test_a_no_ends_it_and_the_one_who_said_yes_is_told(session, asked):
    answer(session, asked, "first", "yes", FIRST, TODAY)
    answer(session, asked, "second", "no", SECOND, TODAY, reason="too_far", words="te ver")

    assert asked.state == "declined"
    assert ("not_now", "bakker") in kinds_of_mail(session)
    assert ("not_now", "school") not in kinds_of_mail(session)


def test_later_holds_it_for_a_quarter(session, asked):
    answer(session, asked, "first", "later", FIRST, TODAY)

    assert (asked.state, asked.held_until) == ("held", date(2027, 2, 25))


def test_nobody_answers_twice(session, asked):
    answer(session, asked, "first", "yes", FIRST, TODAY)

    with pytest.raises(AlreadyAnswered):
        answer(session, asked, "first", "no", FIRST, TODAY, reason="other")


def test_staff_take_a_decision_back_until_partners_are_asked(session):
    introduction = propose_by_hand(session, OPERATOR, "school", "bakker")
    decide(session, OPERATOR, introduction, "dismiss", reason="other")
    take_back(session, OPERATOR, introduction)
    decide(session, OPERATOR, introduction, "approve")
    ask(session, OPERATOR, introduction, TODAY)

    with pytest.raises(IllegalStep):
        take_back(session, OPERATOR, introduction)


@pytest.mark.usefixtures("asked")
def test_a_pair_has_one_running_introduction(session):
    with pytest.raises(AlreadyRunning):
        propose_by_hand(session, OPERATOR, "bakker", "school")


def test_a_pair_is_kept_away_unless_it_expired_half_a_year_ago(session, asked):
    introductions = Introductions(session)
    assert introductions.pairs_kept_away(TODAY) == [("bakker", "school")]

    introductions.take_step(asked, "expired", PROGRAM, now=datetime(2026, 11, 26, 12, tzinfo=UTC))

    assert introductions.pairs_kept_away(TODAY + timedelta(days=EXPIRED_DAYS - 1)) == [("bakker", "school")]
    assert introductions.pairs_kept_away(TODAY + timedelta(days=EXPIRED_DAYS)) == []


def test_the_database_knows_the_very_moves_of_the_code(session):
    stored = {(move.from_state, move.to_state) for move in session.scalars(select(IntroductionMove))}

    assert stored == {(start, to) for start, targets in MOVES.items() for to in targets}


def put(session, **columns):
    with session.begin_nested():
        session.add(IntroductionStep(by_whom="program", **columns))
        session.flush()


@pytest.mark.parametrize("state", [state for state in STATES if state not in MOVES["asked"]])
def test_the_database_refuses_a_step_that_may_not_follow(session, asked, state):
    step = {"introduction_id": asked.id, "number": 4, "previous_number": 3, "from_state": "asked"}

    with pytest.raises(REFUSED):
        put(session, **step, to_state=state)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"number": 5, "previous_number": 4, "from_state": "asked"}, id="a-step-left-out"),
        pytest.param({"number": 4, "previous_number": 3, "from_state": "accepted_by_one"}, id="from-another-state"),
        pytest.param({"number": 3, "previous_number": 2, "from_state": "approved"}, id="a-step-taken-again"),
        pytest.param({"number": 4, "previous_number": None, "from_state": ""}, id="a-second-beginning"),
    ],
)
def test_the_database_refuses_a_step_that_is_not_joined_to_the_last(session, asked, changes):
    with pytest.raises(REFUSED):
        put(session, introduction_id=asked.id, to_state="accepted", **changes)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE introduction SET state = 'introduced'", id="a-state-without-a-step"),
        pytest.param("UPDATE introduction SET n_steps = 1", id="steps-forgotten"),
        pytest.param("UPDATE introduction_step SET reason = 'x'", id="a-step-changed"),
        pytest.param("DELETE FROM introduction_step", id="a-step-deleted"),
        pytest.param("UPDATE audit_entry SET action = 'x'", id="the-log-changed"),
        pytest.param("DELETE FROM audit_entry", id="the-log-deleted"),
        pytest.param(
            "INSERT INTO introduction (first_id, second_id, state, n_steps, origin, lane, reasons, first_answer,"
            " second_answer) VALUES ('bakker', 'school', 'started', 0, 'by_hand', '', '[]', '', '')",
            id="a-beginning-in-the-middle",
        ),
    ],
)
@pytest.mark.usefixtures("asked")
def test_the_database_refuses_whoever_goes_around_the_steps(session, statement):
    with pytest.raises(REFUSED), session.begin_nested():
        session.execute(text(statement))


def test_what_an_open_transaction_did_is_gone_when_it_fails(engine):
    with transaction(engine) as session:
        store(session, [partner("bakker"), partner("school")])

    def fail():
        with transaction(engine) as session:
            propose_by_hand(session, OPERATOR, "school", "bakker")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with reading(engine) as session:
        assert session.scalars(select(Introduction)).all() == []
