"""The measures of a network on a day, for all of it, a part, or a fixed cohort."""

from dataclasses import asdict, dataclass
from datetime import date

import numpy as np

from graph.cohesion import measure_cohesion
from graph.communities import communities
from graph.definitions import DEFINITIONS
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
    """By name, in the order of `graph.definitions.DEFINITIONS`."""


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
