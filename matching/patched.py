"""A large matrix of which some rows, or rows and columns, were replaced, without a copy of the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Mask, Positions
from matching.products import values_at


@dataclass(frozen=True)
class Patched:
    """A square matrix by partners: what it was at first, and all rows and columns of those who changed since.

    >>> base = sparse.csr_array(np.array([[0.0, 1.0], [2.0, 0.0]]))
    >>> patch = sparse.csr_array(np.array([[0.0, 5.0], [0.0, 0.0]]))
    >>> Patched(base, np.array([True, False]), patch)[np.array([0, 1])].toarray()
    array([[0., 5.],
           [0., 0.]])
    """

    base: sparse.csr_array
    """Shape (n_partners, n_partners)."""
    is_changed: Mask
    """Whose rows and columns of `base` no longer count: shape (n_partners,)."""
    patch: sparse.csr_array
    """These rows and columns, and nothing else; of the same shape."""

    @classmethod
    def unchanged(cls, base: sparse.csr_array) -> "Patched":
        """Return a matrix as it is."""
        n_partners = base.shape[0]
        return cls(base, np.zeros(n_partners, np.bool_), sparse.csr_array(base.shape, dtype=base.dtype))

    def patched(self, is_changed: Mask, patch: sparse.csr_array) -> "Patched":
        """Return the same matrix with another patch."""
        return Patched(self.base, is_changed, patch)

    def __getitem__(self, rows: Positions) -> sparse.csr_array:
        """Return some rows: shape (len(rows), n_partners)."""
        block = sparse.csr_array(self.base[rows])
        if not self.is_changed.any():
            return block
        row = np.repeat(rows, np.diff(block.indptr))
        block.data = np.where(self.is_changed[row] | self.is_changed[block.indices], 0, block.data)
        block.eliminate_zeros()
        return sparse.csr_array(block + self.patch[rows])

    def at(self, row: Positions, column: Positions) -> npt.NDArray[np.generic]:
        """Return the values at pairs of positions: shape (n_pairs,)."""
        is_new = self.is_changed[row] | self.is_changed[column]
        return np.where(is_new, values_at(self.patch, row, column), values_at(self.base, row, column))


@dataclass(frozen=True)
class PatchedRows:
    """A matrix of which some rows were replaced and others added; it may have become wider with them.

    >>> rows = PatchedRows.unchanged(sparse.csr_array(np.array([[1.0, 2.0], [0.0, 4.0]])))
    >>> rows.replaced(np.array([0, 2]), sparse.csr_array(np.array([[5.0, 0.0, 6.0], [0.0, 7.0, 0.0]]))).whole.toarray()
    array([[5., 0., 6.],
           [0., 4., 0.],
           [0., 7., 0.]])
    """

    base: sparse.csr_array
    """Shape (n_rows or fewer, n_columns or fewer)."""
    later: sparse.csr_array
    """The rows that came later: shape (n_later, n_columns)."""
    place: Positions
    """Where each row stands in `later`, -1 where that of `base` is the present one: shape (n_rows,)."""

    @classmethod
    def unchanged(cls, base: sparse.csr_array) -> "PatchedRows":
        """Return a matrix as it is."""
        later = sparse.csr_array((0, base.shape[1]), dtype=base.dtype)
        return cls(base, later, np.full(base.shape[0], -1))

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.place), self.later.shape[1]

    def __getitem__(self, rows: Positions) -> sparse.csr_array:
        """Return some rows: shape (len(rows), n_columns)."""
        place = self.place[rows]
        is_later = place >= 0
        if not is_later.any():
            return _widened(sparse.csr_array(self.base[rows]), self.shape[1])
        first = _widened(sparse.csr_array(self.base[rows[~is_later]]), self.shape[1])
        both = sparse.csr_array(sparse.vstack([first, self.later[place[is_later]]], format="csr"))
        order = np.argsort(np.concatenate([np.flatnonzero(~is_later), np.flatnonzero(is_later)]))
        return sparse.csr_array(both[order])

    def replaced(self, rows: Positions, new: sparse.csr_array) -> "PatchedRows":
        """Return the same with other values in some rows: `new` has the shape (len(rows), n_columns or more).

        The first of the added rows is the one after the last, and none is passed over.
        """
        n_rows = max(len(self.place), int(rows.max(initial=-1)) + 1)
        place = np.full(n_rows, -1)
        place[: len(self.place)] = self.place
        place[rows] = -1
        stays = np.flatnonzero(place >= 0)
        kept = _widened(sparse.csr_array(self.later[place[stays]]), new.shape[1])
        place[stays], place[rows] = np.arange(len(stays)), len(stays) + np.arange(len(rows))
        return PatchedRows(self.base, sparse.csr_array(sparse.vstack([kept, new], format="csr")), place)

    def at(self, row: Positions, column: Positions) -> npt.NDArray[np.float32]:
        """Return the values at pairs of positions: shape (n_pairs,)."""
        place = self.place[row]
        is_later = place >= 0
        is_of_base = ~is_later & (column < self.base.shape[1])
        values = np.zeros(len(row), self.base.dtype)
        values[is_of_base] = values_at(self.base, row[is_of_base], column[is_of_base])
        values[is_later] = values_at(self.later, place[is_later], column[is_later])
        return values

    def by_row(self, measure: Callable[[sparse.csr_array], npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
        """Return what `measure` gives for each row of a matrix: shape (n_rows,)."""
        is_later = self.place >= 0
        of_base, of_later = measure(self.base), measure(self.later)
        of_all = np.empty(len(self.place), of_base.dtype)
        of_all[: len(of_base)] = of_base
        of_all[is_later] = of_later[self.place[is_later]]
        return of_all

    @cached_property
    def whole(self) -> sparse.csr_array:
        """All rows."""
        if not self.later.shape[0]:
            return _widened(self.base, self.shape[1])
        return self[np.arange(len(self.place))]


def _widened(matrix: sparse.csr_array, n_columns: int) -> sparse.csr_array:
    if matrix.shape[1] == n_columns:
        return matrix
    return sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], n_columns))
