"""What answers what, best first: from a thing that a partner says to the partners who say what it is like."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Positions
from matching.ordering import largest_in_rows
from matching.patched import PatchedRows
from matching.products import values_at
from matching.wide.sayings import Listed, Sayings

N_MARGIN = 1.3
"""So many times as many things and partners are looked up as are wanted: some are known already."""


@dataclass(frozen=True)
class Answered:
    """Similarity of what is asked and what answers."""

    asked: Sayings
    answers: Sayings
    similarity: PatchedRows
    """Shape (n_asked, n_answers); rows in the order of columns."""

    def of_partners(self, partners: Positions) -> sparse.csr_array:
        """Return the best similarity of anything that each of some partners says: shape (n_rows, n_answers)."""
        row, thing = self.asked.of_partners(partners)
        cells = self.similarity[thing].tocoo()
        of_thing, column = cells.coords
        keys = row[of_thing] * self.similarity.shape[1] + column
        order = np.argsort(keys, kind="stable")
        keys, starts = np.unique(keys[order], return_index=True)
        best = np.maximum.reduceat(cells.data[order], starts) if len(keys) else np.zeros(0, np.float32)
        shape = (len(partners), self.similarity.shape[1])
        return sparse.csr_array((best, np.divmod(keys, shape[1])), shape=shape)

    def best(self, partners: Positions, of_partners: sparse.csr_array, k: int) -> Listed:
        """Return about `k` partners for each of some, who say what is most like; `of_partners` of the same ones."""
        n_wanted = round(k * N_MARGIN)
        row, thing = largest_in_rows(of_partners, n_wanted)
        listed = Listed(row, thing, values_at(of_partners, row, thing))
        return self.answers.said_by(listed, partners, n_wanted)

    def at(self, of_partners: sparse.csr_array, row: Positions, other: Positions) -> npt.NDArray[np.float32]:
        """Return the best similarity of what two partners say, by row of `of_partners` and other partner.

        Shape (n_pairs,).
        """
        pair, thing = self.answers.of_partners(other)
        values = np.zeros(len(row), np.float32)
        starts = np.flatnonzero(np.diff(pair, prepend=-1))
        if len(starts):
            values[pair[starts]] = np.maximum.reduceat(values_at(of_partners, row[pair], thing), starts)
        return values
