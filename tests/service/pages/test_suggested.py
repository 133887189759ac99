"""Suggestions in words: how strong, why, and what speaks against it."""

import pytest

from matching.reasons import Reason
from matching.suggest import Suggestion
from service.pages.details import Describer
from service.pages.overview import Overview
from service.pages.suggested import order_reasons, turn_around, view_suggestions, weigh
from tests.builders import network, partner


@pytest.mark.parametrize(("score", "strength"), [(3.92, "strong"), (3.90, "good"), (2.71, "good"), (2.70, "perhaps")])
def test_a_match_is_called_by_its_odds(score, strength):
    # ln 50 = 3.912 and ln 15 = 2.708
    assert weigh(score) == strength


def test_a_reason_turned_around_twice_is_itself():
    reason = Reason("they_offer", 1.0, own="taalles", theirs="lokaal")

    assert turn_around(turn_around(reason)) == reason


def test_what_speaks_for_and_against_is_told_apart():
    oss = network([partner("a"), partner("b", name="Bieb")])
    reasons = (Reason("they_offer", 1.5, own="x", theirs="y"), Reason("activity", 1.0), Reason("place", -0.5))
    suggestion = Suggestion("a", "b", rank=1, score=2.0, reasons=reasons, chance=0.1)

    (view,) = view_suggestions([suggestion], Describer(Overview(oss, oss, {})))

    assert view.partner.name == "Bieb"
    assert view.reasons == ["U zoekt “x” – zij bieden “y”", "Zij beginnen vaak iets met anderen"]
    assert view.their_reasons == ["Zij zoeken “x” – u biedt “y”"]  # how active the other is, is no reason to itself
    assert view.doubt == "Minder gunstig: u zit niet in dezelfde plaats."


@pytest.mark.parametrize(("adds", "first"), [(0.5, "they_offer"), (0.49, "shared_themes")])
def test_what_one_seeks_and_the_other_offers_comes_first_from_a_quarter_of_the_strongest(adds, first):
    reasons = [Reason("shared_themes", 2.0), Reason("place", 1.0), Reason("they_offer", adds, own="x", theirs="y")]

    ordered = order_reasons(reasons)

    assert ordered[0].kind == first
    assert [reason.kind for reason in ordered if reason.kind != "they_offer"] == ["shared_themes", "place"]


def test_a_likeness_that_names_no_phrase_keeps_its_place():
    reasons = [Reason("shared_themes", 2.0), Reason("they_seek", 1.0)]

    assert order_reasons(reasons) == reasons


def test_a_trifle_is_no_doubt():
    oss = network([partner("a"), partner("b")])
    reasons = (Reason("shared_themes", 2.0), Reason("place", -0.1))

    (view,) = view_suggestions([Suggestion("a", "b", 1, 1.9, reasons, chance=0.1)], Describer(Overview(oss, oss, {})))

    assert view.doubt == ""
