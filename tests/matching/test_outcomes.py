"""Which years are cut-offs, who is a hub, and what brought those together who met."""

from datetime import date

import numpy as np
import pytest

from matching.history import Window
from matching.outcomes import NothingToMeasure, Outcomes, hubs, yearly_cutoffs
from tests.builders import collaboration, network, partner
from tests.matching.networks import STAR, tied

CUTOFF = date(2018, 1, 1)


def meeting(n_by_year):
    """Seven partners for each year, so many of whom meet in it: seven make 21 new ties, two only one."""
    ids = {year: [f"{year}-{at}" for at in range(7)] for year in n_by_year}
    return network(
        [partner(one) for several in ids.values() for one in several],
        [collaboration(f"c{year}", f"{year}-06", ids[year][:n]) for year, n in n_by_year.items()],
    )


def firsts(*years):
    return [date(year, 1, 1) for year in years]


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        pytest.param(meeting({2010: 7, 2011: 7, 2012: 2, 2013: 7}), firsts(2011, 2013), id="enough-new-ties"),
        pytest.param(meeting(dict.fromkeys(range(2010, 2017), 7)), firsts(2013, 2014, 2015, 2016), id="the-last-four"),
        pytest.param(meeting({2010: 7}), firsts(2010), id="nothing-before-the-first-year"),
        pytest.param(meeting({2001: 2, 2005: 2, 2010: 2, 2015: 2, 2016: 2}), firsts(2015), id="the-last-quarter"),
    ],
)
def test_cut_offs_are_the_years_with_enough_new_ties(built, expected):
    assert yearly_cutoffs(built) == expected


def test_without_collaborations_there_is_no_cut_off():
    with pytest.raises(NothingToMeasure, match="the network has no collaborations"):
        yearly_cutoffs(network([partner("a")]))


def test_in_oss_four_years_are_cut_offs(oss):
    assert yearly_cutoffs(oss) == firsts(2018, 2019, 2020, 2021)


def test_the_hubs_are_a_twentieth_rounded_up_of_equal_ones_the_first():
    assert hubs(tied(4, STAR)).tolist() == [0]
    assert hubs(tied(21, [(3, 4), (5, 6)])).tolist() == [3, 4]
    assert hubs(network()).tolist() == []


def test_pairs_that_met_stand_in_order_with_all_that_brought_them():
    past = collaboration("past", "2017", [*"ab"])
    later = [collaboration("one", "2018", [*"abc"]), collaboration("two", "2019", [*"cd"], lead="c")]
    again = collaboration("three", "2020", [*"ac"])
    built = network([partner(one) for one in "abcd"], [past, *later, again])

    outcomes = Outcomes.of(built, Window.of(built, CUTOFF))

    # a and b knew each other. Collaborations by start: past, one, two, three.
    assert outcomes.asking.tolist() == [0, 1, 2, 2, 2, 3]
    assert outcomes.met.tolist() == [2, 2, 0, 1, 3, 2]
    assert outcomes.brought.toarray().tolist() == [
        [0, 1, 0, 1],
        [0, 1, 0, 0],
        [0, 1, 0, 1],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 1, 0],
    ]
    assert outcomes.is_telling.tolist() == [False, True, True, True]


def test_positions_are_those_before_the_cut_off():
    built = network(
        [partner("a", since="2019"), partner("b"), partner("c"), partner("d")],
        [collaboration("past", "2017", [*"bd"]), collaboration("new", "2019", [*"abc"])],
    )

    outcomes = Outcomes.of(built, Window.of(built, CUTOFF))

    assert np.column_stack([outcomes.asking, outcomes.met]).tolist() == [[0, 1], [1, 0]]
