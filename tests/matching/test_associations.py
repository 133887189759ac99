"""Tests of matching.associations: what goes with the words of a text, and the file that it is kept in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.associations import N_DIMENSIONS, WORD_VECTORS, Associations, associations, unit_length
from tests.associations import NO_ASSOCIATIONS, associating

KNOWN = associating({"viool": [3.0, 4.0], "muziek": [0.0, 2.0], "stilte": [-3.0, -4.0]})


def directions(*texts, known=KNOWN):
    """The first two values of each text's vector."""
    return known.of([text.split() for text in texts])[:, :2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("viool", [0.6, 0.8], id="one-word-brought-to-length-1"),
        pytest.param("viool muziek", [3 / 45**0.5, 6 / 45**0.5], id="two-words-the-longer-says-more"),
        pytest.param("bouwen viool maken", [0.6, 0.8], id="among-words-that-are-not-known"),
        pytest.param("bouwen", [0, 0], id="nothing-known"),
        pytest.param("", [0, 0], id="no-word"),
        pytest.param("viool stilte", [0, 0], id="words-that-cancel-out"),
    ],
)
def test_a_text_points_where_its_words_point(text, expected):
    assert directions(text) == pytest.approx(np.array([expected]), abs=1e-6)


def test_a_word_said_twice_tells_more_but_not_twice_as_much():
    # 1 + log 2 times (0, 2) beside (3, 4), not 2 times.
    summed = np.array([3, 4 + 2 * (1 + np.log(2))])

    assert directions("muziek viool muziek") == pytest.approx((summed / np.linalg.norm(summed))[np.newaxis])


def test_a_word_said_over_and_over_alone_is_the_word_itself():
    assert directions("viool viool viool") == pytest.approx(directions("viool"))


@given(st.lists(st.lists(st.sampled_from([*KNOWN.position_by_word, "bouwen"]), max_size=4), max_size=4))
def test_rows_have_length_1_or_0_whatever_else_is_asked(texts):
    found = KNOWN.of(texts)

    assert found.shape == (len(texts), N_DIMENSIONS)
    assert found.dtype == np.float32
    for row, text in zip(found, texts, strict=True):
        assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5) or not row.any()
        np.testing.assert_allclose(row, KNOWN.of([text])[0], atol=1e-6)


def test_without_associations_no_word_is_known():
    assert NO_ASSOCIATIONS.of([["viool"], []]).tolist() == [[0.0] * N_DIMENSIONS] * 2


def test_a_row_of_zeros_has_no_length():
    rows = np.array([[0.0, 5.0], [0.0, 0.0]], np.float32)

    assert unit_length(rows).tolist() == [[0, 1], [0, 0]]


def test_what_was_saved_comes_back_to_within_half_a_step(tmp_path):
    words = ["viool", "muziek", "zaal", "fiets", "één"]
    vectors = np.random.default_rng(3).normal(size=(5, N_DIMENSIONS)).astype(np.float32)
    # A dictionary in another order than its positions.
    known = Associations({words[at]: at for at in (3, 0, 4, 2, 1)}, vectors)

    known.save(tmp_path / "vectors.npz", made_from="these")
    read = Associations.load(tmp_path / "vectors.npz")

    assert read.position_by_word == known.position_by_word
    assert read.vectors.dtype == np.float32
    np.testing.assert_allclose(read.vectors, vectors, rtol=0, atol=0.501 * np.abs(vectors).max() / 127)


def test_the_greatest_value_comes_back_whatever_its_sign(tmp_path):
    associating({"viool": [-8.0, 2.0]}).save(tmp_path / "vectors.npz", made_from="these")

    # 2 is 31.75 steps of 8/127: 32.
    found = Associations.load(tmp_path / "vectors.npz").vectors[0, :3].tolist()
    assert found == pytest.approx([-8, 32 * 8 / 127, 0])


def test_the_file_says_what_it_was_made_from(tmp_path):
    KNOWN.save(tmp_path / "vectors.npz", made_from="these")

    with np.load(tmp_path / "vectors.npz", allow_pickle=False) as file:
        assert str(file["made_from"]) == "these"


def test_those_of_the_thesaurus_are_read_once():
    assert associations() is associations()


@pytest.fixture
def _installed_without_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("matching.associations.WORD_VECTORS", tmp_path / WORD_VECTORS.name)
    associations.cache_clear()
    yield
    associations.cache_clear()


@pytest.mark.usefixtures("_installed_without_the_file")
def test_an_installation_without_the_file_knows_no_word():
    assert associations().position_by_word == {}
    assert associations().of([["viool"]]).tolist() == [[0.0] * N_DIMENSIONS]
