"""Words found whatever their case and accents, and the text around them."""

import pytest

from service.search.excerpts import PIECE_LENGTH, excerpt, has_all, has_any
from service.search.hits import read_words


def shown(parts):
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in parts)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("Koffie in Café De Sok", ["cafe"], "Koffie in [Café] De Sok", id="accents"),
        pytest.param("TAAL, taalles", ["taal"], "[TAAL], [taal]les", id="every-hit"),
        pytest.param("Straße 5", ["strasse", "5"], "[Straße] [5]", id="one-letter-that-folds-to-two"),
        pytest.param("ﬁets", ["fiets"], "[ﬁets]", id="ligature"),
        pytest.param("taalles", ["taal", "taalles"], "[taalles]", id="overlap-marks-no-letter-twice"),
        pytest.param("Lezen", ["taal"], "Lezen", id="no-hit"),
        pytest.param("", ["taal"], "", id="empty"),
    ],
)
def test_an_excerpt_marks_what_was_searched(text, words, expected):
    assert shown(excerpt(text, words)) == expected


def test_a_long_text_is_cut_around_its_first_hit_at_a_whole_word():
    text = "woord " * 100 + "taalles en dan " + "woord " * 100

    parts = excerpt(text, ["taalles"])

    assert [part for part in parts if part[1]] == [("taalles", True)]
    assert shown(parts).startswith("…woord woord")
    assert shown(parts).endswith("…")
    assert len(shown(parts)) <= PIECE_LENGTH + 4


def test_all_words_have_to_be_there():
    assert has_all("de lindeschool", ["linde", "de"])
    assert not has_all("de lindeschool", ["linde", "oss"])
    assert has_any("DE LINDESCHOOL", ["oss", "linde"])


@pytest.mark.parametrize(
    ("text", "words"),
    [("  Café  oude café ", ["cafe", "oude"]), ("x", []), ("", []), ("a b", ["a", "b"]), ("w " * 20, [])],
)
def test_a_search_is_read_as_words_of_which_none_comes_twice(text, words):
    assert read_words(text) == words
