"""How lists are put together: places across sectors, a place for a newcomer, and who is left out."""

from math import exp

import numpy as np
import pytest

from matching.lists import FEW_CANDIDATES, LEAST_SCORE, N_DRAWN, Candidates, Lister
from tests.builders import collaboration, network, partner

N = 40
FIRST_OTHER = 20
"""Partners from this place on are of another sector than those before."""
TOP = 10


def town(newcomers=()):
    """Forty partners p00 …, of which the first half is of one sector; all have a tie but the newcomers."""
    ids = [f"p{i:02}" for i in range(N)]
    tied = [one for i, one in enumerate(ids) if i not in newcomers]
    return network(
        [partner(one, sector="school" if i < FIRST_OTHER else "firm") for i, one in enumerate(ids)],
        [collaboration("all", "2018", tied)],
    )


def candidates(score_by_position, asking=(0,), others=0.0):
    """One row of all partners but itself for each that asks; who is not named scores `others`."""
    scores = np.full((len(asking), N), others)
    for position, score in score_by_position.items():
        scores[:, position] = score
    scores[np.arange(len(asking)), list(asking)] = -np.inf
    everybody = np.tile(np.arange(N), (len(asking), 1))
    return Candidates(np.array(asking, np.int64), everybody, scores, everybody, np.ones_like(scores, dtype=bool))


def listed(chosen, row=0):
    """Positions in the list of one row, best first."""
    return chosen.place[chosen.row == row].tolist()


OWN_SECTOR = {i: 9.0 - i / 10 for i in range(1, FIRST_OTHER)}
"""Nineteen of the same sector that fit well, the first best."""
NO_PRICES = np.zeros(N)


def test_two_of_ten_are_of_another_sector_where_enough_fit():
    others = {30: 2.0, 31: 1.9, 32: 1.8}

    chosen = Lister(town()).choose(candidates(OWN_SECTOR | others), NO_PRICES, TOP)

    assert listed(chosen) == [*range(1, 9), 30, 31]
    assert chosen.rank.tolist() == list(range(1, 11))
    assert chosen.propensity.tolist() == [1.0] * TOP


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param({}, [*range(1, 11)], id="none-fits"),
        pytest.param({30: 2.0}, [*range(1, 10), 30], id="one-fits"),
        pytest.param({30: 1.0, 31: 1.0}, [*range(1, 11)], id="those-that-hardly-fit-get-no-place"),
        pytest.param({30: 9.9, 31: 9.8, 32: 9.7}, [30, 31, 32, *range(1, 8)], id="the-best-come-first-in-any-case"),
    ],
)
def test_where_fewer_of_another_sector_fit_fewer_places_are_theirs(others, expected):
    chosen = Lister(town()).choose(candidates(OWN_SECTOR | others), NO_PRICES, TOP)

    assert listed(chosen) == expected


@pytest.mark.parametrize("top", [1, 2, 4])
def test_a_short_list_has_no_place_to_spare(top):
    lister = Lister(town(newcomers=[19]))

    assert listed(lister.choose(candidates(OWN_SECTOR | {30: 2.0}), NO_PRICES, top)) == [*range(1, top + 1)]


def test_who_fits_less_than_the_least_score_is_left_out():
    scores = {1: LEAST_SCORE + 0.01, 2: LEAST_SCORE, 3: LEAST_SCORE - 0.01}

    assert listed(Lister(town()).choose(candidates(scores), NO_PRICES, TOP)) == [1, 2]


def test_among_few_candidates_only_who_fits_less_than_the_average_is_left_out():
    few = candidates({1: 0.5, 2: 0.0, 3: -0.1}, others=-np.inf)
    many = candidates(dict.fromkeys(range(1, FEW_CANDIDATES + 1), 0.5), others=-np.inf)

    assert listed(Lister(town()).choose(few, NO_PRICES, TOP)) == [1, 2]
    assert listed(Lister(town()).choose(many, NO_PRICES, TOP)) == []


def test_who_has_no_room_is_in_no_list():
    prices = NO_PRICES.copy()
    prices[1] = np.inf

    assert 1 not in listed(Lister(town()).choose(candidates(OWN_SECTOR), prices, TOP))


def test_a_price_takes_a_place_but_no_fitting_one_out_of_sight():
    prices = NO_PRICES.copy()
    prices[1] = 99.0
    scores = {1: 5.0, 2: 4.0}

    assert listed(Lister(town()).choose(candidates(scores), prices, TOP)) == [2, 1]
    assert listed(Lister(town()).choose(candidates(scores), prices, 1)) == [2]


def test_equal_scores_go_by_id():
    scores = {3: 4.0, 1: 4.0, 2: 4.0}

    assert listed(Lister(town()).choose(candidates(scores), NO_PRICES, TOP)) == [1, 2, 3]


