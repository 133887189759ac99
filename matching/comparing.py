"""Many needs against many answers: the similarities of a `TextSpace`, a block of needs at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.network import Positions
from matching.associations import Vectors
from matching.meanings import Scores
from matching.products import N_THREADS, largest_per_row
from matching.texts import ASSOCIATED, Texts, TextSpace

MIN_SIMILARITY = 0.12
"""Below this two phrases have nothing to say to each other: common letters of any two Dutch sentences reach it."""
N_BEST = 100
"""Answers kept per need."""
N_ROWS = 256
"""Needs compared at a time: bounds memory to some hundred megabytes at 100,000 answers."""
N_COMMON = 500
"""Dimensions in which most texts have something. Of 60,000 needs and answers they are six sevenths of the work; with
them as dense columns it takes half as long, and 300 or 1,000 of them make no difference."""


@dataclass(frozen=True)
class Comparison:
    """Needs and answers, taken apart into what most texts have and the rest."""

    space: TextSpace
    needs: Texts
    answers: Texts
    common: Positions
    """Dimensions that most texts have something in: shape (n_common,)."""
    dense_answers: Vectors
    """The answers' common dimensions, and what goes with their words: shape (n_answers, n_common + N_DIMENSIONS)."""
    sparse_answers: sparse.csr_array
    """All other dimensions, turned around: shape (n_dimensions, n_answers)."""

    @classmethod
    def of(cls, space: TextSpace, needs: Texts, answers: Texts) -> "Comparison":
        """Prepare a comparison of all needs with all answers."""
        n_dimensions = answers.shared.shape[1]
        n_pairs = np.multiply(
            *(np.bincount(side.shared.indices, minlength=n_dimensions).astype(float) for side in (needs, answers))
        )
        common = np.sort(np.argsort(-n_pairs, kind="stable")[:N_COMMON])
        return cls(
            space, needs, answers, common, _dense(answers, common), sparse.csr_array(_rest(answers, common).T.tocsr())
        )

    def block(self, rows: slice) -> Scores:
        """Return how well each answer meets each of some needs: 0 … 1, shape (n_rows, n_answers)."""
        needs = self.needs[rows]
        summed: Scores = _dense(needs, self.common, ASSOCIATED) @ self.dense_answers.T
        summed += (_rest(needs, self.common) @ self.sparse_answers).toarray()
        return self.space.blend(summed, needs, self.answers)


def most_similar(space: TextSpace, needs: Texts, answers: Texts) -> sparse.csr_array:
    """Return the `N_BEST` best similarities of each need, above `MIN_SIMILARITY`: shape (n_needs, n_answers)."""
    n_needs, n_answers = needs.shared.shape[0], answers.shared.shape[0]
    if not n_needs or not n_answers:
        return sparse.csr_array((n_needs, n_answers), dtype=np.float32)
    return sparse.csr_array(sparse.vstack(list(_best_by_block(space, needs, answers)), format="csr", dtype=np.float32))


def _best_by_block(space: TextSpace, needs: Texts, answers: Texts) -> Iterator[sparse.csr_array]:
    comparison = Comparison.of(space, needs, answers)

    def best(start: int) -> sparse.csr_array:
        return largest_per_row(comparison.block(slice(start, start + N_ROWS)), N_BEST, MIN_SIMILARITY)

    with ThreadPoolExecutor(N_THREADS) as pool:  # multiplying lets go of the interpreter
        yield from pool.map(best, range(0, needs.shared.shape[0], N_ROWS))


def _dense(texts: Texts, common: Positions, share: float = 1.0) -> Vectors:
    of_common: Vectors = texts.shared[:, common].toarray()
    return np.hstack([of_common, texts.associated * np.float32(share)])


def _rest(texts: Texts, common: Positions) -> sparse.csr_array:
    is_common = np.zeros(texts.shared.shape[1], np.bool_)
    is_common[common] = True
    left = texts.shared.copy()
    left.data[is_common[left.indices]] = 0
    left.eliminate_zeros()
    return left
