"""Whether a chance comes true as often as it says."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.history import Window
from matching.reliability import N_BINS, Scored, calibration_curve
from tests.builders import collaboration, network, partner


def test_bins_are_of_equal_size_and_told_from_low_to_high():
    chances = np.array([0.8, 0.1, 0.6, 0.2, 0.5, 0.0])
    came_true = np.array([True, False, False, True, True, False])

    curve = calibration_curve(chances, came_true, n_bins=3)

    assert curve["n"].tolist() == [2, 2, 2]
    assert curve["predicted"].tolist() == pytest.approx([0.05, 0.35, 0.7])
    assert curve["observed"].tolist() == [0, 1, 0.5]


def test_fewer_pairs_than_bins_make_fewer_bins():
    assert len(calibration_curve(np.array([0.5, 0.1]), np.array([True, False]))) == 2
    assert calibration_curve(np.zeros(0), np.zeros(0, bool)).empty


def test_a_chance_that_is_true_lies_on_the_diagonal():
    draws = np.random.default_rng(0)
    chances = draws.random(50_000)

    curve = calibration_curve(chances, draws.random(50_000) < chances)

    assert len(curve) == N_BINS
    assert curve["observed"].to_numpy() == pytest.approx(curve["predicted"].to_numpy(), abs=0.03)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50), st.integers(1, 12))
def test_the_bins_together_hold_every_pair_once(pairs, n_bins):
    chances, came_true = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

    curve = calibration_curve(chances, came_true, n_bins)

    assert curve["n"].sum() == len(pairs)
    assert curve["n"] @ curve["predicted"] == pytest.approx(chances.sum())
    assert curve["n"] @ curve["observed"] == pytest.approx(came_true.sum())
    assert np.diff(curve["predicted"]).min(initial=0) > -1e-9


def test_everybody_is_scored_for_everybody_new_within_the_window():
    built = network(
        [partner(one, name="") for one in "abcd"],
        [
            collaboration("past", "2017", [*"ab"]),
            collaboration("new", "2018", [*"ac"]),
            collaboration("too-late", "2019", [*"ad"]),
        ],
    )
    window = Window.of(built, date(2018, 1, 1), date(2019, 1, 1))
    by_position = np.array([0, 1, 2, -np.inf])

    pairs = Scored.of(window, lambda rows: np.tile(by_position, (len(rows), 1)))

    # a: c (d is not ranked); b: c; c: a, b; d: a, b, c.
    assert pairs.scores.tolist() == [2, 2, 0, 1, 0, 1, 2]
    assert pairs.came_true.tolist() == [True, False, True, False, False, False, False]
    curve = pairs.curve(lambda scores: scores / 4, n_bins=1)
    assert curve.loc[0].tolist() == pytest.approx([7, 2 / 7, 2 / 7])
