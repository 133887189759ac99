"""Everyone in sight and nobody flooded: what it costs to be suggested too often."""

import numpy as np
import pandas as pd

from graph.network import Network, Positions
from matching.features import Signals
from matching.history import blocks
from matching.model import Ranker, Weights
from matching.texts import TextSpace

TOP = 10
"""Length of the lists that are balanced."""
CONTACTS = 10.0
"""New contacts that a partner has room for when it does not say, and never had more in a year."""
LISTS_PER_CONTACT = 5.0
"""Lists that bring one contact: of ten suggested in Oss, about two came true (precision at 10, 2018 to 2021)."""
N_ASKING = 2000
"""Lists looked at: of a larger network a sample, whose counts are scaled up."""
MOST_BONUS = 2.0
"""Log-odds that a partner nobody is shown can be brought forward: more would put it before those who fit far better."""
N_ROUNDS = 300
RATE, COOLING, EASING = 0.3, 100.0, 0.99
"""Steps of the prices: first ones, rounds until they are halved, and what is left per round of a price not needed."""


def learn_prices(network: Network, ranker: Ranker, seed: int = 0, space: TextSpace | None = None) -> dict[str, float]:
    """Return the price of each partner as a suggestion, by id: what is taken off its score. Who has none is left out.

    A price rises while a partner stands in more lists than its capacity bears, and falls (below 0 if need be) while it
    stands in none; each list then takes its best by score less price. The prices of an auction, found by trial
    (Bertsekas 1988, Annals of Operations Research 14).
    """
    if network.n_partners <= TOP:
        return {}
    rows = np.arange(network.n_partners)
    if len(rows) > N_ASKING:
        rows = np.sort(np.random.default_rng(seed).choice(rows, N_ASKING, replace=False))
    candidates, scores = _all_candidates(Signals(network, space), ranker, rows)
    prices = settle(candidates, scores, most_lists(network), scale=network.n_partners / len(rows))
    ids = network.partners["id"].to_numpy()
    return {ids[i]: round(float(prices[i]), 3) for i in np.flatnonzero(np.abs(prices) >= 0.001)}  # noqa: PLR2004


def most_lists(network: Network) -> Weights:
    """Return in how many lists each partner may stand: shape (n_partners,).

    It has room for the contacts that it says (capacity), else for those of its busiest year, `CONTACTS` at least.
    """
    room = network.partners["capacity"].fillna(pd.Series(_busiest_year(network)).clip(lower=CONTACTS))
    return room.to_numpy(float) * LISTS_PER_CONTACT


def _busiest_year(network: Network) -> Positions:
    """Return the most new ties that each partner made within one calendar year: shape (n_partners,)."""
    ties = network.tie_days
    both_ends = np.concatenate([ties["first"], ties["second"]])
    years = pd.concat([ties["since"], ties["since"]], ignore_index=True).dt.year
    n_by_year = years.groupby([both_ends, years]).size()
    most = np.zeros(network.n_partners, np.int64)
    np.maximum.at(most, n_by_year.index.get_level_values(0).to_numpy(), n_by_year.to_numpy())
    return most


def _all_candidates(signals: Signals, ranker: Ranker, rows: Positions) -> tuple[Positions, Weights]:
    """Return the candidates of each row and their scores: shape (n_rows, most candidates of a row), padded by -inf."""
    found = []
    for block in blocks(rows):
        pairs = signals.pairs(block)
        found.append((pairs.partner, pairs.candidate, ranker.score(pairs)))
    partner, candidate, score = (np.concatenate(column) for column in zip(*found, strict=True))
    row, column = np.searchsorted(rows, partner), np.arange(len(partner)) - np.searchsorted(partner, partner)
    width = max(int(column.max(initial=0)) + 1, TOP + 1)
    candidates = np.zeros((len(rows), width), np.int64)
    scores = np.full((len(rows), width), -np.inf)
    candidates[row, column], scores[row, column] = candidate, score
    return candidates, scores


def settle(candidates: Positions, scores: Weights, most: Weights, scale: float) -> Weights:
    """Return the prices at which the fewest places are too many or lacking, of all that were tried.

    `candidates` and `scores` have the shape (n_lists, n_candidates), `most` (n_partners,): lists each may stand in.
    `scale` is the number of lists that each one here stands for.
    """
    least = 1.0 if scale == 1 else 0.0  # a sample cannot tell that somebody stands in no list at all
    prices = np.zeros(len(most))
    best_prices, fewest = prices, np.inf
    for done in range(N_ROUNDS):
        n_lists = count_lists(candidates, scores - prices[candidates], len(most)) * scale
        wanted = np.clip(n_lists, least, np.maximum(most, least))
        n_wrong = np.abs(n_lists - wanted).sum()
        if n_wrong < fewest:
            best_prices, fewest = prices, n_wrong
        if n_wrong == 0:
            break
        step = RATE / (1 + done / COOLING) * np.log((n_lists + 0.5) / (wanted + 0.5))
        prices = np.maximum(np.where(n_lists == wanted, prices * EASING, prices + step), -MOST_BONUS)
    return best_prices


def count_lists(candidates: Positions, net_scores: Weights, n_partners: int) -> Weights:
    """Return in how many lists each partner stands: shape (n_partners,)."""
    best = np.argpartition(-net_scores, TOP, axis=1)[:, :TOP]
    is_shown = np.take_along_axis(net_scores, best, axis=1) > -np.inf
    shown = np.take_along_axis(candidates, best, axis=1)[is_shown]
    return np.bincount(shown, minlength=n_partners).astype(float)
