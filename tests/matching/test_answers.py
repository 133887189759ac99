"""Answers: what is learned from them, and which pairs they keep away."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.answers import NOTHING_ANSWERED, Answered, answered_pairs
from matching.candidates import ROOM_DAYS, closed_pairs
from matching.closeness import Closeness
from matching.features import FEATURES, Signals
from matching.history import Examples
from matching.model import MIN_ANSWERS, Ranker
from matching.suggest import Matcher
from matching.texts import TextSpace
from tests.builders import answer, collaboration, network, partner

PARTNERS = [
    partner("a", seeks="taallessen", offers="een zaal"),
    partner("b", offers="taallessen"),
    partner("c", seeks="een zaal"),
    partner("d", offers="fietsen"),
]
TIED = [collaboration("x", "2018", [*"ad"])]
N_FEATURES = len(FEATURES)
PLANTED = FEATURES.index("seeks_offered_z")
NO_PAST = Examples(
    np.zeros((0, N_FEATURES), np.float32), np.zeros(0, bool), np.zeros(0, bool), [], np.zeros(0, np.int64)
)


def town(*answers):
    return network(PARTNERS, TIED, answers=answers)


def suggested_to(built, partner_id):
    return {one.suggested_id for one in Matcher(built, Ranker.prior()).suggest([partner_id], balanced=False)}


def test_who_was_not_asked_has_answered_nothing():
    built = town()

    assert answered_pairs(built, TextSpace(built)) is NOTHING_ANSWERED
    assert (len(NOTHING_ANSWERED), NOTHING_ANSWERED.n_yes) == (0, 0)


def test_answered_pairs_have_the_features_that_they_had_when_nobody_had_answered():
    built = town(answer("a", "b"), answer("a", "c", "declined"), answer("b", "d", "ignored"))

    found = answered_pairs(built, TextSpace(built))

    expected = Signals(town()).pairs(np.array([0, 1]))  # a has b and c left to meet, b has a, c and d
    assert list(zip(expected.partner.tolist(), expected.candidate.tolist(), strict=True)) == [
        (0, 1),
        (0, 2),
        (1, 0),
        (1, 2),
        (1, 3),
    ]
    assert found.features.tolist() == expected.features[[0, 1, 4]].tolist()
    assert found.said_yes.tolist() == [True, False, False]
    assert found.weights.tolist() == [1, 1, 0.3]
    assert found.is_newcomer.tolist() == [False, False, True]
    assert found.n_yes == 1


def test_only_the_latest_answer_about_a_partner_counts():
    built = town(answer("a", "b", "declined", "2024-01-01"), answer("a", "b", "accepted", "2024-02-01"))

    assert answered_pairs(built, TextSpace(built)).said_yes.tolist() == [True]


@pytest.mark.parametrize("kind", ["no_room", "already_known"])
def test_what_tells_nothing_of_whether_they_fit_is_not_learned_from(kind):
    built = town(answer("a", "b", kind))

    assert len(answered_pairs(built, TextSpace(built))) == 0


def test_to_know_each_other_is_no_evidence_for_the_others_that_were_answered():
    # c knows d, whom a works with: that would bring a and c closer, were it not itself an answer.
    built = town(answer("a", "c"), answer("c", "d", "already_known"))

    found = answered_pairs(built, TextSpace(built))

    of_a = Signals(town()).pairs(np.array([0]))
    assert found.features.tolist() == of_a.features[of_a.candidate == 2].tolist()


def test_a_pair_that_works_together_by_now_is_still_learned_from():
    begun = network(PARTNERS, [*TIED, collaboration("y", "2024-06", [*"ab"])], answers=[answer("a", "b")])

    assert answered_pairs(begun, TextSpace(begun)).said_yes.tolist() == [True]


@pytest.mark.parametrize(("asked", "about"), [("a", "b"), ("b", "a")])
def test_who_declined_or_was_declined_is_never_suggested_again(asked, about):
    built = town(answer(asked, about, "declined", "2024-05-01"))

    for day in (date(2024, 5, 1), date(2044, 5, 1)):
        assert "b" not in suggested_to(built.at(day), "a")
        assert "a" not in suggested_to(built.at(day), "b")


def test_the_day_before_it_was_declined_a_pair_was_suggested():
    before = town(answer("a", "b", "declined", "2024-05-02")).at(date(2024, 5, 1))

    assert "b" in suggested_to(before, "a")
    assert "a" in suggested_to(before, "b")


@pytest.mark.parametrize("kind", ["no_room", "accepted"])
def test_what_was_put_off_comes_back_after_half_a_year_and_not_before(kind):
    built = town(answer("a", "b", kind, "2024-01-01"))
    # 2024-01-01 and 180 days: 31 + 29 + 31 + 30 + 31 = 152 to the first of June, 28 more to the 29th.
    back = date(2024, 6, 29)

    assert ROOM_DAYS == 180
    assert "b" not in suggested_to(built.at(date(2024, 6, 28)), "a")
    assert {"b"} <= suggested_to(built.at(back), "a")
    assert {"a"} <= suggested_to(built.at(back), "b")


def test_without_a_day_it_is_the_day_of_the_latest_answer():
    old, new = answer("a", "b", "no_room", "2023-01-01"), answer("a", "c", "no_room", "2024-01-01")

    assert "b" not in suggested_to(town(old), "a")
    assert suggested_to(town(old, new), "a") == {"b"}


def test_what_was_seen_and_not_answered_may_come_back_at_once():
    built = town(answer("a", "b", "ignored", "2024-05-01"))

    assert "b" in suggested_to(built.at(date(2024, 5, 1)), "a")


def test_who_changes_its_mind_is_not_held_to_its_first_answer():
    built = town(answer("a", "b", "declined", "2023-01-01"), answer("a", "b", "no_room", "2023-02-01"))

    assert "b" in suggested_to(built.at(date(2024, 1, 1)), "a")


def test_not_to_answer_takes_no_answer_back():
    built = town(answer("a", "b", "declined", "2023-01-01"), answer("a", "b", "ignored", "2024-01-01"))

    assert "b" not in suggested_to(built, "a")
    assert "a" not in suggested_to(built, "b")


def test_closed_pairs_are_closed_on_both_sides():
    closed = closed_pairs(town(answer("a", "b", "declined"), answer("c", "b"))).toarray() > 0

    assert (closed == closed.T).all()
    assert closed[0, 1]
    assert closed[1, 2]
    assert closed[0, 3]  # tied
    assert not closed[0, 2]


def test_who_knows_each_other_already_is_tied_from_then_on():
    built = town(answer("c", "d", "already_known", "2024-05-02"))

    close = Closeness.of(built)
    shared = close.shared_partners(np.array([0]))[0]

    assert close.degrees.tolist() == [1, 0, 1, 2]  # d has a and c
    assert shared.tolist() == [1, 0, 1, 0]  # a shares d with c (and with itself)
    assert "d" not in suggested_to(built, "c")
    assert "d" in suggested_to(built.at(date(2024, 5, 1)), "c")


def answered(n_yes, n_no, strength=2.0):
    """So many of each, newcomers' pairs none; who said yes is high in the planted feature, who said no low."""
    said_yes = np.arange(n_yes + n_no) < n_yes
    features = np.random.default_rng(1).normal(size=(n_yes + n_no, N_FEATURES)).astype(np.float32)
    features[:, PLANTED] = np.where(said_yes, strength, -strength)
    return Answered(features, np.zeros(len(said_yes), bool), said_yes, np.ones(len(said_yes)))


