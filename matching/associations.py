"""Words that belong together though they share no letters: vectors learned from the thesaurus and its examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

Vectors = npt.NDArray[np.float32]

WORD_VECTORS = Path(__file__).parents[1] / "data" / "themes" / "word_vectors.npz"
"""Made by `make words` from the files beside it (see matching.learning_words)."""
N_DIMENSIONS = 100


@dataclass(frozen=True)
class Associations:
    """A vector for each word that it knows; the nearer two texts point, the likelier one answers the other."""

    position_by_word: dict[str, int]
    vectors: Vectors
    """Shape (n_words, N_DIMENSIONS); longer for a word that tells more."""

    @classmethod
    def load(cls, path: Path) -> "Associations":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as file:
            words = str(file["words"]).split()
            vectors = file["vectors"].astype(np.float32) * file["scale"]
        return cls({word: position for position, word in enumerate(words)}, vectors)

    def save(self, path: Path, made_from: str) -> None:
        """Write the vectors in whole steps of 1/127 of the greatest value; `made_from` is a digest of the sources."""
        scale = np.float32(np.abs(self.vectors).max() / 127)
        steps = np.rint(self.vectors / scale).astype(np.int8)
        words = " ".join(sorted(self.position_by_word, key=self.position_by_word.__getitem__))
        np.savez_compressed(path, words=words, vectors=steps, scale=scale, made_from=made_from)

    def of(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """Return one row per text, given as its words: of length 1, or zeros where no word is known.

        >>> known = Associations({"viool": 0, "muziek": 1}, np.array([[3.0, 4.0], [0.0, 2.0]], dtype=np.float32))
        >>> known.of([["viool", "bouwen"], ["bouwen"]]).round(2).tolist()
        [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
        """
        known = [[self.position_by_word[word] for word in words if word in self.position_by_word] for words in texts]
        indptr = np.cumsum([0, *(len(positions) for positions in known)])
        indices = np.fromiter((position for positions in known for position in positions), np.int64, int(indptr[-1]))
        shape = (len(texts), len(self.position_by_word))
        counts = sparse.csr_array((np.ones(len(indices), np.float32), indices, indptr), shape=shape)
        counts.sum_duplicates()
        counts.data = 1 + np.log(counts.data)  # a word said twice does not tell twice as much
        return unit_length(counts @ self.vectors)


def unit_length(rows: Vectors) -> Vectors:
    """Return rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


@cache
def associations() -> Associations:
    """Return the associations that come with the thesaurus; those of an installation without it know no word."""
    if not WORD_VECTORS.exists():
        return Associations({}, np.zeros((0, N_DIMENSIONS), np.float32))
    return Associations.load(WORD_VECTORS)
