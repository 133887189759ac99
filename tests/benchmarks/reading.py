"""The peer that reads: BM25 over the lemmas of profiles and work, each partner's own text as its question."""

import numpy as np
from bm25s import BM25
from scipy import sparse

from graph.network import Network
from matching.baselines import Method, told_and_done
from matching.dutch import lemmas
from matching.profiles import profile_texts
from tests.benchmarks.histories import busyness


def bm25(network: Network):
    """Prepare BM25 (Robertson and Zaragoza 2009, Foundations and Trends in Information Retrieval 3)."""
    documents = [lemmas(text) for text in told_and_done(network)]
    profiles = [lemmas(text) for text in profile_texts(network)]
    busy = busyness(network)

    def method(*, k1=1.2, b=0.75, question="profile") -> Method:
        """`question`: the words of the profile alone, or those of the whole document; each counts once."""
        if not any(documents):
            return lambda rows: np.tile(busy, (len(rows), 1))
        index = BM25(method="lucene", k1=k1, b=b)
        index.index(documents, show_progress=False)
        weights = _weights(index, len(documents))
        asked = _words_of(index, documents if question == "document" else profiles)
        return lambda rows: (asked[rows] @ weights).toarray() + busy

    return method


def _weights(index: BM25, n_partners: int) -> sparse.csr_array:
    """Return what each word adds to the score of each partner: shape (n_words, n_partners).

    A product with it asks for many partners at once, and gives what the library gives for one.
    """
    columns = (index.scores["data"], index.scores["indices"], index.scores["indptr"])
    return sparse.csr_array(columns, shape=(len(index.scores["indptr"]) - 1, n_partners))


def _words_of(index: BM25, texts: list[list[str]]) -> sparse.csr_array:
    """Return which words each text holds: ones, shape (n_partners, n_words)."""
    words = [sorted(set(index.get_tokens_ids(text))) for text in texts]
    starts = np.cumsum([0, *map(len, words)])
    ids = np.concatenate([np.array(one, dtype=np.int64) for one in words])
    shape = (len(texts), len(index.scores["indptr"]) - 1)
    return sparse.csr_array((np.ones(len(ids), np.float32), ids, starts), shape=shape)
