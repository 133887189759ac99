"""The peer that learns to rank: LightGBM's LambdaMART on plain features of link prediction."""

import lightgbm
import numpy as np

from graph.network import Network
from matching.activity import codes
from matching.baselines import Method, baselines
from matching.candidates import choose, known_pairs, new_for
from matching.history import Window, blocks, yearly_windows
from matching.products import values_at
from matching.recency import ages_in_years, fade
from tests.benchmarks.histories import busyness, ties_of

N_ASKING = 400
"""Partners asked per window at most, each with all its candidates."""
HALF_LIFE_YEARS = 1.0
SIGNALS = ("adamic-adar", "resource-allocation", "rooted-pagerank", "tf-idf")
NOWHERE = -1e6
"""Score of those who are no candidates: below that of any."""


def lambdamart(network: Network, seed: int = 0, n_asking: int = N_ASKING):
    """Prepare LambdaMART (Burges 2010, MSR-TR-2010-82), learned from the past years, candidates as negatives."""
    features, came_true, sizes = _examples(network, n_asking, seed)
    described, busy = Description(network), busyness(network).astype(np.float64)  # else lost beside other scores

    def method(*, leaves=15, rounds=100, learning_rate=0.05) -> Method:
        if not came_true.any():
            return lambda rows: np.tile(busy, (len(rows), 1))
        settings = {
            "objective": "lambdarank",
            "num_leaves": leaves,
            "learning_rate": learning_rate,
            "seed": seed,
            "num_threads": 1,
            "deterministic": True,
            "force_row_wise": True,
            "verbosity": -1,
        }
        trees = lightgbm.train(settings, lightgbm.Dataset(features, came_true, group=sizes), num_boost_round=rounds)

        def score(rows):
            row, candidate, described_pairs = described.pairs(rows)
            scores = np.tile(busy + NOWHERE, (len(rows), 1))
            if len(row):
                scores[row, candidate] = trees.predict(described_pairs, num_threads=1) + busy[candidate]
            return scores

        return score

    return method


class Description:
    """What is computed once for one network, to describe its pairs."""

    def __init__(self, network: Network) -> None:
        self.known = known_pairs(network)
        self._ties = ties_of(network, "ones")
        self._signals = [method for name, method in baselines(network).items() if name in SIGNALS]
        degrees = np.diff(self._ties.indptr)
        self._activity = [degrees, _recent_degrees(network)]
        self._busiest_first = np.argsort(-self._activity[1], kind="stable")
        self._kinds = [codes(network.partners[column]) for column in ("sector", "place", "country")]

    def pairs(self, rows):
        """Return the candidates of `rows`: place in `rows`, candidate, features; ordered by place."""
        signals = [signal(rows) for signal in self._signals]
        row, candidate = np.nonzero(choose(new_for(rows, self.known), signals, self._busiest_first))
        partner = rows[row]
        shared = (self._ties[rows] @ self._ties).tocsr()
        columns = [values_at(shared, row, candidate), *(signal[row, candidate] for signal in signals)]
        columns.append(self._activity[0][partner] * self._activity[0][candidate])
        columns += [activity[end] for activity in self._activity for end in (partner, candidate)]
        columns += [(code[partner] == code[candidate]) & (code[partner] >= 0) for code in self._kinds]
        return row, candidate, np.column_stack(columns).astype(np.float32)


def _examples(network: Network, n_asking: int, seed: int):
    """Return features, whether it came true, and the number of candidates of each partner asked."""
    chance = np.random.default_rng(seed)
    features, came_true, sizes = [], [], []
    for _, window in yearly_windows(network):
        described = Description(window.before) if len(window.asking) else None
        for rows in blocks(_drawn(window, n_asking, chance)):
            row, candidate, of_pairs = described.pairs(rows)
            features.append(of_pairs)
            came_true.append(values_at(window.new_ties, rows[row], candidate) > 0)
            counts = np.bincount(row, minlength=len(rows))
            sizes.append(counts[counts > 0])
    if not features:
        return np.zeros((0, 1), np.float32), np.zeros(0, bool), np.zeros(0, int)
    return np.concatenate(features), np.concatenate(came_true), np.concatenate(sizes)


def _drawn(window: Window, n_asking: int, chance: np.random.Generator):
    asking = window.asking
    return asking if len(asking) <= n_asking else np.sort(chance.choice(asking, n_asking, replace=False))


def _recent_degrees(network: Network) -> np.ndarray:
    weights = fade(ages_in_years(network)[network.ties["collaboration"].to_numpy()], HALF_LIFE_YEARS)
    ends = np.concatenate([network.ties["first"].to_numpy(), network.ties["second"].to_numpy()])
    return np.bincount(ends, np.tile(weights, 2), network.n_partners)
