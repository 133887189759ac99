"""Tests of matching.dutch: words folded, made lemmas and taken apart."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.dutch import MAX_LETTERS, Compounds, fold, lemma, lemmas, stop_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Één Café", "een cafe", id="accents"),
        pytest.param("ideeën en coördinatie", "ideeen en coordinatie", id="diaereses"),
        pytest.param("Ĳssel", "ijssel", id="the-letter-ij"),
        pytest.param("ﬁets", "fiets", id="a-ligature"),
        pytest.param("STRASSE Straße", "strasse strasse", id="sharp-s"),
        pytest.param("№ 5", "no 5", id="a-sign-that-hides-a-capital"),
        pytest.param("VMBO 3", "vmbo 3", id="digits-stay"),
        pytest.param("", "", id="empty"),
    ],
)
def test_fold_gives_lower_case_without_accents(text, expected):
    assert fold(text) == expected


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_nothing_folded_carries_an_accent(text):
    assert not any(unicodedata.combining(letter) for letter in fold(text))


@given(st.text(), st.text())
def test_folding_a_joined_text_is_joining_the_folded_ones(left, right):
    assert fold(f"{left} {right}") == f"{fold(left)} {fold(right)}"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("taallessen", "taalles"),
        ("stageplaatsen", "stageplaats"),
        ("vrijwilligers", "vrijwilliger"),
        ("kinderen", "kind"),
        ("jongeren", "jongere"),
        ("ouders", "ouder"),
        ("leden", "lid"),
        ("lessen", "les"),
        ("uitjes", "uitje"),
    ],
)
def test_a_plural_becomes_its_singular(word, expected):
    assert lemma(word) == expected


@pytest.mark.parametrize("word", ["les", "ouder", "uitje", "taalles", "vrijwilliger"])
def test_a_lemma_stays_as_it_is(word):
    assert lemma(word) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Wij zoeken taallessen", ["taalles"], id="words-of-asking-say-nothing"),
        pytest.param("Wie helpt ons aan een partner?", [], id="nothing-but-asking"),
        pytest.param("de, het & een", [], id="nothing-but-stop-words"),
        pytest.param("Ouders/verzorgers", ["ouder", "verzorger"], id="slash"),
        pytest.param("taalles; taalles", ["taalles", "taalles"], id="a-word-twice"),
        pytest.param("foto's van opa’s", ["foto", "opa"], id="apostrophes-of-both-kinds"),
        pytest.param("'s-Hertogenbosch", ["s-hertogenbosch"], id="a-place-with-an-apostrophe"),
        pytest.param("vmbo-leerlingen", ["vmbo-leerling"], id="hyphen"),
        pytest.param("klas 3 b in 2020", ["klas", "3", "2020"], id="digits-stay-and-single-letters-go"),
        pytest.param("snake_case", ["snake", "case"], id="an-underscore-parts"),
        pytest.param("bijen", ["bij"], id="bees-are-no-preposition"),
        pytest.param("", [], id="empty"),
        pytest.param("… – !?", [], id="marks"),
        pytest.param("😀", [], id="a-smiley"),
    ],
)
def test_lemmas_are_the_words_that_carry_a_subject(text, expected):
    assert lemmas(text) == expected


@given(st.text())
def test_no_word_of_asking_comes_out_of_any_text(text):
    assert not stop_words() & {word for word in lemmas(text) if word in lemmas(word)}


@given(st.lists(st.sampled_from(["Taallessen", "ideeën", "de", "Oss", "2020", "zoeken", "ouders"])))
def test_words_come_out_in_the_order_they_stand_in(words):
    one_by_one = [word for each in words for word in lemmas(each)]

    assert lemmas(" ".join(words)) == one_by_one


def test_a_word_longer_than_any_is_left_out():
    longest = "a" * MAX_LETTERS

    assert lemmas(f"{longest}a taalles") == ["taalles"]
    assert lemmas(longest) == [longest]


def test_a_page_without_a_blank_takes_no_time():
    begin = time.perf_counter()

    assert lemmas("a" * 100_000) == []
    assert time.perf_counter() - begin < 1


LEXICON = Compounds(
    [
        "techniek",
        "workshop",
        "kinder",
        "opvang",
        "leerling",
        "vervoer",
        "luis",
        "teren",
        "sport",
        "op",
        "vereniging",
        "week",
        "taal",
        "vrijwilliger",
        "meisje",
    ]
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        pytest.param("techniekworkshops", ("techniekworkshop", "techniek", "workshop"), id="the-last-part-as-a-lemma"),
        pytest.param("kinderopvang", ("kinderopvang", "kinder", "opvang"), id="a-plural-in-front"),
        pytest.param("leerlingenvervoer", ("leerlingenvervoer", "leerling", "vervoer"), id="linked-by-en"),
        pytest.param("verenigingsweek", ("verenigingsweek", "vereniging", "week"), id="linked-by-s"),
        pytest.param("kindervervoer", ("kindervervoer", "kinder", "vervoer"), id="without-a-link"),
        pytest.param("meisjestechniek", ("meisjestechniek", "meisje", "techniek"), id="an-s-that-is-a-plural"),
        pytest.param("sporttechniekworkshop", ("sporttechniekworkshop", "sport", "techniek", "workshop"), id="three"),
        pytest.param("taalvrijwilligers", ("taalvrijwilliger", "taal", "vrijwilliger"), id="taal"),
    ],
)
def test_a_compound_is_followed_by_its_parts(word, parts):
    assert LEXICON.take_apart(word) == parts


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("luisteren", id="a-verb-is-no-luis-with-teren"),
        pytest.param("techniek", id="a-word-of-the-lexicon-itself"),
        pytest.param("opvang", id="op-is-too-short-for-a-part"),
        pytest.param("fietsvervoer", id="an-unknown-first-part"),
        pytest.param("techniekles", id="a-last-part-too-short"),
        pytest.param("taaltaa", id="too-short-for-two-parts"),
        pytest.param("x", id="a-letter"),
        pytest.param("", id="empty"),
        pytest.param("2020", id="digits"),
    ],
)
def test_a_word_that_is_no_compound_of_the_lexicon_comes_back_alone(word):
    assert LEXICON.take_apart(word) == (word,)


def test_of_several_ways_the_one_with_the_longest_last_part_wins():
    compounds = Compounds(["stage", "plaats", "stageplaats", "vervoer", "plaatsvervoer"])

    assert compounds.take_apart("stageplaatsvervoer") == ("stageplaatsvervoer", "stage", "plaatsvervoer")


def test_without_a_lexicon_nothing_is_taken_apart():
    assert Compounds([]).take_apart("kinderopvang") == ("kinderopvang",)


@given(
    st.lists(st.sampled_from(sorted(LEXICON.lexicon)), min_size=2, max_size=4), st.sampled_from(["", "s", "en", "e"])
)
def test_parts_are_words_of_the_lexicon_and_the_last_ends_the_word(words, link):
    canonical, *parts = LEXICON.take_apart(link.join(words))

    assert set(parts) <= LEXICON.lexicon
    assert not parts or canonical.endswith(parts[-1])


@given(st.text(max_size=MAX_LETTERS))
def test_any_text_can_be_taken_apart_and_twice_is_the_same(word):
    assert LEXICON.take_apart(word) == LEXICON.take_apart(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("tuin", "tuinen", id="the-dictionary-goes-in-a-circle"),
        pytest.param("maatje", "maatjes", id="no-measure"),
        pytest.param("jongere", "jongeren", id="no-adjective"),
        pytest.param("oudere", "ouderen", id="not-old"),
        pytest.param("werknemer", "werknemers", id="not-the-woman"),
        pytest.param("les", "lessen", id="swapped"),
    ],
)
def test_singular_and_plural_have_one_lemma(one, other):
    assert lemma(one) == lemma(other)


def test_different_people_keep_different_lemmas():
    assert len({lemma("ouders"), lemma("ouderen"), lemma("oude")}) == 3


def test_small_numbers_say_nothing():
    assert lemmas("twee van de drie scholen") == ["school"]
