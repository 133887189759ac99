"""Tests of matching.recency: ages and how they fade."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.recency import ages_in_years, fade, last_day
from tests.builders import collaboration, network, partner

AB = [partner("a"), partner("b")]
BUILT = network(AB, [collaboration("old", "2016-03-01", [*"ab"]), collaboration("new", "2020-03-01", [*"ab"])])


def test_the_last_day_is_the_latest_beginning_whatever_day_it_is_asked_on():
    assert last_day(BUILT) == pd.Timestamp(2020, 3, 1)
    assert last_day(BUILT.at(date(2025, 1, 1))) == pd.Timestamp(2020, 3, 1)


def test_the_last_day_of_an_earlier_network_is_earlier():
    assert last_day(BUILT.at(date(2019, 1, 1))) == pd.Timestamp(2016, 3, 1)


@pytest.mark.parametrize("built", [network(), network(AB)], ids=["empty", "without-collaborations"])
def test_without_collaborations_there_is_no_last_day_and_no_age(built):
    assert pd.isna(last_day(built))
    assert ages_in_years(built).shape == (0,)


def test_ages_are_years_before_the_last_beginning():
    assert ages_in_years(BUILT).tolist() == [4.0, 0.0]  # four years with one leap day: 1461 days of 365.25


def test_a_weight_halves_with_each_half_life():
    assert fade(np.array([0.0, 3.0, 6.0, 1.5]), 3.0) == pytest.approx([1, 0.5, 0.25, 0.5**0.5])


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.5, 10))
def test_older_never_counts_more(one, other, half_life):
    younger, older = sorted([one, other])

    assert fade(np.array([older]), half_life) <= fade(np.array([younger]), half_life)
