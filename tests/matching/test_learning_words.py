"""Tests of matching.learning_words: on a thesaurus of four concepts, and one step on three words."""

import csv
import shutil

import numpy as np
import pytest
from scipy import sparse

from matching.associations import N_DIMENSIONS
from matching.learning_words import SHARPNESS, SOURCES, Mover, digest, learn, read_lessons

THEMES = [
    ("id", "label", "alternatives", "broader", "description", "kind", "answered_by"),
    ("eenzaamheid", "Eenzaamheid", "alleen zijn;isolement", "", "", "need", "maatje"),
    ("maatje", "Maatje", "metgezel", "", "", "resource", ""),
    ("muziek", "Muziek", "", "", "", "theme", ""),
    ("viool", "Viool", "strijkstok", "muziek", "", "theme", ""),
]
CUES = [
    ("id", "cues"),
    ("eenzaamheid", "weduwe;stil huis"),
    ("maatje", "wandelen;koffie"),
    ("muziek", "zingen;orkest;koor"),
    ("viool", "snaar;hars"),
]
EXAMPLES = [
    ("need", "answer"),
    ("Oma spreekt de hele week niemand.", "Een vrijwilliger drinkt thee bij u."),
    ("Oma spreekt de hele week niemand.", "Bezoek van een buurvrouw."),
    ("Ons koor mist een dirigent.", "Conservatorium stuurt studenten."),
    ("De fietsen van de klas zijn stuk.", "Monteur repareert banden."),
]


def write(folder, themes=THEMES, cues=CUES, examples=EXAMPLES):
    for name, table in zip(SOURCES, (themes, cues, examples), strict=True):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("themes"))


@pytest.fixture(scope="module")
def lessons(folder):
    return read_lessons(folder)


@pytest.fixture(scope="module")
def learned(lessons):
    return learn(lessons, n_steps=40)


def words_in(lessons, positions):
    written = {position: word for word, position in lessons.words.items()}
    return [written[position] for position in positions]


def test_a_concept_has_the_words_of_its_labels_and_cues(lessons):
    eenzaamheid, maatje, muziek, viool = (words_in(lessons, positions) for positions in lessons.concepts)

    assert eenzaamheid == ["eenzaamheid", "alleen", "isolement", "weduwe", "stil", "huis"]
    assert maatje == ["maatje", "metgezel", "wandelen", "koffie"]
    assert muziek == ["muziek", "zingen", "orkest", "koor"]
    assert viool == ["viool", "strijkstok", "snaar", "hars"]


def test_a_document_has_the_words_of_a_concept_and_of_the_wider_one(lessons):
    documents = [set(words_in(lessons, lessons.documents[[at]].indices)) for at in range(4)]

    own = [set(words_in(lessons, positions)) for positions in lessons.concepts]
    assert documents == [*own[:3], own[3] | {"muziek"}]


def test_one_more_document_has_the_words_of_a_need_and_of_its_answer(lessons):
    need, answer = (set(words_in(lessons, positions)) for positions in lessons.concepts[:2])

    assert lessons.documents.shape[0] == 5
    assert set(words_in(lessons, lessons.documents[[4]].indices)) == need | answer


def test_answers_are_those_of_the_thesaurus_and_each_concept_itself(lessons):
    assert np.unique(lessons.answers, axis=0).tolist() == [[0, 0], [0, 1], [1, 1], [2, 2], [3, 3]]


def test_examples_of_one_need_are_numbered_alike(lessons):
    first, second, third, fourth = lessons.need_numbers.tolist()

    assert first == second
    assert len({first, third, fourth}) == 3


def test_a_need_comes_nearer_to_its_own_answers_than_to_others(lessons, learned):
    words = [
        [words_in(lessons, side[[row]].indices) for row in range(len(EXAMPLES) - 1)]
        for side in (lessons.needs, lessons.offers)
    ]

    likeness = learned.of(words[0]) @ learned.of(words[1]).T

    is_own = lessons.need_numbers[:, np.newaxis] == lessons.need_numbers
    assert likeness[is_own].min() > likeness[~is_own].max() + 0.3


def test_words_of_a_concept_and_of_its_answer_come_nearer_than_others(learned):
    weduwe, metgezel, snaar, strijkstok = learned.of([["weduwe"], ["metgezel"], ["snaar"], ["strijkstok"]])

    assert min(weduwe @ metgezel, snaar @ strijkstok) > max(weduwe @ snaar, metgezel @ strijkstok) + 0.3


