"""Many answers at the same moment: no step is lost, and none is taken twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import func, select

from graph.database import reading, transaction
from graph.errors import AlreadyRunning, IllegalStep
from graph.introducing import By, Introductions
from graph.introductions import Introduction, IntroductionStep
from graph.model import Answer
from graph.outbox import Mail
from graph.sealing import Safe
from service.access import OPERATOR
from service.introductions.asking import answer, ask
from service.introductions.deciding import decide, propose_by_hand
from service.people import People
from tests.builders import partner, store

TODAY = date(2026, 11, 26)
N_INTRODUCTIONS, N_TRIES = 25, 2
"""Each of the two sides of 25 introductions answers yes twice at the same moment: a hundred answers."""


def test_a_hundred_answers_at_once_take_each_step_once(engine):
    ids = fill(engine)
    tries = [(each, side) for each in ids for side in ("first", "second") for _ in range(N_TRIES)]

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(lambda one: say_yes(engine, *one), tries))

    assert sum(results) == 2 * N_INTRODUCTIONS
    with reading(engine) as session:
        assert session.scalar(select(func.count()).where(Introduction.state == "introduced")) == N_INTRODUCTIONS
        for each in ids:
            assert [step.to_state for step in Introductions(session).steps(each)] == [
                *("proposed", "approved", "asked", "accepted_by_one", "accepted", "introduced")
            ]
        assert session.scalar(select(func.count()).select_from(IntroductionStep)) == 6 * N_INTRODUCTIONS
        assert session.scalar(select(func.count()).select_from(Answer)) == 2 * N_INTRODUCTIONS
        assert session.scalar(select(func.count()).where(Mail.kind == "introduced")) == 2 * N_INTRODUCTIONS


def test_two_members_of_staff_who_approve_the_same_pair_propose_it_once(engine):
    with transaction(engine) as session:
        store(session, [partner("a"), partner("b")])

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: propose(engine), range(8)))

    assert sum(results) == 1
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Introduction)) == 1


def fill(engine):
    with transaction(engine) as session:
        names = [f"p{number:02}" for number in range(2 * N_INTRODUCTIONS)]
        store(session, [partner(name) for name in names])
        people = People(session, Safe(["a key of a test"]))
        for name in names:
            people.join(people.add(f"{name}@example.org").id, name)
        ids = []
        for one, other in zip(names[::2], names[1::2], strict=True):
            introduction = propose_by_hand(session, OPERATOR, one, other)
            decide(session, OPERATOR, introduction, "approve")
            ask(session, OPERATOR, introduction, TODAY)
            ids.append(introduction.id)
    return ids


def say_yes(engine, introduction_id, side):
    try:
        with transaction(engine) as session:
            answer(session, Introductions(session).get(introduction_id), side, "yes", By(side), TODAY)
    except IllegalStep:
        return False
    return True


def propose(engine):
    try:
        with transaction(engine) as session:
            propose_by_hand(session, OPERATOR, "a", "b")
    except AlreadyRunning:
        return False
    return True
