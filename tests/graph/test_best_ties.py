"""The new ties that serve an aim best, beside trying each of them on the whole network."""

import networkx as nx
import numpy as np
import pytest

from graph.batch import find_new
from graph.best_ties import AIMS, best_ties
from graph.cohesion import harmonic_sums
from graph.tie_graph import from_pairs
from tests.graph.test_batch import grown


def graph_of(nxgraph, sectors=""):
    n = nxgraph.number_of_nodes()
    ids = np.array([f"p{i}" for i in range(n)], dtype=object)
    pairs = np.array(list(nxgraph.edges()), dtype=np.int64).reshape(-1, 2)
    return from_pairs(ids, np.array(list((sectors or "a" * n)[:n]), dtype=object), pairs[:, 0], pairs[:, 1])


PATH = graph_of(nx.path_graph(5))
APART = graph_of(nx.disjoint_union(nx.path_graph(4), nx.empty_graph(2)), "aaaabb")  # 0-1-2-3, 4, 5


@pytest.mark.parametrize(
    ("aim", "pairs", "expected"),
    [
        pytest.param(
            "connect",
            [[0, 3], [3, 4], [4, 5]],
            [(2, {"n_isolates": 2, "n_joined": 1}), (1, {"n_isolates": 0, "n_joined": 2})],
            id="two-alone-first-and-then-both-of-them-to-the-rest",
        ),
        pytest.param("cross", [[0, 2], [1, 4], [2, 5]], [(1, {"n_ties": 0}), (2, {"n_ties": 1})], id="another-sector"),
    ],
)
def test_the_best_ties_serve_their_aim_one_after_another(aim, pairs, expected):
    found = best_ties(APART, np.array(pairs), aim)

    assert [(tie.at, tie.gains) for tie in found] == expected


def test_the_longest_way_is_shortened_first():
    # The sum of 1 / steps over the pairs of a path of five is 6.42; with 0-2 it is 7.17, with 0-4, a ring, 7.5.
    (best,) = best_ties(PATH, np.array([[0, 2], [0, 4]]), "shorten", n_best=1)

    assert best.at == 1
    # 0-4 from 4 steps to 1; 0-3 and 1-4 from 3 to 2.
    assert best.gains == {"efficiency": pytest.approx((0.75 + 2 / 6) / 10), "n_nearer": 3}


@pytest.mark.parametrize("seed", range(25))
def test_ways_are_shortened_as_by_trying_every_tie_on_the_whole_network(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 40))
    graph = graph_of(nx.gnm_random_graph(n, int(random.integers(0, 2 * n)), seed=seed))
    pairs = random.integers(n, size=(int(random.integers(1, 25)), 2))

    found = best_ties(graph, pairs, "shorten")

    assert [(tie.at, pytest.approx(tie.gains["efficiency"])) for tie in found] == tried(graph, pairs)


def tried(graph, pairs):
    chosen, is_open, n_pairs = [], find_new(graph, pairs), graph.n * (graph.n - 1)
    while is_open.any() and len(chosen) < 10:
        before = harmonic_sums(graph).sum()
        gains = [harmonic_sums(grown(graph, pairs[[at]])).sum() - before for at in range(len(pairs))]
        best = int(np.where(is_open, np.round(gains, 9), 0).argmax())
        chosen.append((best, gains[best] / n_pairs))
        is_open[best] = False
        graph = grown(graph, pairs[[best]])
    return chosen


def test_in_a_large_network_the_gain_is_estimated_from_some_partners():
    # Two stars of 700 whose middles, 0 and 701, stand apart.
    graph = graph_of(nx.disjoint_union(nx.star_graph(700), nx.star_graph(700)))

    (best,) = best_ties(graph, np.array([[1, 702], [0, 701]]), "shorten", n_best=1)

    exact = harmonic_sums(grown(graph, [[0, 701]])).sum() - harmonic_sums(graph).sum()
    assert best.at == 1
    assert best.gains["efficiency"] == pytest.approx(exact / (1402 * 1401), rel=0.1)


def test_what_is_tied_already_is_no_new_tie():
    assert [best_ties(PATH, np.array([[0, 1], [2, 2]]), aim) for aim in AIMS] == [[], [], []]


def test_an_aim_that_is_none_is_refused():
    with pytest.raises(ValueError, match="connect, cross, shorten"):
        best_ties(PATH, np.array([[0, 2]]), "grow")
