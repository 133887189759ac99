"""The most similar of many texts, without comparing all with all."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Positions
from matching.associations import Vectors
from matching.comparing import MIN_SIMILARITY
from matching.forked import shared_out
from matching.ordering import distinct, largest_in_rows
from matching.patched import PatchedRows
from matching.products import keep_largest, top_products, values_at
from matching.texts import ASSOCIATED, Texts, TextSpace
from matching.wide.bounds import bounded

N_CHAMPIONS = 120
"""Texts remembered of each word, letters or concept: those for which it counts most. 200 found no more at 100,000."""
N_GATHERED = 200
"""Texts that share most with one, of which the best are taken."""
N_ASSOCIATED = 100
"""Texts whose words go best together with those of one."""
N_DIGITS = 5
"""Of a similarity: further ones depend on the order in which a sum was taken."""
N_ROWS = 256
"""Texts compared at a time."""
N_LOOKED_UP = 32
"""Rows of which the pairs are looked up at once: more would not stay in the processor's cache."""
PER_LIST, MOST_LISTS, N_PROBED = 80, 4096, 16
"""Vectors of one list of the index at least, most lists, and lists looked into."""
N_TRAINED, N_TURNS = 40, 8
"""Vectors per list from which the lists are learned, and how often they are looked at."""


@dataclass(frozen=True)
class Nearest:
    """Answers, ready to be looked through."""

    space: TextSpace
    answers: Texts
    champions: sparse.csr_array
    """The texts that each dimension counts most for: shape (n_dimensions, n_answers)."""

    @classmethod
    def of(cls, space: TextSpace, answers: Texts) -> "Nearest":
        """Prepare answers."""
        return cls(space, answers, keep_largest(answers.shared.T.tocsr(), N_CHAMPIONS))

    def best(self, needs: Texts, k: int, share: float = 1.0, *, may_fork: bool = False) -> sparse.csr_array:
        """Return about the `k` most similar answers of each need, above `MIN_SIMILARITY`: shape (n_needs, n_answers).

        Similarities are exact; that none is missed is not sure (see docs/benchmarks.md). They are looked for among the
        texts that share the most telling words, letters and concepts, and those whose words go best together; among a
        `share` of them, 0 … 1, where what is looked for is near.
        `may_fork`: whether several processes may look (see `matching.forked`).
        """
        n_needs, n_answers = needs.shared.shape[0], self.answers.shared.shape[0]
        if not n_needs or not n_answers:
            return sparse.csr_array((n_needs, n_answers), dtype=np.float32)
        n_gathered, n_associated = (bounded(round(n * share), n_answers) for n in (N_GATHERED, N_ASSOCIATED))
        associated = nearest_vectors(self.answers.associated, needs.associated, n_associated)

        def block(start: int) -> sparse.csr_array:
            rows = slice(start, start + N_ROWS)
            return self._best(needs[rows], associated[rows], n_gathered, k)

        blocks = list(shared_out(block, range(0, n_needs, N_ROWS), may_fork=may_fork))
        return sparse.csr_array(sparse.vstack(blocks, format="csr"))

    def _best(self, needs: Texts, associated: npt.NDArray[np.int32], n_gathered: int, k: int) -> sparse.csr_array:
        shape = (needs.shared.shape[0], self.answers.shared.shape[0])
        sharing = top_products(needs.shared, self.champions, n_gathered, n_threads=1)  # blocks have threads
        row, place = np.nonzero(associated >= 0)
        by_sharing, shared = sharing.nonzero()
        rows, columns = np.concatenate([by_sharing, row]), np.concatenate([shared, associated[row, place]])
        row, column = np.divmod(distinct(rows.astype(np.int64) * shape[1] + columns), shape[1])
        similarity = self.similarity(needs, row, column)
        is_met = similarity > MIN_SIMILARITY
        met = sparse.csr_array((similarity[is_met], (row[is_met], column[is_met])), shape=shape)
        row, column = largest_in_rows(met, k)
        return sparse.csr_array((values_at(met, row, column), (row, column)), shape=shape)

    def similarity(self, needs: Texts, row: Positions, column: Positions) -> npt.NDArray[np.float32]:
        """Return the similarity of pairs, given by row of `needs` and number of the answer: shape (n_pairs,)."""
        summed = dots_at(needs.shared, self.answers.shared, row, column)
        summed += ASSOCIATED * dense_dots_at(needs.associated, self.answers.associated, row, column)
        blended = self.space.blend_pairs(summed, needs, self.answers, row, column)
        return np.asarray(np.round(blended, N_DIGITS), np.float32)


