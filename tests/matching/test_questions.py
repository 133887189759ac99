"""The one question: what was not said, and what it would bring."""

import pytest

from matching.questions import Question, Questions, stands_out
from matching.reasons import Reason
from matching.suggestion import Suggestion
from matching.texts import TextSpace
from tests.builders import network, partner, theme

ALL = {
    "seeks": "taalles voor ouders",
    "offers": "een zaal",
    "themes": "taal",
    "description": "Wij leren.",
    "place": "Oss",
}
"""A profile that says everything: for whom stands in what it seeks."""


def without(*parts):
    return {part: said for part, said in ALL.items() if part not in parts}


def questions(profiles, suggestions=()):
    partners = [partner(partner_id, **profile) for partner_id, profile in profiles.items()]
    built = network(partners, themes=[theme("ouders", kind="audience")])
    return built, Questions(built, TextSpace(built), suggestions)


def ask(profiles, partner_id, suggestions=()):
    built, prepared = questions(profiles, suggestions)
    return prepared.ask(built, built.position(partner_id))


def because(partner_id, *reasons):
    return Suggestion(
        partner_id, "z", 1, 2.0, tuple(Reason(kind, contribution) for kind, contribution in reasons), chance=0.1
    )


def test_who_has_said_everything_is_asked_nothing():
    assert ask({"a": ALL}, "a") is None


@pytest.mark.parametrize("part", ["seeks", "offers", "themes", "description", "place"])
def test_what_is_missing_is_asked(part):
    profile = without(part) | ({"offers": "een zaal voor ouders"} if part == "seeks" else {})

    assert ask({"a": profile, "b": ALL}, "a").part == part


def test_for_whom_it_is_is_asked_of_who_said_what_but_not_for_whom():
    assert ask({"a": ALL | {"seeks": "taalles"}}, "a").part == "audience"


def test_for_whom_is_not_asked_of_who_said_nothing_yet():
    asked = {ask({"a": without("seeks", "offers", other)}, "a").part for other in ("themes", "place")}

    assert asked == {"seeks"}  # of equal gains the first


def test_the_answer_that_brought_others_most_is_asked_for_first():
    profiles = {
        "asked": without("themes", "description"),
        "b": ALL,
        "c": ALL,
        "d": without("themes"),
        "e": without("description"),
        "z": ALL,
    }
    suggestions = [
        because("b", ("shared_themes", 1.0), ("similar_work", 2.0)),
        because("b", ("shared_themes", 3.0), ("similar_work", 0.5)),  # the strongest of each counts
        because("c", ("shared_themes", 2.0), ("similar_work", 1.0)),
        because("d", ("shared_themes", 0.5), ("similar_work", 1.0)),
        because("e", ("shared_themes", 1.0), ("similar_work", 0.4)),
    ]

    # Themes: b, c and e have 3, 2 and 1, d without them .5: 2 - .5. Description: b, c, d 2, 1, 1, e .4: 4/3 - .4.
    assert ask(profiles, "asked", suggestions) == Question("themes", pytest.approx(1.5))


def test_where_another_part_brought_more_it_is_asked_first():
    profiles = {"asked": without("themes", "description"), "b": ALL, "z": ALL}
    suggestions = [because("b", ("shared_themes", 1.0), ("similar_work", 2.0))]

    assert ask(profiles, "asked", suggestions) == Question("description", 2.0)


def test_what_is_in_the_way_of_others_that_said_it_gains_nothing_rather_than_less():
    profiles = {"asked": without("themes", "place"), "b": ALL, "d": without("themes"), "z": ALL}
    suggestions = [because("b", ("shared_themes", 0.2)), because("d", ("shared_themes", 1.0))]

    assert ask(profiles, "asked", suggestions) == Question("themes", 0.0)


def test_what_an_audience_brings_counts_on_both_sides():
    profiles = {"asked": ALL | {"seeks": "taalles"}, "b": ALL, "z": ALL}
    suggestions = [because("b", ("they_offer", 1.0), ("they_seek", 0.5))]

    assert ask(profiles, "asked", suggestions) == Question("audience", 1.5)


def test_a_network_without_suggestions_still_asks():
    assert ask({"a": {}}, "a") == Question("seeks", 0.0)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        pytest.param([("place", 0.1), ("activity", -3.0)], True, id="something-speaks-for-it"),
        pytest.param([("place", 0.0), ("activity", 0.0)], False, id="the-average-candidate"),
        pytest.param([("exposure", 1.0), ("place", -0.1)], False, id="seldom-suggested-alone"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_a_suggestion_stands_out_where_some_evidence_speaks_for_it(reasons, expected):
    assert stands_out(because("a", *reasons)) is expected
