"""Cohesion and a fixed cohort, year by year, on a network small enough to work out by hand."""

from datetime import date

import numpy as np
import pytest

from graph.communities import communities, steadiness
from graph.over_years import cohesion_by_year, ties_of_cohort
from graph.tie_graph import tie_graph
from tests.builders import collaboration, network, partner

# 2017: a - b. 2018: nothing. 2019: c joins a, and meets b: a triangle. 2020: d and e, who came later, meet.
BUILT = network(
    [partner(each, sector="x" if each in "ab" else "y") for each in "abcdef"],
    [
        collaboration("c1", "2017", ["a", "b"]),
        collaboration("c2", "2019", ["a", "c"]),
        collaboration("c3", "2019", ["b", "c"]),
        collaboration("c4", "2020", ["d", "e"]),
    ],
)
UNTIL = date(2020, 12, 31)


def test_cohesion_is_of_those_that_had_taken_part():
    table = cohesion_by_year(BUILT, UNTIL)

    assert table["year"].tolist() == [2017, 2018, 2019, 2020]
    assert table["partners"].tolist() == [2, 2, 3, 5]
    assert table["density"].tolist() == [1, 1, 1, pytest.approx(4 / 10)]
    assert table["clustering"].tolist() == [0, 0, 1, pytest.approx(3 / 5)]
    # Of five with 2, 2, 2, 1, 1 ties: (0 + 0 + 0 + 1 + 1) / (4 × 3); of two it is not defined.
    np.testing.assert_allclose(table["centralisation"], [np.nan, np.nan, 0, 2 / 12])
    assert table["cross_share"].tolist() == [0, 0, pytest.approx(2 / 3), 0.5]


def test_ties_are_within_the_cohort_between_it_and_newcomers_or_among_those():
    table = ties_of_cohort(BUILT, 2017, UNTIL)

    assert table.to_numpy().tolist() == [
        [2017, 2, 2, 1, 0, 0],
        [2018, 2, 2, 1, 0, 0],
        [2019, 3, 2, 1, 2, 0],
        [2020, 5, 2, 1, 2, 1],
    ]


def test_before_anything_began_there_is_no_year():
    assert cohesion_by_year(BUILT, date(2016, 1, 1)).empty
    assert ties_of_cohort(network(), 2010, UNTIL).empty


def test_communities_without_a_tie_between_them_are_found_again_each_time():
    graph = tie_graph(BUILT)
    labels, _ = communities(graph)

    shares, overall = steadiness(graph, labels)

    assert labels.tolist() == [0, 0, 0, 1, 1, 2]
    np.testing.assert_array_equal(shares, [1, 1, np.nan])
    assert overall == 1


def test_a_ring_is_parted_otherwise_each_time():
    names = [f"p{at:02}" for at in range(30)]
    ring = network(
        [partner(each) for each in names],
        [collaboration(f"c{at:02}", "2018", [names[at], names[at - 1]]) for at in range(30)],
    )
    graph = tie_graph(ring)

    _, overall = steadiness(graph, communities(graph)[0])

    assert 0 < overall < 1


def test_of_nobody_there_is_nothing_to_find_again():
    shares, overall = steadiness(tie_graph(network()), np.array([], dtype=np.int64))

    assert (len(shares), overall) == (0, None)
