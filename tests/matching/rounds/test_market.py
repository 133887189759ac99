from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from matching.errors import ImpossibleRound
from matching.rounds import (
    Acquainted,
    Attendee,
    DealsCost,
    Floor,
    MarketPlan,
    MarketRound,
    check_market,
    cost_of_other_deals,
    plan_market,
)
from matching.rounds.slots import Slots
from tests.matching.rounds.gatherings import grids, made_up_market, market_round

N_BRUTE = 60


def pairs_of(plan):
    return {(one.seeker_id[-1], one.offerer_id[-1]) for one in plan.meetings}


def metres_walked(floor, meetings):
    """How far each seeker walks from its first meeting to its last."""
    tables = {}
    for meeting in sorted(meetings, key=lambda one: one.slot):
        tables.setdefault(meeting.seeker_id, []).append(meeting.table)
    return {seeker: sum(floor.metres(*step) for step in pairwise(visited)) for seeker, visited in tables.items()}


def test_everybody_meets_somebody_before_anybody_meets_a_second():
    # One meeting each for the offerers: the best total, 5 + 4, leaves s001 with nobody; 5 + .5 is best with one each.
    asked = market_round([[5.0, 4.0], [1.0, 0.5]], attendees={"o000": {"meetings": 1}, "o001": {"meetings": 1}})

    assert pairs_of(plan_market(asked)) == {("0", "0"), ("1", "1")}
    assert pairs_of(plan_market(replace(asked, evenly_to=0))) == {("0", "0"), ("0", "1")}


def test_a_meeting_that_is_worth_nobodys_time_does_not_take_place_unless_wished_for():
    asked = market_round([[-1.0, 1.0]], attendees={})
    wished = market_round([[-1.0, 1.0]], attendees={"s000": {"wishes": ("o000",)}})

    assert pairs_of(plan_market(asked)) == {("0", "1")}
    assert pairs_of(plan_market(wished)) == {("0", "0"), ("0", "1")}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        pytest.param(market_round([[1.0]], attendees={"o000": {"meetings": 0}}), "no_room", id="no-room-left"),
        pytest.param(market_round([[1.0]], meetings=0), "no_meetings_asked", id="asks-for-none"),
        pytest.param(market_round([[-1.0]]), "low_score", id="fits-nobody"),
        pytest.param(market_round(np.ones((1, 0))), "nobody", id="nobody-there"),
        pytest.param(
            market_round([[1.0]], attendees={"s000": {"until_slot": 1}, "o000": {"from_slot": 1}}),
            "no_shared_time",
            id="gone-before-the-other-comes",
        ),
        pytest.param(
            market_round([[1.0]], acquainted=Acquainted(known=frozenset({("o000", "s000")}))), "known", id="known"
        ),
    ],
)
def test_who_meets_nobody_is_told_why(asked, reason):
    plan = plan_market(asked)

    assert not plan.meetings
    assert {one.partner_id: one.reason for one in plan.alone}["s000"] == reason
    assert not check_market(asked, plan)


def test_as_many_slots_as_the_busiest_has_meetings_are_enough():
    # Everybody with everybody: three meetings each in three slots.
    plan = plan_market(market_round(np.ones((3, 3))))

    assert len(plan.meetings) == 9
    assert not plan.unscheduled
    assert not check_market(market_round(np.ones((3, 3))), plan)


def test_who_comes_late_meets_everybody_after_it_came():
    asked = market_round(np.ones((2, 2)), n_slots=3, attendees={"s000": {"from_slot": 1}})
    plan = plan_market(asked)

    assert sorted(plan.programme("s000")) == [1, 2]
    assert not check_market(asked, plan)


def test_a_meeting_without_a_slot_is_told():
    # Both offerers are there in the first slot only, and so the seeker can meet one of them.
    hours = {"o000": {"until_slot": 1}, "o001": {"until_slot": 1}}
    plan = plan_market(market_round([[2.0, 1.0]], attendees=hours))

    assert pairs_of(plan) == {("0", "0")}
    assert plan.unscheduled == (("s000", "o001"),)
    assert not plan.is_proven


def test_seekers_walk_past_tables_in_a_row_and_not_to_and_fro():
    # One seeker, three tables in a row, 3 metres apart: two steps of 3 metres are the least.
    plan = plan_market(market_round(np.ones((1, 3)), floor=Floor.grid(3, per_row=3)))

    assert (plan.walking.metres, plan.walking.least_here, plan.walking.least_anywhere) == (6.0, 6.0, 6.0)


def test_what_is_walked_is_what_the_meetings_say():
    asked = made_up_market(12, 12, meetings=5, n_slots=6)
    plan = plan_market(asked, n_turns=1)
    walks = metres_walked(asked.floor, plan.meetings)

    assert sum(walks.values()) == pytest.approx(plan.walking.metres)
    assert max(walks.values()) == plan.walking.most_of_one
    assert plan.walking.least_anywhere <= plan.walking.least_here <= plan.walking.metres


