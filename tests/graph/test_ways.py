"""Shortest ways, worked out by hand and beside networkx."""

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.ways import Ways, shortest_ways, steps_to


def matrix(n, *ties):
    """Ties are (one, other, strength)."""
    dense = np.zeros((n, n))
    for one, other, strength in ties:
        dense[one, other] = dense[other, one] = strength
    return sparse.csr_array(dense)


LADDER = matrix(6, (0, 1, 1), (0, 2, 3), (1, 3, 1), (2, 3, 1), (1, 4, 1), (2, 4, 2), (3, 5, 1), (4, 5, 1))


def test_the_ways_over_the_strongest_tie_come_first_and_all_are_counted():
    assert shortest_ways(LADDER, 0, 5, most=3) == Ways(3, 4, [[0, 2, 4, 5], [0, 2, 3, 5], [0, 1, 3, 5]])


@pytest.mark.parametrize(
    ("start", "goal", "expected"),
    [
        pytest.param(0, 1, Ways(1, 1, [[0, 1]]), id="tied"),
        pytest.param(0, 2, Ways(2, 1, [[0, 1, 2]]), id="by-one-other"),
        pytest.param(2, 2, Ways(0, 1, [[2]]), id="itself"),
        pytest.param(0, 3, Ways(None, 0, []), id="no-way"),
        pytest.param(3, 0, Ways(None, 0, []), id="from-somebody-without-ties"),
    ],
)
def test_ways_on_a_path_with_somebody_apart(start, goal, expected):
    assert shortest_ways(matrix(4, (0, 1, 1), (1, 2, 1)), start, goal, most=5) == expected


def test_more_ways_than_anybody_could_walk_are_counted_without_walking_them():
    n_layers, width = 40, 4  # from each layer to all of the next: 4 to the power of 40 ways
    ties = [(0, 1 + at, 1) for at in range(width)]
    for layer in range(n_layers - 1):
        first = 1 + layer * width
        ties += [(first + one, first + width + other, 1) for one in range(width) for other in range(width)]
    goal = 1 + n_layers * width
    ties += [(goal - 1 - at, goal, 1) for at in range(width)]

    found = shortest_ways(matrix(goal + 1, *ties), 0, goal, most=2)

    assert (found.n_steps, found.n_ways, len(found.ways)) == (n_layers + 1, 4**40, 2)


@pytest.mark.parametrize("seed", range(40))
def test_ways_are_those_of_networkx(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 25))
    graph = nx.gnp_random_graph(n, float(rng.uniform(0, 0.4)), seed=seed)
    adjacency = sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(n), dtype=float))
    start, goal = (int(each) for each in rng.integers(0, n, 2))

    found = shortest_ways(adjacency, start, goal, most=10_000)

    lengths = nx.single_source_shortest_path_length(graph, goal)
    assert steps_to(adjacency, goal).tolist() == [lengths.get(each, -1) for each in range(n)]
    expected = sorted(nx.all_shortest_paths(graph, start, goal)) if nx.has_path(graph, start, goal) else []
    assert sorted(found.ways) == expected
    assert (found.n_ways, found.n_steps) == (len(expected), lengths.get(start))
