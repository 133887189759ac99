"""What partners say of themselves and what they did, as bags of words that can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from graph.network import Network
from matching.associations import Vectors
from matching.dutch import lemmas
from matching.products import keep_largest, ones_like, unit_rows
from matching.texts import TextSpace

N_TERMS = 64
"""Words kept per partner: bounds the comparison of partners with hundreds of projects."""
SATURATION, LENGTH_SHARE = 0.5, 0.3
"""How fast repeating a word stops to tell more (k1), and how much long texts are held back (b)."""


@dataclass(frozen=True)
class Wording:
    """Words as BM25 weighs them (Robertson and Zaragoza 2009, Foundations and Trends in Information Retrieval 3)."""

    asked: sparse.csr_array
    """Which words a question has: ones, shape (n_questions, n_words)."""
    weights: sparse.csr_array
    """What each word of a text tells of it; `asked @ weights.T` compares each question with each text."""

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
            return cls(*(sparse.csr_array((n, 1), dtype=np.float32) for n in (n_questions, len(texts))))
        reader = CountVectorizer(analyzer=_as_is, dtype=np.float32)
        counts = sparse.csr_array(reader.fit_transform(texts))
        asked = counts if questions is None else sparse.csr_array(reader.transform(questions))
        n_users = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log1p((len(texts) - n_users + 0.5) / (n_users + 0.5))
        lengths = counts.sum(axis=1)
        held_back = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / lengths.mean())
        row = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
        told = rarity[counts.indices] * counts.data * (SATURATION + 1) / (counts.data + held_back[row])
        weights = sparse.csr_array((told.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
        return cls(ones_like(asked), weights)


@dataclass(frozen=True)
class Profiles:
    """TF-IDF vectors of length 1 over the same words; a partner without any has an empty row."""

    told: sparse.csr_array
    """Name, description, offers, needs and themes: shape (n_partners, n_words)."""
    done: sparse.csr_array
    """Titles and descriptions of its collaborations, those of large gatherings less: shape (n_partners, n_words)."""
    words: npt.NDArray[np.object_]
    """The word of each column, as a lemma."""
    wording: Wording
    """The words of what is told, weighed by how telling they are."""
    meant: Vectors
    """What goes with the words of what is told: shape (n_partners, N_DIMENSIONS), rows of length 1 or 0."""
    concepts: sparse.csr_array
    """Concepts of the thesaurus named in what is told: shape (n_partners, n_themes)."""

    @classmethod
    def of(cls, network: Network, space: TextSpace) -> "Profiles":
        """Read the profiles and the work of one network."""
        told, done = profile_texts(network), work_texts(network)
        wording, meant = Wording.of([space.words(text) for text in told]), space.associated(told)
        concepts = space.concepts(told)
        reader = TfidfVectorizer(analyzer=lemmas, sublinear_tf=True, dtype=np.float32)
        if not any(lemmas(text) for text in [*told, *done]):
            nothing = sparse.csr_array((network.n_partners, 1), dtype=np.float32)
            return cls(nothing, nothing, np.array([""], dtype=object), wording, meant, concepts)
        reader.fit([*told, *done])
        work = reader.transform(done) if done else sparse.csr_array((0, len(reader.vocabulary_)), dtype=np.float32)
        return cls(
            _shorten(reader.transform(told)),
            _shorten(_took_part(network) @ work),
            np.array(reader.get_feature_names_out(), dtype=object),
            wording,
            meant,
            concepts,
        )


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
    joined: list[str] = texts.groupby("partner")["text"].agg(". ".join).tolist()
    return joined


def work_texts(network: Network) -> list[str]:
    """Return title and description of each collaboration, as one text each."""
    done: list[str] = (network.collaborations["title"] + ". " + network.collaborations["description"]).tolist()
    return done


def _took_part(network: Network) -> sparse.csr_array:
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    sizes = network.collaborations["n_partners"].to_numpy()[parts["collaboration"]]
    shape = (network.n_partners, len(network.collaborations))
    return sparse.csr_array((1 / np.sqrt(sizes), (parts["partner"], parts["collaboration"])), shape=shape)


def _shorten(vectors: sparse.csr_array) -> sparse.csr_array:
    return unit_rows(keep_largest(sparse.csr_array(vectors), N_TERMS))


def _as_is(words: Sequence[str]) -> Sequence[str]:
    return words
