from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from matching.errors import ImpossibleRound
from matching.rounds import Guest, LunchPlan, LunchRound, Scores, check_lunch, plan_lunch, plan_lunch_again
from matching.rounds.lunch_round import pairs_at
from matching.rounds.seating_bounds import pairs_spread
from tests.matching.rounds.gatherings import made_up_lunch


def figures(plan):
    return {proof.aim: (proof.value, proof.bound) for proof in plan.proofs}


def pairs_of(plan):
    return [pair for tables in plan.rounds for pair in pairs_at(tables)]


def lunch(scores, *, sectors=None, **rules):
    ids = [f"g{at}" for at in range(len(scores))]
    sectors = sectors or ids
    return LunchRound(
        tuple(Guest(one, sector) for one, sector in zip(ids, sectors, strict=True)),
        Scores.of(ids, ids, np.array(scores, float)),
        **rules,
    )


def test_no_pair_sits_together_twice_where_that_can_be():
    # Sixteen at tables of four: five rounds without a pair twice exist (an affine plane of order 4); three are asked.
    plan = plan_lunch(made_up_lunch(16, seats=4), n_turns=60)

    assert figures(plan)["pairs twice"] == (0, 0)
    assert len(set(pairs_of(plan))) == len(pairs_of(plan)) == 3 * 4 * 6


def test_where_pairs_must_meet_again_the_fewest_do():
    # Two tables of three: of each table of the first round two sit together again, at each of the two tables.
    assert figures(plan_lunch(made_up_lunch(6, seats=3, n_rounds=2), n_turns=20))["pairs twice"] == (2, 2)


def test_those_who_know_each_other_sit_apart():
    known = frozenset({("g0", "g1"), ("g2", "g3")})
    plan = plan_lunch(lunch(np.ones((4, 4)), seats=2, n_rounds=1, known=known), n_turns=5)

    assert figures(plan)["acquaintances"] == (0, 0)
    assert not known & set(pairs_of(plan))


def test_sectors_are_mixed_before_scores_count():
    # The best scores are within the sectors; each table gets one of each all the same.
    scores = [[0, 9, 1, 2], [9, 0, 1, 1], [1, 1, 0, 9], [2, 1, 9, 0]]
    plan = plan_lunch(lunch(scores, sectors=["school", "school", "bedrijf", "bedrijf"], seats=2, n_rounds=1), n_turns=5)

    assert figures(plan)["one sector"] == (0, 0)
    assert plan.rounds == ((("g0", "g3"), ("g1", "g2")),)
    # g0 with g3 is 2, g1 with g2 is 1; no mixed seating has more.
    assert figures(plan)["score"] == (3.0, 3.0)


def test_wishes_of_staff_are_kept_before_all_else():
    together, apart = frozenset({("g0", "g1")}), frozenset({("g0", "g2")})
    rules = {"together": together, "apart": apart, "known": together}
    plan = plan_lunch(lunch(np.ones((4, 4)), seats=2, n_rounds=2, **rules), n_turns=10)

    assert ("g0", "g1") in pairs_of(plan)
    assert ("g0", "g2") not in pairs_of(plan)
    assert figures(plan)["broken wishes"] == (0, 0)


@pytest.mark.parametrize(
    ("n_guests", "seats", "sizes"),
    [
        pytest.param(0, 8, [], id="nobody"),
        pytest.param(1, 8, [1], id="one"),
        pytest.param(9, 8, [4, 5], id="one-too-many-for-a-table"),
        pytest.param(17, 8, [5, 6, 6], id="uneven"),
        pytest.param(3, 1, [1, 1, 1], id="tables-for-one"),
    ],
)
def test_tables_are_filled_alike(n_guests, seats, sizes):
    asked = made_up_lunch(n_guests, seats=seats)
    plan = plan_lunch(asked, n_turns=10)

    assert [sorted(map(len, tables)) for tables in plan.rounds] == [sizes] * 3
    assert not check_lunch(asked, plan)


