"""The measures of a day and a part."""

from datetime import date

import pytest

from graph.measures import DEFINITIONS, measure, steady_partners
from graph.parts import Part
from tests.builders import collaboration, network, partner

BUILT = network(
    [
        partner("bestuur", sector="po", place="Oss"),
        partner("school", sector="po", place="Oss", part_of="bestuur", themes="taal"),
        partner("lokatie", sector="po", place="Heesch", part_of="school"),
        partner("firma", sector="bedrijf", place="Oss", since="2020"),
        partner("club", sector="sport", place="Oss", until="2019"),
    ],
    [
        collaboration("a", "2018", ["school", "lokatie"], themes="taal"),
        collaboration("b", "2018", ["school", "club"]),
        collaboration("c", "2020", ["firma", "lokatie"], themes="techniek"),
    ],
)


@pytest.mark.parametrize(
    ("part", "ids"),
    [
        pytest.param(Part(), ["bestuur", "firma", "lokatie", "school"], id="all"),
        pytest.param(Part(sector="po"), ["bestuur", "lokatie", "school"], id="sector"),
        pytest.param(Part(place="Oss"), ["bestuur", "firma", "school"], id="place"),
        pytest.param(Part(theme="taal"), ["lokatie", "school"], id="theme-named-or-worked-on"),
        pytest.param(Part(board="bestuur"), ["bestuur", "lokatie", "school"], id="board-and-all-below"),
        pytest.param(Part(board="bestuur", place="Oss"), ["bestuur", "school"], id="two-conditions"),
        pytest.param(Part(theme="onbekend"), [], id="a-theme-that-nobody-has"),
        pytest.param(Part(board="nobody"), [], id="a-board-that-is-not-there"),
    ],
)
def test_a_part_holds_those_who_are_meant(part, ids):
    there = BUILT.at(date(2021, 1, 1))

    assert there.partners["id"][part.of(there)].tolist() == ids


def test_a_day_counts_who_was_there_and_what_had_begun():
    before, after = (measure(BUILT, day).figures for day in (date(2018, 12, 31), date(2021, 1, 1)))

    assert (before["n_partners"], before["n_ties"], before["n_isolates"]) == (4, 2, 1)
    assert (after["n_partners"], after["n_ties"], after["n_isolates"]) == (4, 2, 1)
    assert (before["cross_share"], after["cross_share"]) == (0.5, 0.5)


def test_a_cohort_does_not_move_by_who_comes_and_leaves():
    cohort = frozenset({"school", "lokatie", "bestuur"})

    figures = [measure(BUILT, date(year, 12, 31), cohort=cohort).figures for year in (2018, 2021)]

    assert figures[0] == figures[1]
    assert figures[0]["n_partners"] == 3


def test_a_cohort_had_done_something_by_the_first_day_and_is_there_on_the_last():
    assert steady_partners(BUILT, date(2018, 12, 31), date(2021, 1, 1)) == {"school", "lokatie"}  # club has left
    assert steady_partners(BUILT, date(2018, 12, 31), date(2018, 12, 31)) == {"school", "lokatie", "club"}
    assert steady_partners(BUILT, date(2017, 1, 1), date(2021, 1, 1)) == frozenset()


def test_nobody_of_whom_nothing_is_known_may_be_tied_to_everybody():
    figures = measure(BUILT, date(2021, 1, 1)).figures

    # Of 6 pairs 2 are tied; bestuur did nothing that is known, and could be tied to 3.
    assert (figures["density"], figures["density_at_most"]) == (pytest.approx(2 / 6), pytest.approx(5 / 6))


def test_every_figure_has_its_definition_and_none_is_infinite():
    for part in (Part(), Part(sector="nobody")):
        figures = measure(BUILT, date(2021, 1, 1), part).figures

        assert list(figures) == [each.name for each in DEFINITIONS]
        assert all(figure is None or abs(figure) < 1e9 for figure in figures.values())
