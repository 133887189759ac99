"""What a network would miss without one of its partners."""

import networkx as nx
import numpy as np
import pytest

from graph.missing import count_cut_off, if_leaves, who_holds_together
from tests.graph.test_best_ties import graph_of

PATH = graph_of(nx.path_graph(5))


def test_who_leaves_cuts_off_those_who_hung_on_it():
    found = if_leaves(PATH, 3)

    assert (found.cut_off, found.lost) == (("p4",), ("p2", "p4"))
    assert (found.before["n_components"], found.after["n_components"]) == (1, 2)


def test_the_leaving_of_an_end_cuts_off_nobody():
    assert if_leaves(PATH, 0).cut_off == ()


def test_the_leaving_of_one_without_ties_takes_nothing():
    found = if_leaves(graph_of(nx.empty_graph(2)), 0)

    assert (found.cut_off, found.lost) == ((), ())
    assert (found.before["n_isolates"], found.after["n_isolates"]) == (2, 1)


def test_who_leaves_a_small_group_cuts_off_only_there():
    # 0-1-2-3 and, apart from it, a star around 4.
    graph = graph_of(nx.disjoint_union(nx.path_graph(4), nx.star_graph(3)))

    assert if_leaves(graph, 4).cut_off == ("p6", "p7")  # of three that are as large, the first is the largest part
    assert if_leaves(graph, 1).cut_off == ("p0",)


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        pytest.param(nx.path_graph(5), [("p2", 2), ("p1", 1), ("p3", 1)], id="path"),
        pytest.param(nx.star_graph(3), [("p0", 2)], id="star"),
        pytest.param(nx.complete_graph(4), [], id="complete"),
        pytest.param(nx.empty_graph(3), [], id="empty"),
    ],
)
def test_who_holds_the_network_together_is_told_with_how_many_each_would_cut_off(graph, expected):
    assert who_holds_together(graph_of(graph)) == expected


@pytest.mark.parametrize("seed", range(60))
def test_those_cut_off_are_as_many_as_without_each_partner_in_turn(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 45))
    made = nx.gnm_random_graph(n, int(random.integers(0, 2 * n)), seed=seed)

    assert count_cut_off(graph_of(made)).tolist() == [taken_out(made, each) for each in range(n)]


def taken_out(made, partner):
    mates = nx.node_connected_component(made, partner) - {partner}
    parts = [len(part) for part in nx.connected_components(made.subgraph(mates))]
    return sum(parts) - max(parts, default=0)


def test_who_is_cut_off_is_as_many_as_counted():
    graph = graph_of(nx.gnm_random_graph(60, 65, seed=1))

    assert [len(if_leaves(graph, each).cut_off) for each in range(60)] == count_cut_off(graph).tolist()


def test_figures_are_of_the_others():
    assert np.isclose(if_leaves(graph_of(nx.star_graph(3)), 0).after["density"], 0)
