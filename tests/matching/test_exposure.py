"""Nobody is promised more contacts than it has room for, and whoever fits somebody is in sight."""

from dataclasses import dataclass, field, replace
from datetime import date
from math import log

import numpy as np
import pytest

from matching.exposure import CONTACTS, GROWTH, TOP, Market, learn_prices, room
from matching.history import Window
from matching.lists import LEAST_SCORE
from matching.measuring import judge
from matching.meter import read_meter
from matching.model import Ranker
from matching.suggest import Matcher, fit
from tests.builders import collaboration, network, partner

N = 60
HUB, HERMIT = 0, 1
ONE_IN_FOUR = (-log(3), 0.0)
"""A link that gives every pair the chance 1/4: so many lists make a quarter as many contacts."""


@dataclass(frozen=True)
class Opinions(Ranker):
    """A ranker that looks its scores up: shape (n_partners, n_partners)."""

    scores: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    def score(self, pairs):
        return self.scores[pairs.partner, pairs.candidate]

    def fit_of_both(self, pairs):
        return self.score(pairs)


def opinions(scores):
    return Opinions(Ranker.prior().weights, ONE_IN_FOUR, scores=scores)


def partners_with_room(rooms):
    """Partners without a word on themselves."""
    return network([partner(f"p{i:02}", name="", capacity=int(each)) for i, each in enumerate(rooms)])


def market(scores, rooms, n_asking=N):
    return Market(partners_with_room(rooms), opinions(scores), np.arange(n_asking))


def promised(made, prices):
    return made.promised(made.lists(prices))


@pytest.fixture
def all_want_the_hub():
    """Scores among sixty: chance, but all want the hub most, and nobody wants the hermit first."""
    scores = np.random.default_rng(5).normal(size=(N, N)) + 4
    scores[:, HUB] += 10
    scores[:, HERMIT] -= 2.5
    return scores


def test_without_prices_everybody_is_sent_to_the_hub(all_want_the_hub):
    n_lists, contacts = promised(market(all_want_the_hub, np.full(N, 5)), np.zeros(N))

    assert n_lists[HUB] == N - 1
    assert n_lists[HERMIT] == 0
    assert n_lists.sum() == N * TOP
    assert contacts == pytest.approx(n_lists / 4)


@pytest.mark.parametrize("each", [3, 5, 10])
def test_at_the_prices_nobody_is_promised_more_than_its_room_and_whoever_fits_is_in_a_list(all_want_the_hub, each):
    made = market(all_want_the_hub, np.full(N, each))

    prices = made.settle()

    n_lists, contacts = promised(made, prices)
    assert contacts.max() <= each
    assert n_lists.min() >= 1
    assert prices[HUB] > 0 > prices[HERMIT]


def test_each_has_a_room_of_its_own(all_want_the_hub):
    rooms = np.full(N, 10)
    rooms[HUB], rooms[2] = 1, 2

    made = market(all_want_the_hub, rooms)

    n_lists, contacts = promised(made, made.settle())
    assert (contacts <= rooms).all()
    assert 0 < n_lists[HUB] <= 4
    assert 0 < n_lists[2] <= 8


def test_who_has_no_room_is_in_no_list_and_takes_no_bonus(all_want_the_hub):
    rooms = np.full(N, 10)
    rooms[HUB] = 0
    made = market(all_want_the_hub, rooms)

    prices = made.settle()

    assert promised(made, prices)[0][HUB] == 0
    assert prices[HUB] == 0


def test_who_fits_nobody_is_not_pushed_before_others(all_want_the_hub):
    all_want_the_hub[:, HERMIT] = LEAST_SCORE - 0.01
    made = market(all_want_the_hub, np.full(N, 5))

    prices = made.settle()

    assert promised(made, prices)[0][HERMIT] == 0
    assert prices[HERMIT] == 0


