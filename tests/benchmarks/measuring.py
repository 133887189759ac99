"""Every measure of 10,000 partners and 50,000 ties, beside networkx and the fastest libraries."""

from datetime import date

import igraph
import networkit
import networkx as nx
import numpy as np

from graph.attachment import attachment_kernel, choices
from graph.centrality import betweenness, brokerage, cores, measure_partners, structural_holes
from graph.chain import chain
from graph.chance import Rewiring
from graph.cohesion import bridges, component_sizes, cut_partners, harmonic_sums, measure_cohesion, transitivity
from graph.communities import communities
from graph.growth import growth
from graph.lasting import after_grants, tie_survival, tie_turnover
from graph.measures import measure
from graph.mixing import measure_mixing
from graph.snowball import snowball
from graph.tie_graph import tie_graph
from tests.benchmarks.stages import Place, Stage

NAME = "made-up"
DAY = date(2024, 12, 31)
SAMPLE = 100
"""Partners from which networkx sets out where all would take it hours; the ratio is for all."""


def of_network(work):
    """Measure what is computed of the whole history."""

    def prepare(place: Place):
        network = place.network(NAME)
        return lambda: work(network)

    return prepare


def of_graph(work, translate=lambda graph: graph):
    """Measure what is computed of the ties; to hand these to another library is no part of it."""

    def prepare(place: Place):
        graph = translate(tie_graph(place.network(NAME)))
        return lambda: work(graph)

    return prepare


def to_igraph(graph):
    return igraph.Graph(n=graph.n, edges=list(zip(graph.first.tolist(), graph.second.tolist(), strict=True)))


def to_networkit(graph):
    made = networkit.Graph(graph.n)
    for one, other in zip(graph.first.tolist(), graph.second.tolist(), strict=True):
        made.addEdge(one, other)
    return made


def to_networkx(graph):
    made = graph.to_networkx()
    nx.set_node_attributes(made, dict(enumerate(graph.sectors)), "sector")
    return made


def sample(graph):
    return np.random.default_rng(0).choice(graph.number_of_nodes(), SAMPLE, replace=False).tolist()


def compared(what, ours, **peers):
    """Return the stages of one measure; a peer is a function, or a function and its share of the work."""
    stages = [Stage(what, of_graph(ours))]
    for name, peer in peers.items():
        work, n_done = peer if isinstance(peer, tuple) else (peer, 0)
        label = f"  {name}, {n_done} of 10,000 partners" if n_done else f"  {name}"
        translated = of_graph(work, TRANSLATIONS[name])
        stages.append(Stage(f"{label}: {what}", translated, beside=what, share=n_done / 10_000 if n_done else 1.0))
    return stages


TRANSLATIONS = {"networkx": to_networkx, "igraph": to_igraph, "networkit": to_networkit}


def nx_sampled(measure_some, n=SAMPLE):
    return lambda graph: measure_some(graph, sample(graph)[:n]), n


STAGES = [
    Stage("make up 10,000 partners", lambda place: lambda: place.make_up(NAME, 10_000, 7_000)),
    Stage("read them", lambda place: lambda: place.network(NAME)),
    *compared(
        "components",
        component_sizes,
        networkx=lambda graph: sorted(map(len, nx.connected_components(graph))),
        igraph=lambda graph: graph.connected_components().sizes(),
        networkit=lambda graph: networkit.components.ConnectedComponents(graph).run().getComponentSizes(),
    ),
    *compared(
        "closed triangles",
        transitivity,
        networkx=nx.transitivity,
        igraph=lambda graph: graph.transitivity_undirected(),
        networkit=networkit.globals.ClusteringCoefficient.exactGlobal,
    ),
    *compared(
        "nearness of each partner",
        harmonic_sums,
        networkx=nx_sampled(lambda graph, some: nx.harmonic_centrality(graph, nbunch=some)),
        igraph=lambda graph: graph.harmonic_centrality(),
        networkit=lambda graph: networkit.centrality.HarmonicCloseness(graph).run().scores(),
    ),
    *compared(
        "betweenness",
        betweenness,
        networkx=(lambda graph: nx.betweenness_centrality(graph, k=SAMPLE, seed=0), SAMPLE),
        igraph=lambda graph: graph.betweenness(),
        networkit=lambda graph: networkit.centrality.Betweenness(graph).run().scores(),
    ),
    *compared(
        "cores",
        cores,
        networkx=nx.core_number,
        igraph=lambda graph: graph.coreness(),
        networkit=lambda graph: networkit.centrality.CoreDecomposition(graph).run().scores(),
    ),
    *compared(
        "communities",
        communities,
        networkx=lambda graph: nx.community.louvain_communities(graph, seed=0),
        igraph=lambda graph: graph.community_multilevel(),
        networkit=lambda graph: networkit.community.PLM(graph).run().getPartition(),
    ),
    *compared(
        "constraint and effective size",
        structural_holes,
        networkx=nx_sampled(lambda graph, some: (nx.constraint(graph, some), nx.effective_size(graph, some)), n=5),
        igraph=lambda graph: graph.constraint(),
    ),
    *compared("brokerage", brokerage),
    *compared(
        "bridges and cut partners",
        lambda graph: (bridges(graph), cut_partners(graph)),
        networkx=lambda graph: (list(nx.bridges(graph)), list(nx.articulation_points(graph))),
        igraph=lambda graph: (graph.bridges(), graph.articulation_points()),
    ),
    *compared(
        "mixing of sectors",
        measure_mixing,
        networkx=lambda graph: nx.attribute_assortativity_coefficient(graph, "sector"),
    ),
    *compared("all of cohesion", measure_cohesion),
    *compared("all of each partner", measure_partners),
    Stage("all figures of a day", of_network(lambda network: measure(network, DAY))),
    Stage("growth, year by year", of_network(lambda network: growth(network, DAY))),
    Stage("new, kept and ended ties", of_network(lambda network: tie_turnover(network, DAY))),
    Stage("survival of ties", of_network(lambda network: tie_survival(network, DAY))),
    Stage("what stays after a grant", of_network(lambda network: after_grants(network, DAY))),
    Stage("what draws new ties (logit)", of_network(lambda network: choices(network, DAY))),
    Stage("rate of new ties by ties", of_network(lambda network: attachment_kernel(network, DAY))),
    Stage("snowball, beside 100 orders", of_network(lambda network: snowball(network, DAY, n_draws=100))),
    Stage("ten rewired networks", of_network(lambda network: rewire(network, 10))),
    Stage("chain of learning", of_network(chain)),
]


def rewire(network, n_draws):
    rewiring = Rewiring(network, np.random.default_rng(0))
    return [rewiring.draw().m for _ in range(n_draws)]
