"""What is kept of each method, and what counts in a draw of collaborations."""

from datetime import date

import numpy as np
import pytest

from matching.history import Window
from matching.judging import BALANCED, OWN, Ranking, own_ranking
from matching.model import Ranker
from matching.outcomes import Outcomes
from tests.builders import collaboration, network, partner

SECOND = 1 / np.log2(3)  # what a hit in the second place is worth


def ranking_of(built, cutoff=date(2018, 1, 1)):
    window = Window.of(built, cutoff)
    ranking = Ranking(window.before, Outcomes.of(built, window))
    assert sum(ranking.take_in()) == window.before.n_partners
    return ranking


def test_whom_a_partner_met_counts_where_something_that_brought_them_is_drawn():
    past = [collaboration("x", "2017-05", [*"ab"], title=""), collaboration("y", "2017-06", [*"bc"], title="")]
    later = [
        collaboration("one", "2018", [*"ac"]),
        collaboration("two", "2019", [*"ac"]),
        collaboration("three", "2020", [*"ad"]),
    ]
    built = network([partner(one, name="") for one in "abcd"], [*past, *later])
    drawn = np.array([[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 0, 1, 0, 0], [1, 0, 0, 1, 0]], bool)

    sample = ranking_of(built).judge(drawn).samples["popularity"]["ndcg"]

    # By ties, a puts c before d, c puts a first, d puts b before a. All three ask; then a and c, twice; a and d; none.
    assert sample.counts.tolist() == [3, 2, 2, 2, 0]
    assert sample.means == pytest.approx([(2 + SECOND) / 3, 1, 1, SECOND, np.nan], nan_ok=True)


def test_people_see_nobody_without_room():
    built = network(
        [partner("a", name=""), partner("b", name=""), partner("c", name="", capacity=0)],
        [collaboration("past", "2017", [*"ab"], title=""), collaboration("new", "2018", [*"bc"], title="")],
    )

    judged = ranking_of(built).judge(np.ones((2, 1), bool))

    # a and b may meet c alone, who has no room; c may meet both, and a fits as well as b.
    assert judged.in_sight[OWN]["coverage"] == 1
    assert judged.in_sight[BALANCED]["coverage"] == pytest.approx(2 / 3)
    assert judged.samples[BALANCED]["recall"].means == pytest.approx([1 / 2])


def test_who_is_no_candidate_is_not_ranked():
    built = network([partner(one) for one in "abc"], [collaboration("past", "2017", [*"ab"])])

    scores = own_ranking(built, Ranker.prior())(np.array([0, 2]))

    assert np.isneginf(scores).tolist() == [[True, True, False], [False, False, True]]
