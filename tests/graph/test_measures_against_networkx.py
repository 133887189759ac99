"""Every measure beside networkx (or the paper's formula) on random graphs and on those with known answers."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from graph.centrality import ROLES, measure_partners
from graph.cohesion import bridges, component_sizes, cut_partners, measure_cohesion
from graph.communities import communities
from graph.mixing import expected_matrix, measure_mixing, mixing_matrix
from graph.tie_graph import from_pairs

N_RANDOM = 200


def graph_of(nxgraph, seed=0):
    n = nxgraph.number_of_nodes()
    sectors = np.random.default_rng(seed).choice(["a", "b", "c"], n).astype(object)
    pairs = np.array(list(nxgraph.edges()), dtype=np.int64).reshape(-1, 2)
    return from_pairs(np.array([f"p{i}" for i in range(n)], dtype=object), sectors, pairs[:, 0], pairs[:, 1])


KNOWN = {
    "complete": nx.complete_graph(6),
    "path": nx.path_graph(6),
    "star": nx.star_graph(5),
    "empty": nx.empty_graph(4),
    "two-components": nx.disjoint_union(nx.complete_graph(3), nx.path_graph(3)),
    "one": nx.empty_graph(1),
    "pair": nx.path_graph(2),
}


def random_graph(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 30))
    return nx.gnp_random_graph(n, float(rng.uniform(0, 0.5)), seed=int(seed))


GRAPHS = [pytest.param(one, id=name) for name, one in KNOWN.items()]
GRAPHS += [pytest.param(random_graph(seed), id=f"random-{seed}") for seed in range(N_RANDOM)]


@pytest.mark.parametrize("expected", GRAPHS)
def test_cohesion_is_that_of_networkx(expected):
    graph = graph_of(expected)
    n, m = expected.number_of_nodes(), expected.number_of_edges()

    found = measure_cohesion(graph)

    degrees = [degree for _, degree in expected.degree()]
    assert (found.n_partners, found.n_ties) == (n, m)
    assert (found.mean_degree, found.median_degree) == (pytest.approx(2 * m / n), np.median(degrees))
    assert (found.n_components, found.largest_share) == (
        nx.number_connected_components(expected),
        pytest.approx(max(map(len, nx.connected_components(expected))) / n),
    )
    spread = sum(max(degrees) - degree for degree in degrees)
    assert found.centralisation == (pytest.approx(spread / ((n - 1) * (n - 2))) if n > 2 else None)
    assert found.n_isolates == len(list(nx.isolates(expected)))
    assert component_sizes(graph).tolist() == sorted((len(c) for c in nx.connected_components(expected)), reverse=True)
    assert found.density == pytest.approx(nx.density(expected)) if n > 1 else found.density is None
    assert found.efficiency == pytest.approx(nx.global_efficiency(expected)) if n > 1 else found.efficiency is None
    assert found.clustering == pytest.approx(nx.average_clustering(expected))
    assert (found.transitivity or 0) == pytest.approx(nx.transitivity(expected))
    by_degree = [expected.degree(node) for edge in expected.edges() for node in edge]
    if len(set(by_degree)) < 2:
        assert found.degree_assortativity is None
    else:
        assert found.degree_assortativity == pytest.approx(nx.degree_assortativity_coefficient(expected))
    assert found.n_bridges == len(bridges(graph))
    assert found.n_cut_partners == len(cut_partners(graph))
    assert bridges(graph) == sorted(tuple(sorted(bridge)) for bridge in nx.bridges(expected))
    assert cut_partners(graph) == sorted(nx.articulation_points(expected))


@pytest.mark.parametrize("expected", GRAPHS)
def test_the_place_of_each_partner_is_that_of_networkx(expected):
    graph = graph_of(expected)
    n = expected.number_of_nodes()

    found = measure_partners(graph)

    assert found["degree"].tolist() == [degree for _, degree in expected.degree()]
    cuts = set(nx.articulation_points(expected))
    assert found["is_cut"].tolist() == [node in cuts for node in expected]
    harmonic = nx.harmonic_centrality(expected)
    assert found["closeness"].tolist() == pytest.approx([harmonic[i] / max(n - 1, 1) for i in range(n)])
    between = nx.betweenness_centrality(expected)
    assert found["betweenness"].tolist() == pytest.approx([between[i] for i in range(n)])
    cores = nx.core_number(expected)
    assert found["core"].tolist() == [cores[i] for i in range(n)]
    tied = [i for i in range(n) if expected.degree(i)]
    constraint, effective = nx.constraint(expected), nx.effective_size(expected)
    assert found["constraint"][tied].tolist() == pytest.approx([constraint[i] for i in tied])
    assert found["effective_size"][tied].tolist() == pytest.approx([effective[i] for i in tied])
    assert found["constraint"].isna().sum() == n - len(tied)
    assert found[list(ROLES)].to_numpy().tolist() == brokerage_by_hand(expected, graph.sectors)


def brokerage_by_hand(nxgraph, sectors):
    """Count by definition: every pair of a node's neighbours that is not tied itself."""
    rows = []
    for broker in nxgraph:
        counts = dict.fromkeys(ROLES, 0)
        around = sorted(nxgraph[broker])
        for at, one in enumerate(around):
            for other in around[at + 1 :]:
                if nxgraph.has_edge(one, other):
                    continue
                of = sectors[one], sectors[broker], sectors[other]
                counts[role_of(*of)] += 1
        rows.append(list(counts.values()))
    return rows


def role_of(one, broker, other):
    if one == other:
        return "coordinator" if broker == one else "consultant"
    return "representative" if broker in {one, other} else "liaison"


@pytest.mark.parametrize("expected", GRAPHS)
def test_mixing_is_that_of_networkx(expected):
    graph = graph_of(expected)
    nx.set_node_attributes(expected, dict(enumerate(graph.sectors)), "sector")

    found = measure_mixing(graph)

    n_external = sum(graph.sectors[one] != graph.sectors[other] for one, other in expected.edges())
    m = expected.number_of_edges()
    assert found.cross_share == (pytest.approx(n_external / m) if m else None)
    assert found.ei_index == (pytest.approx((n_external - (m - n_external)) / m) if m else None)
    pairs = list(combinations(graph.sectors, 2))
    away = sum(one != other for one, other in pairs)
    assert found.ei_expected == (pytest.approx((2 * away - len(pairs)) / len(pairs)) if pairs else None)
    assert expected_matrix(graph).to_numpy()[np.triu_indices(len(set(graph.sectors)))].sum() == pytest.approx(m)
    if m and len({graph.sectors[node] for edge in expected.edges() for node in edge}) > 1:
        assert found.assortativity == pytest.approx(nx.attribute_assortativity_coefficient(expected, "sector"))
    mixed = nx.attribute_mixing_dict(expected, "sector")  # counts both ends: a tie within twice
    for (one, other), count in mixing_matrix(graph).stack().items():
        assert count * (2 if one == other else 1) == mixed.get(one, {}).get(other, 0)


@pytest.mark.parametrize("expected", GRAPHS)
def test_communities_have_the_modularity_that_networkx_computes(expected):
    labels, modularity = communities(graph_of(expected))

    assert sorted(set(labels.tolist())) == list(range(len(set(labels.tolist()))))
    if not expected.number_of_edges():
        assert modularity is None
    else:
        groups = [set(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())]
        assert modularity == pytest.approx(nx.community.modularity(expected, groups))
