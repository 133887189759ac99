"""Tests of matching.products: sparse matrices multiplied, scaled and cut, against dense ones."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from matching import products
from matching.products import keep_largest, largest_per_row, ones_like, scale_rows, top_products, unit_rows, values_at


def dense(shape, low=0):
    """Small whole numbers, many of them 0: products are exact."""
    return hnp.arrays(np.float32, shape, elements=st.integers(low, 4).map(float))


def rows_of_largest(matrix, k):
    """The `k` largest values of each row, the others 0; of equal ones any k."""
    return [sorted((value for value in row if value), reverse=True)[:k] for row in matrix]


@given(dense((3, 4)), dense((4, 5)), st.integers(1, 5))
def test_the_largest_products_of_each_row_are_kept(left, right, k):
    found = top_products(sparse.csr_array(left), sparse.csr_array(right), k).toarray()

    assert rows_of_largest(found, 5) == rows_of_largest(left @ right, k)
    assert ((found == 0) | (found == left @ right)).all()


def test_products_not_above_the_threshold_are_left_out():
    found = top_products(sparse.csr_array(np.eye(1)), sparse.csr_array(np.array([[0.5, 0.7, 0.9]])), 3, 0.7)

    assert found.toarray() == pytest.approx(np.array([[0, 0, 0.9]]))


@pytest.mark.parametrize(("left", "right"), [((0, 0), (0, 0)), ((2, 0), (0, 3)), ((2, 1), (1, 3)), ((0, 4), (4, 2))])
def test_a_product_of_nothing_is_empty(left, right):
    found = top_products(sparse.csr_array(left), sparse.csr_array(right), 2)

    assert found.shape == (left[0], right[1])
    assert found.nnz == 0


def test_ones_stand_where_a_value_stands():
    assert ones_like(sparse.csr_array(np.array([[0.5, 0], [0, 3]]))).toarray().tolist() == [[1, 0], [0, 1]]


def test_rows_are_scaled_to_a_sum_of_1_and_the_empty_one_stays_empty():
    scaled = scale_rows(sparse.csr_array(np.array([[1.0, 3.0], [0, 0], [0, 5.0]])))

    assert scaled.toarray().tolist() == [[0.25, 0.75], [0, 0], [0, 1]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 2)])
def test_rows_of_an_empty_matrix_stay_empty(shape):
    assert unit_rows(sparse.csr_array(shape)).shape == shape
    assert unit_rows(sparse.csr_array(shape)).nnz == 0


@given(dense((4, 3)))
def test_rows_get_length_1_unless_they_are_empty(matrix):
    lengths = np.linalg.norm(unit_rows(sparse.csr_array(matrix)).toarray(), axis=1)

    assert lengths == pytest.approx((matrix.any(axis=1)).astype(float))


@given(dense((3, 4)), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3))))
def test_values_are_those_of_the_pairs_asked_for_and_none_for_none(matrix, pairs):
    row = np.array([pair[0] for pair in pairs], dtype=np.int64)
    column = np.array([pair[1] for pair in pairs], dtype=np.int64)

    values = values_at(sparse.csr_array(matrix), row, column)

    assert values.shape == (len(pairs),)
    assert values.tolist() == [matrix[pair] for pair in pairs]


@given(dense((3, 5)), st.integers(1, 6), st.integers(1, 20))
def test_the_largest_values_of_each_row_are_kept_however_many_are_sorted_at_a_time(matrix, k, n_sorted):
    with patch.object(products, "N_SORTED", n_sorted):
        kept = keep_largest(sparse.csr_array(matrix), k).toarray()

    assert rows_of_largest(kept, 5) == rows_of_largest(matrix, k)
    assert ((kept == 0) | (kept == matrix)).all()


def test_each_row_keeps_as_many_as_it_is_told():
    matrix = np.array([[3.0, 1.0, 2.0], [3.0, 1.0, 2.0], [0.0, 4.0, 0.0]])

    kept = keep_largest(sparse.csr_array(matrix), np.array([1, 2, 5])).toarray()

    assert kept.tolist() == [[3, 0, 0], [3, 0, 2], [0, 4, 0]]


@given(dense((3, 5)), st.integers(1, 6), st.sampled_from([0.0, 1.0, 2.5]))
def test_the_largest_values_above_a_threshold_are_kept(values, k, threshold):
    found = largest_per_row(values, k, threshold).toarray()

    assert rows_of_largest(found, 5) == rows_of_largest(np.where(values > threshold, values, 0), k)
    assert ((found == 0) | (found == values)).all()


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_of_no_values_none_are_kept(shape):
    found = largest_per_row(np.zeros(shape, np.float32), 2, 0.0)

    assert found.shape == shape
    assert found.nnz == 0
    assert found.dtype == np.float32


def test_of_equal_values_the_first_columns_are_kept():
    kept = keep_largest(sparse.csr_array(np.array([[1.0, 2.0, 1.0, 2.0, 2.0]])), 2)

    assert kept.toarray().tolist() == [[0, 2, 0, 2, 0]]
