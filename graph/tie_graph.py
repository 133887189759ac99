"""The ties of a network as a plain graph: who worked with whom, once, without weights. What all measures stand on."""

from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Mask, Network, Positions

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TieGraph:
    """Partners 0 … n-1 and the pairs of them that are tied."""

    ids: npt.NDArray[np.object_]
    """Id of each partner; shape (n,)."""
    sectors: npt.NDArray[np.object_]
    """Id of the sector of each partner; shape (n,)."""
    first: Positions
    """One partner of each tie; shape (m,)."""
    second: Positions
    """The other one, of a higher position; shape (m,)."""

    @property
    def n(self) -> int:
        """How many partners there are."""
        return len(self.ids)

    @property
    def m(self) -> int:
        """How many ties there are."""
        return len(self.first)

    @cached_property
    def adjacency(self) -> sparse.csr_array:
        """Ones where two partners are tied: symmetric, shape (n, n), empty diagonal."""
        both = (np.concatenate([self.first, self.second]), np.concatenate([self.second, self.first]))
        return sparse.csr_array((np.ones(2 * self.m), both), shape=(self.n, self.n))

    @cached_property
    def degrees(self) -> Positions:
        """Ties of each partner; shape (n,)."""
        degrees: Positions = np.diff(self.adjacency.indptr).astype(np.int64)
        return degrees

    @cached_property
    def triangles(self) -> npt.NDArray[np.float64]:
        """How many pairs of its partners are tied, for each partner; shape (n,).

        Ties point from who has fewer to who has more: a hub has few that start from it, and each triangle is met once.
        """
        rank = np.argsort(np.lexsort((np.arange(self.n), self.degrees)))
        upward = rank[self.first] < rank[self.second]
        low, high = np.where(upward, self.first, self.second), np.where(upward, self.second, self.first)
        up = sparse.csr_array((np.ones(self.m), (low, high)), shape=(self.n, self.n))
        ends, middle = (up @ up) * up, (up.T @ up) * up
        found: npt.NDArray[np.float64] = ends.sum(axis=1) + ends.sum(axis=0) + middle.sum(axis=1)
        return found

    @cached_property
    def sector_codes(self) -> Codes:
        """The sector of each partner as a number 0 … k-1, in the order of sector ids; shape (n,)."""
        return np.unique(self.sectors.astype(str), return_inverse=True)[1].astype(np.int64)

    def only(self, kept: Mask) -> "TieGraph":
        """Return the graph of some partners and the ties among them."""
        new = np.cumsum(kept) - 1
        among = kept[self.first] & kept[self.second]
        return TieGraph(self.ids[kept], self.sectors[kept], new[self.first[among]], new[self.second[among]])

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """The adjacency as scikit-network takes it: a matrix with indices of 32 bits."""
        of = self.adjacency
        parts = (of.data, of.indices.astype(np.int32), of.indptr.astype(np.int32))
        return sparse.csr_matrix(parts, shape=of.shape)

    def to_networkx(self) -> "nx.Graph[int]":
        """Return the same graph for networkx, its nodes the positions."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(self.n))
        graph.add_edges_from(zip(self.first.tolist(), self.second.tolist(), strict=True))
        return graph


def from_pairs(
    ids: npt.NDArray[np.object_], sectors: npt.NDArray[np.object_], one: Positions, other: Positions
) -> TieGraph:
    """Return the graph of some pairs of positions, in whatever order and however often they are named."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    pairs = np.unique(np.column_stack([low, high])[low != high], axis=0).reshape(-1, 2).astype(np.int64)
    return TieGraph(ids, sectors, pairs[:, 0], pairs[:, 1])


def tie_graph(network: Network) -> TieGraph:
    """Return the graph of a network: all ties there ever were, also of what has ended."""
    partners, ties = network.partners, network.tie_days
    return TieGraph(
        partners["id"].to_numpy(object),
        partners["sector"].to_numpy(object),
        ties["first"].to_numpy(np.int64),
        ties["second"].to_numpy(np.int64),
    )
