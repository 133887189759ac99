"""Stepping outwards from many partners at once, beside networkx."""

import networkx as nx
import numpy as np
import pytest

from graph.stepping import UNREACHED, Stepper
from graph.tie_graph import from_pairs


def graph_of(n, edges):
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    ids = np.array([f"p{i}" for i in range(n)], dtype=object)
    return from_pairs(ids, np.full(n, "s", dtype=object), pairs[:, 0], pairs[:, 1])


@pytest.mark.parametrize("seed", range(6))
def test_steps_are_those_of_networkx(seed):
    made = nx.gnm_random_graph(90, 110, seed=seed)
    ways = dict(nx.all_pairs_shortest_path_length(made))

    found = Stepper(graph_of(90, list(made.edges()))).steps_from(np.arange(0, 90, 7))

    expected = [[ways[one].get(other, UNREACHED) for other in range(90)] for one in range(0, 90, 7)]
    assert found.tolist() == expected


def test_more_partners_than_step_at_once_are_stepped_from():
    # 0 is tied to everybody up to 600; 600, 601, 602 are a tail.
    found = Stepper(graph_of(603, [*((0, i) for i in range(1, 601)), (600, 601), (601, 602)])).steps_from(
        np.arange(603)
    )

    assert (found[0, 600], found[1, 599], found[0, 602], found[602, 1], found[602, 602]) == (1, 2, 3, 4, 0)


def test_nearness_counts_ties_that_come_to_those_that_are_there():
    stepper = Stepper(graph_of(4, [(0, 1)]))

    assert stepper.nearness(np.arange(4)).tolist() == [1, 1, 0, 0]
    # With 1-2 the ways are 0-1, 1-2 of one step and 0-2 of two; partner 3 stays alone.
    assert stepper.nearness(np.arange(4), np.array([1]), np.array([2])).tolist() == [1.5, 2, 1.5, 0]
    assert stepper.nearness(np.array([0]), np.array([1]), np.array([2])).tolist() == [0, 1, 0.5, 0]
