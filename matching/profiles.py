"""What partners say of themselves and what they did, as bags of words that can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from graph.network import Network, Positions
from matching.associations import Vectors
from matching.dutch import lemmas
from matching.patched import PatchedRows
from matching.products import keep_largest, ones_like, unit_rows
from matching.texts import TextSpace

N_TERMS = 64
"""Words kept per partner: bounds the comparison of partners with hundreds of projects."""
SATURATION, LENGTH_SHARE = 0.5, 0.3
"""How fast repeating a word stops to tell more (k1), and how much long texts are held back (b)."""


@dataclass(frozen=True)
class Weighing:
    """What is known of the words of some texts: enough to weigh those of another one."""

    counter: CountVectorizer
    rarity: npt.NDArray[np.float64]
    """What each word tells, the rarer the more: shape (n_words,)."""
    mean_length: float
    """Words per text."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> tuple["Weighing", "Wording"]:
        """Learn from texts, each given as its words, and weigh them; one word at least is needed."""
        counter = CountVectorizer(analyzer=_as_is, dtype=np.float32)
        counts = sparse.csr_array(counter.fit_transform(texts))
        n_users = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log1p((len(texts) - n_users + 0.5) / (n_users + 0.5))
        weighing = cls(counter, rarity, float(counts.sum(axis=1).mean()))
        return weighing, weighing._weighed(counts)

    def asked(self, questions: Sequence[Sequence[str]]) -> sparse.csr_array:
        """Return which words questions have: ones, shape (n_questions, n_words)."""
        return ones_like(sparse.csr_array(self.counter.transform(questions)))

    def wording(self, texts: Sequence[Sequence[str]]) -> "Wording":
        """Weigh the words of texts; words that were not learned count for nothing."""
        return self._weighed(sparse.csr_array(self.counter.transform(texts)))

    def _weighed(self, counts: sparse.csr_array) -> "Wording":
        lengths = counts.sum(axis=1)
        held_back = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / self.mean_length)
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        told = self.rarity[counts.indices] * counts.data * (SATURATION + 1) / (counts.data + held_back[row])
        weights = sparse.csr_array((told.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
        return Wording(ones_like(counts), weights, self)


@dataclass(frozen=True)
class Wording:
    """Words as BM25 weighs them (Robertson and Zaragoza 2009, Foundations and Trends in Information Retrieval 3)."""

    asked: sparse.csr_array
    """Which words a question has: ones, shape (n_questions, n_words)."""
    weights: sparse.csr_array
    """What each word of a text tells of it; `asked @ weights.T` compares each question with each text."""
    weighing: Weighing | None
    """How words are weighed; `None` where the texts have no word."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], questions: Sequence[Sequence[str]] | None = None) -> "Wording":
        """Weigh the words of texts, each given as its words; each text is a question itself unless some are given.

        >>> Wording.of([["fiets"], ["fiets", "zaal"], []]).weights.toarray().round(2)
        array([[0.47, 0.  ],
               [0.43, 0.89],
               [0.  , 0.  ]], dtype=float32)
        """
        if not any(texts):
            n_questions = len(texts if questions is None else questions)
            asked, weights = (sparse.csr_array((n, 1), dtype=np.float32) for n in (n_questions, len(texts)))
            return cls(asked, weights, None)
        weighing, wording = Weighing.of(texts)
        return wording if questions is None else replace(wording, asked=weighing.asked(questions))


@dataclass(frozen=True)
class Profiles:
    """What partners tell and did, a row each; who has no word has an empty one.

    `told` and `done` are TF-IDF vectors of length 1 over the same words.
    """

    told: PatchedRows
    """Name, description, offers, needs and themes: shape (n_partners, n_words)."""
    done: PatchedRows
    """Titles and descriptions of its collaborations, those of large gatherings less: shape (n_partners, n_words)."""
    words: npt.NDArray[np.object_]
    """The word of each column of `told` and `done`, as a lemma."""
    asked: PatchedRows
    """Which words a partner tells, compound words with their parts: ones, shape (n_partners, n_words_and_parts)."""
    weights: PatchedRows
    """What each of these tells of the partner (see `Wording`); of the same shape."""
    weighing: Weighing | None
    """How they are weighed; `None` where nobody tells a word."""
    meant: Vectors
    """What goes with the words of what is told: shape (n_partners, N_DIMENSIONS), rows of length 1 or 0."""
    concepts: PatchedRows
    """Concepts of the thesaurus named in what is told: shape (n_partners, n_themes)."""
    reader: TfidfVectorizer | None
    """Reads `told` and `done`; `None` where nobody has a word to read."""

    @classmethod
    def of(cls, network: Network, space: TextSpace) -> "Profiles":
        """Read the profiles and the work of one network."""
        told, done = ([lemmas(text) for text in texts] for texts in (profile_texts(network), work_texts(network)))
        words = [space.take_apart(text) for text in told]
        wording = Wording.of(words)
        reader: TfidfVectorizer | None = None
        if any(told) or any(done):
            reader = TfidfVectorizer(analyzer=_as_is, sublinear_tf=True, dtype=np.float32)
            vectors = sparse.csr_array(reader.fit_transform([*told, *done]))
            of_told, of_done = vectors[: len(told)], _took_part(network) @ vectors[len(told) :]
            names = np.array(reader.get_feature_names_out(), dtype=object)
        else:
            of_told = of_done = sparse.csr_array((network.n_partners, 1), dtype=np.float32)
            names = np.array([""], dtype=object)
        return cls(
            told=PatchedRows.unchanged(_shorten(of_told)),
            done=PatchedRows.unchanged(_shorten(of_done)),
            words=names,
            asked=PatchedRows.unchanged(wording.asked),
            weights=PatchedRows.unchanged(wording.weights),
            weighing=wording.weighing,
            meant=space.associated_words(words),
            concepts=PatchedRows.unchanged(space.concepts_of_words(words)),
            reader=reader,
        )

    def updated(self, told: Network, positions: Positions, space: TextSpace) -> "Profiles":
        """Return the same after some partners told or did something else.

        `told` holds these partners and their work alone, `positions` where they stand among all, both in ascending
        order. Words are weighed as before, and those that nobody used before count for nothing.
        """
        texts = [lemmas(text) for text in profile_texts(told)]
        words = [space.take_apart(text) for text in texts]
        meant = self.meant.copy()
        meant[positions] = space.associated_words(words)
        updated = replace(self, meant=meant, concepts=self.concepts.replaced(positions, space.concepts_of_words(words)))
        if self.weighing is not None:
            new = self.weighing.wording(words)
            asked, weights = self.asked.replaced(positions, new.asked), self.weights.replaced(positions, new.weights)
            updated = replace(updated, asked=asked, weights=weights)
        if self.reader is not None:
            of_told, of_done = self.reader.transform(texts), _read_work(told.without_idle(), self.reader)
            updated = replace(
                updated,
                told=self.told.replaced(positions, _shorten(of_told)),
                done=self.done.replaced(positions, _shorten(of_done)),
            )
        return updated


def profile_texts(network: Network) -> list[str]:
    """Return all that each partner says of itself, in one text: name, description, offers, needs, themes."""
    partners = network.partners
    themes = network.themes["label"].to_numpy()[network.partner_themes["theme"]]
    texts = pd.concat(
        [
            pd.DataFrame({"partner": np.arange(len(partners)), "text": partners["name"]}),
            pd.DataFrame({"partner": np.arange(len(partners)), "text": partners["description"]}),
            network.phrases[["partner", "text"]],
            pd.DataFrame({"partner": network.partner_themes["partner"], "text": themes}),
        ]
    )
    texts = texts.sort_values("partner", kind="stable")
    parts, starts = texts["text"].tolist(), np.searchsorted(texts["partner"], np.arange(len(partners) + 1))
    return [". ".join(parts[start:end]) for start, end in pairwise(starts.tolist())]


def work_texts(network: Network) -> list[str]:
    """Return title and description of each collaboration, as one text each."""
    done: list[str] = (network.collaborations["title"] + ". " + network.collaborations["description"]).tolist()
    return done


def _read_work(network: Network, reader: TfidfVectorizer) -> sparse.csr_array:
    """Return the words of what each partner did: shape (n_partners, n_words)."""
    texts = [lemmas(text) for text in work_texts(network)]
    if not texts:  # of which the reader makes nothing
        return sparse.csr_array((network.n_partners, len(reader.vocabulary_)), dtype=np.float32)
    return sparse.csr_array(_took_part(network) @ reader.transform(texts))


def _took_part(network: Network) -> sparse.csr_array:
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    sizes = network.collaborations["n_partners"].to_numpy()[parts["collaboration"]]
    shape = (network.n_partners, len(network.collaborations))
    return sparse.csr_array((1 / np.sqrt(sizes), (parts["partner"], parts["collaboration"])), shape=shape)


def _shorten(vectors: sparse.csr_array) -> sparse.csr_array:
    return unit_rows(keep_largest(sparse.csr_array(vectors), N_TERMS))


def _as_is(words: Sequence[str]) -> Sequence[str]:
    return words
