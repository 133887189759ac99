"""Texts made comparable: by words with their compounds, letters, concepts of the thesaurus, and what goes together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.network import Network
from matching.associations import Associations, Vectors, associations
from matching.dutch import Compounds, lemmas
from matching.encoder import Encoder
from matching.meanings import Meanings, Scores
from matching.products import largest_per_row, unit_rows
from matching.thesaurus import Thesaurus

WORDS, LETTERS, CONCEPTS, ASSOCIATED = 0.2, 0.3, 0.15, 0.35
"""Shares of a similarity: same words, same letters (survives spelling faults and unknown compounds), same concepts, and
words that go together. Chosen on labelled Dutch queries; see docs/decisions/0003-matches-worth-a-phone-call.md."""
WEIGHT_BY_KIND = {"audience": 0.4, "setting": 0.3}
"""For whom and where tells less than what: two offers for pupils need not answer each other."""
MIN_SIMILARITY = 0.12
"""Below this two phrases have nothing to say to each other: common letters of any two Dutch sentences reach it."""
N_MEETINGS = 100
"""Answers kept per phrase that seeks."""


N_ROWS = 256
"""Needs compared at a time: bounds memory to some hundred megabytes at 100,000 answers."""


@dataclass(frozen=True)
class Texts:
    """Texts of one side, as a `TextSpace` reads them: one row each."""

    shared: sparse.csr_array
    """Words, letters and concepts: shape (n_texts, n_dimensions)."""
    associated: Vectors
    """What goes with their words: shape (n_texts, N_DIMENSIONS)."""
    encoded: Vectors | None = None
    """What an encoder makes of them, if there is one."""

    def __getitem__(self, rows: slice) -> "Texts":
        return Texts(self.shared[rows], self.associated[rows], None if self.encoded is None else self.encoded[rows])

    @cached_property
    def columns(self) -> sparse.csr_array:
        """`shared` turned around, ready to be multiplied with."""
        return sparse.csr_array(self.shared.T)


class TextSpace:
    """Reads and compares the texts of one network.

    What is sought and what is offered are read differently: a need also points to the concepts that answer it.
    """

    def __init__(self, network: Network, encoder: Encoder | None = None, known: Associations | None = None) -> None:
        self.meanings = Meanings(encoder, network) if encoder else None
        self._associations = associations() if known is None else known
        lemmas_by_text = [lemmas(text) for text in _corpus(network)]
        labels = (lemmas(label) for label in network.theme_labels["text"])
        written = (word for words in chain(lemmas_by_text, labels) for word in words)
        self._compounds = Compounds(chain(written, self._associations.position_by_word))
        self._thesaurus = Thesaurus(network, self._compounds)
        words_by_text = [self._take_apart(words) for words in lemmas_by_text]
        self._words = TfidfVectorizer(analyzer=_as_is, sublinear_tf=True, dtype=np.float32)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        if any(words_by_text):
            self._words.fit(words_by_text)
            self._letters.fit([" ".join(words) for words in lemmas_by_text])
        self._is_empty = not any(words_by_text)
        self._is_need = (network.themes["kind"] == "need").to_numpy()
        self._is_audience = (network.themes["kind"] == "audience").to_numpy()
        by_kind = network.themes["kind"].map(WEIGHT_BY_KIND).fillna(1.0).to_numpy()
        self._concept_weights = _inverse_frequency(self._thesaurus.concepts(words_by_text)) * by_kind

    def sought(self, texts: Sequence[str]) -> Texts:
        """Read texts that seek."""
        return self._read(texts, is_sought=True)

    def offered(self, texts: Sequence[str]) -> Texts:
        """Read texts that offer, or that simply tell."""
        return self._read(texts, is_sought=False)

    def similarity(self, needs: Texts, answers: Texts) -> Scores:
        """Return how well each answer meets each need: 0 … 1, shape (n_needs, n_answers)."""
        shape = (needs.shared.shape[0], answers.shared.shape[0])
        if not all(shape):
            return np.zeros(shape, np.float32)  # without texts there are no columns to meet in
        summed = (needs.shared @ answers.columns).toarray() + ASSOCIATED * (needs.associated @ answers.associated.T)
        alike: Scores = np.clip(summed, 0, 1)
        if self.meanings is None or needs.encoded is None or answers.encoded is None:
            return alike
        return self.meanings.blend(alike, needs.encoded @ answers.encoded.T)

    def associated(self, texts: Sequence[str]) -> Vectors:
        """Return what goes with the words of each text: shape (n_texts, N_DIMENSIONS), rows of length 1 or 0."""
        return self._associations.of([self._take_apart(lemmas(text)) for text in texts])

    def concepts(self, texts: Sequence[str]) -> sparse.csr_array:
        """Return which concepts each text names, the rarer the more, needs left out: shape (n_texts, n_themes), ≥ 0."""
        named = self._thesaurus.concepts([self.words(text) for text in texts])
        return sparse.csr_array(named * (self._concept_weights * ~self._is_need)[np.newaxis, :])

    def names_audience(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return which texts say for whom: shape (n_texts,)."""
        named = self._thesaurus.concepts([self.words(text) for text in texts])
        return np.asarray((named * self._is_audience).sum(axis=1) > 0)

    def words(self, text: str) -> list[str]:
        """Return the words of a text as lemmas, each compound followed by its parts."""
        return self._take_apart(lemmas(text))

    def _read(self, texts: Sequence[str], *, is_sought: bool) -> Texts:
        lemmas_by_text = [lemmas(text) for text in texts]
        words_by_text = [self._take_apart(words) for words in lemmas_by_text]
        return Texts(
            self._shared(lemmas_by_text, words_by_text, is_sought=is_sought),
            self._associations.of(words_by_text),
            self.meanings.of(texts) if self.meanings else None,
        )

    def _shared(
        self, lemmas_by_text: list[list[str]], words_by_text: list[list[str]], *, is_sought: bool
    ) -> sparse.csr_array:
        if self._is_empty or not words_by_text:
            return sparse.csr_array((len(words_by_text), 1), dtype=np.float32)
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
    texts = phrases["text"]
    sought, offered = space.sought(texts.iloc[needs].tolist()), space.offered(texts.iloc[offers].tolist())
    similarity = _most_similar(space, sought, offered).tocoo()
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


