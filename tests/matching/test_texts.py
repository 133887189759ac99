"""Tests of matching.texts: how alike texts are, and where what is sought meets what is offered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.texts import CONCEPTS, LETTERS, WORDS, TextSpace, meet
from tests.builders import collaboration, network, partner, theme

THEMES = [
    theme("eenzaamheid", kind="need", answers="buddy"),
    theme("buddy", kind="resource", alternatives=["metgezel"]),
    theme("muziek"),
    theme("viool", broader="muziek"),
]
PHRASES = ["taallessen voor nieuwkomers", "een buddy", "eenzaamheid", "vioolles", "muziek", "fietsen maken", "de zaal"]
SPACE = TextSpace(network([partner("a", seeks=PHRASES[:3], offers=PHRASES[3:])], themes=THEMES))
WITHOUT_NEEDS = TextSpace(network([partner("a", offers=PHRASES)], themes=THEMES[2:]))


def similarity(sought, offered, space=SPACE):
    return float((space.sought([sought]) @ space.offered([offered]).T).toarray()[0, 0])


def met(built):
    """Who meets whom as {(seeker, offerer): (need, answer)}, by id and phrase."""
    table = meet(built, TextSpace(built)).table
    ids, texts = built.partners["id"], built.phrases["text"]
    return {(ids[row.seeker], ids[row.offerer]): (texts[row.need], texts[row.answer]) for row in table.itertuples()}


@pytest.mark.parametrize(
    ("sought", "offered", "expected"),
    [
        pytest.param("muziek", "muziek", 1, id="the-same-with-a-concept"),
        pytest.param("fietsen maken", "fietsen", WORDS + LETTERS, id="the-same-without-a-concept"),
        pytest.param("fietsen", "buddy", 0, id="nothing-in-common"),
        pytest.param("buddy", "metgezel", CONCEPTS, id="another-name-for-it"),
        pytest.param("", "muziek", 0, id="nothing-sought"),
        pytest.param("muziek", "", 0, id="nothing-offered"),
        pytest.param("de het een", "de het een", 0, id="stop-words-alone"),
        pytest.param("xqzwv", "xqzwv", 0, id="letters-that-nobody-wrote"),
    ],
)
def test_how_alike_two_texts_are(sought, offered, expected):
    assert similarity(sought, offered) == pytest.approx(expected, abs=1e-5)


def test_a_need_points_to_its_answer_only_where_it_is_sought():
    assert similarity("eenzaamheid", "een buddy") > 0.1
    assert similarity("een buddy", "eenzaamheid") == 0


def test_a_need_named_in_an_offer_is_no_want_of_it():
    # The words and the letters are the same; the concept is told, not offered.
    assert similarity("eenzaamheid", "eenzaamheid") == pytest.approx(WORDS + LETTERS)


def test_a_narrower_concept_is_nearer_than_an_unrelated_one():
    assert similarity("viool", "muziek") > 0 == similarity("viool", "buddy")


def test_for_whom_tells_less_than_what():
    themes = [theme("jeugd", kind="audience"), theme("viool"), theme("piano"), theme("ouderen", kind="audience")]
    built = network([partner("a", offers=["viool jeugd", "piano jeugd", "viool ouderen"])], themes=themes)
    space = TextSpace(built)

    assert similarity("viool jeugd", "viool ouderen", space) > similarity("viool jeugd", "piano jeugd", space)


@pytest.mark.parametrize(
    "fault",
    ["taalessen voor niewkomers", "taallesen voor nieuwkommers", "taal lessen voor nieuw komers", "TAALLESSEN!!"],
)
def test_a_spelling_fault_still_finds(fault):
    here = similarity(fault, "taallessen voor nieuwkomers")

    assert here > 0.2
    assert here > 2 * max(similarity(fault, other) for other in PHRASES[1:])


texts = st.lists(st.sampled_from([*PHRASES, "metgezel", "xqzwv", "2020", "ë"]), max_size=4).map(" ".join)


@given(texts, texts)
def test_a_similarity_lies_between_0_and_1(one, other):
    assert -1e-6 <= similarity(one, other) <= 1 + 1e-6


@given(texts, texts)
def test_two_texts_that_offer_are_alike_both_ways(one, other):
    vectors = SPACE.offered([one, other])

    likeness = (vectors @ vectors.T).toarray()

    assert likeness[0, 1] == likeness[1, 0] <= 1 + 1e-6


@given(texts, texts)
def test_without_needs_seeking_and_offering_are_the_same(one, other):
    assert similarity(one, other, WITHOUT_NEEDS) == pytest.approx(similarity(other, one, WITHOUT_NEEDS))


@given(st.lists(texts, max_size=3))
def test_there_is_one_vector_per_text(several):
    assert SPACE.sought(several).shape[0] == SPACE.offered(several).shape[0] == len(several)


@pytest.mark.parametrize(
    "built",
    [
        pytest.param(network(), id="empty"),
        pytest.param(network(themes=THEMES), id="thesaurus-alone"),
        pytest.param(network([partner("a", name=""), partner("b", name="")]), id="without-texts"),
        pytest.param(network([partner("a", name="", seeks="wie helpt", offers="de")]), id="stop-words-alone"),
        pytest.param(network([partner("a", seeks="taalles", offers="taalles")]), id="one-partner"),
        pytest.param(network([partner("a", seeks="taalles"), partner("b", seeks="taalles")]), id="nobody-offers"),
    ],
)
def test_nobody_meets(built):
    meetings = meet(built, TextSpace(built))

    assert meetings.table.empty
    assert meetings.matrix.shape == (built.n_partners, built.n_partners)
    assert meetings.matrix.nnz == 0


def test_who_seeks_meets_who_offers_and_not_the_other_way_round():
    built = network([partner("a", seeks="taallessen"), partner("b", offers="taalles")])

    assert met(built) == {("a", "b"): ("taallessen", "taalles")}
    assert meet(built, TextSpace(built)).matrix.toarray() == pytest.approx(np.array([[0, WORDS + LETTERS], [0, 0]]))


def test_of_several_phrases_the_best_stands_for_a_pair():
    built = network(
        [
            partner("a", seeks=["een zaal", "taallessen op maandag"]),
            partner("b", offers=["taalspelletjes", "taallessen op dinsdag", "een ruime zaal met beamer en koffie"]),
        ]
    )

    assert met(built) == {("a", "b"): ("taallessen op maandag", "taallessen op dinsdag")}


def test_equal_meetings_take_the_first_phrases():
    built = network([partner("a", seeks=["zaal", "Zaal"]), partner("b", offers=["ZAAL", "de zaal"])])

    assert met(built) == {("a", "b"): ("zaal", "ZAAL")}


def test_both_directions_have_phrases_of_their_own():
    built = network([partner("a", seeks="viool", offers="zaal"), partner("b", seeks="zalen", offers="vioolles")])

    assert met(built) == {("a", "b"): ("viool", "vioolles"), ("b", "a"): ("zalen", "zaal")}


def test_a_compound_meets_its_parts():
    built = network([partner("a", seeks="vervoer van leerlingen"), partner("b", offers="leerlingenvervoer")])

    assert meet(built, TextSpace(built)).matrix.toarray()[0, 1] > 0.3


def test_the_lexicon_also_learns_from_what_partners_did():
    phrases = [partner("a", seeks="vervoer"), partner("b", offers="leerlingenvervoer")]
    taught = [collaboration("x", "2018", [*"ab"], title="Vervoer voor elke leerling")]

    without, with_work = (
        meet(built, TextSpace(built)).matrix for built in (network(phrases), network(phrases, taught))
    )

    assert with_work[0, 1] > without[0, 1]
