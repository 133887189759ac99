"""The meeloopdag on the day."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.rounds import Acquainted, Host, Scores, Visitor, check_visits, plan_visits, plan_visits_again
from tests.matching.rounds.gatherings import MONDAY, TUESDAY, grids, visit_round


def said(plan):
    return {(one.visitor_id, one.host_id, one.day) for one in plan.visits}


def test_who_loses_its_host_goes_where_room_is_and_the_others_keep_theirs():
    # Best: v0 with h0 and v1 with h1; h0 is ill, and h2 has room.
    asked = visit_round([[3.0, 1.0, 2.0], [1.0, 3.0, 2.0]])
    plan = plan_visits(asked)

    again = plan_visits_again(asked, plan, absent=["h0"], today=MONDAY)

    assert said(plan) == {("v0", "h0", MONDAY), ("v1", "h1", MONDAY)}
    assert said(again.plan) == {("v0", "h2", MONDAY), ("v1", "h1", MONDAY)}
    assert [one.host_id for one in again.dropped] == ["h0"]
    assert [one.host_id for one in again.added] == ["h2"]
    # Of the three places of v0, v1 and h1, that of v0 fell away; v0 and h2 have a new one.
    assert again.share_changed == (1 + 2) / 3
    assert not any(one.is_fixed for one in again.plan.visits)
    assert check_visits(again.asked, again.plan) == ()


def test_what_stands_is_not_moved_though_another_plan_were_better():
    # v1 is absent. Now v0 could have h1, which is better for it; but it keeps h0.
    asked = visit_round([[1.0, 3.0], [0.0, 9.0]])
    plan = plan_visits(asked)

    again = plan_visits_again(asked, plan, absent=["v1"], today=MONDAY)

    assert said(again.plan) == {("v0", "h0", MONDAY)}


def test_who_can_only_on_a_later_day_visits_the_same_host_then():
    asked = visit_round([[2.0]], days=(MONDAY, TUESDAY))
    plan = replace(plan_visits(asked), visits=(replace(plan_visits(asked).visits[0], day=MONDAY),))

    again = plan_visits_again(asked, plan, late={"v0": TUESDAY}, today=MONDAY)

    assert said(again.plan) == {("v0", "h0", TUESDAY)}
    assert [one.day for one in again.moved] == [TUESDAY]
    assert again.dropped == ()


def test_what_was_yesterday_stays_and_nothing_is_planned_there_any_more():
    asked = visit_round([[2.0, 1.0]], days=(MONDAY, TUESDAY), visitors={"v0": {"n_hosts": 2}})
    plan = replace(plan_visits(asked), visits=tuple(one for one in plan_visits(asked).visits if one.day == MONDAY))

    again = plan_visits_again(asked, plan, absent=["v0"], today=TUESDAY)

    assert said(again.plan) == said(plan)
    assert check_visits(again.asked, again.plan) == ()


def test_who_comes_unasked_gets_a_host_with_room():
    before = visit_round([[2.0, 1.0]])
    plan = plan_visits(before)
    asked = visit_round([[2.0, 1.0], [3.0, 0.5]])

    again = plan_visits_again(asked, plan, today=MONDAY)

    assert said(again.plan) == said(plan) | {("v1", "h1", MONDAY)}


def test_two_who_got_to_know_each_other_since_still_meet_and_who_is_forbidden_does_not():
    asked = visit_round([[2.0, 1.0], [1.0, 2.0]])
    plan = plan_visits(asked)
    since = replace(asked, acquainted=Acquainted(known=frozenset({("h0", "v0")})), forbidden=frozenset({("v1", "h1")}))

    again = plan_visits_again(since, plan, today=MONDAY)

    assert said(again.plan) == {("v0", "h0", MONDAY)}


def test_a_second_change_begins_where_the_first_ended():
    asked = visit_round([[2.0, 1.0, 0.5]])
    first = plan_visits_again(asked, plan_visits(asked), absent=["h0"], today=MONDAY)

    second = plan_visits_again(first.asked, first.plan, absent=["h1"], today=MONDAY)

    assert said(second.plan) == {("v0", "h2", MONDAY)}


@settings(max_examples=25, deadline=None)
@given(grids(), st.data())
def test_every_change_passes_the_checker_and_touches_nothing_that_can_stand(scores, data):
    asked = visit_round(scores, days=(MONDAY, TUESDAY), room=data.draw(st.integers(1, 2)))
    ids = [one.partner_id for one in (*asked.visitors, *asked.hosts)]
    plan, today = plan_visits(asked), data.draw(st.sampled_from([MONDAY, TUESDAY]))
    absent = set(data.draw(st.lists(st.sampled_from(ids), max_size=3)))
    late = dict.fromkeys(set(data.draw(st.lists(st.sampled_from(ids), max_size=2))) - absent, TUESDAY)

    again = plan_visits_again(asked, plan, absent=absent, late=late, today=today)

    assert check_visits(again.asked, again.plan) == ()
    gone = {one for one in said(plan) if one[2] >= today and {*one[:2]} & absent}
    gone |= {one for one in said(plan) if one[2] < TUESDAY and {*one[:2]} & late.keys()}
    assert said(plan) - gone <= said(again.plan)
    assert all(one[2] >= today for one in said(again.plan) - said(plan))


def test_a_large_one_changes_little_and_fast():
    chance = np.random.default_rng(3)
    visitors, hosts = [f"v{n:02}" for n in range(60)], [f"h{n:02}" for n in range(60)]
    days = (MONDAY, TUESDAY)
    asked = replace(
        visit_round([[0.0]]),
        visitors=tuple(Visitor(one, days) for one in visitors),
        hosts=tuple(Host(one, days) for one in hosts),
        scores=Scores.of(visitors, hosts, chance.normal(size=(60, 60))),
    )
    plan = plan_visits(asked)

    again = plan_visits_again(asked, plan, absent=[*visitors[:3], *hosts[:3]], today=MONDAY)

    assert len(again.plan.visits) >= 57
    assert again.share_changed <= 0.15
    assert check_visits(again.asked, again.plan) == ()
