"""How good the suggestions are: hide what came later, rank everybody, compare with baselines on the same data."""

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.errors import GraphError
from graph.network import Network, Positions
from matching.candidates import known_pairs, new_for
from matching.closeness import Closeness, Dense
from matching.dutch import lemmas
from matching.encoder import Encoder
from matching.features import Signals
from matching.history import Window, blocks
from matching.model import Ranker
from matching.profiles import profile_texts, work_texts
from matching.suggest import Progress, fit
from matching.texts import TextSpace

TOP = 10
BALANCED = "osmose-balanced"
"""The suggestions as people see them, where nobody stands in too many lists; "osmose" is each partner's own ranking."""
N_RESAMPLES = 1000
"""Draws of partners with replacement behind each interval."""
INTERVAL = (2.5, 97.5)
"""Percentiles of the draws: a 95 % interval (Efron and Tibshirani 1993, An Introduction to the Bootstrap)."""

Method = Callable[[Positions], Dense]
"""Scores of everybody for each partner that asks: shape (n_rows, n_partners); the highest is best."""

Values = npt.NDArray[np.float64]


class NothingToMeasure(GraphError):
    """Nobody made a new tie after the cut-off, or nothing is known before it."""


def evaluate(
    network: Network,
    cutoff: date,
    seed: int = 0,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """Measure the matcher beside its baselines on what came after `cutoff`.

    Each method sees only what began before the cut-off, ranks every partner that the asking one does not work with
    yet, and is judged by those it first worked with afterwards. Measures are averaged over the partners
    that made at least one new tie, and resampled over them for the interval.

    Return one row per method and measure: method, measure (ndcg, recall, hit, all at 10), value, low, high, n.
    Raise `NothingToMeasure` if no new tie came after the cut-off, or nothing before it.
    """
    window = Window.of(network, cutoff)
    asking = window.asking
    if window.before.collaborations.empty or not len(asking):
        raise NothingToMeasure(
            f"nothing to measure at {cutoff}: {len(window.before.collaborations)} collaborations began before it, "
            f"and {len(asking)} partners made a new tie after it"
        )
    ranker = fit(window.before, seed, encoder)
    methods = {"osmose": own_ranking(window.before, ranker, encoder), **baselines(window.before, seed)}
    prices = ranker.price_column(window.before)
    known = known_pairs(window.before)
    found: dict[str, list[dict[str, Values]]] = {name: [] for name in ("osmose", BALANCED, *methods)}
    n_done = 0
    for rows in blocks(asking):
        is_new = new_for(rows, known)
        came_true = (window.new_ties[rows].toarray() > 0) & is_new
        for name, method in methods.items():
            scores = np.where(is_new, method(rows), -np.inf)
            found[name].append(judge(scores, came_true))
            if name == "osmose":
                found[BALANCED].append(judge(scores - prices, came_true))
        n_done += len(rows)
        if progress:
            progress(n_done, len(asking))
    tables = [_summary(name, parts, seed) for name, parts in found.items()]
    return pd.concat(tables, ignore_index=True)


def judge(scores: Dense | Values, came_true: npt.NDArray[np.bool_], top: int = TOP) -> dict[str, Values]:
    """Return NDCG, recall and hit among the `top` best of each row; equal scores keep their order.

    `scores` and `came_true` have the shape (n_rows, n_partners); each row has something that came true. Gains are 1
    or 0 (Järvelin and Kekäläinen 2002, ACM Transactions on Information Systems 20).

    >>> measures = judge(np.array([[0.9, 0.5, 0.1]]), np.array([[False, True, False]]), top=2)
    >>> {name: round(float(value[0]), 3) for name, value in measures.items()}
    {'ndcg': 0.631, 'recall': 1.0, 'hit': 1.0}
    """
    best = _best(scores, top)
    gains = np.take_along_axis(came_true, best, axis=1).astype(float)
    discounts = 1 / np.log2(np.arange(2, gains.shape[1] + 2))
    n_true = came_true.sum(axis=1)
    ideal = np.cumsum(discounts)[np.minimum(n_true, gains.shape[1]) - 1]
    return {"ndcg": gains @ discounts / ideal, "recall": gains.sum(axis=1) / n_true, "hit": gains.max(axis=1)}


def _best(scores: Dense | Values, top: int) -> Positions:
    """Return the positions of the `top` best of each row, best first, equal ones in their order: shape (n_rows, top).

    Only what reaches the last of them is sorted: sorting everybody took most of the time of measuring a large network.
    """
    n_rows, n_partners = scores.shape
    top = min(top, n_partners)
    if not n_rows or not top:
        return np.zeros((n_rows, top), dtype=np.int64)
    cost: Dense | Values = -scores
    limit = np.partition(cost, top - 1, axis=1)[:, top - 1 : top]
    row, column = np.nonzero(np.less_equal(cost, limit))
    order = np.lexsort((column, cost[row, column], row))
    starts = np.searchsorted(row, np.arange(n_rows))
    best: Positions = column[order[starts[:, np.newaxis] + np.arange(top)]]
    return best


def baselines(network: Network, seed: int = 0) -> dict[str, Method]:
    """Return what everybody would try first, given the same network and the same texts."""
    close = Closeness.of(network)
    busy = close.degrees * np.float32(1e-9)
    chance = np.random.default_rng(seed)
    vectors = _word_vectors(network)
    return {
        "random": lambda rows: chance.random((len(rows), network.n_partners), dtype=np.float32),
        "popularity": lambda rows: np.tile(close.degrees, (len(rows), 1)),
        # Those too far away all score 0: the busier first, else their order would be that of the ids.
        "adamic-adar": lambda rows: close.adamic_adar(rows) + busy,
        "resource-allocation": lambda rows: close.resource_allocation(rows) + busy,
        "rooted-pagerank": lambda rows: close.rooted_pagerank(rows) + busy,
        "tf-idf": lambda rows: (vectors[rows] @ vectors.T).toarray() + busy,
    }


def own_ranking(network: Network, ranker: Ranker, encoder: Encoder | None = None) -> Method:
    """Return each partner's own ranking by the matcher; those who are no candidates score -inf."""
    signals = Signals(network, TextSpace(network, encoder))

    def score(rows: Positions) -> Dense:
        pairs = signals.pairs(rows)
        scores = np.full((len(rows), network.n_partners), -np.inf, dtype=np.float32)
        scores[np.searchsorted(rows, pairs.partner), pairs.candidate] = ranker.score(pairs)
        return scores

    return score


def told_and_done(network: Network) -> list[str]:
    """Return what each partner says of itself and the texts of all its collaborations, in one text."""
    done = np.array(work_texts(network), dtype=object)
    texts = pd.Series(profile_texts(network))
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    by_partner = (
        pd.Series(done[parts["collaboration"]], dtype=object).groupby(parts["partner"].to_numpy()).agg(". ".join)
    )
    joined: list[str] = (texts + ". " + by_partner.reindex(texts.index, fill_value="")).tolist()
    return joined


def resampled_means(values: Values, seed: int = 0) -> Values:
    """Return the mean of each draw of `values` with replacement: shape (N_RESAMPLES,).

    The draws depend on the number of values and the seed alone, so that two methods measured on the same partners are
    compared draw by draw.
    """
    draws = np.random.default_rng(seed).integers(0, len(values), (N_RESAMPLES, len(values)))
    means: Values = values[draws].mean(axis=1)
    return means


def _word_vectors(network: Network) -> sparse.csr_array:
    """Return TF-IDF vectors of what partners say of themselves and did: shape (n_partners, n_words)."""
    texts = told_and_done(network)
    if not any(lemmas(text) for text in texts):
        return sparse.csr_array((network.n_partners, 1), dtype=np.float32)  # scikit-learn refuses texts without words
    return sparse.csr_array(TfidfVectorizer(analyzer=lemmas, dtype=np.float32).fit_transform(texts))


def _summary(method: str, parts: list[dict[str, Values]], seed: int) -> pd.DataFrame:
    rows = []
    for measure in parts[0]:
        values = np.concatenate([part[measure] for part in parts])
        low, high = np.percentile(resampled_means(values, seed), INTERVAL)
        rows.append((method, measure, values.mean(), low, high, len(values)))
    return pd.DataFrame(rows, columns=["method", "measure", "value", "low", "high", "n"])
