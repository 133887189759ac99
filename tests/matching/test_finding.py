"""Tests of matching.finding: free text in, partners that could answer it out."""

import time

import pytest

from matching.finding import PROFILE_SHARE, Finder
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS, associating
from tests.builders import network, partner, theme

THEMES = [theme("eenzaamheid", kind="need", answers="buddy"), theme("buddy", alternatives=["metgezel"])]
BUILT = network(
    [
        partner("bieb", offers=["boeken", "taallessen voor nieuwkomers"], description="Bibliotheek met taalcursussen"),
        partner("buurthuis", offers="een metgezel om mee te wandelen"),
        partner("school", seeks="taallessen voor nieuwkomers", description="School voor taallessen"),
        partner("zwembad", name="Zwembad De Golf"),
    ],
    themes=THEMES,
)


def finder(built, known=NO_ASSOCIATIONS):
    return Finder(built, TextSpace(built, known=known))


FINDER = finder(BUILT)


def test_who_offers_comes_before_who_merely_tells_of_it():
    found = FINDER.find("taallessen voor nieuwkomers")

    assert [(finding.partner_id, finding.side) for finding in found] == [("bieb", "offers"), ("school", "profile")]


def test_what_is_only_sought_answers_nothing():
    built = network([partner("a", name="", seeks="taallessen"), partner("b", name="", offers="boeken")])

    assert finder(built).find("taallessen") == []


def test_the_phrase_is_the_best_one_of_that_partner():
    assert FINDER.find("boeken lenen")[0].phrase == "boeken"
    assert FINDER.find("taallessen")[0].phrase == "taallessen voor nieuwkomers"


def test_a_partner_is_named_once():
    found = FINDER.find("bibliotheek met boeken en taallessen")

    assert len({finding.partner_id for finding in found}) == len(found)


def test_without_a_description_the_name_is_the_profile():
    (found,) = FINDER.find("zwembad")

    assert (found.partner_id, found.phrase, found.side) == ("zwembad", "Zwembad De Golf", "profile")


def test_a_profile_counts_less_than_an_offer():
    built = network([partner("a", name="", description="gymzaal"), partner("b", name="", offers="gymzaal")])

    offer, profile = finder(built).find("gymzaal")

    assert (offer.partner_id, profile.partner_id) == ("b", "a")
    assert profile.score == pytest.approx(PROFILE_SHARE * offer.score)


def test_who_answers_a_need_is_found():
    known = associating({"eenzaamheid": [1.0, 0.0], "metgezel": [0.6, 0.8]})

    assert [finding.partner_id for finding in finder(BUILT, known).find("eenzaamheid")] == ["buurthuis"]


def test_ranks_count_from_1_and_scores_do_not_increase():
    found = FINDER.find("taallessen, boeken, wandelen en zwemmen voor nieuwkomers")

    scores = [finding.score for finding in found]
    assert len(found) >= 3
    assert [finding.rank for finding in found] == list(range(1, len(found) + 1))
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_equal_answers_are_ordered_by_id():
    built = network([partner(partner_id, name="", offers="gymzaal") for partner_id in "cab"])

    assert [finding.partner_id for finding in finder(built).find("gymzaal")] == ["a", "b", "c"]


def test_the_one_who_asks_is_left_out():
    found = FINDER.find("taallessen voor nieuwkomers", asker="bieb")

    assert [finding.partner_id for finding in found] == ["school"]
    assert found[0].rank == 1


def test_an_asker_from_elsewhere_leaves_nobody_out():
    assert FINDER.find("taallessen", asker="elders") == FINDER.find("taallessen")


@pytest.mark.parametrize("top", [1, 2, 10])
def test_no_more_than_asked_for_are_found(top):
    assert FINDER.find("taallessen", top) == FINDER.find("taallessen")[:top]


@pytest.mark.parametrize("top", [0, -1])
def test_fewer_than_one_cannot_be_asked_for(top):
    with pytest.raises(ValueError, match=f"top must be at least 1, not {top}"):
        FINDER.find("taallessen", top)


@pytest.mark.parametrize("text", ["", "   ", "\n", "?!", "😀", "wie kan ons helpen", "xqzwv kjhgf", "\x00"])
def test_what_says_nothing_finds_nothing(text):
    assert FINDER.find(text) == []


@pytest.mark.parametrize("fault", ["taalesen voor niewkomers", "TAALLESSEN", "nieuwkómers"])
def test_a_spelling_fault_still_finds(fault):
    assert FINDER.find(fault)[0].partner_id == "bieb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("taallessen " * 10_000, ["bieb", "school"], id="one-word-over-and-over"),
        pytest.param("x" * 100_000, [], id="one-word-without-an-end"),
        pytest.param("taal" * 25_000, [], id="one-compound-without-an-end"),
        pytest.param("-".join(["taal"] * 20_000), [], id="hyphens-without-an-end"),
    ],
)
def test_a_text_of_100_kilobytes_is_answered_within_seconds(text, expected):
    begin = time.perf_counter()

    assert [finding.partner_id for finding in FINDER.find(text)] == expected
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    "built",
    [
        pytest.param(network(), id="empty"),
        pytest.param(network(themes=THEMES), id="thesaurus-alone"),
        pytest.param(network([partner("a", name="")]), id="without-a-word"),
    ],
)
def test_in_a_network_that_says_nothing_nothing_is_found(built):
    assert finder(built).find("taallessen") == []


def test_one_partner_can_be_found():
    built = network([partner("a", offers="taallessen")])

    assert [finding.partner_id for finding in finder(built).find("taalles")] == ["a"]
