"""What new ties would do, and the leaving of a partner."""

import networkx as nx
import numpy as np
import pytest

from graph.tie_graph import from_pairs
from graph.what_if import AIMS, best_ties, figures_of, if_leaves, positions_of, what_if


def graph_of(nxgraph, sectors="aaaaaa"):
    n = nxgraph.number_of_nodes()
    ids = np.array([f"p{i}" for i in range(n)], dtype=object)
    pairs = np.array(list(nxgraph.edges()), dtype=np.int64).reshape(-1, 2)
    return from_pairs(ids, np.array(list(sectors[:n]), dtype=object), pairs[:, 0], pairs[:, 1])


PATH = graph_of(nx.path_graph(5))
APART = graph_of(nx.disjoint_union(nx.path_graph(4), nx.empty_graph(2)))  # 0-1-2-3, 4, 5


def test_who_hears_of_a_message_is_within_two_steps():
    # In a path of five the ends reach 2 of 4, their neighbours 3, the middle 4: 14 of 20.
    assert figures_of(PATH)["reach"] == pytest.approx(14 / 20)


def test_if_everybody_says_yes_nothing_is_left_to_chance():
    found = what_if(APART, np.array([[4, 5], [3, 4]]), 1.0)

    assert (found["n_isolates"].today, found["n_isolates"].mean) == (2, 0)
    assert (found["n_components"].low, found["n_components"].high) == (1, 1)
    assert found["density"].mean == pytest.approx(5 / 15)


def test_if_nobody_says_yes_all_stays_as_it_is():
    found = what_if(APART, np.array([[4, 5]]), 0.0)

    assert all(each.today == each.mean == each.low == each.high for each in found.values())


def test_half_of_the_yeses_give_an_interval_around_their_mean():
    found = what_if(APART, np.array([[4, 5], [3, 4], [0, 3], [0, 2]]), 0.5, n_draws=400)

    assert found["density"].low < found["density"].mean < found["density"].high
    assert found["density"].mean == pytest.approx((3 + 2) / 15, abs=0.02)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_beyond_all_is_refused(share):
    with pytest.raises(ValueError, match="within 0 … 1"):
        what_if(APART, np.array([[4, 5]]), share)


def test_who_leaves_cuts_off_those_who_hung_on_it():
    found = if_leaves(graph_of(nx.path_graph(5)), 3)

    assert found.cut_off == ("p4",)
    assert (found.before["n_components"], found.after["n_components"]) == (1, 2)


def test_the_leaving_of_an_end_cuts_off_nobody():
    assert if_leaves(PATH, 0).cut_off == ()


@pytest.mark.parametrize(
    ("aim", "pairs", "best"),
    [
        pytest.param("connect", [[0, 3], [3, 4], [4, 5]], [2, 1], id="two-alone-first-then-the-rest"),
        pytest.param("cross", [[0, 2], [1, 4]], [1], id="another-sector"),
    ],
)
def test_the_best_ties_serve_their_aim_one_after_another(aim, pairs, best):
    graph = graph_of(nx.disjoint_union(nx.path_graph(4), nx.empty_graph(2)), "aaaabb")

    assert best_ties(graph, np.array(pairs), aim) == best


def test_the_longest_way_is_shortened_first():
    # The sum of 1 / steps over the pairs of a path of five is 6.42; with 0-2 it is 7.17, with 0-4, a ring, 7.5.
    assert best_ties(PATH, np.array([[0, 2], [0, 4]]), "shorten", n_best=1) == [1]


def test_an_aim_that_is_none_is_refused():
    with pytest.raises(ValueError, match="connect, cross, shorten"):
        best_ties(PATH, np.array([[0, 2]]), "grow")
    assert AIMS == ("connect", "cross", "shorten")


def test_pairs_with_somebody_who_is_not_there_are_left_out():
    assert positions_of(PATH, [("p0", "p4"), ("p0", "nobody")]).tolist() == [[0, 4]]
