"""Learns which words go together from the thesaurus and its examples: run once and ahead, by make words."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.associations import N_DIMENSIONS, WORD_VECTORS, Associations, Vectors, unit_length
from matching.dutch import Compounds, lemmas

FOLDER = WORD_VECTORS.parent
SOURCES = ("themes.csv", "cues.csv", "examples.csv")

N_STEPS = 1200
N_AT_ONCE = 400
"""Pairs told apart from each other in one step."""
SHARE_OF_EXAMPLES = 0.5
"""Of the steps; the others draw words of concepts, of which there are more."""
KEPT = 0.5
"""Share of an example's words that a step sees: else sentences are learned by heart."""
N_DRAWN = 6
"""Words drawn of a concept."""
RATE = 0.01
SHARPNESS = 10.0
"""Factor of a cosine before the softmax."""
N_MAIN_LABELS = 7

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lessons:
    """What there is to learn from, as positions of words."""

    words: dict[str, int]
    weights: Vectors
    """How telling each word is (inverse document frequency): shape (n_words,)."""
    documents: sparse.csr_array
    """Words of each concept, and of each with one that answers it: shape (n_documents, n_words)."""
    concepts: list[Positions]
    """The words of each concept."""
    answers: Positions
    """Concepts and those that answer them, each concept with itself too: shape (n_answers, 2)."""
    needs: sparse.csr_array
    offers: sparse.csr_array
    """Needs and offers that belong together by row, weighted: shape (n_examples, n_words)."""
    need_numbers: Positions
    """The same for examples of one need."""


def read_lessons(folder: Path) -> Lessons:
    """Read the thesaurus with its cues and examples."""
    themes, cues, examples = (_rows(folder / name) for name in SOURCES)
    cues_by_id = {row["id"]: _values(row["cues"]) for row in cues}
    written = [
        [[row["label"], *_values(row["alternatives"])], cues_by_id.get(row["id"], []), _values(row["broader"])]
        for row in themes
    ]
    sentences = [(lemmas(row["need"]), lemmas(row["answer"])) for row in examples]
    told = chain.from_iterable(chain(labels, its_cues) for labels, its_cues, _ in written)
    compounds = Compounds(chain(chain.from_iterable(lemmas(text) for text in told), *chain.from_iterable(sentences)))

    def words_of(texts: Iterable[str]) -> list[str]:
        return [part for text in texts for word in lemmas(text) for part in compounds.take_apart(word)]

    position = {row["id"]: i for i, row in enumerate(themes)}
    main_labels = [words_of(labels[:N_MAIN_LABELS]) for labels, _, _ in written]
    concepts = [list(dict.fromkeys(words_of([*labels, *its_cues]))) for labels, its_cues, _ in written]
    answers = [(i, position[answer]) for i, row in enumerate(themes) for answer in _values(row["answered_by"])]
    documents = [
        *(
            [*words, *chain.from_iterable(main_labels[position[wider]] for wider in broader)]
            for words, (_, _, broader) in zip(concepts, written, strict=True)
        ),
        *([*concepts[need], *concepts[answer]] for need, answer in answers),
    ]
    sides = [
        [[p for w in words for p in compounds.take_apart(w)] for words in side] for side in zip(*sentences, strict=True)
    ]
    reader = TfidfVectorizer(analyzer=_as_is, sublinear_tf=True, dtype=np.float32)
    reader.fit([*documents, *chain.from_iterable(sides)])
    vocabulary: dict[str, int] = {str(word): int(number) for word, number in reader.vocabulary_.items()}
    return Lessons(
        words=vocabulary,
        weights=reader.idf_.astype(np.float32),
        documents=sparse.csr_array(reader.transform(documents)),
        concepts=[np.array([vocabulary[word] for word in words], np.int64) for words in concepts],
        answers=np.array([*answers, *[(i, i) for i in range(len(themes))] * 3], np.int64),
        needs=sparse.csr_array(reader.transform(sides[0])),
        offers=sparse.csr_array(reader.transform(sides[1])),
        need_numbers=np.unique([row["need"] for row in examples], return_inverse=True)[1],
    )


def learn(lessons: Lessons, seed: int = 0, n_steps: int = N_STEPS) -> Associations:
    """Return vectors in which a need is nearer to its own answers than to those of other needs.

    They begin as latent semantic analysis of the concepts (Deerwester and others 1990, Journal of the American Society
    for Information Science 41) and are moved by contrast with the other answers of each step (Wu and others 2018,
    StarSpace, AAAI).
    """
    chance = np.random.default_rng(seed)
    # A thesaurus of few concepts has no more directions than concepts: the others begin at 0.
    n_found = min(N_DIMENSIONS, *lessons.documents.shape)
    start = TruncatedSVD(n_found, n_iter=5, random_state=seed).fit(lessons.documents).components_.T
    start = np.pad(start, ((0, 0), (0, N_DIMENSIONS - n_found)))
    lengths = np.linalg.norm(start, axis=1, keepdims=True)
    is_new = lengths[:, 0] < 1e-9  # noqa: PLR2004 -- a word that stands in examples alone
    start = start / lengths.mean()
    start[is_new] = chance.normal(scale=0.02, size=(is_new.sum(), N_DIMENSIONS))
    mover = Mover(start.astype(np.float32))
    for step in range(n_steps):
        rate = RATE * min(1.0, 2 * (1 - step / n_steps))
        mover.move(*_draw_of_concepts(lessons, chance), rate)
        if chance.random() < SHARE_OF_EXAMPLES:
            mover.move(*_draw_of_examples(lessons, chance), rate)
    return Associations(lessons.words, mover.vectors * lessons.weights[:, np.newaxis])