def nearest_vectors(vectors: Vectors, asked: Vectors, k: int) -> npt.NDArray[np.int32]:
    """Return about the `k` vectors that point most the way of each asked one: shape (n_asked, k); -1 for none.

    All of length 1 or 0. By lists of vectors near to each other, of which the nearest are looked through (Jégou and
    others 2011, IEEE Transactions on Pattern Analysis and Machine Intelligence 33); all, where there are few.
    """
    is_told = asked.any(axis=1)
    found = np.full((len(asked), k), -1, np.int32)
    known = np.flatnonzero(vectors.any(axis=1))
    if not len(known) or not is_told.any():
        return found
    n_lists = min(len(known) // PER_LIST, MOST_LISTS)
    index = _index(np.ascontiguousarray(vectors[known]), n_lists)
    _, places = index.search(np.ascontiguousarray(asked[is_told]), k)
    found[is_told] = np.where(places >= 0, known[places], -1)
    return found


def _index(vectors: Vectors, n_lists: int) -> Any:  # noqa: ANN401 -- the library's own type says less than it is
    import faiss  # noqa: PLC0415 -- a small network does not need it

    if n_lists < N_PROBED:
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        return flat
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{n_lists},Flat", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed = N_TURNS, 0
    n_trained = min(len(vectors), N_TRAINED * n_lists)
    index.train(vectors[np.random.default_rng(0).choice(len(vectors), n_trained, replace=False)])
    index.add(vectors)
    index.nprobe = N_PROBED
    return index


def dots_at(
    left: sparse.csr_array, right: sparse.csr_array | PatchedRows, row: Positions, column: Positions
) -> npt.NDArray[np.float32]:
    """Return the products of rows of two matrices at pairs of them, ordered by `row`: shape (n_pairs,).

    `left` is a block of few rows: each in turn is laid out, and multiplied with all that it is paired with. What many
    are paired with is looked up at once, since that has its price each time.

    >>> ones = sparse.csr_array(np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]], dtype=np.float32))
    >>> dots_at(ones, ones, np.array([0, 0]), np.array([0, 1])).tolist()
    [5.0, 2.0]
    """
    dots = np.empty(len(row), np.float32)
    laid_out = np.zeros(left.shape[1], np.float32)
    ends = np.searchsorted(row, np.arange(left.shape[0] + 1))
    for first in range(0, left.shape[0], N_LOOKED_UP):
        rows = range(first, min(first + N_LOOKED_UP, left.shape[0]))
        begin = ends[rows.start]
        paired = right[column[begin : ends[rows.stop]]]
        for at in rows:
            cells = slice(left.indptr[at], left.indptr[at + 1])
            pairs = slice(paired.indptr[ends[at] - begin], paired.indptr[ends[at + 1] - begin])
            laid_out[left.indices[cells]] = left.data[cells]
            paired.data[pairs] *= laid_out[paired.indices[pairs]]
            laid_out[left.indices[cells]] = 0
        dots[begin : ends[rows.stop]] = paired.sum(axis=1)
    return dots


def dense_dots_at(left: Vectors, right: Vectors, row: Positions, column: Positions) -> npt.NDArray[np.float32]:
    """Return the products of rows of two dense matrices at pairs of them, ordered by `row`: shape (n_pairs,)."""
    dots = np.empty(len(row), np.float32)
    rows, starts = np.unique(row, return_index=True)
    ends = np.searchsorted(row, rows, side="right")
    for at, start, end in zip(rows, starts, ends, strict=True):
        dots[start:end] = right[column[start:end]] @ left[at]
    return dots
