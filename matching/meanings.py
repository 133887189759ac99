"""What texts mean to an encoder, beside the words and letters that they share."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.network import Network
from matching.encoder import Encoder, Vectors

ENCODED = 0.3
"""Share of an encoder in a similarity; the rest is what words, letters and concepts say."""
UNRELATED = 0.99
"""Of the pairs of phrases in a network, so many do not answer each other: the cosine that they reach is the floor."""
FEW_PHRASES, USUAL_FLOOR = 50, 0.3
"""With fewer phrases the floor cannot be measured, and this one holds."""
N_MEASURED = 1000
"""Phrases among which the floor is measured, two by two."""
N_CENTRING = 50
"""Phrases after which their mean is taken for half of what it seems: the mean of three is no centre of a language."""

Scores = npt.NDArray[np.floating]


class Meanings:
    """Vectors of an encoder, made comparable within one network.

    Encoders give any two sentences a cosine far above 0, each encoder another one. So vectors are centred on the mean
    of what the network's partners seek and offer, and a cosine counts from the floor that unrelated phrases reach.
    """

    def __init__(self, encoder: Encoder, network: Network) -> None:
        self._encoder = encoder
        phrases = network.phrases["text"].drop_duplicates().tolist()
        encoded = encoder.encode(phrases)
        encoded = encoded[encoded.any(axis=1)]
        self._centre = encoded.sum(axis=0) / np.float32(len(encoded) + N_CENTRING)
        self.floor = _floor(self._centred(encoded))

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length 1, or zeros where the encoder knows nothing of it."""
        return self._centred(self._encoder.encode(texts))

    def blend(self, own: Scores, cosines: Scores) -> Scores:
        """Return similarities `own` with the encoder's share in them; 0 … 1, all of one shape."""
        alike = np.clip((cosines - self.floor) / (1 - self.floor), 0, 1)
        blended: Scores = (1 - ENCODED) * own + ENCODED * alike
        return blended

    def _centred(self, encoded: Vectors) -> Vectors:
        moved = np.where(encoded.any(axis=1, keepdims=True), encoded - self._centre, np.float32(0))
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        unit: Vectors = np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 0)
        return unit


def _floor(vectors: Vectors) -> float:
    """Return the cosine that unrelated phrases reach: below 1, and not below 0."""
    if len(vectors) < FEW_PHRASES:
        return USUAL_FLOOR
    if len(vectors) > N_MEASURED:
        vectors = vectors[np.random.default_rng(0).choice(len(vectors), N_MEASURED, replace=False)]
    cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    return float(np.clip(np.quantile(cosines, UNRELATED), 0, 0.9))
