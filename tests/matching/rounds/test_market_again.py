from dataclasses import replace

import numpy as np
import pytest

from matching.rounds import Attendee, Floor, Scores, check_market, plan_market, plan_market_again
from tests.matching.rounds.gatherings import made_up_market, market_round


@pytest.fixture(scope="module")
def crowd():
    asked = made_up_market(40, 40, meetings=8)
    return asked, plan_market(asked, n_turns=0)


def cells(plan, since=0):
    return {(one, m.slot): m.pair for m in plan.meetings if m.slot >= since for one in m.pair}


def test_without_news_nothing_changes(crowd):
    asked, plan = crowd
    again = plan_market_again(asked, plan, most_changed=0.0)

    assert again.plan.meetings == plan.meetings
    assert again.share_changed == 0


def test_a_tenth_that_does_not_come_changes_at_most_15_percent_of_the_others_programme(crowd):
    asked, plan = crowd
    absent = set(
        np.random.default_rng(1).choice([one.partner_id for one in (*asked.seekers, *asked.offerers)], 8, replace=False)
    )
    again = plan_market_again(asked, plan, absent=absent)
    before = {cell: met for cell, met in cells(plan).items() if cell[0] not in absent}
    after = cells(again.plan)
    n_changed = sum(after.get(cell) != met for cell, met in before.items()) + len(after.keys() - cells(plan).keys())

    assert again.share_changed == pytest.approx(n_changed / len(before))
    assert n_changed <= 0.15 * len(before)
    assert again.added
    assert not absent & {one for one, _ in after}
    assert not check_market(again.asked, again.plan)


def test_what_has_been_stays(crowd):
    asked, plan = crowd
    again = plan_market_again(asked, plan, absent=["s003"], now_slot=6)

    assert [one for one in again.plan.meetings if one.slot < 6] == [one for one in plan.meetings if one.slot < 6]
    assert not [one for one in again.plan.meetings if one.slot >= 6 and "s003" in one.pair]


def test_a_second_change_begins_where_the_first_ended(crowd):
    asked, plan = crowd
    first = plan_market_again(asked, plan, absent=["s003"], now_slot=2)
    second = plan_market_again(first.asked, first.plan, absent=["o004"], now_slot=5)

    assert not [m for m in second.plan.meetings if m.slot >= 2 and "s003" in m.pair]
    assert not [m for m in second.plan.meetings if m.slot >= 5 and "o004" in m.pair]
    assert not check_market(second.asked, second.plan)


def test_who_is_late_meets_those_it_missed_in_a_slot_in_which_both_are_free():
    asked = market_round([[2.0], [1.0]], n_slots=3)
    plan = plan_market(asked)
    first = next(one for one in plan.meetings if one.slot == min(m.slot for m in plan.meetings))
    again = plan_market_again(asked, plan, late={first.seeker_id: 2}, most_changed=1.0)

    assert [one.pair for one in again.moved] in ([], [first.pair])
    assert {one.pair for one in again.plan.meetings} == {("s000", "o000"), ("s001", "o000")}
    assert again.plan.programme(first.seeker_id).keys() == {2}


def test_who_would_meet_nobody_comes_before_a_better_meeting_of_others():
    # o001 does not come. With room for one more, o000 meets s001, who had nobody else, and not s002 with its 3.
    scores = [[1.0, 0.0, 0.0], [0.5, 2.0, 0.0], [3.0, 0.0, 2.0]]
    fixed = frozenset({("s000", "o000"), ("s001", "o001"), ("s002", "o002")})
    ones = {f"o{at:03}": {"meetings": 1} for at in range(3)}
    before = market_round(scores, fixed=fixed, attendees=ones)
    asked = replace(before, offerers=(replace(before.offerers[0], meetings=2), *before.offerers[1:]))
    again = plan_market_again(asked, plan_market(before), absent=["o001"], most_changed=1.0)

    assert [one.pair for one in again.added] == [("s001", "o000")]


def test_who_comes_unasked_gets_a_free_table_and_meetings():
    before = market_round([[1.0]], floor=Floor.grid(2, per_row=2))
    plan = plan_market(before)
    asked = replace(
        before,
        offerers=(*before.offerers, Attendee("new", 2)),
        scores=Scores.of(["s000"], ["o000", "new"], np.array([[1.0, 2.0]])),
    )
    again = plan_market_again(asked, plan, most_changed=1.0)

    assert set(again.plan.tables.values()) == {0, 1}
    assert [one.pair for one in again.added] == [("s000", "new")]
    assert not check_market(again.asked, again.plan)


def test_a_budget_of_nothing_fills_only_what_came_free():
    asked = market_round(np.ones((2, 2)), n_slots=2, meetings=1)
    plan = plan_market(asked)
    gone = plan.meetings[0].seeker_id
    again = plan_market_again(asked, plan, absent=[gone], most_changed=0.0)

    assert not again.added
    assert again.share_changed == again.share_unavoidable == 1 / 3


def test_what_the_late_one_missed_did_not_happen_and_finds_another_slot():
    asked = market_round([[2.0], [1.0]], n_slots=4)
    plan = plan_market(asked, n_turns=0)
    missed, later = plan.meetings
    again = plan_market_again(
        asked, plan, late={missed.seeker_id: missed.slot + 1}, now_slot=missed.slot + 1, most_changed=1.0
    )

    assert {one.pair for one in again.plan.meetings} == {missed.pair, later.pair}
    assert later in again.plan.meetings
    assert min(one.slot for one in again.plan.meetings) > missed.slot
    assert not check_market(again.asked, again.plan)


def test_a_pair_that_was_forbidden_since_meets_no_more():
    asked = market_round([[2.0, 1.0]], n_slots=2)
    plan = plan_market(asked, n_turns=0)
    since = replace(asked, forbidden=frozenset({("s000", "o000")}))
    again = plan_market_again(since, plan)

    assert {one.pair for one in again.plan.meetings} == {("s000", "o001")}
    assert not check_market(again.asked, again.plan)


def test_the_late_one_with_the_last_meetings_is_moved_by_the_least_that_may_change_and_not_by_a_share_of_nothing():
    asked = market_round([[2.0]], n_slots=3)
    plan = plan_market(asked)
    plan = replace(plan, meetings=(replace(plan.meetings[0], slot=0),))

    by_share = plan_market_again(asked, plan, late={"s000": 1}, now_slot=1, most_changed=0.15)
    again = plan_market_again(asked, plan, late={"s000": 1}, now_slot=1, most_changed=0.15, least_changed=1)

    assert by_share.plan.meetings == ()
    assert [(one.pair, one.slot > 0) for one in again.moved] == [(("s000", "o000"), True)]
    assert not check_market(again.asked, again.plan)
