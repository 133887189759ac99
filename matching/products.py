"""Sparse matrices multiplied and scaled."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.preprocessing import normalize
from sparse_dot_topn import sp_matmul_topn

from graph.network import Positions

N_SORTED = 1 << 22
"""Values sorted at a time: bounds memory where a network is large."""
N_THREADS = 2
"""Threads of one process that multiply; `forked` processes have one each."""


def top_products(
    left: sparse.csr_array, right: sparse.csr_array, k: int, threshold: float = 0.0, n_threads: int | None = None
) -> sparse.csr_array:
    """Return the `k` largest values above `threshold` of each row of `left @ right`; exact.

    By `N_THREADS`, unless others are given.

    >>> ones = sparse.csr_array(np.array([[1.0, 2.0]], dtype=np.float32))
    >>> top_products(ones, sparse.csr_array(np.array([[1.0, 0.0], [0.0, 3.0]], dtype=np.float32)), k=1).toarray()
    array([[0., 6.]], dtype=float32)
    """
    if not left.nnz or not right.nnz:
        return sparse.csr_array((left.shape[0], right.shape[1]), dtype=np.float32)
    # The library takes matrices, not arrays, of one type.
    a, b = sparse.csr_matrix(left, dtype=np.float32), sparse.csr_matrix(right, dtype=np.float32)
    return sparse.csr_array(
        sp_matmul_topn(a, b, top_n=k, threshold=threshold, sort=True, n_threads=n_threads or N_THREADS)
    )


def ones_like(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return a matrix with 1 where `matrix` stores a value."""
    return sparse.csr_array((np.ones_like(matrix.data, np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)


def scale_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return `matrix` with rows that sum to 1; an empty row stays empty."""
    sums = matrix.sum(axis=1)
    shares = np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)
    return sparse.csr_array(matrix * shares[:, np.newaxis], dtype=np.float32)


def values_at(
    matrix: sparse.csr_array, row: npt.NDArray[np.int64], column: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """Return the values of `matrix` at pairs of positions: shape (n_pairs,).

    >>> values_at(sparse.csr_array(np.array([[0.0, 2.0]])), np.array([0, 0]), np.array([1, 0]))
    array([2., 0.])
    """
    if not len(row):
        return np.zeros(0, matrix.dtype)  # scipy gives a sparse array here, and an array where there are pairs
    return np.asarray(matrix[row, column]).ravel()


def unit_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return `matrix` with rows of length 1; an empty row stays empty.

    >>> unit_rows(sparse.csr_array(np.array([[3.0, 4.0], [0.0, 0.0]]))).toarray()
    array([[0.6, 0.8],
           [0. , 0. ]], dtype=float32)
    """
    if not matrix.nnz:
        return sparse.csr_array(matrix.shape, dtype=np.float32)  # scikit-learn refuses what has no rows or no columns
    return sparse.csr_array(normalize(matrix), dtype=np.float32)


def largest_per_row(values: npt.NDArray[np.floating], k: int, threshold: float) -> sparse.csr_array:
    """Return the `k` largest values above `threshold` of each row, of the same shape.

    >>> largest_per_row(np.array([[3.0, 1.0, 2.0], [0.1, 0.0, 5.0]]), k=2, threshold=1.5).toarray()
    array([[3., 0., 2.],
           [0., 0., 5.]])
    """
    if not values.size:
        return sparse.csr_array(values.shape, dtype=values.dtype)
    if values.shape[1] > k:
        places = np.argpartition(-values, k - 1, axis=1)[:, :k]
    else:
        places = np.tile(np.arange(values.shape[1]), (len(values), 1))
    best = np.take_along_axis(values, places, axis=1)
    row, place = np.nonzero(best > threshold)
    return sparse.csr_array((best[row, place], (row, places[row, place])), shape=values.shape)


def replace_rows(matrix: sparse.csr_array, rows: npt.NDArray[np.int64], new: sparse.csr_array) -> sparse.csr_array:
    """Return `matrix` with other values in some rows: `new` has the shape (len(rows), n_columns).

    >>> ones = sparse.csr_array(np.ones((3, 1)))
    >>> replace_rows(ones, np.array([1]), sparse.csr_array(np.array([[5.0]]))).toarray().ravel()
    array([1., 5., 1.])
    """
    both = sparse.csr_array(sparse.vstack([matrix, new], format="csr"))
    order = np.arange(matrix.shape[0])
    order[rows] = matrix.shape[0] + np.arange(len(rows))
    return sparse.csr_array(both[order])


def keep_largest(matrix: sparse.csr_array, k: int | Positions) -> sparse.csr_array:
    """Return `matrix` with only the `k` largest values of each row; of equal ones those that stand first.

    `k` may be told for each row: shape (n_rows,).

    >>> keep_largest(sparse.csr_array(np.array([[2.0, 3.0, 2.0], [0.0, 0.0, 1.0]])), k=2).toarray()
    array([[2., 3., 0.],
           [0., 0., 1.]])
    """
    matrix.sort_indices()
    counts = np.diff(matrix.indptr)
    n_kept = np.minimum(counts, k)
    is_kept = np.ones(matrix.nnz, np.bool_)
    longer = np.flatnonzero(counts > n_kept)
    for rows in np.array_split(longer, counts[longer].sum() // N_SORTED + 1):
        row, at = numbers_between(matrix.indptr[rows], matrix.indptr[rows + 1])
        order = np.lexsort((-matrix.data[at], row))
        place = np.arange(len(row)) - np.searchsorted(row, row)  # rows stay where they are
        is_kept[at[order[place >= n_kept[rows][row]]]] = False
    starts = np.concatenate([[0], np.cumsum(n_kept)])
    return sparse.csr_array((matrix.data[is_kept], matrix.indices[is_kept], starts), shape=matrix.shape)


def numbers_between(first: Positions, last: Positions) -> tuple[Positions, Positions]:
    """Return the numbers from each first up to each last one, and which of the pairs each belongs to.

    >>> [each.tolist() for each in numbers_between(np.array([5, 9]), np.array([7, 10]))]
    [[0, 0, 1], [5, 6, 9]]
    """
    counts = last - first
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - (np.cumsum(counts) - counts)[of] + first[of]
