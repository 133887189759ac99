"""Nobody stands in more lists than it can bear, and everybody in one."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from matching.exposure import (
    CONTACTS,
    LISTS_PER_CONTACT,
    MOST_BONUS,
    TOP,
    count_lists,
    learn_prices,
    most_lists,
    settle,
)
from matching.model import Ranker
from matching.suggest import Matcher
from tests.builders import collaboration, network, partner

N = 60
HUB, HERMIT = 0, 1


@pytest.fixture
def everybody_against_everybody():
    """Candidates and scores of sixty lists: chance, but all want the hub and nobody the hermit."""
    scores = np.random.default_rng(5).normal(size=(N, N))
    scores[:, HUB] += 10
    scores[:, HERMIT] -= 2.5
    np.fill_diagonal(scores, -np.inf)
    return np.tile(np.arange(N), (N, 1)), scores


def test_without_prices_everybody_is_sent_to_the_hub(everybody_against_everybody):
    candidates, scores = everybody_against_everybody

    n_lists = count_lists(candidates, scores, N)

    assert n_lists[HUB] == N - 1
    assert n_lists[HERMIT] == 0
    assert n_lists.sum() == N * TOP


@pytest.mark.parametrize("most", [12, 20, 40])
def test_at_the_prices_nobody_stands_in_too_many_lists_and_everybody_in_one(everybody_against_everybody, most):
    candidates, scores = everybody_against_everybody

    prices = settle(candidates, scores, np.full(N, float(most)), scale=1)

    n_lists = count_lists(candidates, scores - prices[candidates], N)
    assert n_lists.max() <= most + 1
    assert n_lists.min() >= 1
    assert prices[HUB] > 0 > prices[HERMIT]


def test_each_has_a_limit_of_its_own(everybody_against_everybody):
    candidates, scores = everybody_against_everybody
    most = np.full(N, float(N))
    most[HUB] = 3

    prices = settle(candidates, scores, most, scale=1)

    assert count_lists(candidates, scores - prices[candidates], N)[HUB] <= 4


def test_a_sample_of_lists_stands_for_all(everybody_against_everybody):
    candidates, scores = everybody_against_everybody

    prices = settle(candidates[:30], scores[:30], np.full(N, 20.0), scale=2)

    assert count_lists(candidates, scores - prices[candidates], N)[HUB] == pytest.approx(20, abs=10)


def test_lists_that_wrong_nobody_need_no_prices():
    scores = np.random.default_rng(5).normal(size=(N, N))

    assert not settle(np.tile(np.arange(N), (N, 1)), scores, np.full(N, float(N)), scale=1).any()


def test_lists_that_hold_everybody_anyway_need_no_prices():
    assert learn_prices(network([partner(f"p{i}") for i in range(TOP)]), Ranker.prior()) == {}


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

    assert all(suggestion.suggested_id != "hal" for suggestion in matcher.suggest(["school-00"]))
    assert matcher.suggest(["school-00"], balanced=False)[0].suggested_id == "hal"


def test_room_is_what_a_partner_says_else_what_its_busiest_year_brought():
    others = [f"p{i:02}" for i in range(15)]
    built = network(
        [partner("hub"), partner("modest", capacity=2), *(partner(other) for other in others)],
        [
            collaboration("first", "2019", ["hub", *others[:3]], lead="hub"),
            collaboration("busiest", "2020", ["hub", *others], lead="hub"),  # twelve of them new
            collaboration("small", "2020", ["modest", "p00"]),
        ],
    )

    room = dict(zip(built.partners["id"], most_lists(built) / LISTS_PER_CONTACT, strict=True))

    assert room["hub"] == 12
    assert room["modest"] == 2
    assert room["p00"] == CONTACTS


def test_a_partner_that_fits_nobody_is_not_pushed_before_all_others():
    scores = np.random.default_rng(5).normal(size=(N, N))
    scores[:, HERMIT] -= 100
    np.fill_diagonal(scores, -np.inf)

    prices = settle(np.tile(np.arange(N), (N, 1)), scores, np.full(N, 30.0), scale=1)

    assert prices.min() >= -MOST_BONUS


def test_lists_as_shown_keep_to_the_prices_in_a_network_of_hundreds():
    built = network(
        [
            partner(f"p{i:03}", seeks=f"hulp bij taal {i % 7}", offers=f"taal {i % 11}", place=f"dorp {i % 5}")
            for i in range(400)
        ]
    )
    prior = Ranker.prior()
    prices = learn_prices(built, prior)

    shown = Counter(s.suggested_id for s in Matcher(built, replace(prior, prices=prices)).suggest())
    unpriced = Counter(s.suggested_id for s in Matcher(built, prior).suggest())

    assert max(shown.values()) <= max(unpriced.values())
    assert len(shown) >= len(unpriced)
