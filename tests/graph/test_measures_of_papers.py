"""Measures beside worked examples of papers, and worked out by hand."""

import networkx as nx
import numpy as np
import pytest

from graph.centrality import ROLES, measure_partners
from graph.cohesion import measure_cohesion
from graph.communities import communities
from graph.mixing import measure_mixing
from graph.tie_graph import from_pairs


def graph_of(nxgraph, sectors=None):
    at = {node: position for position, node in enumerate(nxgraph)}
    pairs = np.array([(at[one], at[other]) for one, other in nxgraph.edges()], dtype=np.int64).reshape(-1, 2)
    ids = np.array([str(node) for node in nxgraph], dtype=object)
    return from_pairs(ids, np.array(list(sectors or "s" * len(ids)), dtype=object), pairs[:, 0], pairs[:, 1])


def of_partner(table, partner_id):
    return table.set_index("id").loc[partner_id]


def test_effective_size_and_constraint_are_those_of_burts_example():
    """The network that Burt (1992) works out and Borgatti (1997) again: G knows six, among whom there are four ties."""
    drawn = nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])

    found = measure_partners(graph_of(drawn))

    effective = {one: of_partner(found, one)["effective_size"] for one in "GAC"}
    assert effective == pytest.approx({"G": 6 - 8 / 6, "A": 4 - 6 / 4, "C": 1.0})  # degree less 2 t / degree
    constraint = {one: of_partner(found, one)["constraint"] for one in "GAC"}
    assert constraint == pytest.approx({"G": 0.400, "A": 0.595, "C": 1.0}, abs=5e-4)


def test_betweenness_core_and_closeness_of_the_kite():
    """Krackhardt's kite (1990): one has most ties, another stands between, and two are nearest to all."""
    found = measure_partners(graph_of(nx.krackhardt_kite_graph()))

    assert found["degree"].idxmax() == 3
    assert found["betweenness"][7] == found["betweenness"].max() == pytest.approx(14 / 36)
    steps = [1, 1, 1, 1, 1, 2, 2, 2, 3]  # from 5: to 0, 2, 3, 6 and 7; to 1, 4 and 8; to 9
    assert found["closeness"][5] == found["closeness"][6] == pytest.approx(sum(1 / each for each in steps) / 9)
    assert found["core"].tolist() == [3, 3, 3, 3, 3, 3, 3, 2, 1, 1]
    assert found["is_cut"].tolist() == [False] * 7 + [True, True, False]


@pytest.mark.parametrize(
    ("sectors", "role"),
    [
        pytest.param("aaa", "coordinator", id="all-alike"),
        pytest.param("aba", "consultant", id="the-two-alike"),
        pytest.param("aab", "representative", id="like-the-first"),
        pytest.param("baa", "representative", id="like-the-last"),
        pytest.param("abc", "liaison", id="all-different"),
    ],
)
def test_a_broker_has_the_role_that_gould_and_fernandez_name(sectors, role):
    found = measure_partners(graph_of(nx.path_graph(3), sectors))

    assert found.loc[1, list(ROLES)].to_dict() == {**dict.fromkeys(ROLES, 0), role: 1}
    assert not found.loc[[0, 2], list(ROLES)].to_numpy().any()


def test_who_knows_each_other_needs_no_broker():
    assert not measure_partners(graph_of(nx.complete_graph(5), "aabbc"))[list(ROLES)].to_numpy().any()


@pytest.mark.parametrize(
    ("edges", "ei"),
    [
        pytest.param([(0, 1), (2, 3)], -1.0, id="all-within"),
        pytest.param([(0, 2), (1, 3)], 1.0, id="all-across"),
        pytest.param([(0, 1), (0, 2)], 0.0, id="one-of-each"),
        pytest.param([(0, 1), (0, 2), (0, 3), (1, 2)], 0.5, id="three-across-one-within"),
    ],
)
def test_the_index_of_krackhardt_and_stern_is_external_less_internal(edges, ei):
    drawn = nx.empty_graph(4)
    drawn.add_edges_from(edges)

    found = measure_mixing(graph_of(drawn, "aabb"))

    assert found.ei_index == ei
    assert found.ei_expected == pytest.approx((4 - 2) / 6)  # of six pairs four are across


def test_modularity_finds_the_two_halves_of_the_karate_club():
    """The best division of Zachary's club has four groups and a modularity of .4198 (Brandes 2008)."""
    labels, modularity = communities(graph_of(nx.karate_club_graph()))

    assert len(set(labels.tolist())) in {3, 4}
    assert 0.38 < modularity <= 0.4199


KNOWN = {
    "complete": lambda: nx.complete_graph(6),
    "star": lambda: nx.star_graph(5),
    "path": lambda: nx.path_graph(6),
    "empty": lambda: nx.empty_graph(4),
    "pair": lambda: nx.path_graph(2),
}


@pytest.mark.parametrize(
    ("name", "centralisation"),
    [
        pytest.param("complete", 0.0, id="complete"),
        pytest.param("star", 1.0, id="star"),
        pytest.param("path", 0.1, id="path"),  # 2 ends of degree 1: (2 - 1) * 2 / (5 * 4)
        pytest.param("empty", 0.0, id="empty"),
        pytest.param("pair", None, id="pair"),
    ],
)
def test_degree_centralisation_by_hand(name, centralisation):
    assert measure_cohesion(graph_of(KNOWN[name]())).centralisation == centralisation


def test_who_said_nothing_widens_the_bounds_of_density():
    # Two of four are tied; with one of the others silent, 1 to 4 of 6 pairs could be: 1 known, 3 with the silent one.
    lone = nx.empty_graph(4)
    lone.add_edge(0, 1)
    graph = graph_of(lone)

    found = measure_cohesion(graph, np.array([False, False, False, True]))

    assert (found.density, found.density_at_most) == (pytest.approx(1 / 6), pytest.approx(4 / 6))


def test_no_figure_is_infinite_or_not_a_number_in_a_network_of_nobody():
    graph = graph_of(nx.empty_graph(0))

    assert measure_cohesion(graph).n_components == 0
    assert measure_partners(graph).empty
    assert measure_mixing(graph).ei_expected is None
    assert communities(graph)[1] is None
