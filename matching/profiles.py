"""What partners say of themselves and what they did, as bags of words that can be compared."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.network import Network
from matching.dutch import lemmas
from matching.products import keep_largest, unit_rows

N_TERMS = 64
"""Words kept per partner: bounds the comparison of partners with hundreds of projects."""


@dataclass(frozen=True)
class Profiles:
    """TF-IDF vectors of length 1 over the same words; a partner without any has an empty row."""

    told: sparse.csr_array
    """Name, description, offers, needs and themes: shape (n_partners, n_words)."""
    done: sparse.csr_array
    """Titles and descriptions of its collaborations, those of large gatherings less: shape (n_partners, n_words)."""
    words: npt.NDArray[np.object_]
    """The word of each column, as a lemma."""

    @classmethod
    def of(cls, network: Network) -> "Profiles":
        """Read the profiles and the work of one network."""
        told, done = profile_texts(network), work_texts(network)
        reader = TfidfVectorizer(analyzer=lemmas, sublinear_tf=True, dtype=np.float32)
        if not any(lemmas(text) for text in [*told, *done]):
            nothing = sparse.csr_array((network.n_partners, 1), dtype=np.float32)
            return cls(nothing, nothing, np.array([""], dtype=object))
        reader.fit([*told, *done])
        work = reader.transform(done) if done else sparse.csr_array((0, len(reader.vocabulary_)), dtype=np.float32)
        return cls(
            _shorten(reader.transform(told)),
            _shorten(_took_part(network) @ work),
            np.array(reader.get_feature_names_out(), dtype=object),
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