def test_nobody_asking_gets_nothing():
    chosen = Lister(town()).choose(candidates({}, asking=()), NO_PRICES, TOP)

    assert (len(chosen.row), len(chosen.rank)) == (0, 0)


NEWCOMERS = (15, 16, 17, 18, 19)
SCORES = {15: 3.0, 16: 2.5, 17: 2.0, 18: 2.0, 19: 1.5}
"""Five newcomers that fit, none among the best ten: the draw is among them."""
SHARES = {i: exp(score) / sum(exp(each) for each in SCORES.values()) for i, score in SCORES.items()}
"""Softmax: 20.1, 12.2, 7.4, 7.4 and 4.5 of 51.5."""


def with_newcomers(asking=(0,)):
    return candidates(OWN_SECTOR | SCORES, asking)


def drawn_of(chosen):
    """The newcomer in each list, by row."""
    return {int(row): int(at) for row, at in zip(chosen.row, chosen.place, strict=True) if at in NEWCOMERS}


def test_one_place_is_for_a_newcomer_with_the_chance_it_was_drawn_with():
    chosen = Lister(town(NEWCOMERS)).choose(with_newcomers(), NO_PRICES, TOP)

    drawn = drawn_of(chosen)[0]
    assert listed(chosen) == [*range(1, 10), drawn]
    assert chosen.propensity[-1] == pytest.approx(SHARES[drawn])
    assert chosen.propensity[:-1].tolist() == [1.0] * 9


def test_a_newcomer_among_the_best_needs_no_draw():
    chosen = Lister(town((3, *NEWCOMERS))).choose(with_newcomers(), NO_PRICES, TOP)

    assert listed(chosen) == [*range(1, 11)]
    assert chosen.propensity.tolist() == [1.0] * TOP


def test_only_the_best_few_newcomers_are_drawn_from():
    many = range(12, 20)
    scores = OWN_SECTOR | {i: 8.0 - 2 * (i - 12) for i in many if i < 12 + N_DRAWN} | {17: 1.2, 18: 1.2, 19: 1.2}
    lister = Lister(town(many))

    drawn = [at for at in lister.choose(candidates(scores, range(20, N)), NO_PRICES, TOP).place.tolist() if at > 16]

    assert not set(drawn) & {17, 18, 19}


def test_the_draw_is_the_same_each_time_and_for_one_as_among_all():
    asking = range(FIRST_OTHER, N)
    among_all = drawn_of(Lister(town(NEWCOMERS)).choose(with_newcomers(asking), NO_PRICES, TOP))
    again = drawn_of(Lister(town(NEWCOMERS)).choose(with_newcomers(asking), NO_PRICES, TOP))
    alone = [drawn_of(Lister(town(NEWCOMERS)).choose(with_newcomers([one]), NO_PRICES, TOP))[0] for one in asking]

    assert again == among_all
    assert list(among_all.values()) == alone


def test_over_many_partners_newcomers_are_drawn_as_often_as_their_propensity_says():
    n_asking = 2000
    many = network(
        [partner(f"q{i:04}") for i in range(n_asking)] + [partner(f"r{i}") for i in range(len(SCORES))],
        [collaboration("all", "2018", [f"q{i:04}" for i in range(n_asking)], lead="q0000")],
    )
    newcomers = np.tile(np.arange(n_asking, n_asking + len(SCORES)), (n_asking, 1))
    # Beside each newcomer thirty that fit as well as can be, so that the ten best hold none.
    others = np.tile(np.arange(30), (n_asking, 1))
    scores = np.hstack([np.full(others.shape, 9.0), np.tile(list(SCORES.values()), (n_asking, 1))])
    everybody = np.hstack([others, newcomers])
    of = Candidates(np.arange(n_asking), everybody, scores, everybody, np.ones_like(scores, dtype=bool))

    chosen = Lister(many).choose(of, np.zeros(n_asking + len(SCORES)), TOP)

    drawn = chosen.place[chosen.place >= 30] - 30
    assert len(drawn) == n_asking
    # Four standard errors of a share of .3 among 2,000 are .04.
    assert np.bincount(drawn, minlength=len(SCORES)) / n_asking == pytest.approx(list(SHARES.values()), abs=0.04)


def test_who_is_merely_busy_is_left_out_where_there_are_many_to_choose_from():
    of = candidates({1: 5.0, 2: 4.0, 3: 3.0})
    of.fits[:, 2] = False

    assert listed(Lister(town()).choose(of, NO_PRICES, TOP)) == [1, 3]


def test_a_newcomer_that_places_across_push_out_leaves_its_place_to_a_draw():
    newcomer = 10  # tenth by score, behind nine of its sector, before two of the other one
    scores = {i: 9.0 - i / 10 for i in range(1, 11)} | {30: 2.0, 31: 1.9}

    chosen = Lister(town(newcomers=[newcomer])).choose(candidates(scores), NO_PRICES, TOP)

    assert listed(chosen) == [*range(1, 8), newcomer, 30, 31]