def test_a_lunch_that_contradicts_itself_is_refused():
    pair = frozenset({("g000", "g001")})
    for asked in (
        made_up_lunch(4, seats=0),
        made_up_lunch(4, n_rounds=0),
        made_up_lunch(4, together=pair, apart=pair),
        replace(made_up_lunch(4), guests=(Guest("g000", "s"),) * 2),
    ):
        with pytest.raises(ImpossibleRound):
            plan_lunch(asked)


def test_the_same_seed_gives_the_same_seating_whatever_the_order_and_survives_json():
    asked = made_up_lunch(12, n_known=4, seats=4)
    plan = plan_lunch(asked, n_turns=12)

    assert plan_lunch(replace(asked, guests=asked.guests[::-1]), n_turns=12).rounds == plan.rounds
    for one, kind in ((asked, LunchRound), (plan, LunchPlan)):
        adapter = TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(one)) == one


def test_time_that_runs_out_is_told():
    plan = plan_lunch(made_up_lunch(24), time_limit_seconds=0.0)

    assert plan.was_cut_short
    assert not check_lunch(made_up_lunch(24), plan)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 14), st.integers(1, 5), st.integers(1, 3), st.integers(0, 6))
def test_everybody_has_one_seat_and_no_bound_is_passed(n_guests, seats, n_rounds, n_known):
    asked = made_up_lunch(n_guests, n_known=n_known if n_guests > 1 else 0, seats=seats, n_rounds=n_rounds)
    plan = plan_lunch(asked, n_turns=6)

    assert not check_lunch(asked, plan)
    reached = figures(plan)
    assert all(value >= bound for aim, (value, bound) in reached.items() if aim != "score")
    assert reached["score"][0] <= reached["score"][1]


@given(st.integers(0, 12), st.integers(1, 5))
def test_guests_spread_evenly_share_tables_least(n, n_tables):
    at = np.arange(n) % n_tables
    by_hand = sum(int(at[i] == at[j]) for i in range(n) for j in range(i))

    assert pairs_spread(n, n_tables) == by_hand


def test_who_does_not_come_leaves_the_others_where_they_are():
    asked = made_up_lunch(32, n_known=10)
    plan = plan_lunch(asked, n_turns=12)
    absent = ["g003", "g010", "g017"]
    again = plan_lunch_again(asked, plan, absent=absent, now_round=1)

    assert again.share_changed == 0
    assert again.plan.rounds[0] == plan.rounds[0]
    assert not {one for tables in again.plan.rounds[1:] for table in tables for one in table} & set(absent)
    assert not check_lunch(asked, again.plan, absent=absent)


def test_a_table_that_runs_empty_gets_guests_of_the_fullest():
    asked = made_up_lunch(16, seats=8, n_rounds=1)
    plan = plan_lunch(asked, n_turns=3)
    absent = plan.rounds[0][0][:5]  # 3 and 8 are left: two move, 5 and 6
    again = plan_lunch_again(asked, plan, absent=absent, most_changed=1.0)

    assert sorted(map(len, again.plan.rounds[0])) == [5, 6]
    assert [(one.from_table, one.to_table) for one in again.moved] == [(1, 0), (1, 0)]
    assert again.share_changed == 2 / 11
    assert not plan_lunch_again(asked, plan, absent=absent, most_changed=0.1).moved[1:]


def test_who_comes_unasked_or_late_sits_where_there_is_room():
    asked = made_up_lunch(9, seats=5, n_rounds=2)
    plan = plan_lunch(replace(asked, guests=asked.guests[:8]), n_turns=4)
    again = plan_lunch_again(asked, plan, late={"g001": 1, "g008": 1})

    assert again.plan.seat("g008")[0] is None
    assert again.plan.seat("g008")[1] is not None
    assert again.plan.seat("g001") == [None, plan.seat("g001")[1]]
