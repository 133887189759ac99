"""The benchmark of measures on a small network: the peers are given the same, and agree with us."""

import numpy as np
import pytest

from graph.centrality import betweenness, structural_holes
from graph.cohesion import harmonic_sums
from graph.tie_graph import tie_graph
from tests.benchmarks.measuring import NAME, STAGES, to_igraph, to_networkit, to_networkx
from tests.benchmarks.stages import Place


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Place(tmp_path_factory.mktemp("none"), tmp_path_factory.mktemp("scratch"))
    made.make_up(NAME, n_partners=120, n_collaborations=100)
    return made


def test_a_stage_is_laid_beside_one_before_it():
    names = [stage.what for stage in STAGES]

    assert len(set(names)) == len(names)
    assert all(stage.beside in names[:at] for at, stage in enumerate(STAGES) if stage.beside)


def test_the_peers_are_given_the_same_ties_and_find_the_same(place):
    graph = tie_graph(place.network(NAME))
    n = graph.n

    theirs, networkit, networkx = to_igraph(graph), to_networkit(graph), to_networkx(graph)

    assert theirs.ecount() == networkit.numberOfEdges() == networkx.number_of_edges() == graph.m
    assert np.allclose(betweenness(graph), np.array(theirs.betweenness()) / ((n - 1) * (n - 2) / 2))
    assert np.allclose(harmonic_sums(graph), np.array(theirs.harmonic_centrality()) * (n - 1), equal_nan=True)
    tied = graph.degrees > 0
    assert np.allclose(structural_holes(graph)[1][tied], np.array(theirs.constraint())[tied])
