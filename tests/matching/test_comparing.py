"""Tests of matching.comparing: many needs against many answers, the same as one by one."""

import numpy as np
import pytest

from matching import comparing
from matching.comparing import MIN_SIMILARITY, N_ROWS, Comparison, most_similar
from matching.texts import TextSpace
from tests.associations import associating
from tests.builders import network, partner

WORDS = ["taalles", "gymzaal", "fiets", "viool", "boek", "podium", "moestuin", "techniek"]
PHRASES = [f"{one} en {other} voor iedereen" for one in WORDS for other in WORDS]
SPACE = TextSpace(
    network([partner("a", offers=PHRASES)]), known=associating({"fiets": [1.0, 0.0], "techniek": [0.6, 0.8]})
)
NEEDS, ANSWERS = SPACE.sought(PHRASES[:20]), SPACE.offered(PHRASES)


@pytest.mark.parametrize("n_common", [1, 10, 100_000], ids=["hardly-any", "some", "all"])
def test_however_much_is_common_a_block_is_the_similarity(monkeypatch, n_common):
    monkeypatch.setattr(comparing, "N_COMMON", n_common)

    block = Comparison.of(SPACE, NEEDS, ANSWERS).block(slice(5, 15))

    assert block == pytest.approx(SPACE.similarity(NEEDS[5:15], ANSWERS), abs=1e-6)
    assert block.any()


def test_the_best_of_each_need_are_kept(monkeypatch):
    monkeypatch.setattr(comparing, "N_BEST", 3)
    similarity = SPACE.similarity(NEEDS, ANSWERS)

    found = most_similar(SPACE, NEEDS, ANSWERS).toarray()

    assert ((found > 0).sum(axis=1) <= 3).all()
    assert np.sort(found, axis=1)[:, -3:] == pytest.approx(np.sort(similarity, axis=1)[:, -3:], abs=1e-6)


def test_what_hardly_resembles_a_need_is_left_out():
    similarity = SPACE.similarity(NEEDS, ANSWERS)

    found = most_similar(SPACE, NEEDS, ANSWERS).toarray()

    assert found == pytest.approx(np.where(similarity > MIN_SIMILARITY, similarity, 0), abs=1e-6)


def test_blocks_come_in_the_order_of_the_needs():
    many = [PHRASES[at % 3] for at in range(2 * N_ROWS + 1)]

    found = most_similar(SPACE, SPACE.sought(many), SPACE.offered(PHRASES[:3])).toarray()

    assert np.argmax(found, axis=1).tolist() == [at % 3 for at in range(2 * N_ROWS + 1)]


@pytest.mark.parametrize(("n_needs", "n_answers"), [(0, 2), (2, 0), (0, 0)])
def test_without_needs_or_answers_nothing_is_similar(n_needs, n_answers):
    found = most_similar(SPACE, SPACE.sought(PHRASES[:n_needs]), SPACE.offered(PHRASES[:n_answers]))

    assert found.shape == (n_needs, n_answers)
    assert found.nnz == 0
