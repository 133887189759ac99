"""What a network would miss without one of its partners."""

from dataclasses import dataclass

import numpy as np

from graph.batch import Figures
from graph.cohesion import component_of, cut_partners
from graph.network import Mask, Positions
from graph.tie_graph import TieGraph
from graph.what_if import figures_of


@dataclass(frozen=True)
class Leaving:
    """What is lost when a partner leaves."""

    before: Figures
    after: Figures
    cut_off: tuple[str, ...]
    """Ids of those that would no longer have a way to the largest group of those that they have a way to now."""
    lost: tuple[str, ...]
    """Ids of those that it is tied to."""


def if_leaves(graph: TieGraph, position: int) -> Leaving:
    """Return what the leaving of one partner does to the others; the figures before are those with it."""
    kept: Mask = np.arange(graph.n) != position
    others = graph.adjacency[[position]].indices
    return Leaving(
        figures_of(graph),
        figures_of(graph.only(kept)),
        tuple(graph.ids[_cut_off(graph, position)].tolist()),
        tuple(graph.ids[np.sort(others)].tolist()),
    )


def who_holds_together(graph: TieGraph) -> list[tuple[str, int]]:
    """Return the partners whose leaving would part the network, and how many each would cut off: the most first."""
    found = [(str(graph.ids[each]), len(_cut_off(graph, each))) for each in cut_partners(graph)]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _cut_off(graph: TieGraph, position: int) -> Positions:
    """Return the positions of those that keep no way to the largest part of the component of a partner."""
    kept: Mask = np.arange(graph.n) != position
    ties = kept[graph.first] & kept[graph.second]
    left = TieGraph(graph.ids, graph.sectors, graph.first[ties], graph.second[ties])
    component, before = component_of(left), component_of(graph)
    mates = np.flatnonzero((before == before[position]) & kept).astype(np.int64)
    largest = np.bincount(component[mates], minlength=1).argmax()
    cut_off: Positions = mates[component[mates] != largest]
    return cut_off
