"""Tests of matching.suggest: what comes out of the sample network, and of small ones."""

import csv
import random
from datetime import date
from itertools import groupby

import numpy as np
import pytest

from graph.errors import UnknownPartner
from matching.candidates import known_pairs
from matching.lists import LEAST_SCORE
from matching.model import Ranker
from matching.suggest import Matcher, fit
from tests.builders import collaboration, network, partner
from tests.matching.conftest import DATA, read_network

TOP = 10
MOST = 0.9
"""Share of the partners of Oss whom at least ten others fit."""


@pytest.fixture(scope="module", params=[True, False], ids=["balanced", "unbalanced"])
def suggestions(request, oss_matcher):
    return oss_matcher.suggest(top=TOP, balanced=request.param)


def of_each(suggestions):
    """The suggestions of each partner, in their order."""
    return [list(of_partner) for _, of_partner in groupby(suggestions, key=lambda one: one.partner_id)]


def test_unbalanced_every_partner_of_oss_gets_ten(oss, oss_matcher):
    assert [suggestion.partner_id for suggestion in oss_matcher.suggest(top=TOP, balanced=False)] == [
        partner_id for partner_id in oss.partners["id"] for _ in range(TOP)
    ]


def test_balanced_every_partner_of_oss_gets_those_that_fit_ten_at_most(oss, oss_matcher):
    lists = of_each(oss_matcher.suggest(top=TOP))

    assert [of_partner[0].partner_id for of_partner in lists] == oss.partners["id"].tolist()
    assert max(len(of_partner) for of_partner in lists) == TOP
    assert np.mean([len(of_partner) == TOP for of_partner in lists]) > MOST
    for one in (one for of_partner in lists for one in of_partner):
        assert sum(reason.contribution for reason in one.reasons if reason.kind != "exposure") >= LEAST_SCORE - 1e-9


def test_not_one_pair_works_together_already(oss, suggestions):
    known = known_pairs(oss).toarray() > 0
    together = {
        frozenset(pair)
        for _, parts in oss.ties.groupby("collaboration")
        for pair in zip(oss.partners["id"][parts["first"]], oss.partners["id"][parts["second"]], strict=True)
    }

    for suggestion in suggestions:
        assert suggestion.partner_id != suggestion.suggested_id
        assert not known[oss.position(suggestion.partner_id), oss.position(suggestion.suggested_id)]
        assert frozenset([suggestion.partner_id, suggestion.suggested_id]) not in together


def test_nobody_is_suggested_twice_to_the_same_partner(suggestions):
    assert len({(suggestion.partner_id, suggestion.suggested_id) for suggestion in suggestions}) == len(suggestions)


def test_every_suggestion_has_a_reason_that_speaks_for_it(suggestions):
    assert all(suggestion.reasons[0].contribution > 0 for suggestion in suggestions)


def test_in_oss_the_price_is_never_all_that_speaks_for_a_pair(suggestions):
    for suggestion in suggestions:
        assert max(reason.contribution for reason in suggestion.reasons if reason.kind != "exposure") > 0


def test_contributions_add_up_to_the_score(suggestions):
    for suggestion in suggestions:
        added = sum(reason.contribution for reason in suggestion.reasons)
        assert added == pytest.approx(suggestion.score, abs=1e-6)


def test_ranks_count_from_1_and_scores_do_not_increase(suggestions):
    for of_partner in of_each(suggestions):
        scores = [suggestion.score for suggestion in of_partner]
        assert [suggestion.rank for suggestion in of_partner] == list(range(1, len(of_partner) + 1))
        assert scores == sorted(scores, reverse=True)


def test_balanced_everybody_of_oss_is_in_sight(oss, oss_matcher):
    suggested = {suggestion.suggested_id for suggestion in oss_matcher.suggest(top=TOP)}

    assert suggested == set(oss.partners["id"])


def test_one_partner_gets_what_it_gets_among_all(oss_matcher, suggestions, request):
    balanced = "unbalanced" not in request.node.name
    expected = [suggestion for suggestion in suggestions if suggestion.partner_id == "het-hooghuis"]

    assert oss_matcher.suggest(["het-hooghuis"], TOP, balanced=balanced) == expected


