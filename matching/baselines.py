"""What everybody would try first, given the same network and the same texts: what the matcher is measured beside."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.network import Network, Positions
from matching.closeness import Closeness, Dense
from matching.dutch import lemmas
from matching.profiles import Wording, profile_texts, work_texts

Method = Callable[[Positions], Dense]
"""Scores of everybody for each partner that asks: shape (n_rows, n_partners); the highest is best."""


def baselines(network: Network, seed: int = 0) -> dict[str, Method]:
    """Return the baselines by name; each knows nothing but `network`."""
    close = Closeness.of(network)
    busy = close.degrees * np.float32(1e-9)
    chance = np.random.default_rng(seed)
    texts = told_and_done(network)
    vectors = _word_vectors(texts)
    # Asked by the profile alone: with all its work as the question NDCG@10 is .402 on Oss instead of .437.
    wording = Wording.of([lemmas(text) for text in texts], [lemmas(text) for text in profile_texts(network)])
    return {
        "random": lambda rows: chance.random((len(rows), network.n_partners), dtype=np.float32),
        "popularity": lambda rows: np.tile(close.degrees, (len(rows), 1)),
        # Those too far away all score 0: the busier first, else their order would be that of the ids.
        "adamic-adar": lambda rows: close.adamic_adar(rows) + busy,
        "resource-allocation": lambda rows: close.resource_allocation(rows) + busy,
        "rooted-pagerank": lambda rows: close.rooted_pagerank(rows) + busy,
        "tf-idf": lambda rows: (vectors[rows] @ vectors.T).toarray() + busy,
        "bm25": lambda rows: (wording.asked[rows] @ wording.weights.T).toarray() + busy,
    }


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


def _word_vectors(texts: list[str]) -> sparse.csr_array:
    """Return TF-IDF vectors of what partners say of themselves and did: shape (n_partners, n_words)."""
    if not any(lemmas(text) for text in texts):
        return sparse.csr_array((len(texts), 1), dtype=np.float32)  # scikit-learn refuses texts without words
    return sparse.csr_array(TfidfVectorizer(analyzer=lemmas, dtype=np.float32).fit_transform(texts))
