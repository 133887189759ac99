"""Tests of matching.patched: a matrix of which some rows, or rows and columns, were replaced."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import sparse

from matching.patched import Patched, PatchedRows

N = 4
VALUES = st.lists(st.integers(0, 3), min_size=N * N, max_size=N * N)
CHANGED = st.lists(st.booleans(), min_size=N, max_size=N)


def replaced(values, others, is_changed):
    """Return the patched matrix, and what it stands for, cell by cell."""
    base, now = (np.array(cells, np.float64).reshape(N, N) for cells in (values, others))
    is_new = np.logical_or.outer(is_changed, is_changed)
    patch = sparse.csr_array(np.where(is_new, now, 0))
    patched = Patched.unchanged(sparse.csr_array(base)).patched(np.array(is_changed), patch)
    return patched, np.where(is_new, now, base)


@given(values=VALUES, others=VALUES, is_changed=CHANGED)
def test_rows_and_cells_are_those_of_the_matrix_it_stands_for(values, others, is_changed):
    patched, expected = replaced(values, others, is_changed)
    row, column = (cells.ravel() for cells in np.indices((N, N)))

    assert patched[np.array([2, 0])].toarray().tolist() == expected[[2, 0]].tolist()
    assert patched.at(row, column).tolist() == expected.ravel().tolist()


def test_a_change_leaves_the_matrix_before_as_it_was():
    before = Patched.unchanged(sparse.csr_array(np.ones((2, 2))))

    after = before.patched(np.array([True, False]), sparse.csr_array((2, 2)))

    assert before[np.arange(2)].toarray().tolist() == [[1, 1], [1, 1]]
    assert after[np.arange(2)].toarray().tolist() == [[0, 0], [0, 1]]


@pytest.mark.parametrize("is_changed", [True, False])
def test_of_no_rows_there_is_nothing(is_changed):
    patched, _ = replaced([1] * N * N, [2] * N * N, [is_changed] * N)
    nobody = np.zeros(0, np.int64)

    assert patched[nobody].shape == (0, N)
    assert len(patched.at(nobody, nobody)) == 0


ROWS = st.dictionaries(st.integers(0, N - 1), st.lists(st.integers(0, 3), min_size=N, max_size=N))
"""Other values of some rows."""


def widened(cells, n_columns):
    return np.pad(cells, ((0, 0), (0, n_columns - cells.shape[1])))


@example(values=[0] * N * N, steps=[({}, 0, 1)])
@given(values=VALUES, steps=st.lists(st.tuples(ROWS, st.integers(0, 2), st.integers(0, 2)), max_size=3))
def test_rows_replaced_and_added_are_those_of_the_matrix_it_stands_for(values, steps):
    expected = np.array(values, np.float32).reshape(N, N)
    patched = PatchedRows.unchanged(sparse.csr_array(expected))
    for others, n_added, n_wider in steps:
        rows = np.array([*others, *(len(expected) + np.arange(n_added))], np.int64)
        expected = widened(np.pad(expected, ((0, n_added), (0, 0))), expected.shape[1] + n_wider)
        new = np.array([*others.values(), *([[1] * N] * n_added)], np.float32).reshape(-1, N)
        expected[rows] = widened(new, expected.shape[1])
        patched = patched.replaced(rows, sparse.csr_array(expected[rows]))
    row, column = (cells.ravel() for cells in np.indices(expected.shape))
    backwards = np.arange(len(expected))[::-1]

    assert patched.shape == expected.shape
    assert patched.whole.toarray().tolist() == expected.tolist()
    assert patched[backwards].toarray().tolist() == expected[backwards].tolist()
    assert patched.at(row, column).tolist() == expected.ravel().tolist()
    assert patched.by_row(lambda part: part.sum(axis=1)).tolist() == expected.sum(axis=1).tolist()


def test_rows_that_were_replaced_again_are_forgotten():
    rows = PatchedRows.unchanged(sparse.csr_array(np.eye(3, dtype=np.float32)))

    for value in (2, 3, 4):
        rows = rows.replaced(np.array([1]), sparse.csr_array(np.array([[0, value, 0]], np.float32)))

    assert rows.later.toarray().tolist() == [[0, 4, 0]]
    assert rows.base.toarray().tolist() == np.eye(3).tolist()


def test_of_no_rows_replaced_there_is_nothing():
    rows = PatchedRows.unchanged(sparse.csr_array((0, 2), dtype=np.float32))
    nobody = np.zeros(0, np.int64)

    assert rows[nobody].shape == rows.whole.shape == (0, 2)
    assert len(rows.at(nobody, nobody)) == 0
