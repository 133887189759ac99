"""The ties that places follow from."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.network import Mask


@dataclass(frozen=True, eq=False)
class PublicTies:
    """Partners and the ties among them (`service.places.public` says which)."""

    ids: list[str]
    """Of all partners there ever were, in the order of the network."""
    matrix: sparse.csr_array
    """Weights: symmetric, shape (n_partners, n_partners)."""

    @property
    def has_ties(self) -> Mask:
        """Who has any; shape (n_partners,)."""
        has_ties: Mask = np.diff(self.matrix.indptr) > 0
        return has_ties
