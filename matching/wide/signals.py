"""Pairs of a network in which everybody is too many: candidates gathered, and the same signals of them alone."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network, Positions
from matching.features import Pairs, Signals
from matching.ordering import largest_in_rows
from matching.phrase_signals import Phrases
from matching.products import keep_largest, ones_like, top_products, values_at
from matching.profiles import Profiles
from matching.texts import TextSpace
from matching.wide.lists import Answered
from matching.wide.nearest import dense_dots_at, dots_at, nearest_vectors
from matching.wide.phrases import WidePhrases
from matching.wide.sayings import Sayings, neighbours, numbered_rows

N_PER_SIGNAL = 50
"""So many best of each signal are candidates, and so many of the busiest."""
N_CHAMPIONS = 500
"""Partners remembered of each word: those of whom it tells most."""

Column = npt.NDArray[np.float32]
Cells = tuple[Positions, Positions]


class WideSignals(Signals):
    """Signals of which only the pairs that are looked at are computed."""

    def _read(self, network: Network, space: TextSpace) -> None:
        neighbour = neighbours(network)
        self._said = WidePhrases.of(network, space, neighbour)
        self.profiles = Profiles.of(network, space)
        self._by_theme = _themes_met(self._theme_vectors, neighbour)
        wording = self.profiles.wording
        self._asked = {
            "work": self.profiles.done,
            "profile": self.profiles.told,
            "wording": wording.asked,
        }
        self._told = {**self._asked, "wording": wording.weights}
        self._champions = {name: keep_largest(of.T.tocsr(), N_CHAMPIONS) for name, of in self._told.items()}
        n_near = round(N_PER_SIGNAL * 1.3)
        self._near = nearest_vectors(self.profiles.meant, self.profiles.meant, n_near)

    @property
    def phrases(self) -> Phrases:
        """What phrases tell of pairs."""
        return self._said

    def pairs(self, rows: Positions, also: sparse.csr_array | None = None) -> Pairs:
        """Return the candidates of each partner in `rows`, with their features; the pairs of `also` are among them."""
        n = self.network.n_partners
        close = self._closeness.near(rows)
        said = {name: of.of_partners(rows) for name, of in self._met().items()}
        gathered = [row * n + column for row, column in self._gathered(rows, close, said)]
        keys = np.unique(np.concatenate(gathered))
        row, candidate = np.divmod(keys, n)
        is_new = (values_at(self.closed, rows[row], candidate) == 0) & (rows[row] != candidate)
        if also is not None:
            keys = np.union1d(keys[is_new], np.dot(also[rows].nonzero(), (n, 1)))
            row, candidate = np.divmod(keys, n)
        else:
            row, candidate = row[is_new], candidate[is_new]
        values = {name: values_at(block, row, candidate) for name, block in close.items()}
        values |= {name: of.at(said[name], row, candidate) for name, of in self._said.by_signal.items()}
        values |= {name: dots_at(self._asked[name][rows], of, row, candidate) for name, of in self._told.items()}
        values["themes"] = dots_at(self._theme_vectors[rows], self._theme_vectors, row, candidate)
        meant = self.profiles.meant
        values["meaning"] = np.round(dense_dots_at(meant, meant, rows[row], candidate), 4)
        return self._pairs(rows, row, candidate, values)

    def _met(self) -> dict[str, Answered]:
        return {**self._said.by_signal, "themes": self._by_theme}

    def _gathered(
        self, rows: Positions, close: dict[str, sparse.csr_array], said: dict[str, sparse.csr_array]
    ) -> Iterator[Cells]:
        """Yield whom each signal puts first: row, partner."""
        closed = ones_like(sparse.csr_array(self.closed[rows]))
        for name in ("resource_allocation", "rooted_pagerank", "companions"):
            yield largest_in_rows(sparse.csr_array(close[name] - close[name].multiply(closed)), N_PER_SIGNAL)
        for name, of in self._met().items():
            listed = of.best(rows, said[name], N_PER_SIGNAL)
            yield listed.row, listed.what
        for name, champions in self._champions.items():
            yield top_products(self._asked[name][rows], champions, N_PER_SIGNAL).nonzero()
        row, place = np.nonzero(self._near[rows] >= 0)
        yield row, self._near[rows[row], place].astype(np.int64)
        busiest = self._busiest_first[:N_PER_SIGNAL]
        yield np.repeat(np.arange(len(rows)), len(busiest)), np.tile(busiest, len(rows))


def _themes_met(vectors: sparse.csr_array, neighbour: npt.NDArray[np.int32]) -> Answered:
    """Return which sets of themes are alike, and who has each; sets that many have are compared once."""
    number, first = numbered_rows(vectors)
    has_any = np.flatnonzero(np.diff(vectors.indptr))
    sayings = Sayings.of(has_any, number[has_any], len(first), neighbour)
    sets = sparse.csr_array(vectors[first])
    alike = top_products(sets, keep_largest(sets.T.tocsr(), N_CHAMPIONS), N_PER_SIGNAL)
    alike.sort_indices()
    return Answered(sayings, sayings, alike)
