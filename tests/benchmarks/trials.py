"""A trial: a network before a day, who is asked, and how well a method foresees whom they met."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.baselines import Method
from matching.candidates import known_pairs, new_for
from matching.history import Window, blocks
from matching.measuring import Values, judge
from matching.outcomes import hubs
from tests.benchmarks.peers import Peer, Setting


@dataclass(frozen=True)
class Figures:
    """NDCG@10 of each partner asked, among everybody and among those who are no hubs."""

    ndcg: Values
    tail: Values
    """Of those asked who met somebody that is no hub."""


@dataclass(frozen=True)
class Trial:
    """What was known before a day, who is asked, and whom they met after it."""

    before: Network
    new_ties: sparse.csr_array
    asking: Positions
    hubs: Positions

    @classmethod
    def of(cls, network: Network, cutoff: date, *, n_asking: int, least_work: int = 0, seed: int = 0) -> "Trial":
        """Split a network at a day, and draw up to `n_asking` of those with a new tie and so much work before it."""
        window = Window.of(network, cutoff)
        before = window.before
        asking = window.asking[_n_collaborations(before)[window.asking] >= least_work]
        if len(asking) > n_asking:
            asking = np.sort(np.random.default_rng(seed).choice(asking, n_asking, replace=False))
        return cls(before, window.new_ties, asking, hubs(before))

    def judge(self, method: Method) -> Figures:
        """Rank everybody new for each partner asked, block by block."""
        known = known_pairs(self.before)
        ndcg, tail = [np.zeros(0)], [np.zeros(0)]
        for rows in blocks(self.asking):
            is_new = new_for(rows, known)
            came_true = (self.new_ties[rows].toarray() > 0) & is_new
            scores = np.where(is_new, method(rows), -np.inf)
            ndcg.append(judge(scores, came_true)["ndcg"])
            scores[:, self.hubs], came_true[:, self.hubs] = -np.inf, False
            met = came_true.any(axis=1)
            tail.append(judge(scores[met], came_true[met])["ndcg"])
        return Figures(np.concatenate(ndcg), np.concatenate(tail))


def year_before(cutoff: date) -> date:
    """Return the same day of the year before; the last of February for the 29th."""
    return (pd.Timestamp(cutoff) - pd.DateOffset(years=1)).date()


def tune(peer: Peer, trial: Trial) -> Setting:
    """Return the setting with the highest NDCG@10 in a trial; the first where nobody is asked."""
    if not len(trial.asking):
        return peer.grid[0]
    prepared = peer.prepare(trial.before)
    means = [trial.judge(prepared(**setting)).ndcg.mean() for setting in peer.grid]
    return peer.grid[int(np.argmax(means))]


def _n_collaborations(network: Network) -> np.ndarray:
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    return np.bincount(parts["partner"], minlength=network.n_partners)
