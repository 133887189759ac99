"""Concepts of the thesaurus found in texts: many words, one meaning."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from graph.network import Network
from matching.dutch import Compounds, lemmas

BROADER = 0.3
"""How much of a concept its broader one gets: whoever says violin says music, less loudly."""
N_TEXTS = 4096
"""Texts looked through at a time: most words stand in many labels, whole or not."""
ANSWER = 0.5
"""How much of a need the concepts get that answer it."""


class Thesaurus:
    """Finds the concepts that a text speaks of.

    A label is found where all its words stand in the text, in any order and anywhere in a compound.
    """

    def __init__(self, network: Network, compounds: Compounds) -> None:
        self.n_concepts = len(network.themes)
        self._compounds = compounds
        words_by_label = [self._label_words(text) for text in network.theme_labels["text"]]
        usable = [index for index, words in enumerate(words_by_label) if words]
        self._vocabulary = {word: i for i, word in enumerate(sorted({w for i in usable for w in words_by_label[i]}))}
        self._labels = _incidence([words_by_label[index] for index in usable], self._vocabulary)
        self._label_sizes = np.diff(self._labels.indptr).astype(np.float32)
        of_label = network.theme_labels["theme"].to_numpy()[usable]
        self._concept_of_label = sparse.csr_array(
            (np.ones(len(usable), np.float32), (np.arange(len(usable)), of_label)), shape=(len(usable), self.n_concepts)
        )
        self._broader = self._spread(network.theme_broader, "broader", BROADER)
        self._answers = self._spread(network.theme_answers, "answer", ANSWER)

    def _label_words(self, label: str) -> frozenset[str]:
        # A compound counts as its parts, so that "taalmaatje" is also found in "maatje voor taal".
        words: set[str] = set()
        for word in lemmas(label):
            canonical, *parts = self._compounds.take_apart(word)
            words.update(parts or [canonical])
        return frozenset(words)

    def _spread(self, edges: pd.DataFrame, target: str, weight: float) -> sparse.csr_array:
        shape = (self.n_concepts, self.n_concepts)
        data = np.full(len(edges), weight, np.float32)
        return sparse.csr_array((data, (edges["theme"].to_numpy(), edges[target].to_numpy())), shape=shape)

    def concepts(self, texts: Sequence[Sequence[str]]) -> sparse.csr_array:
        """Return how clearly each text names each concept: shape (n_texts, n_concepts), 0 … 1.

        A text comes as its words, compounds taken apart. Labels of more words are clearer than those of one.
        """
        blocks = [self._named(texts[start : start + N_TEXTS]) for start in range(0, len(texts), N_TEXTS)]
        nothing = sparse.csr_array((0, self.n_concepts), dtype=np.float32)
        return sparse.csr_array(sparse.vstack([nothing, *blocks], format="csr"))

    def _named(self, texts: Sequence[Sequence[str]]) -> sparse.csr_array:
        found = _incidence([set(words) for words in texts], self._vocabulary) @ self._labels.T
        found = sparse.csr_array(found)
        whole = found.data >= self._label_sizes[found.indices]
        clarity = np.where(whole, self._label_sizes[found.indices] / (self._label_sizes[found.indices] + 0.5), 0)
        hits = sparse.csr_array((clarity.astype(np.float32), found.indices, found.indptr), shape=found.shape)
        hits.eliminate_zeros()
        named = sparse.csr_array(hits @ self._concept_of_label)
        named.data = np.minimum(named.data, 1)
        return named

    def widen(self, named: sparse.csr_array) -> sparse.csr_array:
        """Add the broader concepts of what is named, weaker with each step."""
        return sparse.csr_array(named + named @ self._broader + named @ self._broader @ self._broader)

    def answers(self, named: sparse.csr_array) -> sparse.csr_array:
        """Add the concepts that answer what is named as a need."""
        return sparse.csr_array(named + named @ self._answers)


def _incidence(sets: "Sequence[set[str] | frozenset[str]]", vocabulary: dict[str, int]) -> sparse.csr_array:
    columns = [[vocabulary[word] for word in words if word in vocabulary] for words in sets]
    indptr = np.cumsum([0, *(len(row) for row in columns)])
    indices = np.fromiter((column for row in columns for column in sorted(row)), np.int64, int(indptr[-1]))
    shape = (len(sets), len(vocabulary))
    return sparse.csr_array((np.ones(len(indices), np.float32), indices, indptr), shape=shape)
