"""The checker finds what is wrong, whoever made the plan."""

from dataclasses import replace

import numpy as np
import pytest

from matching.rounds import Acquainted, check_lunch, check_market, check_visits, plan_lunch, plan_market, plan_visits
from tests.matching.rounds.gatherings import TUESDAY, made_up_lunch, market_round, visit_round


def codes(faults):
    return {fault.code for fault in faults}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda plan: {"visits": (*plan.visits, plan.visits[0])}, "twice", id="twice"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], day=TUESDAY),)}, "not_that_day", id="day"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="x"),)}, "stranger", id="stranger"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h1"),)}, "vetoed", id="veto"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h2"),)}, "known", id="known"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h3"),)}, "own_board", id="board"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h4"),)}, "declined", id="declined"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h5"),)}, "forbidden", id="forbidden"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h6"),)}, "no_room_that_day", id="full"),
        pytest.param(lambda plan: {"visits": (replace(plan.visits[0], host_id="h7"),)}, "no_room", id="full-in-all"),
        pytest.param(lambda _: {"visits": ()}, "not_told", id="left-out-in-silence"),
        pytest.param(
            lambda plan: {"visits": (*plan.visits, replace(plan.visits[0], host_id="h8"))}, "too_many_hosts", id="n"
        ),
        pytest.param(
            lambda plan: {"visits": (*plan.visits, replace(plan.visits[0], host_id="h8"))}, "twice_at_once", id="once"
        ),
    ],
)
def test_a_fault_in_a_meeloopdag_is_found(change, code):
    asked = visit_round(
        [[9.0] + [1.0] * 8],
        visitors={"v0": {"vetoes": frozenset({"h1"})}},
        acquainted=Acquainted(frozenset({("h2", "v0")}), frozenset({("h3", "v0")}), frozenset({("h4", "v0")})),
        forbidden=frozenset({("v0", "h5")}),
        hosts={"h6": {"room": 0}, "h7": {"room_in_all": 0}},
    )
    plan = plan_visits(asked)

    assert not check_visits(asked, plan)
    assert code in codes(check_visits(asked, replace(plan, **change(plan))))


def test_a_fixed_pair_that_was_lost_is_found():
    asked = visit_round([[1.0, 1.0]])
    plan = plan_visits(replace(asked, fixed=frozenset({("v0", "h1")})))

    assert codes(check_visits(replace(asked, fixed=frozenset({("v0", "h0")})), plan)) == {"fixed_but_missing"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda one: {"slot": 1 - one.slot}, "twice_at_once", id="two-tables-at-once"),
        pytest.param(lambda _: {"slot": 5}, "not_there", id="a-slot-too-late"),
        pytest.param(lambda one: {"table": 1 - one.table}, "table_changes", id="an-offerer-that-moves"),
        pytest.param(lambda _: {"offerer_id": "x"}, "stranger", id="stranger"),
    ],
)
def test_a_fault_in_a_beursvloer_is_found(change, code):
    asked = market_round(np.ones((2, 2)), n_slots=2)
    plan = plan_market(asked)
    first, *others = plan.meetings
    changed = replace(plan, meetings=(replace(first, **change(first)), *others))

    assert not check_market(asked, plan)
    assert code in codes(check_market(asked, changed))


def test_tables_rooms_and_scores_of_a_beursvloer_are_counted_again():
    asked = market_round(np.ones((2, 2)), n_slots=2)
    plan = plan_market(asked)

    assert "table_shared" in codes(check_market(asked, replace(plan, tables=dict.fromkeys(plan.tables, 0))))
    assert "no_such_table" in codes(check_market(asked, replace(plan, tables={"o000": 0, "o001": 9})))
    assert "low_score" in codes(check_market(replace(asked, least_score=2.0), plan))
    assert "not_told" in codes(check_market(asked, replace(plan, meetings=())))
    less = tuple(replace(one, meetings=1) for one in asked.seekers)
    assert "no_room" in codes(check_market(replace(asked, seekers=less), plan))


@pytest.mark.parametrize(
    ("rounds", "code"),
    [
        pytest.param(((("g000", "g001"), ("g002", "g003")),), "rounds_missing", id="a-round-too-few"),
        pytest.param(((("g000", "g001"), ("g002",)),) * 2, "no_seat", id="without-a-seat"),
        pytest.param(((("g000", "g001"), ("g001", "g002", "g003")),) * 2, "twice_at_once", id="two-seats"),
        pytest.param(((("g000", "g001", "g002"), ("g003",)),) * 2, "table_full", id="a-seat-too-many"),
        pytest.param(((("g000", "x"), ("g001", "g002", "g003")),) * 2, "stranger", id="stranger"),
        pytest.param(((("g000", "g001"), ("g002", "g003")),) * 2, "told_wrongly", id="pairs-twice-not-told"),
    ],
)
def test_a_fault_in_a_kennislunch_is_found(rounds, code):
    asked = made_up_lunch(4, seats=2, n_rounds=2)
    plan = plan_lunch(asked, n_turns=6)

    assert not check_lunch(asked, plan)
    assert code in codes(check_lunch(asked, replace(plan, rounds=rounds)))