def test_changing_slots_and_tables_saves_a_third_of_a_walk_in_the_order_of_scores():
    asked = made_up_market(30, 30, meetings=6, n_slots=12)
    plan = plan_market(asked, n_turns=3)
    slots = Slots(np.ones((30, 12), bool), np.ones((30, 12), bool))
    for one in sorted(plan.meetings, key=lambda one: -one.score):
        slots.place(int(one.seeker_id[1:]), int(one.offerer_id[1:]), 0)
    by_score = [
        replace(plan.meetings[0], seeker_id=f"s{s:03}", slot=int(t), table=int(slots.table[s, t]))
        for s, t in zip(*np.nonzero(slots.table >= 0), strict=True)
    ]

    assert plan.walking.metres < 2 / 3 * sum(metres_walked(asked.floor, tuple(by_score)).values())


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(market_round(np.ones((1, 2)), floor=Floor.grid(1, per_row=1)), id="too-few-tables"),
        pytest.param(replace(market_round([[1.0]]), offerers=(Attendee("s000", 1),)), id="seeks-and-offers"),
        pytest.param(
            market_round(np.ones((1, 2)), meetings=1, fixed=frozenset({("s000", "o000"), ("s000", "o001")})),
            id="more-fixed-than-asked-for",
        ),
    ],
)
def test_a_market_that_cannot_be_is_refused(asked):
    with pytest.raises(ImpossibleRound):
        plan_market(asked)


def test_the_same_seed_gives_the_same_plan_which_survives_json():
    asked = made_up_market(8, 8, meetings=3, n_slots=4)
    plan = plan_market(asked)

    assert plan_market(asked).meetings == plan.meetings
    for one, kind in ((asked, MarketRound), (plan, MarketPlan)):
        adapter = TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(one)) == one


def best_total_by_hand(scores, rooms):
    """The highest (first meetings, second, third, total) of all sets of pairs within everybody's room."""
    pairs = [(r, len(scores) + c) for r in range(len(scores)) for c in range(len(scores[0])) if scores[r][c] >= 0]
    best = None
    for size in range(len(pairs) + 1):
        for chosen in combinations(pairs, size):
            n_met = np.bincount([end for pair in chosen for end in pair], minlength=len(rooms))
            if (n_met <= rooms).all():
                total = sum(scores[r][c - len(scores)] for r, c in chosen)
                key = (*((n_met > level).sum() for level in range(3)), total)
                best = key if best is None else max(best, key)
    return best


def test_brute_force_agrees_on_small_markets():
    chance = np.random.default_rng(11)
    for _ in range(N_BRUTE):
        shape = chance.integers(1, 4, size=2)
        scores = (chance.integers(-4, 12, size=shape) / 4).tolist()
        rooms = chance.integers(0, 3, size=shape.sum())
        ids = [f"s{at:03}" for at in range(shape[0])] + [f"o{at:03}" for at in range(shape[1])]
        attendees = {one: {"meetings": int(room)} for one, room in zip(ids, rooms, strict=True)}

        asked = market_round(scores, n_slots=3, attendees=attendees)
        plan = plan_market(asked)
        n_met = np.array([len(plan.programme(one)) for one in ids])

        assert plan.is_proven
        assert (*((n_met > at).sum() for at in range(3)), plan.proofs[-1].value) == best_total_by_hand(scores, rooms)


@settings(max_examples=20, deadline=None)
@given(grids(), st.data())
def test_nobody_is_twice_at_once_and_no_order_of_the_input_changes_anything(scores, data):
    n_rows, n_columns = np.shape(scores)
    hours = {"from_slot": st.integers(0, 2), "until_slot": st.none() | st.integers(1, 4), "meetings": st.integers(0, 4)}
    ids = [f"s{at:03}" for at in range(n_rows)] + [f"o{at:03}" for at in range(n_columns)]
    attendees = {one: {name: data.draw(of) for name, of in hours.items()} for one in ids}
    asked = market_round(scores, n_slots=4, attendees=attendees)
    shuffled = replace(
        asked,
        seekers=tuple(data.draw(st.permutations(asked.seekers))),
        offerers=tuple(data.draw(st.permutations(asked.offerers))),
    )

    plan = plan_market(asked, n_turns=2)

    assert not check_market(asked, plan)
    assert plan_market(shuffled, n_turns=2).meetings == plan.meetings


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))), st.integers(0, 5))
def test_with_everybody_there_each_meeting_gets_a_slot(n_more, pairs, preferred):
    degrees = np.bincount([s for s, _ in pairs] + [6 + o for _, o in pairs], minlength=12)
    n_slots = int(degrees.max()) + n_more - 1
    slots = Slots(np.ones((6, n_slots), bool), np.ones((6, n_slots), bool))

    assert all(slots.place(s, o, min(preferred, n_slots - 1)) for s, o in sorted(pairs))
    table = slots.table
    assert {(int(s), int(o)) for s, row in enumerate(table) for o in row if o >= 0} == pairs
    assert all(len(met := [o for o in column if o >= 0]) == len(set(met)) for column in table.T)


def test_what_other_deals_cost_is_told_in_their_total():
    # Best: s0–o0 and s1–o1, 5 together. With one other: s0–o1 and s1–o0, 3 together.
    asked = market_round([[3.0, 2.0], [1.0, 2.0]], meetings=1)
    plan = plan_market(asked)

    assert cost_of_other_deals(asked, plan) == DealsCost(0, 2.0)


def test_there_may_be_no_other_deals():
    asked = market_round([[1.0]], fixed=frozenset({("s000", "o000")}))

    with pytest.raises(ImpossibleRound):
        cost_of_other_deals(asked, plan_market(asked))
