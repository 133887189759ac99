"""Tests of matching.ordering: the same order as by sorting row, value and place one after another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from matching.ordering import N_ROWS, keys_in_rows, largest_in_rows, order_in_rows

FLOATS = st.floats(-1e6, 1e6, width=32) | st.sampled_from([0.0, -0.0, 1.0])
VALUES = arrays(np.float32, st.integers(0, 40), elements=FLOATS)


@given(VALUES, st.integers(0, 1000))
def test_keys_order_by_row_then_the_largest_then_place(values, seed):
    chance = np.random.default_rng(seed)
    row, place = chance.integers(5, size=len(values)), chance.permutation(len(values))

    order = np.argsort(keys_in_rows(row, values, place))

    assert order.tolist() == np.lexsort((place, -values, row)).tolist()


@given(VALUES, st.integers(0, 1000))
def test_the_order_is_that_of_a_stable_sort(values, seed):
    row = np.random.default_rng(seed).integers(5, size=len(values))

    assert order_in_rows(row, values).tolist() == np.lexsort((-values, row)).tolist()


@given(arrays(np.float32, (N_ROWS + 3, 6), elements=st.sampled_from([0.0, 0.0, 1.0, 2.0, 2.5])), st.integers(1, 7))
def test_the_largest_of_each_row_are_the_first_of_all_in_order(values, k):
    row, column = largest_in_rows(sparse.csr_array(values), k)

    expected = [
        (at, one)
        for at in range(len(values))
        for one in sorted(np.flatnonzero(values[at]), key=lambda one: (-values[at, one], one))[:k]
    ]
    assert list(zip(row.tolist(), column.tolist(), strict=True)) == expected


def test_of_nothing_nothing_is_largest():
    assert [len(one) for one in largest_in_rows(sparse.csr_array((0, 3), dtype=np.float32), 2)] == [0, 0]