def test_fewer_suggestions_are_the_first_of_more(oss_matcher):
    assert oss_matcher.suggest(["het-hooghuis"], 3) == oss_matcher.suggest(["het-hooghuis"], 10)[:3]


def test_more_than_there_are_gives_all_there_are(oss, oss_matcher):
    n_known = (known_pairs(oss)[[oss.position("het-hooghuis")]] > 0).nnz

    assert len(oss_matcher.suggest(["het-hooghuis"], 1000, balanced=False)) == 164 - 1 - n_known


def test_partners_come_in_the_order_they_are_asked_for_or_all_by_id(oss_matcher):
    asked = ["het-hooghuis", "aspen-oss"]

    assert {suggestion.partner_id for suggestion in oss_matcher.suggest(asked)} == set(asked)


def test_nobody_asked_for_gives_nothing(oss_matcher):
    assert oss_matcher.suggest([]) == []


def test_an_unknown_partner_is_told(oss_matcher):
    with pytest.raises(UnknownPartner, match="no partner has the id 'nobody'"):
        oss_matcher.suggest(["het-hooghuis", "nobody"])


@pytest.mark.parametrize("top", [0, -1])
def test_fewer_than_one_cannot_be_asked_for(oss_matcher, top):
    with pytest.raises(ValueError, match=f"top must be at least 1, not {top}"):
        oss_matcher.suggest(["het-hooghuis"], top)


def test_progress_is_told_up_to_the_last_partner(oss_matcher):
    told = []

    list(oss_matcher.iterate(top=1, progress=lambda done, total: told.append((done, total))))

    assert told[-1] == (164, 164)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def shuffled_copy(source, target, chance):
    """Write the rows of a CSV file in another order."""
    with source.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    chance.shuffle(rows)
    with target.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])


def test_the_order_of_the_rows_in_the_files_changes_nothing(tmp_path, oss_ranker, oss_matcher):
    chance = random.Random(0)  # noqa: S311 -- no secret
    names = ["collaborations.csv", "partners.csv", "themes.csv"]
    for name in names:
        shuffled_copy(DATA / name, tmp_path / name, chance)

    again = read_network(tmp_path / "osmose.db", [tmp_path / name for name in names])

    assert fit(again).weights.tolist() == oss_ranker.weights.tolist()
    assert Matcher(again, oss_ranker).suggest() == oss_matcher.suggest()


def test_learning_and_suggesting_twice_give_the_same(oss, oss_ranker, oss_matcher):
    again = fit(oss)

    assert again.weights.tolist() == oss_ranker.weights.tolist()
    assert again.prices == oss_ranker.prices
    assert Matcher(oss, again).suggest() == oss_matcher.suggest()


def test_a_ranker_tells_what_it_learned_from(oss_ranker):
    assert oss_ranker.card["n_partners"] == 164
    assert oss_ranker.card["n_collaborations"] == 114
    assert oss_ranker.card["learned_from"] == "the network's own history"


@pytest.mark.parametrize(
    ("seeks", "first"), [("taallessen", "taalschool"), ("een gymzaal", "sporthal"), ("vioolles", "muziekschool")]
)
def test_who_offers_what_is_sought_comes_first(seeks, first):
    others = [("muziekschool", "vioollessen"), ("sporthal", "gymzaal"), ("taalschool", "taallessen voor ouders")]
    built = network(
        [partner("asker", name="", seeks=seeks), *(partner(one, name="", offers=what) for one, what in others)]
    )

    suggestion = Matcher(built, fit(built)).suggest(["asker"])[0]

    assert suggestion.suggested_id == first
    assert suggestion.reasons[0].kind == "they_offer"


def test_a_ranker_of_another_network_can_be_used(oss_ranker):
    built = network([partner("a", seeks="taalles"), partner("b", offers="taallessen"), partner("c")])

    assert [suggestion.suggested_id for suggestion in Matcher(built, oss_ranker).suggest(["a"])] == ["b"]