class Mover:
    """Moves word vectors so that what belongs together comes nearer (Adam: Kingma and Ba 2015, ICLR)."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self._mean, self._square = np.zeros_like(vectors), np.zeros_like(vectors)
        self._n_moves = 0

    def move(
        self, needs: sparse.csr_array, answers: sparse.csr_array, is_alike: npt.NDArray[np.bool_], rate: float
    ) -> None:
        """Take one step: need and answer of each row belong together, those of other rows do not, unless `is_alike`."""
        sought: Vectors = needs @ self.vectors
        offered: Vectors = answers @ self.vectors
        unit_sought, unit_offered = unit_length(sought), unit_length(offered)
        fit = np.where(is_alike, np.float32(-1e9), np.float32(SHARPNESS) * (unit_sought @ unit_offered.T))
        pull = (_softmax(fit) + _softmax(fit.T).T) / 2 - np.eye(len(fit), dtype=np.float32)
        pull = (pull * (SHARPNESS / len(fit))).astype(np.float32)
        slope = needs.T @ _through_length(pull @ unit_offered, sought, unit_sought)
        slope += answers.T @ _through_length(pull.T @ unit_sought, offered, unit_offered)
        self._n_moves += 1
        self._mean += 0.1 * (slope - self._mean)
        self._square += 0.001 * (slope**2 - self._square)
        mean = self._mean / (1 - 0.9**self._n_moves)
        self.vectors -= rate * mean / (np.sqrt(self._square / (1 - 0.999**self._n_moves)) + np.float32(1e-8))


def _softmax(rows: Vectors) -> Vectors:
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Vectors = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _through_length(slope: npt.NDArray[np.floating], rows: Vectors, unit: Vectors) -> Vectors:
    """Return the slope by a row, given that by the row of length 1."""
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-6))
    return np.asarray((slope - unit * (unit * slope).sum(axis=1, keepdims=True)) / lengths, np.float32)


Draw = tuple[sparse.csr_array, sparse.csr_array, npt.NDArray[np.bool_]]


def _draw_of_concepts(lessons: Lessons, chance: np.random.Generator) -> Draw:
    """Return some words of needs and of what answers them; of one concept, two handfuls that share none."""
    pairs = lessons.answers[chance.choice(len(lessons.answers), N_AT_ONCE)]
    sought, offered = [], []
    for need, answer in pairs:
        if need == answer:
            shuffled = chance.permutation(lessons.concepts[need])[: 2 * N_DRAWN]
            half = len(shuffled) // 2
            sought.append(shuffled[:half])
            offered.append(shuffled[half:])
        else:
            sought.append(chance.permutation(lessons.concepts[need])[:N_DRAWN])
            offered.append(chance.permutation(lessons.concepts[answer])[:N_DRAWN])
    is_alike = (pairs[:, :1] == pairs[:, 0]) | (pairs[:, 1:] == pairs[:, 1]) | (pairs[:, :1] == pairs[:, 1])
    np.fill_diagonal(is_alike, val=False)
    return _bags(lessons, sought), _bags(lessons, offered), is_alike


def _draw_of_examples(lessons: Lessons, chance: np.random.Generator) -> Draw:
    """Return some of the words of some examples."""
    n_drawn = min(N_AT_ONCE, lessons.needs.shape[0])
    rows = chance.choice(lessons.needs.shape[0], n_drawn, replace=False)
    numbers = lessons.need_numbers[rows]
    is_alike = numbers[:, np.newaxis] == numbers
    np.fill_diagonal(is_alike, val=False)
    return _thinned(lessons.needs[rows], chance), _thinned(lessons.offers[rows], chance), is_alike


def _bags(lessons: Lessons, drawn: Sequence[Positions]) -> sparse.csr_array:
    indptr = np.cumsum([0, *(len(positions) for positions in drawn)])
    indices = np.concatenate(drawn)
    return sparse.csr_array((lessons.weights[indices], indices, indptr), shape=(len(drawn), len(lessons.words)))


def _thinned(rows: sparse.csr_array, chance: np.random.Generator) -> sparse.csr_array:
    thinned = sparse.csr_array(rows)
    thinned.data = thinned.data * (chance.random(thinned.nnz) < KEPT)
    return thinned


def digest(folder: Path) -> str:
    """Return what tells whether the vectors were made from these sources."""
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in SOURCES)).hexdigest()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _values(cell: str) -> list[str]:
    return [value for value in cell.split(";") if value]


def _as_is(words: list[str]) -> list[str]:
    return words


if __name__ == "__main__":
    learn(read_lessons(FOLDER)).save(WORD_VECTORS, digest(FOLDER))
