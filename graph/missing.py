"""What a network would miss without one of its partners."""

from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from graph.batch import Figures
from graph.cohesion import component_of, to_rustworkx
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
    n_cut_off = count_cut_off(graph)
    found = [(str(graph.ids[each]), int(n_cut_off[each])) for each in np.flatnonzero(n_cut_off)]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def count_cut_off(graph: TieGraph) -> Positions:
    """Return how many partners the leaving of each would cut off from the largest group left; shape (n,).

    Blocks are what hangs together whoever leaves. Partners and the blocks that they stand in make a tree per component,
    and who leaves parts it into what hangs below it, block by block, and what is above it.
    """
    n, (partners, blocks) = graph.n, _blocks(graph)
    component = component_of(graph) if n else np.empty(0, dtype=np.int64)
    roots = np.unique(component, return_index=True)[1]
    top = n + int(blocks.max(initial=-1)) + 1
    ends = (np.concatenate([partners, roots]), np.concatenate([n + blocks, np.full(len(roots), top)]))
    tree = sparse.csr_array((np.ones(len(ends[0])), ends), shape=(top + 1, top + 1))
    order, above = breadth_first_order(tree, top, directed=False)
    below = (np.arange(top + 1) < n).astype(np.int64)  # each partner itself, and what hangs below it
    for each in order[:0:-1].tolist():
        below[above[each]] += below[each]
    mates = np.bincount(component)[component] - 1
    largest = mates + 1 - below[:n]
    np.maximum.at(largest, above[n:top], below[n:top])
    cut_off: Positions = mates - largest
    return cut_off


def _blocks(graph: TieGraph) -> tuple[Positions, Positions]:
    """Return which partners stand in which blocks, by the number of the block."""
    found = rx.biconnected_components(to_rustworkx(graph))
    ties = np.array(list(found.keys()), dtype=np.int64).reshape(-1, 2)
    of_ties = np.array(list(found.values()), dtype=np.int64)
    standing = np.unique(np.column_stack([ties.ravel(), of_ties.repeat(2)]), axis=0)
    return standing[:, 0], standing[:, 1]


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