def test_a_tie_takes_a_pair_off_the_list_on_the_day_it_begins():
    built = network([partner(one) for one in "abc"], [collaboration("x", "2018-06-01", [*"ab"])])

    def suggested(day):
        return {found.suggested_id for found in Matcher(built.at(day), Ranker.prior()).suggest(["a"])}

    assert suggested(date(2018, 5, 31)) == {"b", "c"}
    assert suggested(date(2018, 6, 1)) == {"c"}


def test_who_hardly_fits_is_not_suggested_unless_asked_for(oss_matcher):
    shown, ranked = (oss_matcher.suggest(["het-hooghuis"], 1000, balanced=is_so) for is_so in (True, False))

    fitting = {one.suggested_id for one in ranked if one.score >= LEAST_SCORE}
    assert {one.suggested_id for one in shown} == fitting
    assert len(fitting) < len(ranked)


def test_a_chance_rises_with_the_score_without_what_exposure_adds(oss_matcher, suggestions):
    bare = [sum(r.contribution for r in one.reasons if r.kind != "exposure") for one in suggestions]

    assert [one.chance for one in suggestions] == pytest.approx(oss_matcher.ranker.chance(np.array(bare)).tolist())
    assert all(0 < one.chance < 1 for one in suggestions)


def test_a_place_by_draw_tells_its_chance_and_all_others_are_certain(oss_matcher):
    drawn = [one for one in oss_matcher.suggest() if one.propensity != 1]
    is_tied = oss_matcher.network.adjacency.sum(axis=1) > 0

    assert len(drawn) > 0
    assert all(0 < one.propensity < 1 and not is_tied[oss_matcher.network.position(one.suggested_id)] for one in drawn)
    assert {one.propensity for one in oss_matcher.suggest(balanced=False)} == {1.0}


def test_what_is_asked_is_what_a_partner_has_not_said():
    built = network([partner("a", seeks="taalles", offers="zaal"), partner("b", offers="taalles")])

    assert Matcher(built, Ranker.prior()).question("b").part == "seeks"
    with pytest.raises(UnknownPartner, match="no partner has the id 'nobody'"):
        Matcher(built, Ranker.prior()).question("nobody")


def test_who_has_no_room_is_not_suggested_unless_asked_for():
    built = network([partner("a", seeks="taalles"), partner("b", offers="taalles", capacity=0), partner("c")])
    matcher = Matcher(built, Ranker.prior())

    assert "b" not in [suggestion.suggested_id for suggestion in matcher.suggest(["a"])]
    assert matcher.suggest(["a"], balanced=False)[0].suggested_id == "b"


def test_in_a_network_of_two_they_are_suggested_to_each_other():
    built = network([partner("a", seeks="taalles"), partner("b", offers="taalles")])

    assert [suggestion.suggested_id for suggestion in Matcher(built, Ranker.prior()).suggest()] == ["b", "a"]


def test_a_pair_kept_away_is_suggested_to_neither(oss_matcher):
    first = oss_matcher.suggest(["het-hooghuis"], top=1)[0]

    away = oss_matcher.keeping_away([(first.suggested_id, "het-hooghuis"), ("nobody", "het-hooghuis")])

    assert first.suggested_id not in {one.suggested_id for one in away.suggest(["het-hooghuis"], 200, balanced=False)}
    assert "het-hooghuis" not in {one.suggested_id for one in away.suggest([first.suggested_id], 200, balanced=False)}
    assert oss_matcher.suggest(["het-hooghuis"], top=1)[0] == first
    assert away.keeping_away([]).suggest(["het-hooghuis"], top=1)[0] == first


def test_who_pauses_meets_nobody_new_up_to_and_with_that_day():
    built = network(
        [partner("a", seeks="tolken", paused_until=date(2020, 3, 1)), partner("b", offers="tolken"), partner("c")]
    )

    paused, back = (Matcher(built.at(date(2020, 3, day)), Ranker.prior()) for day in (1, 2))

    assert {(one.partner_id, one.suggested_id) for one in paused.suggest(balanced=False)} == {("b", "c"), ("c", "b")}
    assert ("b", "a") in {(one.partner_id, one.suggested_id) for one in back.suggest(balanced=False)}
