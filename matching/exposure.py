"""Everyone in sight and nobody flooded: what it costs to be suggested too often."""

import numpy as np
import pandas as pd

from graph.network import Network, Positions
from matching.candidates import Mask
from matching.history import blocks
from matching.lists import Candidates, Chosen, Lister
from matching.looking import signals_of
from matching.model import Ranker, Weights
from matching.texts import TextSpace

TOP = 10
"""Length of the lists that are balanced."""
CONTACTS = 10.0
"""New contacts that a partner has room for at least when it does not say."""
GROWTH = 2.0
"""And at least so many times what its busiest year brought unasked. With 1, what was shown in Oss in 2018 fitted 16 %
less (NDCG@10), because the busiest grow; with 2 it cost nothing, and the lists stayed as even (Gini .40)."""
N_ASKING = 2000
"""Lists looked at: of a larger network a sample, whose counts are scaled up."""
N_ROUNDS = 500
"""Rounds of the auction at most; in Oss it ends after a few dozen."""
LEAST_STEP, MOST_STEP = 0.02, 0.2
"""How far a price moves in a round: far only while far too much is promised, so that no price overshoots by much."""


def room(network: Network) -> Weights:
    """Return how many new contacts each partner has room for: shape (n_partners,).

    What it says (capacity), else `GROWTH` times what its busiest year brought, `CONTACTS` at least.
    """
    said: Weights = network.partners["capacity"].to_numpy(float)
    usual = np.maximum(GROWTH * _busiest_year(network), CONTACTS)
    return np.where(np.isnan(said), usual, said)


def _busiest_year(network: Network) -> Positions:
    """Return the most new ties that each partner made within one calendar year: shape (n_partners,)."""
    ties = network.tie_days
    both_ends = np.concatenate([ties["first"], ties["second"]])
    years = pd.concat([ties["since"], ties["since"]], ignore_index=True).dt.year
    n_by_year = years.groupby([both_ends, years]).size()
    most = np.zeros(network.n_partners, np.int64)
    np.maximum.at(most, n_by_year.index.get_level_values(0).to_numpy(), n_by_year.to_numpy())
    return most


def learn_prices(network: Network, ranker: Ranker, seed: int = 0, space: TextSpace | None = None) -> dict[str, float]:
    """Return the price of each partner as a suggestion, by id: what is taken off its score. Who has none is left out.

    A price rises while a partner stands in lists that promise more contacts than it has room for, and falls (below 0 if
    need be) while it stands in none though it fits somebody; each list then takes its best by score less price. The
    prices of an auction, found by trial (Bertsekas 1988, Annals of Operations Research 14).
    """
    if network.n_partners <= TOP:
        return {}  # every list holds everybody
    rows = np.arange(network.n_partners)
    if len(rows) > N_ASKING:
        rows = np.sort(np.random.default_rng(seed).choice(rows, N_ASKING, replace=False))
    market = Market(network, ranker, rows, space)
    prices = market.settle()
    ids = network.partners["id"].to_numpy()
    return {ids[i]: round(float(prices[i]), 3) for i in np.flatnonzero(np.abs(prices) >= 0.001)}  # noqa: PLR2004


class Market:
    """All lists of a network, or of a sample of its partners, and what they promise everybody."""

    def __init__(self, network: Network, ranker: Ranker, rows: Positions, space: TextSpace | None = None) -> None:
        signals = signals_of(network, space or TextSpace(network))
        self._lister = Lister(network)
        self.candidates = Candidates.joined(
            Candidates.of(pairs, ranker.score(pairs), ranker.fit_of_both(pairs))
            for pairs in map(signals.pairs, blocks(rows))
        )
        is_candidate = self.candidates.score > -np.inf
        chances = ranker.chance(np.where(is_candidate, self.candidates.score, 0.0))
        self._chances = np.where(is_candidate, chances, 0.0)
        self._scale = network.n_partners / max(len(rows), 1)
        self.room = room(network)

    def lists(self, prices: Weights) -> Chosen:
        """Return the lists at these prices, infinite for who has no room at all."""
        return self._lister.choose(self.candidates, np.where(self.room == 0, np.inf, prices), TOP)

    def promised(self, lists: Chosen) -> tuple[Weights, Weights]:
        """Return in how many lists each partner stands, and the contacts expected of that; shape (n_partners,) each."""
        candidate = self.candidates.candidate[lists.row, lists.place]
        chances = self._chances[lists.row, lists.place]
        n_lists = np.bincount(candidate, minlength=len(self.room)).astype(np.float64) * self._scale
        contacts = np.bincount(candidate, chances, len(self.room)).astype(np.float64) * self._scale
        return n_lists, contacts

    def settle(self) -> Weights:
        """Return prices at which nobody is promised more contacts than it has room for, and who fits is in sight.

        As far as `N_ROUNDS` allow. An ascending auction: prices rise from 0 while too much is promised, and fall below
        it while somebody who fits is unseen, so they end about as near to 0 as they can.
        """
        fits = self._fitting()
        prices = np.zeros(len(self.room))
        for _ in range(N_ROUNDS):
            n_lists, contacts = self.promised(self.lists(prices))
            is_over, is_unseen = contacts > self.room, fits & (n_lists == 0)
            if not is_over.any() and not is_unseen.any():
                break
            excess = np.log(np.divide(contacts, self.room, out=np.ones_like(contacts), where=is_over))
            prices = prices + is_over * np.clip(excess, LEAST_STEP, MOST_STEP) - LEAST_STEP * is_unseen
        return prices

    def _fitting(self) -> Mask:
        """Return who fits somebody well enough to be listed and has room; a sample of lists cannot tell, so nobody."""
        everybody = self._lister.choose(
            self.candidates, np.where(self.room == 0, np.inf, 0.0), self.candidates.score.shape[1]
        )
        fits = np.zeros(len(self.room), np.bool_)
        if self._scale == 1:
            fits[self.candidates.candidate[everybody.row, everybody.place]] = True
        return fits
