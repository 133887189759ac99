"""What is drawn, and how an interval is made of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.resampling import N_DRAWS, Sample, draw, interval


def test_the_first_account_holds_everything_that_is_drawn_from_and_the_others_nothing_else():
    drawn = draw(np.array([True, True, False, True]))

    assert drawn.shape == (4, 1 + N_DRAWS)
    assert drawn[:, 0].tolist() == [True, True, False, True]
    assert not drawn[2].any()


def test_something_stands_in_as_many_draws_as_chance_says():
    # Of ten with replacement, each stands in 1 - 0.9 ** 10 = 65 % of the draws.
    assert draw(np.ones(10, bool))[:, 1:].mean() == pytest.approx(1 - 0.9**10, abs=0.02)


def test_the_same_seed_draws_the_same_and_another_one_something_else():
    items = np.ones(30, bool)

    assert (draw(items, seed=1) == draw(items, seed=1)).all()
    assert (draw(items, seed=1) != draw(items, seed=2)).any()


def test_of_nothing_nothing_is_drawn():
    assert not draw(np.zeros(3, bool)).any()


def test_a_query_that_met_nobody_in_a_draw_is_left_out_of_it():
    sample = Sample.of(np.array([[1.0, 0.5], [0.0, np.nan]]))

    assert sample.n == 2
    assert sample.means.tolist() == [0.5, 0.5]


def test_taken_together_every_query_counts_once():
    together = Sample.of(np.array([[1.0]])) + Sample.of(np.array([[0.0], [0.5]]))

    assert together.n == 3
    assert together.means.tolist() == [0.5]


def test_without_queries_no_mean_is_known():
    sample = Sample.of(np.zeros((0, 3)))

    assert sample.n == 0
    assert np.isnan(sample.means).all()
    assert np.isnan(interval(sample.means)).all()


@pytest.mark.parametrize(
    ("means", "least", "expected"),
    [
        pytest.param([0.5, 0.5, 0.5], 0, (0.5, 0.5, 0.5), id="no-spread"),
        # Percentiles 2.5 and 97.5 of 0.2 and 0.4 are 0.205 and 0.395; centred on 0.5 instead of 0.3.
        pytest.param([0.5, 0.2, 0.4], 0, (0.5, 0.405, 0.595), id="centred-on-what-happened"),
        pytest.param([0.5, 0.2, np.nan, 0.4], 0, (0.5, 0.405, 0.595), id="draws-without-anybody"),
        pytest.param([1.0, 0.2, 0.4], 0, (1.0, 0.905, 1.0), id="not-above-1"),
        pytest.param([0.0, 0.2, 0.4], 0, (0.0, 0.0, 0.095), id="not-below-0"),
        pytest.param([0.0, 0.2, 0.4], -1, (0.0, -0.095, 0.095), id="a-difference-may-be-below-0"),
        pytest.param([0.5, np.nan], 0, (0.5, 0.5, 0.5), id="nothing-drawn"),
    ],
)
def test_intervals_worked_out_by_hand(means, least, expected):
    assert interval(np.array(means), least) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_an_interval_stays_within_its_bounds(means):
    value, low, high = interval(np.array(means))

    assert value == means[0]
    assert 0 <= low <= high <= 1
