"""Growth year by year, worked out by hand."""

from datetime import date

import pytest

from graph.growth import YearOfGrowth, growth
from tests.builders import collaboration, network, partner


@pytest.fixture
def town():
    """2001: a-b (ended 2002). 2003: c, who has left since, leads d and a; f-d; a-b again. e never does anything."""
    return network(
        [
            partner("a", sector="school"),
            partner("b", sector="school"),
            partner("c", sector="bedrijf", until="2001"),
            partner("d", sector="bedrijf"),
            partner("e", sector="zorg"),
            partner("f", sector="zorg"),
        ],
        [
            collaboration("first", "2001-03", ["a", "b"], end="2002-06"),
            collaboration("second", "2003", ["d", "a"], lead="c"),
            collaboration("third", "2003-05-05", ["f", "d"], end="2003-08-01"),
            collaboration("fourth", "2003-12-31", ["a", "b"]),
        ],
    )


def test_a_year_is_measured_at_its_end(town):
    first = growth(town, date(2003, 12, 31))[0]

    assert first == YearOfGrowth(
        year=2001,
        partners=2,
        new_collaborations=1,
        running_collaborations=1,
        ties=1,
        new_ties=1,
        mean_degree=1.0,
        components=1,
        largest_share=1.0,
        cross_sector_share=0.0,
    )


def test_a_year_without_anything_new_stands_too(town):
    second = growth(town, date(2003, 12, 31))[1]

    assert (second.year, second.partners, second.new_collaborations, second.new_ties) == (2002, 2, 0, 0)
    assert second.running_collaborations == 0  # the first ended in June
    assert second.ties == 1


def test_ties_add_up_and_what_has_ended_still_counts(town):
    third = growth(town, date(2003, 12, 31))[2]

    # Ties: a-b, a-c, c-d, d-f; partners a, b, c, d, f in one component; c left, and still counts.
    assert (third.partners, third.ties, third.new_ties, third.components) == (5, 4, 3, 1)
    assert third.new_collaborations == 3
    assert third.running_collaborations == 2  # second and fourth have no end
    assert third.mean_degree == pytest.approx(8 / 5)
    assert third.cross_sector_share == pytest.approx(2 / 4)  # a-c and d-f


def test_the_last_year_goes_up_to_the_day(town):
    until_may = growth(town, date(2003, 5, 4))[-1]

    assert (until_may.year, until_may.ties, until_may.partners) == (2003, 3, 4)


def test_a_network_that_falls_apart_has_its_components_counted():
    apart = network(
        [partner(one) for one in "abcde"],
        [collaboration("x", "2001", list("abc")), collaboration("y", "2001", list("de"))],
    )

    year = growth(apart, date(2001, 12, 31))[0]

    assert (year.components, year.largest_share) == (2, pytest.approx(3 / 5))


def test_somebody_alone_in_a_collaboration_is_active_without_a_tie():
    year = growth(network([partner("a")], [collaboration("x", "2001", ["a"])]), date(2001, 12, 31))[0]

    assert (year.partners, year.ties, year.mean_degree, year.components, year.cross_sector_share) == (1, 0, 0.0, 1, 0.0)


@pytest.mark.parametrize("until", [date(2000, 12, 31), date(2001, 2, 28)])
def test_before_anything_began_there_are_no_years(town, until):
    assert growth(town, until) == []


def test_an_empty_network_has_no_years():
    assert growth(network(), date(2001, 1, 1)) == []


def test_a_collaboration_still_runs_on_its_last_day():
    town = network([partner("a"), partner("b")], [collaboration("x", "2019", ["a", "b"], end="2019")])

    years = growth(town, date(2020, 12, 31))

    assert [(year.year, year.running_collaborations) for year in years] == [(2019, 1), (2020, 0)]
