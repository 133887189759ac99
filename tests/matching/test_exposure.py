"""Nobody stands in more lists than it can bear, and everybody in one."""

from collections import Counter
from dataclasses import replace

import pytest

from matching.exposure import LISTS_PER_CONTACT, TOP, learn_prices
from matching.model import Ranker
from matching.suggest import Matcher
from tests.builders import network, partner

N_SCHOOLS = 40


def _schools_around_one_hall(**columns):
    """Forty schools seek what one hall offers; a lighthouse has nothing to do with anybody."""
    schools = [partner(f"school-{i:02}", seeks="zaal voor een feest", offers=f"project {i}") for i in range(N_SCHOOLS)]
    return network([*schools, partner("hal", offers="zaal voor een feest", **columns), partner("vuurtoren")])


def _lists(built, prices):
    matcher = Matcher(built, replace(Ranker.prior(), prices=prices))
    return Counter(suggestion.suggested_id for suggestion in matcher.suggest(top=TOP))


def test_without_prices_everybody_is_sent_to_the_one_hall():
    assert _lists(_schools_around_one_hall(), {})["hal"] >= N_SCHOOLS


@pytest.mark.parametrize("capacity", [1, 2, 4])
def test_a_partner_stands_in_about_as_many_lists_as_its_capacity_bears(capacity):
    built = _schools_around_one_hall(capacity=capacity)

    n_lists = _lists(built, learn_prices(built, Ranker.prior()))["hal"]

    assert n_lists == pytest.approx(capacity * LISTS_PER_CONTACT, abs=3)


def test_everybody_stands_in_a_list():
    built = _schools_around_one_hall()

    assert set(_lists(built, learn_prices(built, Ranker.prior()))) == set(built.partners["id"])


def test_a_price_is_a_reason_so_that_reasons_still_add_up():
    built = _schools_around_one_hall(capacity=1)
    prices = learn_prices(built, Ranker.prior())

    suggestions = Matcher(built, replace(Ranker.prior(), prices=prices)).suggest()

    assert prices["hal"] > 0
    for suggestion in suggestions:
        assert sum(reason.contribution for reason in suggestion.reasons) == pytest.approx(suggestion.score)
        exposure = next(reason for reason in suggestion.reasons if reason.kind == "exposure")
        assert exposure.contribution == pytest.approx(-prices.get(suggestion.suggested_id, 0))


def test_unbalanced_lists_know_no_prices():
    built = _schools_around_one_hall(capacity=1)
    matcher = Matcher(built, replace(Ranker.prior(), prices={"hal": 99.0}))

    assert all("hal" != suggestion.suggested_id for suggestion in matcher.suggest(["school-00"]))
    assert matcher.suggest(["school-00"], balanced=False)[0].suggested_id == "hal"


def test_lists_that_hold_everybody_anyway_need_no_prices():
    assert learn_prices(network([partner(f"p{i}") for i in range(TOP)]), Ranker.prior()) == {}
