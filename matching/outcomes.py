"""What a cut-off is judged by: which days are cut-offs, whom partners met after them, and in which collaborations."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse

from graph.errors import GraphError
from graph.network import Mask, Network, Positions
from matching.history import Window, ties_among
from matching.products import ones_like, values_at

N_CUTOFFS = 4
"""Years at most: older ones tell of another network, and each is learned from anew."""
MIN_NEW_TIES = 20
"""New ties within its year that make a year a cut-off: fewer tell nothing apart."""
LATEST_SHARE = 0.25
"""Share of the collaborations that began after the cut-off, where no year has enough new ties."""
HUB_SHARE = 0.05
"""Share of the partners, those with most ties before the cut-off, that the tail leaves out."""


class NothingToMeasure(GraphError):
    """Nobody made a new tie after the cut-off, or nothing is known before it."""


def yearly_cutoffs(network: Network) -> list[date]:
    """Return the last years, `N_CUTOFFS` at most, in which `MIN_NEW_TIES` pairs or more met for the first time.

    Each is its first of January, oldest first; the first year of the network is none. Where no year has as many, it is
    the year in which the last quarter of the collaborations began. Raise `NothingToMeasure` without collaborations.
    """
    starts = network.collaborations["start"].sort_values()
    if starts.empty:
        raise NothingToMeasure("there is nothing to measure on: the network has no collaborations")
    found: list[date] = []
    for year in range(starts.iloc[-1].year, starts.iloc[0].year, -1):
        begins = date(year, 1, 1)
        n_new = Window.of(network, begins, date(year + 1, 1, 1)).new_ties.nnz // 2
        if n_new >= MIN_NEW_TIES:
            found.append(begins)
        if len(found) == N_CUTOFFS:
            break
    return found[::-1] or [date(starts.iloc[int(len(starts) * (1 - LATEST_SHARE))].year, 1, 1)]


def hubs(network: Network) -> Positions:
    """Return the positions of the partners with most ties, `HUB_SHARE` of all, rounded up; of equal ones the first."""
    n_ties = np.diff(network.adjacency.indptr)
    most: Positions = np.argsort(-n_ties, kind="stable")[: int(np.ceil(HUB_SHARE * network.n_partners))]
    return most


@dataclass(frozen=True)
class Outcomes:
    """Who met whom for the first time after a cut-off: a row for each pair and direction, ordered by who asks.

    Positions are those of the network before the cut-off.
    """

    asking: Positions
    met: Positions
    brought: sparse.csr_array
    """1 where a collaboration brought a pair together: shape (n_pairs, n_collaborations of the whole network)."""

    @classmethod
    def of(cls, network: Network, window: Window) -> "Outcomes":
        """Find in a network the collaborations that brought the new ties of a window."""
        new_ties = sparse.csr_array(window.new_ties)
        new_ties.sort_indices()
        n_partners = window.before.n_partners
        asking = np.repeat(np.arange(n_partners), np.diff(new_ties.indptr))
        met = new_ties.indices.astype(np.int64)
        one, other, collaboration = ties_among(window.before, network)
        is_new = values_at(new_ties, one, other) > 0
        pair = np.searchsorted(asking * n_partners + met, one[is_new] * n_partners + other[is_new])
        shape = (len(asking), len(network.collaborations))
        brought = sparse.csr_array((np.ones(len(pair)), (pair, collaboration[is_new])), shape=shape)
        return cls(asking, met, ones_like(brought))

    @property
    def is_telling(self) -> Mask:
        """Which collaborations brought a new tie: shape (n_collaborations,)."""
        is_telling: Mask = np.bincount(self.brought.indices, minlength=self.brought.shape[1]) > 0
        return is_telling
