"""Rounds of the sample network."""

import numpy as np
import pytest

from matching.model import Ranker
from matching.rounds import check_digest, check_lunch, check_visits, plan_digest, plan_lunch, plan_visits
from matching.rounds.digest import rooms_of
from matching.suggest import Matcher
from tests.benchmarks.rounds import lunch_of_oss, visits_of_oss


@pytest.fixture(scope="module")
def matcher(oss):
    return Matcher(oss, Ranker.prior())


def test_all_schools_of_oss_get_a_host_and_no_better_plan_exists(matcher):
    asked = visits_of_oss(matcher)
    plan = plan_visits(asked)

    assert len(asked.visitors) == 33
    assert plan.visitors_fairness.n_served == 33
    assert plan.is_proven
    assert not check_visits(asked, plan)


def test_at_a_lunch_of_120_in_oss_nobody_meets_twice_or_whom_it_knows(matcher):
    asked = lunch_of_oss(matcher.network, matcher)
    plan = plan_lunch(asked, n_turns=30)

    assert [proof.value for proof in plan.proofs[:3]] == [0, 0, 0]
    assert plan.proofs[3].is_proven  # sectors are spread as evenly as they can be
    assert not check_lunch(asked, plan)
    assert np.shape(plan.rounds) == (3, 15, 8)


def test_everybody_in_oss_gets_three_suggestions_and_is_shown_to_somebody(matcher):
    plan = plan_digest(matcher)

    assert len(plan.suggestions) == 3 * 164
    assert not plan.unseen
    assert plan.is_proven
    assert not check_digest(plan, rooms=rooms_of(matcher.network), shown_lately=(), per_partner=3)