def test_every_word_of_the_sources_has_a_vector(lessons, learned):
    assert learned.position_by_word == lessons.words
    assert learned.vectors.shape == (len(lessons.words), N_DIMENSIONS)
    assert np.isfinite(learned.vectors).all()
    assert learned.vectors.any(axis=1).all()


def test_the_same_seed_gives_the_same_vectors_and_another_gives_others(lessons):
    first, again, other = (learn(lessons, seed=seed, n_steps=3).vectors for seed in (5, 5, 6))

    assert first.tobytes() == again.tobytes()
    assert not np.allclose(first, other)


def bags(*rows):
    return sparse.csr_array(np.array(rows, np.float32))


# Words 0, 1, 2: needs and answers of two steps, and which of the answers in the first do for another row's need too.
FIRST = (bags([1, 0, 0], [0, 2, 0], [0, 1, 1]), bags([0, 1, 1], [1, 0, 2], [0, 0, 1]))
SECOND = (bags([0, 1, 0], [1, 0, 1]), bags([1, 1, 0], [0, 0, 3]))
NONE_ALIKE, SOME_ALIKE = np.zeros((2, 2), bool), np.array([[0, 0, 1], [0, 0, 0], [1, 0, 0]], bool)


def loss(vectors, needs, answers, is_alike):
    """Cross-entropy of finding each need's answer among all, and each answer's need, by their cosines."""
    sought, offered = needs.toarray() @ vectors, answers.toarray() @ vectors
    lengths = np.linalg.norm(sought, axis=1)[:, np.newaxis] * np.linalg.norm(offered, axis=1)
    powers = np.where(is_alike, 0, np.exp(SHARPNESS * (sought @ offered.T) / lengths))
    own = np.diag(powers)
    return -(np.log(own / powers.sum(axis=1)) + np.log(own / powers.sum(axis=0))).mean() / 2


def slope(vectors, *step, by=1e-5):
    """How the loss changes with each value of the vectors, by finite differences."""
    found = np.zeros_like(vectors)
    for place in np.ndindex(vectors.shape):
        moved = np.zeros_like(vectors)
        moved[place] = by
        found[place] = (loss(vectors + moved, *step) - loss(vectors - moved, *step)) / (2 * by)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_words_are_moved_against_the_slope_of_the_loss(seed):
    vectors = np.random.default_rng(seed).normal(size=(3, 4)).astype(np.float32)
    mover = Mover(vectors.copy())

    mover.move(*FIRST, SOME_ALIKE, rate=0.0)
    mover.move(*SECOND, NONE_ALIKE, rate=0.01)

    # Adam on the two slopes: their weighted means, divided by 1 - 0.9² and 1 - 0.999².
    one, two = slope(vectors.astype(float), *FIRST, SOME_ALIKE), slope(vectors.astype(float), *SECOND, NONE_ALIKE)
    mean = (0.9 * 0.1 * one + 0.1 * two) / (1 - 0.9**2)
    square = (0.999 * 0.001 * one**2 + 0.001 * two**2) / (1 - 0.999**2)
    assert mover.vectors == pytest.approx(vectors - 0.01 * mean / np.sqrt(square), abs=2e-5)


def test_a_first_step_is_as_long_as_the_rate_and_lowers_the_loss():
    vectors = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    mover = Mover(vectors.copy())

    mover.move(*FIRST, SOME_ALIKE, rate=0.01)

    assert np.abs(mover.vectors - vectors) == pytest.approx(0.01, rel=1e-2)
    assert loss(mover.vectors, *FIRST, SOME_ALIKE) < loss(vectors, *FIRST, SOME_ALIKE)


def test_texts_without_a_word_move_nothing():
    vectors = np.ones((3, 4), np.float32)
    mover = Mover(vectors.copy())

    mover.move(bags([0, 0, 0], [0, 0, 0]), bags([0, 0, 0], [0, 0, 0]), NONE_ALIKE, rate=0.01)

    assert mover.vectors.tolist() == vectors.tolist()


@pytest.mark.parametrize("name", SOURCES)
def test_the_digest_changes_with_each_source(folder, tmp_path, name):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    same = digest(tmp_path)

    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert same == digest(folder) != digest(tmp_path)


def test_the_digest_tells_on_which_side_of_a_border_a_line_stands(tmp_path):
    themes, cues, examples = (tmp_path / name for name in SOURCES)
    examples.touch()
    themes.write_bytes(b"a,b")
    cues.write_bytes(b"c")
    before = digest(tmp_path)

    themes.write_bytes(b"a,")
    cues.write_bytes(b"bc")

    assert digest(tmp_path) != before
