"""Ties that could come about: what each figure becomes, beside counting the changed network anew."""

import networkx as nx
import numpy as np
import pytest

from graph.batch import SHOWN, Batch, find_new
from graph.cohesion import measure_cohesion
from graph.mixing import measure_mixing
from graph.tie_graph import from_pairs


def drawn_graph(random, n, m):
    one, other = random.integers(n, size=(2, m))
    ids = np.array([f"p{i:04}" for i in range(n)], dtype=object)
    return from_pairs(ids, np.array([f"s{i % 3}" for i in range(n)], dtype=object), one, other)


def grown(graph, pairs):
    """Return a graph with some pairs tied besides."""
    one, other = np.concatenate([np.column_stack([graph.first, graph.second]), pairs]).T
    return from_pairs(graph.ids, graph.sectors, one, other)


def counted_anew(graph):
    cohesion = measure_cohesion(graph)
    found = {name: float(getattr(cohesion, name, None) or 0) for name in SHOWN}
    ties = nx.to_numpy_array(graph.to_networkx())
    heard = (ties + ties @ ties > 0) & ~np.eye(graph.n, dtype=bool)
    reach = float(heard.sum() / (graph.n * (graph.n - 1)))
    return found | {"cross_share": measure_mixing(graph).cross_share or 0.0, "reach": reach}


@pytest.mark.parametrize("seed", range(40))
def test_the_figures_of_a_batch_are_those_of_the_network_with_its_ties(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 40))
    graph = drawn_graph(random, n, int(random.integers(0, 2 * n)))
    batch = Batch(graph, random.integers(n, size=(int(random.integers(0, 25)), 2)))
    comes = random.random(len(batch.pairs)) < 0.5

    after = grown(graph, batch.pairs[comes & batch.is_new])

    assert batch.figures(comes) == pytest.approx(counted_anew(after))


def test_pairs_that_are_tied_or_named_before_change_nothing():
    graph = grown(drawn_graph(np.random.default_rng(0), 4, 0), [[0, 1]])

    assert find_new(graph, np.array([[1, 0], [2, 3], [3, 2], [2, 2], [0, 2]])).tolist() == [0, 1, 0, 0, 1]


@pytest.mark.parametrize("n", [0, 1])
def test_a_network_of_nobody_or_one_has_figures(n):
    batch = Batch(drawn_graph(np.random.default_rng(0), n, 0) if n else empty(), np.empty((0, 2), dtype=np.int64))

    found = batch.figures(np.empty(0, dtype=np.bool_))

    assert {name: found[name] for name in ("n_components", "n_isolates", "density", "efficiency")} == {
        "n_components": n,
        "n_isolates": n,
        "density": 0,
        "efficiency": 0,
    }


def empty():
    nobody, nothing = np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    return from_pairs(nobody, nobody, nothing, nothing)


def test_the_efficiency_of_a_large_network_is_right_on_average():
    random = np.random.default_rng(3)
    graph = drawn_graph(random, 600, 900)
    batch = Batch(graph, random.integers(600, size=(10, 2)))
    all_of_them = np.ones(10, dtype=np.bool_)

    estimates = [batch.efficiency(all_of_them, random) for _ in range(40)]

    exact = batch.efficiency(all_of_them)
    assert np.ptp(estimates) > 0
    assert np.mean(estimates) == pytest.approx(exact, abs=3 * np.std(estimates) / 40**0.5)
