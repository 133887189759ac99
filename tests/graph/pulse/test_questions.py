"""What a partner is asked in a quarter: few, by turns, the same all quarter, and only of what runs."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from graph.model import Collaboration
from graph.pulse.questions import (
    MOST,
    NoSuchLevel,
    NotAsked,
    aspect_of,
    find_question,
    questions_of,
    store_answer,
    turn_of,
)
from graph.pulse.tables import ASPECTS, PulseAnswer, Quarter
from tests.builders import collaboration, partner, store

DAY = date(2024, 5, 15)
QUARTERS = [Quarter(2024 + each // 4, each % 4 + 1) for each in range(24)]


@pytest.fixture
def session(empty_session):
    store(
        empty_session,
        [partner("school", name="De School"), partner("bakker", name="Bakker"), partner("weg", until="2024-04")],
        [
            collaboration("loopt", "2020", ["school", "bakker", "weg"], title="Leesweek"),
            collaboration("jong", "2024-05-01", ["school", "bakker"]),
            collaboration("voorbij", "2020", ["school", "bakker"], end="2024-03"),
            collaboration("net-voorbij", "2020", ["school", "bakker"], end="2024-05-14"),
            collaboration("alleen", "2020", ["school"]),
            collaboration("met-wie-weg-is", "2020", ["school", "weg"]),
            collaboration("van-anderen", "2020", ["bakker", "weg"]),
        ],
    )
    return empty_session


def test_asked_is_about_what_ran_when_the_quarter_began_and_runs_on_with_somebody(session):
    (question,) = questions_of(session, "school", DAY)

    assert (question.title, question.others, question.is_answered) == ("Leesweek", ("Bakker",), False)
    assert question.aspect == aspect_of("school", "loopt", Quarter(2024, 2))


@pytest.mark.parametrize("collaboration_id", ["jong", "voorbij", "net-voorbij", "alleen", "van-anderen", "onbekend"])
def test_nothing_else_can_be_answered(session, collaboration_id):
    with pytest.raises(NotAsked):
        find_question(session, "school", collaboration_id, DAY)


def test_the_last_answer_of_a_quarter_counts_and_no_step_but_the_four(session):
    question = find_question(session, "school", "loopt", DAY)
    for level in (1, None, 4):
        store_answer(session, question, level)
    with pytest.raises(NoSuchLevel):
        store_answer(session, question, 5)

    assert session.execute(select(PulseAnswer.partner_id, PulseAnswer.level)).all() == [("school", 4)]
    assert find_question(session, "school", "loopt", DAY).level == 4
    assert not find_question(session, "bakker", "loopt", DAY).is_answered


def test_the_questions_stay_all_quarter_though_something_begins_meanwhile(session):
    for each in range(7):
        store(session, (), [collaboration(f"meer{each}", "2021", ["school", "bakker"])])
    before = [question.collaboration_id for question in questions_of(session, "school", date(2024, 4, 1))]
    store(session, (), [collaboration("nieuw", "2024-04-20", ["school", "bakker"])])

    assert [question.collaboration_id for question in questions_of(session, "school", date(2024, 6, 30))] == before
    assert len(before) == len(set(before)) <= MOST
    assert session.get_one(Collaboration, "nieuw").ends_on is None


def test_in_six_quarters_all_six_aspects_come_along_trust_and_value_by_turns():
    asked = [aspect_of("school", "loopt", quarter) for quarter in QUARTERS[:6]]

    assert sorted(asked) == sorted(ASPECTS)
    assert all(ASPECTS[one] != ASPECTS[next_] for one, next_ in pairwise(asked))


@given(some.sets(some.text(min_size=1, max_size=4), max_size=12))
def test_everything_has_its_turn_and_nothing_much_more_often(ids):
    turns = [turn_of(ids, quarter) for quarter in QUARTERS]
    often = Counter(each for turn in turns for each in turn)

    assert all(len(turn) == len(set(turn)) == min(len(ids), MOST) for turn in turns)
    assert set(often) == ids
    assert max(often.values(), default=0) - min(often.values(), default=0) <= 1


@given(some.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_quarter_holds_its_days_and_follows_the_one_before(day):
    quarter = Quarter.of(day)

    assert quarter.first <= day <= quarter.last
    assert (quarter.first - quarter.before.last).days == 1
    assert quarter.count == quarter.before.count + 1
    assert Quarter.parse(str(quarter)) == quarter
