"""Values put in order within each row: as whole numbers, in which row, value and place stand behind each other."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Positions

N_ROWS, N_PLACES = 1 << 8, 1 << 24
"""Rows, and places in them, that fit into a number of 64 bits beside a value of 32."""

Keys = npt.NDArray[np.uint64]
Values = npt.NDArray[np.float32]


def keys_in_rows(row: Positions, values: Values, place: Positions) -> Keys:
    """Return a number for each value; sorted, they give rows, in each the largest value first, equal ones by place.

    Rows are below `N_ROWS`, places below `N_PLACES`. Sorting whole numbers takes a tenth of what `numpy.lexsort` does.

    >>> keys = keys_in_rows(np.array([1, 0, 0]), np.array([5, -2, 3], np.float32), np.array([7, 8, 9]))
    >>> (np.sort(keys) % 16).tolist()
    [9, 8, 7]
    """
    bits = np.add(values, 0, dtype=np.float32).view(np.uint32)  # adding 0 makes one of both zeros
    descending = np.where(values < 0, bits, ~bits & np.uint32((1 << 31) - 1))
    keys = np.left_shift(row.astype(np.uint64), np.uint64(32)) + descending
    keys = np.left_shift(keys, np.uint64(24)) + place.astype(np.uint64)
    return np.asarray(keys, np.uint64)


def order_in_rows(row: Positions, values: Values) -> Positions:
    """Return the order of values by row, largest first, equal ones as they stand: shape (n_values,).

    >>> order_in_rows(np.array([0, 0, 300]), np.array([1, 2, 3], np.float32)).tolist()
    [1, 0, 2]
    """
    if len(values) >= N_PLACES or row.max(initial=0) >= N_ROWS or np.asarray(values).dtype != np.float32:
        return np.lexsort((-values, row))
    keys = np.sort(keys_in_rows(row, values, np.arange(len(values))))
    return (keys & np.uint64(N_PLACES - 1)).astype(np.int64)


def distinct(numbers: Positions) -> Positions:
    """Return the different ones of some numbers from 0 up, in ascending order: by sorting, faster than by a table.

    >>> distinct(np.array([4, 0, 4])).tolist()
    [0, 4]
    """
    ordered = np.sort(numbers)
    different: Positions = ordered[np.diff(ordered, prepend=-1) > 0]
    return different


def largest_in_rows(matrix: sparse.csr_array, k: int) -> tuple[Positions, Positions]:
    """Return where the `k` largest values above 0 of each row stand, best first, equal ones by column: row, column.

    `matrix` has fewer than `N_PLACES` columns.

    >>> row, column = largest_in_rows(sparse.csr_array(np.array([[1.0, 3.0, 3.0], [0.0, 0.0, 2.0]])), k=2)
    >>> row.tolist(), column.tolist()
    ([0, 0, 1], [1, 2, 2])
    """
    rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for first in range(0, matrix.shape[0], N_ROWS):
        block = matrix[first : first + N_ROWS]
        counts = np.diff(block.indptr)
        row = np.repeat(np.arange(len(counts)), counts)
        is_any = block.data > 0
        keys = np.sort(keys_in_rows(row[is_any], block.data[is_any], block.indices[is_any]))
        row = (keys >> np.uint64(56)).astype(np.int64)
        kept = np.arange(len(row)) - np.searchsorted(row, np.arange(len(counts)))[row] < k
        rows.append(row[kept] + first)
        columns.append((keys[kept] & np.uint64(N_PLACES - 1)).astype(np.int64))
    return np.concatenate(rows), np.concatenate(columns)
