"""The measures of a network on a day, for all of it, a part or a fixed cohort, and what each of them means."""

from dataclasses import asdict, dataclass
from datetime import date

import numpy as np

from graph.cohesion import measure_cohesion
from graph.communities import communities
from graph.mixing import measure_mixing
from graph.network import Mask, Network
from graph.parts import Part
from graph.tie_graph import TieGraph, tie_graph

Figure = float | int | None
"""`None` where there is nothing to divide by: no figure is infinite."""


@dataclass(frozen=True)
class Measures:
    """The figures of a part of a network on a day."""

    day: date
    part: Part
    n_partners: int
    """How many partners the figures are of."""
    figures: dict[str, Figure]
    """By name, in the order of `DEFINITIONS`."""


def measure(network: Network, day: date, part: Part | None = None, cohort: frozenset[str] | None = None) -> Measures:
    """Return the measures of the partners that were there on a day and the ties that had begun by then.

    `network` is all that is known. `cohort` limits it to some partner ids (see `steady_partners`), so that no figure
    moves by who came and left. Ties are counted among the partners of the part.
    """
    part = part or Part()
    graph, is_silent = graph_of(network, day, part, cohort)
    cohesion, mixing = measure_cohesion(graph, is_silent), measure_mixing(graph)
    labels, modularity = communities(graph)
    n_groups = len(np.unique(labels[graph.degrees > 0]))
    found = asdict(cohesion) | asdict(mixing) | {"n_communities": n_groups, "modularity": modularity}
    return Measures(day, part, graph.n, {each.name: found[each.name] for each in DEFINITIONS})


def steady_partners(network: Network, first: date, last: date) -> frozenset[str]:
    """Return a fixed cohort: the ids of those that had done something together by the first day and are there on both.

    A network gets sparser by growing where newcomers have few ties; its cohort tells whether those who were there grow
    closer.
    """
    then = network.at(first)
    active = then.partners["id"].to_numpy()[np.unique(then.participations["partner"])]
    return frozenset(active.tolist()) & frozenset(network.at(last).partners["id"])


def graph_of(network: Network, day: date, part: Part, cohort: frozenset[str] | None) -> tuple[TieGraph, Mask]:
    """Return the graph of a part on a day, and of which of its partners nothing that they did is known."""
    there = network.at(day)
    chosen = part.of(there)
    if cohort is not None:
        chosen &= there.partners["id"].isin(cohort).to_numpy()
    took_part = np.isin(np.arange(there.n_partners), there.participations["partner"])
    return tie_graph(there).only(chosen), ~took_part[chosen]


@dataclass(frozen=True)
class Definition:
    """What a figure means."""

    name: str
    meaning: str
    source: str
    """Where its formula comes from, and what computes it."""
    version: int = 1
    """Goes up when the same data would give another figure."""


DEFINITIONS = (
    Definition("n_partners", "partners that were there on the day", "count"),
    Definition("n_ties", "pairs of partners that had worked together by then", "count"),
    Definition("mean_degree", "ties per partner: 2 m / n", "count"),
    Definition("median_degree", "half of the partners have as many ties or fewer", "count"),
    Definition("n_isolates", "partners without a tie", "count"),
    Definition("n_components", "groups between which there is no way over ties; who has no tie is one", "scipy"),
    Definition("largest_share", "share of the partners in the largest of these groups", "scipy"),
    Definition("density", "share of all pairs that are tied: 2 m / (n (n - 1))", "Wasserman and Faust 1994"),
    Definition(
        "density_at_most",
        "density if those of whom nothing is known were tied to everybody",
        "worst case, after Manski 1989",
    ),
    Definition(
        "centralisation", "0 where all have as many ties, 1 where one has all of them", "Freeman 1979, by degree"
    ),
    Definition(
        "transitivity", "share of the pairs with a shared partner that are tied themselves", "Newman 2003, SIAM Review"
    ),
    Definition(
        "clustering", "mean over partners of the share of their partners that are tied", "Watts and Strogatz 1998"
    ),
    Definition("efficiency", "mean over pairs of 1 / steps, 0 where there is no way", "Latora and Marchiori 2001"),
    Definition(
        "degree_assortativity",
        "1 where the well connected are tied to each other, below 0 where they are tied to those with few ties",
        "Newman 2002",
    ),
    Definition("n_bridges", "ties whose end would part the network further", "Tarjan 1974, rustworkx"),
    Definition(
        "n_cut_partners", "partners whose leaving would part the network further", "Hopcroft and Tarjan 1973, rustworkx"
    ),
    Definition("cross_share", "share of the ties that join two sectors", "count"),
    Definition("ei_index", "(ties across sectors - ties within) / ties, -1 to 1", "Krackhardt and Stern 1988"),
    Definition("ei_expected", "the same if every pair were as likely to be tied", "from the sizes of the sectors"),
    Definition(
        "assortativity",
        "1 where ties stay within sectors, 0 without preference",
        "Newman 2003, Physical Review E 67, 026126",
    ),
    Definition(
        "n_communities",
        "groups that work with each other more than with others",
        "Louvain (Blondel and others 2008), scikit-network",
    ),
    Definition("modularity", "how much more than by chance, -.5 to 1", "Newman and Girvan 2004, scikit-network"),
)
"""Every figure of `Measures`, in order."""
