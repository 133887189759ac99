"""Tests of matching.patched: a matrix of which some rows and columns were replaced."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from matching.patched import Patched

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