def alike(network: Network, space: TextSpace, side: str) -> sparse.csr_array:
    """Return how alike two partners are in what both seek, or both offer: symmetric, shape (n_partners, n_partners).

    0 … 1, by the two phrases of `side` ("seeks" or "offers") that are most alike. Who offers the same is no answer.
    """
    phrases = network.phrases[network.phrases["side"] == side]
    texts = space.offered(phrases["text"].tolist())
    similarity = _most_similar(space, texts, texts).tocoo()
    partner = phrases["partner"].to_numpy()
    table = pd.DataFrame(
        {
            "one": partner[similarity.coords[0]],
            "other": partner[similarity.coords[1]],
            "similarity": similarity.data,
        }
    )
    best = table[table["one"] != table["other"]].groupby(["one", "other"], as_index=False)["similarity"].max()
    shape = (network.n_partners, network.n_partners)
    values = best["similarity"].to_numpy(np.float32)
    one_way = sparse.csr_array((values, (best["one"], best["other"])), shape=shape)
    return sparse.csr_array(one_way.maximum(one_way.T))  # each side keeps its best alone


def _most_similar(space: TextSpace, sought: Texts, offered: Texts) -> sparse.csr_array:
    """Return the best similarities of each text that seeks: shape (n_needs, n_answers)."""
    blocks = [
        largest_per_row(space.similarity(sought[start : start + N_ROWS], offered), N_MEETINGS, MIN_SIMILARITY)
        for start in range(0, sought.shared.shape[0], N_ROWS)
    ]
    if not blocks:
        return sparse.csr_array((0, offered.shared.shape[0]), dtype=np.float32)
    return sparse.csr_array(sparse.vstack(blocks, format="csr", dtype=np.float32))
