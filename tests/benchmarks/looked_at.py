"""Everybody looked at where otherwise candidates are gathered: what is missed by gathering is measured against it."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from graph.network import Network, Positions
from matching.comparing import most_similar
from matching.measuring import Values
from matching.model import Ranker
from matching.ordering import largest_in_rows
from matching.products import top_products
from matching.suggest import Matcher
from matching.texts import Texts, TextSpace
from matching.wide import signals
from matching.wide.nearest import N_DIGITS
from matching.wide.phrases import N_BEST, WidePhrases
from matching.wide.signals import WideSignals


class EverybodyLookedAt(WideSignals):
    """The same signals, and as many of the best of each as in a small network; nothing is left out of the search."""

    def _n_looked_at(self) -> int:
        return signals.N_PER_SIGNAL

    def _phrases_of(self, network: Network, space: TextSpace, neighbour: np.ndarray) -> WidePhrases:
        return WidePhrases.of(network, space, neighbour, compare=_best_of_all)

    def _gathered(self, rows: Positions, close: dict, said: dict) -> Iterator[tuple[Positions, Positions]]:
        yield from super()._gathered(rows, close, said)
        for asked, told in self._worded().values():
            row, column = top_products(asked[rows], told.whole.T.tocsr(), self._n_best).nonzero()
            yield row.astype(np.int64), column.astype(np.int64)
        meant = self.profiles.meant
        yield largest_in_rows(sparse.csr_array(np.maximum(meant[rows] @ meant.T, 0)), self._near.shape[1])


def _best_of_all(space: TextSpace, needs: Texts, answers: Texts) -> sparse.csr_array:
    every = most_similar(space, needs, answers)
    every.data = np.round(every.data, N_DIGITS)
    row, column = largest_in_rows(every, N_BEST)
    every.sort_indices()
    best = np.asarray(every[row, column]).ravel() if len(row) else np.zeros(0, np.float32)
    return sparse.csr_array((best, (row, column)), shape=every.shape)


def recalls(network: Network, partner_ids: Sequence[str], top: int = 10) -> dict[str, Values]:
    """Return the share of each partner's list with everybody looked at that stands in that of gathered candidates too.

    Of the lists shown, and of the first `top` of each partner's own ranking; of the partners that have one.
    """
    space = TextSpace(network)
    about, exact = (
        Matcher(network, Ranker.prior(), space, finds=False, signals=kind(network, space))
        for kind in (WideSignals, EverybodyLookedAt)
    )
    lists = {"shown": True, "own": False}
    return {name: _shares(about, exact, partner_ids, top, balanced=balanced) for name, balanced in lists.items()}


def _shares(about: Matcher, exact: Matcher, partner_ids: Sequence[str], top: int, *, balanced: bool) -> Values:
    found, expected = (
        {(one.partner_id, one.suggested_id) for one in matcher.suggest(partner_ids, top, balanced=balanced)}
        for matcher in (about, exact)
    )
    listed, hit = (Counter(partner_id for partner_id, _ in pairs) for pairs in (expected, found & expected))
    return np.array([hit[partner_id] / n for partner_id, n in listed.items()])
