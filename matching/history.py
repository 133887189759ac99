"""The past as examples: who was new to each other then, and which of them met."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.candidates import Mask, known_pairs
from matching.features import FEATURES, Matrix
from matching.looking import signals_of
from matching.products import ones_like, values_at
from matching.recency import last_day
from matching.texts import TextSpace

N_WINDOWS = 4
"""Years looked back: older ones tell of another network."""
N_ASKING = 1000
"""Partners asked per window at most: more examples move the weights by less than their own uncertainty."""


@dataclass(frozen=True)
class Window:
    """The network before a day, and who met for the first time within the year after it."""

    before: Network
    new_ties: sparse.csr_array
    """1 where two partners met: symmetric, shape (n_partners, n_partners)."""

    @classmethod
    def of(cls, network: Network, begins: date, ends: date | None = None) -> "Window":
        """Split a network at a day: known before `begins`, met from then on and, where given, before `ends`."""
        before = network.at(_eve(begins))
        after = network.at(_eve(ends)) if ends else network
        one, other, _collaboration = ties_among(before, after)
        met = sparse.csr_array((np.ones(len(one)), (one, other)), shape=(before.n_partners, before.n_partners))
        met = ones_like(met)
        known = met.multiply(ones_like(known_pairs(before)))
        new_ties = sparse.csr_array(met - known)
        new_ties.eliminate_zeros()
        return cls(before, new_ties)

    @property
    def asking(self) -> Positions:
        """The partners that made at least one new tie."""
        return np.flatnonzero(np.diff(self.new_ties.indptr))


@dataclass(frozen=True)
class Examples:
    """Pairs of the past with their features, and whether they came true: columns of one length."""

    features: Matrix
    is_newcomer: Mask
    came_true: Mask
    begins: list[str]
    """First day of each window that had something to learn from, newest first."""
    window: Positions
    """Which of `begins` each pair belongs to."""

    def of(self, kept: Mask) -> "Examples":
        """Return some of the pairs."""
        return Examples(
            self.features[kept], self.is_newcomer[kept], self.came_true[kept], self.begins, self.window[kept]
        )


def ties_among(before: Network, network: Network) -> tuple[Positions, Positions, Positions]:
    """Return the ties of `network` among the partners of `before`, both ways: from, to, in what; each (2 · n_ties,).

    Partners are positions in `before`, collaborations positions in `network`.
    """
    here = pd.Series(np.arange(before.n_partners), index=before.partners["id"])
    position = network.partners["id"].map(here).astype(float)  # NaN where somebody was not there yet
    ties = network.ties
    first, second = position.iloc[ties["first"]].to_numpy(), position.iloc[ties["second"]].to_numpy()
    both_here = ~(np.isnan(first) | np.isnan(second))
    first, second = first[both_here].astype(int), second[both_here].astype(int)
    collaboration = ties["collaboration"].to_numpy(np.int64)[both_here]
    return np.concatenate([first, second]), np.concatenate([second, first]), np.tile(collaboration, 2)


def yearly_windows(network: Network, n_windows: int = N_WINDOWS) -> Iterator[tuple[date, Window]]:
    """Yield the last years of a network, newest first, each with the day it begins."""
    if network.collaborations.empty:
        return
    ends = (last_day(network) + pd.Timedelta(days=1)).date()
    for _ in range(n_windows):
        begins = (pd.Timestamp(ends) - pd.DateOffset(years=1)).date()
        yield begins, Window.of(network, begins, ends)
        ends = begins


def examples(network: Network, space: TextSpace, seed: int = 0) -> Examples:
    """Collect the candidates of those who made new ties, from the last years of a network.

    Negatives are the candidates that did not come true: what a ranker has to tell apart is what it will be shown.
    """
    chance = np.random.default_rng(seed)
    features, is_newcomer, came_true, number = [], [], [], []
    begins: list[str] = []
    for begin, window in yearly_windows(network):
        asking = window.asking
        if not len(asking):
            continue
        if len(asking) > N_ASKING:
            asking = np.sort(chance.choice(asking, N_ASKING, replace=False))
        signals = signals_of(window.before, space)
        for rows in blocks(asking):
            pairs = signals.pairs(rows)
            features.append(pairs.features)
            is_newcomer.append(pairs.is_newcomer)
            came_true.append(values_at(window.new_ties, pairs.partner, pairs.candidate) > 0)
            number.append(np.full(len(pairs.partner), len(begins)))
        begins.append(begin.isoformat())
    if not features:
        nothing = np.zeros(0, np.bool_)
        return Examples(np.zeros((0, len(FEATURES)), np.float32), nothing, nothing, [], np.zeros(0, np.int64))
    return Examples(
        np.concatenate(features),
        np.concatenate(is_newcomer),
        np.concatenate(came_true),
        begins,
        np.concatenate(number),
    )


N_ROWS = 256
"""Partners handled at a time: bounds memory to some hundred megabytes at 30,000 partners."""


def blocks(rows: Positions) -> Iterator[Positions]:
    """Cut a list of partners into blocks."""
    for start in range(0, len(rows), N_ROWS):
        yield rows[start : start + N_ROWS]


def _eve(day: date) -> date:
    return day - timedelta(days=1)
