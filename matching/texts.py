"""Texts as vectors: words with their compounds, letters, and concepts of the thesaurus."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.network import Network
from matching.dutch import Compounds, lemmas
from matching.encoder import Encoder
from matching.meanings import Meanings
from matching.products import top_products, unit_rows
from matching.thesaurus import Thesaurus

WORDS, LETTERS, CONCEPTS = 0.2, 0.55, 0.25
"""Shares of a similarity: same words, same letters (survives spelling faults and unknown compounds), same meaning."""
WEIGHT_BY_KIND = {"audience": 0.4, "setting": 0.3}
"""For whom and where tells less than what: two offers for pupils need not answer each other."""
MIN_SIMILARITY = 0.12
"""Below this two phrases have nothing to say to each other: common letters of any two Dutch sentences reach it."""
N_MEETINGS = 100
"""Answers kept per phrase that seeks."""


class TextSpace:
    """Vectors in which texts of one network can be compared.

    Every vector has length 1 at most, so that the product of two is a similarity of 0 … 1. What is sought and what is
    offered have different vectors: a need also points to the concepts that answer it. What an encoder makes of texts
    stands apart, in `meanings`.
    """

    def __init__(self, network: Network, encoder: Encoder | None = None) -> None:
        self.meanings = Meanings(encoder, network) if encoder else None
        lemmas_by_text = [lemmas(text) for text in _corpus(network)]
        labels = (lemmas(label) for label in network.theme_labels["text"])
        self._compounds = Compounds(word for words in chain(lemmas_by_text, labels) for word in words)
        self._thesaurus = Thesaurus(network, self._compounds)
        words_by_text = [self._take_apart(words) for words in lemmas_by_text]
        self._words = TfidfVectorizer(analyzer=_as_is, sublinear_tf=True, dtype=np.float32)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        if any(words_by_text):
            self._words.fit(words_by_text)
            self._letters.fit([" ".join(words) for words in lemmas_by_text])
        self._is_empty = not any(words_by_text)
        self._is_need = (network.themes["kind"] == "need").to_numpy()
        by_kind = network.themes["kind"].map(WEIGHT_BY_KIND).fillna(1.0).to_numpy()
        self._concept_weights = _inverse_frequency(self._thesaurus.concepts(words_by_text)) * by_kind

    def sought(self, texts: Sequence[str]) -> sparse.csr_array:
        """Return vectors of texts that seek; shape (n_texts, n_dimensions)."""
        return self._vectors(texts, is_sought=True)

    def offered(self, texts: Sequence[str]) -> sparse.csr_array:
        """Return vectors of texts that offer, or that simply tell; shape (n_texts, n_dimensions)."""
        return self._vectors(texts, is_sought=False)

    def _vectors(self, texts: Sequence[str], *, is_sought: bool) -> sparse.csr_array:
        if self._is_empty or not len(texts):
            return sparse.csr_array((len(texts), 1), dtype=np.float32)
        lemmas_by_text = [lemmas(text) for text in texts]
        words_by_text = [self._take_apart(words) for words in lemmas_by_text]
        named = self._thesaurus.concepts(words_by_text)
        # "Wachtlijst" in an offer is no want of it.
        meant = self._thesaurus.answers(named) if is_sought else named * ~self._is_need
        meant = self._thesaurus.widen(sparse.csr_array(meant))
        blocks = [
            np.sqrt(WORDS) * self._words.transform(words_by_text),
            np.sqrt(LETTERS) * self._letters.transform([" ".join(words) for words in lemmas_by_text]),
            np.sqrt(CONCEPTS) * unit_rows(sparse.csr_array(meant * self._concept_weights[np.newaxis, :])),
        ]
        return sparse.csr_array(sparse.hstack(blocks, format="csr", dtype=np.float32))

    def _take_apart(self, words: Sequence[str]) -> list[str]:
        return [part for word in words for part in self._compounds.take_apart(word)]


def _as_is(words: list[str]) -> list[str]:
    return words


def _corpus(network: Network) -> list[str]:
    partners = network.partners["name"] + ". " + network.partners["description"]
    done = network.collaborations["title"] + ". " + network.collaborations["description"]
    return [*network.phrases["text"], *partners, *done.unique()]


def _inverse_frequency(named: sparse.csr_array) -> npt.NDArray[np.float32]:
    counts = np.bincount(named.indices, minlength=named.shape[1])
    weights: npt.NDArray[np.float32] = np.log((2 + named.shape[0]) / (1 + counts)).astype(np.float32)
    return weights


@dataclass(frozen=True)
class Meetings:
    """Where what one partner seeks meets what another offers.

    `table` has one row per pair of partners and phrases that met best: seeker, offerer (positions of partners), need,
    answer (rows of `Network.phrases`), similarity (0 … 1).
    """

    table: pd.DataFrame
    n_partners: int

    @property
    def matrix(self) -> sparse.csr_array:
        """Similarity by seeker and offerer: shape (n_partners, n_partners)."""
        of = self.table
        shape = (self.n_partners, self.n_partners)
        return sparse.csr_array((of["similarity"].to_numpy(np.float32), (of["seeker"], of["offerer"])), shape=shape)


def meet(network: Network, space: TextSpace) -> Meetings:
    """Compare every phrase that seeks with every phrase that offers, and keep the best per pair of partners."""
    phrases = network.phrases
    needs = np.flatnonzero(phrases["side"] == "seeks")
    offers = np.flatnonzero(phrases["side"] == "offers")
    similarity = _most_similar(
        space, phrases["text"].iloc[needs].tolist(), phrases["text"].iloc[offers].tolist()
    ).tocoo()
    partner = phrases["partner"].to_numpy()
    rows, columns = needs[similarity.coords[0]], offers[similarity.coords[1]]
    table = pd.DataFrame(
        {
            "seeker": partner[rows],
            "offerer": partner[columns],
            "need": rows,
            "answer": columns,
            "similarity": similarity.data,
        }
    )
    table = table[table["seeker"] != table["offerer"]].sort_values(
        ["similarity", "need", "answer"], ascending=[False, True, True], kind="stable"
    )
    return Meetings(table.drop_duplicates(["seeker", "offerer"]).reset_index(drop=True), network.n_partners)


def _most_similar(space: TextSpace, needs: Sequence[str], answers: Sequence[str]) -> sparse.csr_array:
    """Return the best similarities of each need: shape (n_needs, n_answers)."""
    sought, offered = space.sought(needs), sparse.csr_array(space.offered(answers).T)
    if space.meanings is None:
        return top_products(sought, offered, N_MEETINGS, MIN_SIMILARITY)
    return space.meanings.top_blended(
        sought, offered, needs=needs, answers=answers, k=N_MEETINGS, threshold=MIN_SIMILARITY
    )
