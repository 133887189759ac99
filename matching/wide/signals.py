"""Pairs of a network in which everybody is too many: candidates gathered, and the same signals of them alone."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Mask, Network, Positions
from matching.altered import altered
from matching.associations import Vectors
from matching.features import Pairs, Signals, partner_themes, weigh_rare
from matching.ordering import distinct, largest_in_rows, order_in_rows
from matching.patched import PatchedRows
from matching.phrase_signals import Phrases
from matching.products import keep_largest, ones_like, replace_rows, top_products, values_at
from matching.profiles import Profiles
from matching.texts import TextSpace
from matching.wide.bounds import bounded
from matching.wide.lists import N_MARGIN, Answered
from matching.wide.nearest import dense_dots_at, dots_at, nearest_vectors
from matching.wide.phrases import WidePhrases
from matching.wide.sayings import Sayings, neighbours, numbered_rows

N_PER_SIGNAL = 50
"""So many best of each signal are candidates, and so many of the busiest, within bounds (see `bounded`)."""
N_CHAMPIONS = 500
"""Partners remembered of each theme, and of each word that more use than are remembered in full: those of whom it tells
most."""
N_WORDED = 8e13
"""Over the square of the number of partners: of a word of work or wording that no more use, all are remembered. 8,000
at 100,000, where recall is .96 (docs/benchmarks.md); with `N_CHAMPIONS` of each it was .94, with 8,000 of each .97,
for a tenth more time. At a million few words are that rare, which bounds the time."""
N_ASKED = 64
"""Partners compared with everybody at a time."""

NOT_TELLING = ("shared_partners", "rooted_pagerank_back")
"""Signals that bring nobody in: whom two others put first, these do too."""

Column = npt.NDArray[np.float32]
Cells = tuple[Positions, Positions]


class WideSignals(Signals):
    """Signals of which only the pairs that are looked at are computed."""

    def __init__(self, network: Network, space: TextSpace | None = None, *, may_fork: bool = False) -> None:
        self._may_fork = may_fork
        super().__init__(network, space)

    def _read(self, network: Network, space: TextSpace) -> None:
        neighbour = neighbours(network)
        self._said = self._phrases_of(network, space, neighbour)
        self.profiles = Profiles.of(network, space)
        self._n_best = self._n_looked_at()
        self._by_theme = _themes_met(self._theme_vectors, neighbour)
        n_worded = N_WORDED / max(network.n_partners, 1) ** 2
        # Whom profiles bring in by many words that all use, wording does too.
        n_in_full = {"work": n_worded, "wording": n_worded, "profile": N_CHAMPIONS}
        self._champions = {name: _champions(told.whole, n_in_full[name]) for name, (_, told) in self._worded().items()}
        self._near = nearest_vectors(self.profiles.meant, self.profiles.meant, round(self._n_best * N_MARGIN))
        self._changed: Positions = np.zeros(0, np.int64)

    def _n_looked_at(self) -> int:
        """Return how many of the best of each signal are candidates."""
        return bounded(N_PER_SIGNAL, self.network.n_partners)

    def _phrases_of(self, network: Network, space: TextSpace, neighbour: npt.NDArray[np.int32]) -> WidePhrases:
        return WidePhrases.of(network, space, neighbour, may_fork=self._may_fork)

    def updated(self, network: Network, positions: Positions, space: TextSpace) -> "WideSignals":
        """Return the signals of a network in which the partners at some positions tell something else.

        `positions` are in ascending order. Who tells something else is compared with everybody from now on, until all
        is read anew: no list of the best knows of it.
        """
        if not len(positions):
            return altered(self, network=network)
        told = network.of(positions)
        themes = replace_rows(self.themes, positions, partner_themes(told))
        profiles = self.profiles.updated(told, positions, space)
        near = self._near.copy()
        near[positions] = _nearest_of_all(profiles.meant, profiles.meant[positions], near.shape[1])
        return altered(
            self,
            network=network,
            profiles=profiles,
            themes=themes,
            _theme_vectors=weigh_rare(themes),
            _said=self._said.updated(told, positions, space),
            _near=near,
            _changed=np.union1d(self._changed, positions),
            **self._codes_that_changed(network),
        )

    def _worded(self) -> dict[str, tuple[PatchedRows, PatchedRows]]:
        """Return the signals that compare words: what is asked with, and what is told; by partner and word."""
        of = self.profiles
        return {"work": (of.done, of.done), "profile": (of.told, of.told), "wording": (of.asked, of.weights)}

    @property
    def phrases(self) -> Phrases:
        """What phrases tell of pairs."""
        return self._said

    def pairs(self, rows: Positions, also: sparse.csr_array | None = None) -> Pairs:
        """Return the candidates of each partner in `rows`, with their features; the pairs of `also` are among them."""
        n = self.network.n_partners
        close = self._work.closeness.near(rows)
        said = {name: of.of_partners(rows) for name, of in self._met().items()}
        keys = distinct(np.concatenate([row * n + column for row, column in self._gathered(rows, close, said)]))
        keys = self._new(rows, keys[~np.isin(keys % n, self._changed)])
        if len(self._changed):
            keys = np.union1d(keys, self._worth_a_look(rows, keys, close, said))
        if also is not None:
            row, column = also[rows].nonzero()
            keys = np.union1d(keys, row.astype(np.int64) * n + column)
        row, candidate = np.divmod(keys, n)
        return self._pairs(rows, row, candidate, self._values(rows, row, candidate, close, said))

    def _new(self, rows: Positions, keys: Positions) -> Positions:
        """Return those of some pairs that are new to each other."""
        row, candidate = np.divmod(keys, self.network.n_partners)
        is_new: Mask = (values_at(self.closed, rows[row], candidate) == 0) & (rows[row] != candidate)
        return keys[is_new & ~self._work.pauses[rows[row]] & ~self._work.pauses[candidate]]

    def _worth_a_look(
        self, rows: Positions, keys: Positions, close: dict[str, sparse.csr_array], said: dict[str, sparse.csr_array]
    ) -> Positions:
        """Return the pairs with those who changed that some signal puts among the best of what was gathered."""
        n = self.network.n_partners
        all_changed = (np.arange(len(rows))[:, np.newaxis] * n + self._changed).ravel()
        changed = self._new(rows, all_changed)
        row, candidate = np.divmod(keys, n)
        row_of_changed, column = np.divmod(changed, n)
        gathered = self._values(rows, row, candidate, close, said)
        is_worth = np.isin(column, self._work.busiest_first[: self._n_best])
        for name, values in self._values(rows, row_of_changed, column, close, said).items():
            if name not in NOT_TELLING:
                least = _least_of_best(row, gathered[name], len(rows), self._n_best)
                is_worth |= (values > 0) & (values >= least[row_of_changed])
        worth: Positions = changed[is_worth]
        return worth

    def _values(
        self,
        rows: Positions,
        row: Positions,
        candidate: Positions,
        close: dict[str, sparse.csr_array],
        said: dict[str, sparse.csr_array],
    ) -> dict[str, Column]:
        """Return the signals of pairs, by place in `rows` and candidate: shape (n_pairs,) each."""
        values = {name: values_at(block, row, candidate) for name, block in close.items()}
        values |= {name: of.at(said[name], row, candidate) for name, of in self._said.by_signal.items()}
        values |= {name: dots_at(asked[rows], told, row, candidate) for name, (asked, told) in self._worded().items()}
        values["themes"] = dots_at(self._theme_vectors[rows], self._theme_vectors, row, candidate)
        meant = self.profiles.meant
        values["meaning"] = np.round(dense_dots_at(meant[rows], meant, row, candidate), 4)
        return values

    def _met(self) -> dict[str, Answered]:
        return {**self._said.by_signal, "themes": self._by_theme}

    def _gathered(
        self, rows: Positions, close: dict[str, sparse.csr_array], said: dict[str, sparse.csr_array]
    ) -> Iterator[Cells]:
        """Yield whom each signal puts first: row, partner."""
        closed = ones_like(sparse.csr_array(self.closed[rows]))
        for name in ("resource_allocation", "rooted_pagerank", "companions"):
            yield largest_in_rows(sparse.csr_array(close[name] - close[name].multiply(closed)), self._n_best)
        for name, of in self._met().items():
            listed = of.best(rows, said[name], self._n_best)
            yield listed.row, listed.what
        for name, (asked, _) in self._worded().items():
            row, column = top_products(asked[rows], self._champions[name], self._n_best).nonzero()
            yield row.astype(np.int64), column.astype(np.int64)
        row, place = np.nonzero(self._near[rows] >= 0)
        yield row, self._near[rows[row], place].astype(np.int64)
        busiest = self._work.busiest_first[: self._n_best]
        yield np.repeat(np.arange(len(rows)), len(busiest)), np.tile(busiest, len(rows))


def _champions(told: sparse.csr_array, n_in_full: float) -> sparse.csr_array:
    """Return who tells each word: all, if no more than `n_in_full` do, else the `N_CHAMPIONS` of whom it tells most.

    Of shape (n_words, n_partners), as `told` turned around.
    """
    by_word = sparse.csr_array(told.T.tocsr())
    n_users = np.diff(by_word.indptr)
    return keep_largest(by_word, np.where(n_users <= n_in_full, n_users, N_CHAMPIONS))


def _nearest_of_all(vectors: Vectors, asked: Vectors, k: int) -> npt.NDArray[np.int32]:
    """Return the `k` vectors that point most the way of each of a few asked ones, -1 for none."""
    found = np.full((len(asked), k), -1, np.int32)
    for start in range(0, len(asked), N_ASKED):
        similarity = np.maximum(asked[start : start + N_ASKED] @ vectors.T, 0)
        row, column = largest_in_rows(sparse.csr_array(similarity), k)
        found[start + row, np.arange(len(row)) - np.searchsorted(row, row)] = column
    return found


def _least_of_best(row: Positions, values: Column, n_rows: int, n_best: int) -> Column:
    """Return the value from which a pair is among the best of each row; 0 where there are fewer."""
    order = order_in_rows(row, values)
    place = np.arange(len(order)) - np.searchsorted(row, row)  # rows stay where they are
    is_last = place == n_best - 1
    least = np.zeros(n_rows, np.float32)
    least[row[is_last]] = values[order][is_last]
    return least


def _themes_met(vectors: sparse.csr_array, neighbour: npt.NDArray[np.int32]) -> Answered:
    """Return which sets of themes are alike, and who has each; sets that many have are compared once."""
    number, first = numbered_rows(vectors)
    has_any = np.flatnonzero(np.diff(vectors.indptr))
    sayings = Sayings.of(has_any, number[has_any], len(first), neighbour)
    sets = sparse.csr_array(vectors[first])
    alike = top_products(sets, keep_largest(sets.T.tocsr(), N_CHAMPIONS), N_PER_SIGNAL)
    alike.sort_indices()
    return Answered(sayings, sayings, PatchedRows.unchanged(alike))
