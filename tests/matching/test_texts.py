"""Tests of matching.texts: how alike texts are, and where what is sought meets what is offered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.meetings import meet
from matching.texts import ASSOCIATED, CONCEPTS, LETTERS, WORDS, TextSpace
from tests.associations import NO_ASSOCIATIONS, associating
from tests.builders import collaboration, network, partner, theme

THEMES = [
    theme("eenzaamheid", kind="need", answers="buddy"),
    theme("buddy", kind="resource", alternatives=["metgezel"]),
    theme("muziek"),
    theme("viool", broader="muziek"),
]
PHRASES = ["taallessen voor nieuwkomers", "een buddy", "eenzaamheid", "vioolles", "muziek", "fietsen maken", "de zaal"]
# "viool" points where "fiets" and "fluit" point, "zaal" elsewhere; "fluit" stands in no text of the network.
KNOWN = associating({"fiets": [2.0, 0.0], "viool": [0.6, 0.8], "zaal": [-3.0, 0.0], "fluit": [1.0, 0.0]})


def space_of(built, known=NO_ASSOCIATIONS):
    return TextSpace(built, known=known)


BUILT = network([partner("a", seeks=PHRASES[:3], offers=PHRASES[3:])], themes=THEMES)
SPACE, KNOWING = space_of(BUILT), space_of(BUILT, KNOWN)
WITHOUT_NEEDS = space_of(network([partner("a", offers=PHRASES)], themes=THEMES[2:]))


def similarity(sought, offered, space=SPACE):
    return float(space.similarity(space.sought([sought]), space.offered([offered]))[0, 0])


def met(built):
    """Who meets whom as {(seeker, offerer): (need, answer)}, by id and phrase."""
    table = meet(built, space_of(built)).table
    ids = built.partners["id"]
    return {(ids[row.seeker], ids[row.offerer]): (row.need, row.answer) for row in table.itertuples()}


@pytest.mark.parametrize(
    ("sought", "offered", "expected"),
    [
        pytest.param("muziek", "muziek", WORDS + LETTERS + CONCEPTS, id="the-same-with-a-concept"),
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
    assert similarity("eenzaamheid", "een buddy") > 0.05
    assert similarity("een buddy", "eenzaamheid") == 0


def test_a_need_named_in_an_offer_is_no_want_of_it():
    # The words and the letters are the same; the concept is told, not offered.
    assert similarity("eenzaamheid", "eenzaamheid") == pytest.approx(WORDS + LETTERS)


def test_a_narrower_concept_is_nearer_than_an_unrelated_one():
    assert similarity("viool", "muziek") > 0 == similarity("viool", "buddy")


def test_for_whom_tells_less_than_what():
    themes = [theme("jeugd", kind="audience"), theme("viool"), theme("piano"), theme("ouderen", kind="audience")]
    built = network([partner("a", offers=["viool jeugd", "piano jeugd", "viool ouderen"])], themes=themes)
    space = space_of(built)

    assert similarity("viool jeugd", "viool ouderen", space) > similarity("viool jeugd", "piano jeugd", space)


@pytest.mark.parametrize(
    "fault",
    ["taalessen voor niewkomers", "taallesen voor nieuwkommers", "taal lessen voor nieuw komers", "TAALLESSEN!!"],
)
def test_a_spelling_fault_still_finds(fault):
    here = similarity(fault, "taallessen voor nieuwkomers")

    assert here > 0.15
    assert here > 2 * max(similarity(fault, other) for other in PHRASES[1:])


texts = st.lists(st.sampled_from([*PHRASES, "metgezel", "xqzwv", "2020", "ë"]), max_size=4).map(" ".join)


@pytest.mark.parametrize("space", [SPACE, KNOWING], ids=["without-associations", "with-associations"])
@given(one=texts, other=texts)
def test_a_similarity_lies_between_0_and_1(space, one, other):
    assert 0 <= similarity(one, other, space) <= 1


@given(texts, texts)
def test_two_texts_that_offer_are_alike_both_ways(one, other):
    offered = KNOWING.offered([one, other])

    likeness = KNOWING.similarity(offered, offered)

    assert likeness[0, 1] == pytest.approx(likeness[1, 0], abs=1e-6)


@given(texts, texts)
def test_without_needs_seeking_and_offering_are_the_same(one, other):
    assert similarity(one, other, WITHOUT_NEEDS) == pytest.approx(similarity(other, one, WITHOUT_NEEDS))


@pytest.mark.parametrize(("n_needs", "n_answers"), [(0, 0), (0, 2), (2, 0), (2, 1)])
@pytest.mark.parametrize("built", [BUILT, network()], ids=["with-texts", "empty"])
def test_similarities_have_a_row_per_need_and_a_column_per_answer(built, n_needs, n_answers):
    space = space_of(built, KNOWN)

    found = space.similarity(space.sought(["fiets"] * n_needs), space.offered(["viool"] * n_answers))

    assert found.shape == (n_needs, n_answers)


@pytest.mark.parametrize(
    ("sought", "offered", "expected"),
    [
        pytest.param("fiets", "fiets", WORDS + LETTERS + ASSOCIATED, id="the-same-word"),
        pytest.param("fiets", "viool", ASSOCIATED * 0.6, id="words-that-go-together"),
        pytest.param("viool", "fiets", ASSOCIATED * 0.6, id="and-the-other-way-round"),
        pytest.param("fluit", "fiets", ASSOCIATED, id="a-word-that-nobody-in-the-network-wrote"),
        pytest.param("fiets", "zaal", 0, id="words-that-point-away-from-each-other"),
        pytest.param("fiets", "buddy", 0, id="a-word-that-is-not-known"),
        pytest.param("muziek", "muziek", WORDS + LETTERS + CONCEPTS, id="two-that-are-not-known"),
    ],
)
def test_words_that_go_together_make_texts_alike(sought, offered, expected):
    assert similarity(sought, offered, KNOWING) == pytest.approx(expected, abs=1e-5)


def test_of_several_words_the_longer_vector_says_more():
    # (0.6 + 2, 0.8) is as long as √7.4, and 2.6 of it points where "fiets" does.
    expected = similarity("fiets", "viool fiets") + ASSOCIATED * 2.6 / np.sqrt(7.4)

    assert similarity("fiets", "viool fiets", KNOWING) == pytest.approx(expected)


def test_words_that_go_together_are_read_out_of_compounds():
    # "fietszaal" is a "fiets" and a "zaal": (2 - 3, 0), in the direction of "zaal"; it is in the lexicon by them alone.
    assert KNOWING.words("Fietszaal!") == ["fietszaal", "fiets", "zaal"]
    assert KNOWING.associated(["fietszaal", "niets bekends"])[:, 0].tolist() == [-1, 0]


def test_a_word_that_is_only_associated_takes_compounds_apart_too():
    built = network([partner("a", name="", offers="muziek")])

    assert space_of(built).words("fluitmuziek") == ["fluitmuziek"]
    assert space_of(built, KNOWN).words("fluitmuziek") == ["fluitmuziek", "fluit", "muziek"]


def test_without_a_text_in_the_network_words_still_go_together():
    assert similarity("fiets", "viool", space_of(network(), KNOWN)) == pytest.approx(ASSOCIATED * 0.6)


@given(st.lists(texts, max_size=3))
def test_there_is_one_row_per_text(several):
    for read in (KNOWING.sought(several), KNOWING.offered(several)):
        assert read.shared.shape[0] == len(read.associated) == len(several)
        assert read.encoded is None


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
    meetings = meet(built, space_of(built))

    assert meetings.table.empty
    assert meetings.matrix.shape == (built.n_partners, built.n_partners)
    assert meetings.matrix.nnz == 0


def test_who_seeks_meets_who_offers_and_not_the_other_way_round():
    built = network([partner("a", seeks="taallessen"), partner("b", offers="taalles")])

    assert met(built) == {("a", "b"): ("taallessen", "taalles")}
    assert meet(built, space_of(built)).matrix.toarray() == pytest.approx(np.array([[0, WORDS + LETTERS], [0, 0]]))


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

    assert meet(built, space_of(built)).matrix.toarray()[0, 1] > 0.3


def test_the_lexicon_also_learns_from_what_partners_did():
    phrases = [partner("a", seeks="vervoer"), partner("b", offers="leerlingenvervoer")]
    taught = [collaboration("x", "2018", [*"ab"], title="Vervoer voor elke leerling")]

    without, with_work = (meet(built, space_of(built)).matrix for built in (network(phrases), network(phrases, taught)))

    assert with_work[0, 1] > without[0, 1]
