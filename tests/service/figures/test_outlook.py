"""What a batch would do and what a leaving takes, in words that are true for the numbers."""

import networkx as nx
import numpy as np
import pytest

from graph.batch import SHOWN, Batch
from graph.best_ties import ServingTie
from service.figures.outlook import look_ahead
from service.figures.serving import say_gain
from service.figures.without import look_without
from tests.builders import collaboration, network, partner
from tests.graph.test_best_ties import graph_of

APART = graph_of(nx.disjoint_union(nx.path_graph(4), nx.empty_graph(2)), "aaaabb")  # 0-1-2-3, 4, 5


def test_a_figure_is_told_today_and_for_each_way_of_saying_yes():
    outlook = look_ahead(Batch(APART, np.array([[4, 5]])), [0.2], n_draws=50)
    rows = dict(zip(SHOWN, outlook.rows, strict=True))

    assert outlook.ways == ["30 % zegt ja", "50 % zegt ja", "100 % zegt ja", "eigen kans"]
    assert (rows["n_isolates"].today, rows["n_isolates"].outlooks[2]) == ("2", "0")
    assert (rows["density"].today, rows["density"].outlooks[2]) == ("20 %", "26,67 %")  # 3 and 4 of 15 pairs
    assert outlook.figure.table.shape == (len(SHOWN) * 4, 7)


def test_a_pair_that_nobody_weighed_leaves_chances_out():
    assert len(look_ahead(Batch(APART, np.array([[4, 5], [0, 4]])), [0.2, None], n_draws=5).ways) == 3


def test_the_sentence_names_what_changes_and_nothing_else():
    sentence = look_ahead(Batch(APART, np.array([[0, 2]])), [None], n_draws=50).figure.sentence

    # A tie within the path and within a sector: no isolate and no group less.
    assert sentence.startswith("Als de helft er komt, verandert er gemiddeld dit: bereik van een bericht van 33,33 % ")
    assert "zonder band" not in sentence


def test_ties_that_are_there_already_change_nothing():
    figure = look_ahead(Batch(APART, np.array([[0, 1]])), [None], n_draws=5).figure

    assert figure.sentence == "Deze partners werken al samen: er verandert niets."
    assert "Over 6 partners en 3 banden." in figure.definition


@pytest.mark.parametrize(
    ("aim", "gains", "said"),
    [
        ("connect", {"n_isolates": 1.0, "n_joined": 1.0}, "één partner krijgt een eerste band"),
        ("connect", {"n_isolates": 2.0, "n_joined": 1.0}, "2 partners krijgen hun eerste band"),
        ("connect", {"n_isolates": 0.0, "n_joined": 3.0}, "3 partners komen bij een grotere groep"),
        ("cross", {"n_ties": 0.0}, "de eerste band tussen deze twee sectoren"),
        ("cross", {"n_ties": 1.0}, "naast 1 band tussen deze twee sectoren"),
        (
            "shorten",
            {"efficiency": 0.0213, "n_nearer": 4.0},
            "4 paren komen dichter bij elkaar; de nabijheid groeit met 0,021",
        ),
        (
            "shorten",
            {"efficiency": 0.00001, "n_nearer": 1.0},
            "1 paar komt dichter bij elkaar; de nabijheid groeit met minder dan 0,001",
        ),
    ],
)
def test_what_a_tie_gains_is_said(aim, gains, said):
    assert say_gain(ServingTie(0, gains), aim) == said


def test_the_loss_of_a_partner_counts_ties_collaborations_and_themes():
    partners = [partner("a", themes=["taal", "zorg"]), partner("b", themes="zorg"), partner("c"), partner("d")]
    work = [
        collaboration("x", "2019", ["a", "b"]),
        collaboration("y", "2020", ["a", "b", "c"], lead="a", end="2020-12-31"),
    ]
    lost = look_without(network(partners, work).at(np.datetime64("2024-05-01").item()), "a")

    assert lost.lost == ("b", "c")
    assert lost.cut_off == ("c",)
    assert (lost.running, lost.ending, lost.themes) == (["x"], ["x"], ["taal"])
    assert lost.sentence == (
        "Bij vertrek: 2 banden vallen weg; 1 partner komt los te staan; 1 samenwerking verliest deze partner; "
        "1 thema gaat verloren."
    )


def test_the_loss_of_one_without_anything_is_said_so():
    lost = look_without(network([partner("a"), partner("b")]), "a")

    assert lost.sentence == "Het vertrek verandert niets, behalve het aantal partners."
