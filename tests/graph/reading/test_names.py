"""Names: the same, near, and nearly doubled."""

import time

import numpy as np
import pytest

from graph.reading.duplicates import near_duplicates
from graph.reading.names import MAX_SUGGESTIONS, Finder, fold, slug


@pytest.mark.parametrize("other", ["HET HOOGHUIS", "het-hooghuis", "Het  Hooghuis ", "Hét Hooghuis", "het_hooghuis"])
def test_case_accents_spaces_and_hyphens_do_not_count(other):
    assert fold(other) == fold("Het Hooghuis")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Bijen & bloemen", "bijen-bloemen", id="words"),
        pytest.param("Ünïek!", "uniek", id="accents"),
        pytest.param("???", "???", id="no-words"),
        pytest.param("язык", "язык", id="other-letters"),
        pytest.param("쉐르빌", "쉐르빌", id="composed-letters"),
    ],
)
def test_an_id_is_made_of_words(text, expected):
    assert slug(text) == expected


def test_an_id_goes_before_a_name():
    finder = Finder(["a", "b"], [("b", "a"), ("Anna", "a")])

    assert finder.find("b") == ("b",)
    assert finder.find("anna") == ("a",)
    assert finder.find("anne") == ()


def test_the_nearest_name_is_suggested_but_not_for_ever():
    finder = Finder(["a"], [("Het Hooghuis", "a")])

    nearest = [finder.nearest("Het Hoghuis") for _ in range(MAX_SUGGESTIONS + 1)]

    assert nearest == ["a"] * MAX_SUGGESTIONS + [None]


def test_nothing_near_is_no_suggestion():
    assert Finder(["a"], [("Het Hooghuis", "a")]).nearest("Bernhoven") is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Heijmans N.V.", "HEIJMANS", id="legal-form"),
        pytest.param("Stichting Ons Welzijn", "Ons Welzijn", id="foundation"),
        pytest.param("Café De Brug", "Cafe de Brug", id="accent"),
        pytest.param("Bibliotheek Noord Oost Brabant", "Bibliotheek Noord-Oost-Brabant", id="hyphens"),
        pytest.param("Golfbad Oss", "Oss Golfbad", id="order"),
    ],
)
def test_names_that_differ_in_form_alone_are_near_duplicates(first, second):
    assert near_duplicates(["Bernhoven", first, second]) == [(1, 2, 100.0)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("De Sprong 1", "De Sprong 2", id="numbers"),
        pytest.param("Het Hooghuis locatie Zuid", "Het Hooghuis locatie West", id="locations"),
        pytest.param("Gemeente Oss", "Gemeente Uden", id="neighbours"),
    ],
)
def test_names_that_say_different_things_are_not(first, second):
    assert near_duplicates([first, second]) == []


def test_different_legal_forms_make_a_pair_less_near():
    assert near_duplicates(["Maashorst B.V.", "Stichting Maashorst"]) == [(0, 1, 95.0)]


def test_only_pairs_with_a_new_name_are_looked_for():
    names = ["De Brug", "de brug", "De Weg", "de weg"]

    assert near_duplicates(names, [False, False, False, True]) == [(2, 3, 100.0)]


@pytest.mark.parametrize("names", [[], ["De Brug"], ["", ""], ["!", "?"]], ids=["none", "one", "empty", "signs"])
def test_few_or_empty_names_have_no_near_duplicates(names):
    assert near_duplicates(names) == []


def test_many_names_are_compared_in_seconds():
    syllables = [
        "ber",
        "bos",
        "den",
        "dor",
        "eik",
        "gel",
        "hof",
        "kam",
        "lin",
        "mol",
        "noor",
        "oss",
        "rij",
        "sta",
        "ven",
    ]
    drawn = np.random.default_rng(7).choice(syllables, (5_000, 6))
    names = [f"{''.join(row[:3])} {''.join(row[3:])}" for row in drawn]
    started = time.perf_counter()

    near_duplicates(names)

    assert time.perf_counter() - started < 10  # seconds; all pairs by themselves would take minutes
