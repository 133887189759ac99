"""Tests of matching.lean: who fits a theme stands higher by what is said, and nothing else changes."""

from functools import cache
from math import inf, log, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.lean import PLUS, Lean, Leaning, concerns, with_narrower
from matching.model import Ranker
from matching.reasons import YEAR_THEME, worth_saying
from matching.suggest import Matcher
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS
from tests.builders import collaboration, network, partner, theme

THEMES = [
    theme("techniek", alternatives=["technisch"]),
    theme("robotica", alternatives=["robot"], broader="techniek"),
    theme("drones", broader="robotica"),
    theme("taal"),
]
TOWN = network(
    [
        partner("bieb", offers="boeken", themes="taal"),
        partner("drone", themes="drones"),
        partner("firma", offers="robots in de klas"),
        partner("school", seeks="een technisch idee"),
        partner("theater", description="Techniek op het toneel"),
        partner("zorg", offers="hulp"),
    ],
    [collaboration("samen", "2019", ["zorg", "bieb"], themes="robotica")],
    THEMES,
)
TECHNIEK = Lean("Techniek dichtbij", ("techniek",))


def matcher_of(built):
    return Matcher(built, Ranker.prior(), TextSpace(built, known=NO_ASSOCIATIONS))


@cache
def matcher():
    return matcher_of(TOWN)


def leaning(lean=TECHNIEK, built=TOWN):
    return Leaning.of(lean, built, concerns(built, TextSpace(built, known=NO_ASSOCIATIONS)))


def names(suggestion):
    """What the reason of the lean names; None where the pair got no plus."""
    return next(((one.terms, one.theme_ids) for one in suggestion.reasons if one.kind == YEAR_THEME), None)


def without_lean(suggestion):
    """The score that is not of the lean, and the other reasons."""
    others = [one for one in suggestion.reasons if one.kind != YEAR_THEME]
    return sum(one.contribution for one in others), others


def test_narrower_themes_count_by_any_number_of_steps():
    found = with_narrower(TOWN, ["techniek"])

    assert TOWN.themes["id"][found].tolist() == ["drones", "robotica", "techniek"]


def test_themes_that_are_broader_than_each_other_come_to_an_end():
    circle = network(themes=[theme("a", broader="b"), theme("b", broader="a"), theme("c")])

    assert with_narrower(circle, ["a"]).tolist() == [True, True, False]


def test_themes_work_and_phrases_tell_who_works_on_it_and_a_description_does_not():
    within = np.diff(leaning().within.indptr) > 0

    assert TOWN.partners["id"][within].tolist() == ["bieb", "drone", "firma", "school", "zorg"]


def test_only_a_pair_of_which_both_work_on_it_gets_the_plus():
    drone, firma, theater = (TOWN.position(one) for one in ("drone", "firma", "theater"))

    pluses = leaning().pluses(np.array([drone, drone, theater]), np.array([firma, theater, firma]))

    assert pluses.tolist() == [log(2), 0.0, 0.0]


def test_the_plus_is_a_reason_of_its_own_that_is_counted_and_told():
    before = {one.suggested_id: one for one in matcher().suggest(["school"], balanced=False)}
    after = {one.suggested_id: one for one in matcher().suggest(["school"], balanced=False, lean=TECHNIEK)}

    assert names(after["drone"]) == (("Techniek dichtbij",), ("drones", "techniek"))
    assert names(after["theater"]) is None
    assert after["drone"].score == pytest.approx(before["drone"].score + PLUS)
    assert after["drone"].chance == before["drone"].chance
    assert without_lean(after["drone"])[1] == list(before["drone"].reasons)
    assert {one.kind for one in worth_saying(after["drone"].reasons)} >= {YEAR_THEME}
    contributions = [one.contribution for one in after["drone"].reasons]
    assert contributions == sorted(contributions, reverse=True)


