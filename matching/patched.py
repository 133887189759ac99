"""A large matrix by partners of which some rows and columns were replaced, without a copy of the rest."""

from dataclasses import dataclass

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