@pytest.mark.parametrize(("n_yes", "n_no"), [(MIN_ANSWERS - 1, 500), (500, MIN_ANSWERS - 1), (0, 0)])
def test_too_few_answers_of_a_kind_change_nothing(n_yes, n_no):
    learned = Ranker.fit(NO_PAST, {}, answered(n_yes, n_no))

    assert learned.weights.tolist() == Ranker.prior().weights.tolist()
    assert (learned.link, learned.card) == (Ranker.prior().link, Ranker.prior().card)


def test_answers_that_favour_one_kind_of_evidence_raise_its_weight():
    prior = Ranker.prior()

    learned = Ranker.fit(NO_PAST, {}, answered(50, 50))

    gained = learned.weights - prior.weights
    assert gained[0].argmax() == PLANTED
    assert gained[0, PLANTED] > 0.1
    assert learned.weights[1].tolist() == prior.weights[1].tolist()  # no newcomer answered
    assert learned.card["n_answers"] == 100
    assert learned.card["n_said_yes"] == 50


def test_more_answers_move_a_weight_further():
    few, many = (Ranker.fit(NO_PAST, {}, answered(n, n, 0.5)).weights[0, PLANTED] for n in (20, 200))

    assert many > few > Ranker.prior().weights[0, PLANTED]


def test_an_answer_of_little_weight_says_little():
    heavy = answered(50, 50)
    light = replace(heavy, weights=np.full(100, 0.05))

    assert Ranker.fit(NO_PAST, {}, light).weights[0, PLANTED] < Ranker.fit(NO_PAST, {}, heavy).weights[0, PLANTED]


@pytest.mark.parametrize(("n_yes", "n_no"), [(20, 180), (100, 100), (150, 50)])
def test_the_mean_chance_of_the_answered_is_the_share_that_said_yes(n_yes, n_no):
    given = answered(n_yes, n_no, strength=0.3)

    ranker = Ranker.fit(NO_PAST, {}, given)

    # At the likeliest intercept the residuals add up to 0.
    scores = given.features @ ranker.weights[0]
    assert ranker.chance(scores).mean() == pytest.approx(n_yes / (n_yes + n_no), abs=0.005)


def test_what_came_of_a_yes_is_no_evidence_of_it():
    yes = answer("a", "b", "accepted", "2024-05-01")
    begun = collaboration("later", "2024-09", [*"ab"])
    built, without = network(PARTNERS, [*TIED, begun], answers=[yes]), town(yes)

    found, expected = answered_pairs(built, TextSpace(built)), answered_pairs(without, TextSpace(without))

    closeness = [at for at, feature in enumerate(FEATURES) if feature.startswith(("rooted", "companions", "shared"))]
    assert found.features[:, closeness].tolist() == expected.features[:, closeness].tolist()