@pytest.mark.parametrize(
    "lean", [None, Lean("Nergens", ("onbekend",)), Lean("Niets", ()), Lean("Vlak", ("techniek",), plus=0.0)]
)
@pytest.mark.parametrize("balanced", [True, False])
def test_without_a_theme_or_a_plus_everything_is_as_before(lean, balanced):
    assert matcher().suggest(balanced=balanced, lean=lean) == matcher().suggest(balanced=balanced)


def test_a_network_without_partners_has_nothing_to_lean():
    assert matcher_of(network(themes=THEMES)).suggest(lean=TECHNIEK) == []


@pytest.mark.parametrize("plus", [-0.1, inf, nan])
def test_a_plus_is_a_number_of_0_or_more(plus):
    with pytest.raises(ValueError, match="plus must be a number of 0 or more"):
        Lean("Techniek", ("techniek",), plus)


def test_what_a_partner_tells_later_counts():
    changed = network(
        [
            partner("bieb", offers="boeken", themes="taal"),
            partner("drone", themes="drones"),
            partner("firma", offers="stoelen"),
            partner("school", seeks="een technisch idee"),
            partner("theater", description="Techniek op het toneel", themes="robotica"),
            partner("zorg", offers="hulp"),
        ],
        [collaboration("samen", "2019", ["zorg", "bieb"], themes="robotica")],
        THEMES,
    )
    matcher().suggest(lean=TECHNIEK)

    for of in (matcher(), matcher_of(TOWN)):
        found = of.updated(changed, ["firma", "theater"]).suggest(["drone"], balanced=False, lean=TECHNIEK)
        assert {one.suggested_id for one in found if names(one)} == {"bieb", "school", "theater", "zorg"}


OF_OSS = ["techniek", "duurzaamheid", "gezondheid", "erfgoed", "taal-lezen"]
leans = st.builds(Lean, st.just("Jaar"), st.lists(st.sampled_from(OF_OSS), unique=True).map(tuple), st.floats(0, 4))


@settings(max_examples=15)
@given(data=st.data(), lean=leans, more=st.floats(0, 2))
def test_who_does_not_fit_keeps_its_order_and_who_fits_never_falls_with_a_greater_plus(
    oss, oss_matcher, data, lean, more
):
    asking = [data.draw(st.sampled_from(oss.partners["id"].tolist()))]
    further = Lean(lean.title, lean.theme_ids, lean.plus + more)
    ranked = [oss_matcher.suggest(asking, 1000, balanced=False, lean=each) for each in (None, lean, further)]
    certain = Lean(lean.title, lean.theme_ids, 1.0)
    fit = {one.suggested_id for one in oss_matcher.suggest(asking, 1000, balanced=False, lean=certain) if names(one)}

    others = [[one.suggested_id for one in each if one.suggested_id not in fit] for each in ranked]
    assert others[0] == others[1] == others[2]
    ranks = [{one.suggested_id: one.rank for one in each} for each in ranked]
    assert all(ranks[0][one] >= ranks[1][one] >= ranks[2][one] for one in fit)


@settings(max_examples=15)
@given(data=st.data(), lean=leans)
def test_in_lists_as_shown_nobody_is_new_who_would_not_do_without_and_the_others_keep_their_order(
    oss, oss_matcher, data, lean
):
    asking = [data.draw(st.sampled_from(oss.partners["id"].tolist()))]
    eligible = {one.suggested_id: one for one in oss_matcher.suggest(asking, 1000)}
    before, after = oss_matcher.suggest(asking), oss_matcher.suggest(asking, lean=lean)

    assert len(before) == len(after)
    for one in after:
        score, reasons = without_lean(one)
        assert reasons == list(eligible[one.suggested_id].reasons)
        assert score == pytest.approx(eligible[one.suggested_id].score)
    fit = {one.suggested_id for one in after if names(one)}
    in_both = {one.suggested_id for one in before} & {one.suggested_id for one in after} - fit
    orders = [[one.suggested_id for one in each if one.suggested_id in in_both] for each in (before, after)]
    assert orders[0] == orders[1]
