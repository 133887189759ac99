"""The meter of exposure: figures by hand, and the laws of the Gini coefficient."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.meter import gini, read_meter
from matching.suggestion import Suggestion
from tests.builders import network, partner

counts = st.lists(st.integers(0, 1000), min_size=1, max_size=30)


def suggestion(partner_id, suggested_id, chance=0.1):
    return Suggestion(partner_id, suggested_id, rank=1, score=2.0, reasons=(), chance=chance)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param([0, 0], 0, id="none-counts"),
        pytest.param([3], 0, id="alone"),
        pytest.param([1, 3], 1 / 4, id="half-of-the-difference-as-a-share-of-the-mean"),  # (0 + 2 + 2 + 0) / 4 / 2 / 2
        pytest.param([0, 0, 0, 4], 3 / 4, id="all-to-one"),
        pytest.param([2, 1, 0], 4 / 9, id="in-any-order"),  # (1 + 2 + 1 + 1 + 2 + 1) / 9 / 2 / 1
    ],
)
def test_gini_worked_out_by_hand(values, expected):
    assert gini(values) == pytest.approx(expected)


@given(st.integers(0, 1000), st.integers(1, 30))
def test_equal_counts_are_spread_evenly(count, n):
    assert gini([count] * n) == pytest.approx(0)


@given(counts)
def test_gini_lies_between_0_and_the_share_of_all_but_one(values):
    assert -1e-12 <= gini(values) <= 1 - 1 / len(values) + 1e-12


@given(counts, st.floats(0.01, 100))
def test_scale_changes_nothing(values, scale):
    assert gini(np.array(values) * scale) == pytest.approx(gini(values), abs=1e-9)


@given(counts, st.randoms(use_true_random=False))
def test_order_changes_nothing(values, chance):
    shuffled = list(values)
    chance.shuffle(shuffled)

    assert gini(shuffled) == gini(values)


def test_a_meter_worked_out_by_hand():
    town = network(
        [partner("a", sector="school"), partner("b", sector="school"), partner("c", capacity=1), partner("d")]
    )

    meter = read_meter(
        town,
        [suggestion("a", "b"), suggestion("a", "c", 0.6), suggestion("b", "c", 0.5), suggestion("d", "c", 0.0)],
    )

    assert meter.coverage == 2 / 4
    assert meter.gini == pytest.approx(gini([0, 1, 3, 0]))
    assert meter.across == 2 / 4  # a and b to c; d and c are both firms
    assert meter.above_room == ("c",)  # .6 + .5 of 1
    assert meter.unseen == ("a", "d")


def test_who_is_promised_exactly_its_room_is_not_above_it():
    town = network([partner("a"), partner("b", capacity=1), partner("c")])

    assert read_meter(town, [suggestion("a", "b", 0.5), suggestion("c", "b", 0.5)]).above_room == ()


@pytest.mark.parametrize("n_partners", [0, 2])
def test_without_suggestions_nobody_is_in_sight(n_partners):
    meter = read_meter(network([partner(f"p{i}") for i in range(n_partners)]), [])

    assert (meter.coverage, meter.gini, meter.across, meter.above_room) == (0, 0, 0, ())
    assert len(meter.unseen) == n_partners