def test_a_sample_of_lists_stands_for_all(all_want_the_hub):
    sample = market(all_want_the_hub, np.full(N, 5), n_asking=N // 2)

    prices = sample.settle()

    # Twenty lists make five contacts: ten of the thirty that were looked at.
    assert promised(sample, prices)[1][HUB] <= 5
    n_lists, _ = promised(market(all_want_the_hub, np.full(N, 5)), prices)
    assert n_lists[HUB] == pytest.approx(20, abs=8)


def test_a_sample_cannot_tell_who_is_out_of_sight_and_lowers_no_price(all_want_the_hub):
    assert market(all_want_the_hub, np.full(N, 5), n_asking=N // 2).settle().min() == 0


def test_lists_that_wrong_nobody_need_no_prices():
    scores = np.random.default_rng(5).normal(size=(N, N)) + 4

    assert not market(scores, np.full(N, N)).settle().any()


def test_lists_that_hold_everybody_anyway_need_no_prices():
    assert learn_prices(network([partner(f"p{i}") for i in range(TOP)]), Ranker.prior()) == {}


def test_learned_prices_name_only_those_that_have_one(all_want_the_hub):
    rooms = np.full(N, N)
    rooms[HUB] = 5

    prices = learn_prices(partners_with_room(rooms), opinions(all_want_the_hub))

    assert set(prices) == {"p00", "p01"}
    assert prices["p00"] > 0 > prices["p01"]


@pytest.fixture
def schools_and_a_hall():
    schools = [partner(f"school-{i:02}", seeks="zaal", offers=f"project {i}") for i in range(20)]
    return network([*schools, partner("hal", offers="zaal")])


def test_a_price_is_a_reason_so_that_reasons_still_add_up(schools_and_a_hall):
    matcher = Matcher(schools_and_a_hall, replace(Ranker.prior(), prices={"hal": 0.5}))

    best = matcher.suggest(["school-00"])[0]

    assert best.suggested_id == "hal"
    assert {reason.kind: reason.contribution for reason in best.reasons}["exposure"] == -0.5
    assert sum(reason.contribution for reason in best.reasons) == pytest.approx(best.score)


def test_unbalanced_lists_know_no_prices(schools_and_a_hall):
    matcher = Matcher(schools_and_a_hall, replace(Ranker.prior(), prices={"hal": 99.0}))

    assert exposure_of(matcher.suggest(["school-00"])[-1]) == ("hal", -99)
    assert exposure_of(matcher.suggest(["school-00"], balanced=False)[0]) == ("hal", 0)


def exposure_of(suggestion):
    return suggestion.suggested_id, {one.kind: one.contribution for one in suggestion.reasons}["exposure"]


def test_room_is_what_a_partner_says_else_twice_its_busiest_year_and_some_at_least():
    others = [f"p{i:02}" for i in range(15)]
    built = network(
        [partner("hub"), partner("modest", capacity=2), partner("shut", capacity=0), *(partner(one) for one in others)],
        [
            collaboration("first", "2019", ["hub", *others[:3]], lead="hub"),
            collaboration("busiest", "2020", ["hub", *others], lead="hub"),  # twelve of them new
            collaboration("small", "2020", ["modest", "p00"]),
        ],
    )

    rooms = dict(zip(built.partners["id"], room(built), strict=True))

    assert rooms["hub"] == 12 * GROWTH == 24
    assert (rooms["modest"], rooms["shut"]) == (2, 0)
    assert rooms["p00"] == CONTACTS


@pytest.fixture(scope="module")
def oss_meter(oss, oss_matcher):
    return read_meter(oss, oss_matcher.suggest())


def test_in_oss_most_are_in_sight_and_nobody_is_flooded(oss_meter):
    assert oss_meter.coverage >= 0.8
    assert oss_meter.gini <= 0.45
    assert oss_meter.above_room == ()


def test_in_oss_whoever_fits_somebody_is_in_somebodys_ten(oss, oss_matcher, oss_meter):
    fitting = {
        one.suggested_id for one in oss_matcher.suggest(top=oss.n_partners, balanced=False) if one.score >= LEAST_SCORE
    }

    assert fitting.isdisjoint(oss_meter.unseen)


def test_in_oss_no_fewer_are_in_sight_than_in_longer_lists_without_prices(oss, oss_matcher, oss_meter):
    assert oss_meter.coverage >= read_meter(oss, oss_matcher.suggest(balanced=False)).coverage


def test_in_oss_balance_costs_less_than_a_tenth_of_what_came_true(oss):
    window = Window.of(oss, date(2019, 1, 1))
    matcher = Matcher(window.before, fit(window.before))

    balanced, unbalanced = (ndcg(window, matcher.suggest(top=TOP, balanced=is_so)) for is_so in (True, False))

    assert balanced >= 0.9 * unbalanced


def ndcg(window, suggestions):
    """Mean NDCG@10 of lists over those who made a new tie."""
    before = window.before
    scores = np.full((before.n_partners, before.n_partners), -np.inf)
    for one in suggestions:
        scores[before.position(one.partner_id), before.position(one.suggested_id)] = -one.rank
    asking = window.asking
    came_true = window.new_ties[asking].toarray() > 0
    # A list may be shorter than ten: the empty places come before those that are not listed, and never count.
    empty = np.zeros((len(asking), TOP))
    return judge(np.hstack([scores[asking], empty - 99]), np.hstack([came_true, empty > 0]))["ndcg"].mean()
