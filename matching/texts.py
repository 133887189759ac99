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

from graph.network import Network, Positions
from matching.associations import Associations, Vectors, associations
from matching.dutch import Compounds, lemmas
from matching.encoder import Encoder
from matching.meanings import Meanings, Scores
from matching.products import unit_rows
from matching.thesaurus import Thesaurus

WORDS, LETTERS, CONCEPTS, ASSOCIATED = 0.2, 0.3, 0.15, 0.35
"""Shares of a similarity: same words, same letters (survives spelling faults and unknown compounds), same concepts, and
words that go together. Chosen on labelled Dutch queries; see docs/decisions/0003-matches-worth-a-phone-call.md."""
N_LEARNED = 100_000
"""Texts from which letters are learned, and how rare concepts are: of more a sample tells the same."""
WEIGHT_BY_KIND = {"audience": 0.4, "setting": 0.3}
"""For whom and where tells less than what: two offers for pupils need not answer each other."""


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

    @classmethod
    def joined(cls, parts: "Sequence[Texts]") -> "Texts":
        """Return the rows of several, read in the same space, as one."""
        encoded = [part.encoded for part in parts if part.encoded is not None]
        return cls(
            sparse.csr_array(sparse.vstack([part.shared for part in parts], format="csr")),
            np.concatenate([part.associated for part in parts]),
            np.concatenate(encoded) if encoded else None,
        )

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
        number, different = pd.factorize(np.array(_corpus(network), object))  # a phrase that many say is read once
        read = [lemmas(text) for text in different]
        labels = (lemmas(label) for label in network.theme_labels["text"])
        written = (word for words in chain(read, labels) for word in words)
        self._compounds = Compounds(chain(written, self._associations.position_by_word))
        self._thesaurus = Thesaurus(network, self._compounds)
        apart = [self.take_apart(words) for words in read]
        words_by_text = [apart[at] for at in number.tolist()]
        self._words = TfidfVectorizer(analyzer=_as_is, sublinear_tf=True, dtype=np.float32)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        sample = _sample(len(words_by_text))
        if any(words_by_text):
            self._words.fit(words_by_text)
            self._letters.fit([" ".join(read[at]) for at in number[sample].tolist()])
        self._is_empty = not any(words_by_text)
        self._is_need = (network.themes["kind"] == "need").to_numpy()
        self._is_audience = (network.themes["kind"] == "audience").to_numpy()
        by_kind = network.themes["kind"].map(WEIGHT_BY_KIND).fillna(1.0).to_numpy(np.float64)
        named = self._thesaurus.concepts([words_by_text[at] for at in sample])
        self._concept_weights = _inverse_frequency(named) * by_kind

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
        shared = (needs.shared @ answers.columns).toarray()
        return self.blend(shared + ASSOCIATED * (needs.associated @ answers.associated.T), needs, answers)

    def blend(self, summed: Scores, needs: Texts, answers: Texts) -> Scores:
        """Return similarities of which all but the encoder's share is `summed` up: shape (n_needs, n_answers)."""
        alike: Scores = np.clip(summed, 0, 1)
        if self.meanings is None or needs.encoded is None or answers.encoded is None:
            return alike
        return self.meanings.blend(alike, needs.encoded @ answers.encoded.T)

    def blend_pairs(self, summed: Scores, needs: Texts, answers: Texts, row: Positions, column: Positions) -> Scores:
        """Return the same of pairs, given by rows of `needs` and of `answers`: shape (n_pairs,)."""
        alike: Scores = np.clip(summed, 0, 1)
        if self.meanings is None or needs.encoded is None or answers.encoded is None:
            return alike
        return self.meanings.blend(alike, np.einsum("pd,pd->p", needs.encoded[row], answers.encoded[column]))

    def associated(self, texts: Sequence[str]) -> Vectors:
        """Return what goes with the words of each text: shape (n_texts, N_DIMENSIONS), rows of length 1 or 0."""
        return self.associated_words([self.words(text) for text in texts])

    def associated_words(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """Return the same of texts given as their `words`."""
        return self._associations.of(texts)

    def concepts(self, texts: Sequence[str]) -> sparse.csr_array:
        """Return which concepts each text names, the rarer the more, needs left out: shape (n_texts, n_themes), ≥ 0."""
        return self.concepts_of_words([self.words(text) for text in texts])

    def concepts_of_words(self, texts: Sequence[Sequence[str]]) -> sparse.csr_array:
        """Return the same of texts given as their `words`."""
        named = self._thesaurus.concepts(texts)
        return sparse.csr_array(named * (self._concept_weights * ~self._is_need)[np.newaxis, :])

    def named(self, texts: Sequence[str]) -> sparse.csr_array:
        """Return how clearly each text names each concept, of whatever kind: shape (n_texts, n_themes), 0 … 1."""
        return self._thesaurus.concepts([self.words(text) for text in texts])

    def names_audience(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return which texts say for whom: shape (n_texts,)."""
        named = self.named(texts)
        return np.asarray((named * self._is_audience).sum(axis=1) > 0)

    def words(self, text: str) -> list[str]:
        """Return the words of a text as lemmas, each compound followed by its parts."""
        return self.take_apart(lemmas(text))

    def _read(self, texts: Sequence[str], *, is_sought: bool) -> Texts:
        lemmas_by_text = [lemmas(text) for text in texts]
        words_by_text = [self.take_apart(words) for words in lemmas_by_text]
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

    def take_apart(self, words: Sequence[str]) -> list[str]:
        """Return lemmas, each compound followed by its parts."""
        return [part for word in words for part in self._compounds.take_apart(word)]


def _sample(n_texts: int) -> Sequence[int]:
    """Return the texts to learn from: all, or `N_LEARNED` of them."""
    if n_texts <= N_LEARNED:
        return range(n_texts)
    chosen: list[int] = np.sort(np.random.default_rng(0).choice(n_texts, N_LEARNED, replace=False)).tolist()
    return chosen


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
