"""Where each partner stands in the network: one row per partner."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import rustworkx as rx
from scipy import sparse
from sknetwork.topology import get_core_decomposition

from graph.cohesion import cut_partners, harmonic_sums, to_rustworkx
from graph.tie_graph import TieGraph

Column = npt.NDArray[np.float64]


def measure_partners(graph: TieGraph) -> pd.DataFrame:
    """Return a table with one row per partner, in the order of the graph.

    id, degree; closeness: harmonic, mean of 1 / steps to all others, 0 … 1 (Marchiori 2000); betweenness: share of the
    shortest ways between others that lead over it, 0 … 1 (Freeman 1977); core: the largest k such that it has k ties
    within a group in which everybody has (Seidman 1983); constraint and effective_size (Burt 1992), NaN without ties;
    brokerage: pairs of its partners that are not tied, by the sectors of the three (Gould and Fernandez 1989, for ties
    without direction): coordinator, consultant, representative, liaison; is_cut: whether its leaving parts the network.
    """
    n = graph.n
    effective, constraint = structural_holes(graph)
    is_cut = np.zeros(n, dtype=np.bool_)
    is_cut[cut_partners(graph)] = True
    return pd.DataFrame(
        {
            "id": graph.ids,
            "degree": graph.degrees,
            "closeness": harmonic_sums(graph) / max(n - 1, 1),
            "betweenness": betweenness(graph),
            "core": cores(graph),
            "constraint": constraint,
            "effective_size": effective,
            **brokerage(graph),
            "is_cut": is_cut,
        }
    )


def betweenness(graph: TieGraph) -> Column:
    """Return the share of the shortest ways between others that lead over each partner, 0 … 1; shape (n,)."""
    found = rx.betweenness_centrality(to_rustworkx(graph), normalized=True)
    return np.array([found[position] for position in range(graph.n)], dtype=np.float64)


def cores(graph: TieGraph) -> npt.NDArray[np.int64]:
    """Return the largest k such that a partner has k ties within a group in which everybody has; shape (n,)."""
    if not graph.m:  # the library wants ties
        return np.zeros(graph.n, dtype=np.int64)
    found: npt.NDArray[np.int64] = get_core_decomposition(graph.matrix).astype(np.int64)
    return found


def structural_holes(graph: TieGraph) -> tuple[Column, Column]:
    """Return effective size and constraint (Burt 1992) of each partner, NaN for one without ties; shape (n,) each.

    Effective size is degree less the mean degree of one's partners among each other (Borgatti 1997). Constraint is the
    sum over partners j of (p_ij + sum_q p_iq p_qj)², p_ij = 1 / degree of i for a tie; it is counted for one's partners
    only, as networkx and igraph do.
    """
    ties, degrees = graph.adjacency, graph.degrees.astype(np.float64)
    share = np.divide(1.0, degrees, where=degrees > 0, out=np.zeros(graph.n))
    proportion = sparse.csr_array(ties * share[:, None])
    direct_and_round = proportion + (proportion @ proportion) * ties
    constraint = np.asarray(direct_and_round.multiply(direct_and_round).sum(axis=1)).ravel()
    effective = degrees - 2 * graph.triangles * share
    nothing = degrees == 0
    return np.where(nothing, np.nan, effective), np.where(nothing, np.nan, constraint)


ROLES = ("coordinator", "consultant", "representative", "liaison")
"""Brokerage by sectors of one – broker – other: all of one sector; the two alike and the broker not; the broker like
one of the two (representative and gatekeeper, which differ by direction only); all three different."""


def brokerage(graph: TieGraph) -> dict[str, npt.NDArray[np.int64]]:
    """Count the pairs of partners of each that are not tied themselves, by role (`ROLES`)."""
    ties, codes = graph.adjacency, graph.sector_codes
    sectors = np.unique(codes)
    if not graph.m:
        return {role: np.zeros(graph.n, dtype=np.int64) for role in ROLES}
    # Ties of each partner into each sector, and of these pairs the ones that are tied: all roles follow from them.
    into = np.asarray(ties @ (codes[:, None] == sectors[None, :]).astype(np.float64))
    tied = _tied_pairs(graph, len(sectors))
    same = into * (into - 1) / 2 - tied.within
    rows = np.arange(graph.n)
    to_own = into[rows, codes]
    coordinator = same[rows, codes]
    consultant = same.sum(axis=1) - coordinator
    representative = to_own * (graph.degrees - to_own) - tied.with_own
    liaison = graph.degrees * (graph.degrees - 1) / 2 - graph.triangles - coordinator - consultant - representative
    found = zip(ROLES, (coordinator, consultant, representative, liaison), strict=True)
    return {role: np.rint(column).astype(np.int64) for role, column in found}


@dataclass(frozen=True)
class _TiedPairs:
    """Of the pairs of each partner's partners, those that are tied themselves."""

    within: Column
    """Both of one sector; shape (n, n_sectors)."""
    with_own: Column
    """One of the partner's own sector, the other not; shape (n,)."""


def _tied_pairs(graph: TieGraph, n_sectors: int) -> _TiedPairs:
    codes = graph.sector_codes
    within = np.zeros((graph.n, n_sectors))
    is_alike = codes[graph.first] == codes[graph.second]
    for sector in range(n_sectors):
        chosen = is_alike & (codes[graph.first] == sector)
        within[:, sector] = _both_known(graph, chosen)
    with_own = np.zeros(graph.n)
    for sector in range(n_sectors):
        touches = ~is_alike & ((codes[graph.first] == sector) | (codes[graph.second] == sector))
        with_own += np.where(codes == sector, _both_known(graph, touches), 0.0)
    return _TiedPairs(within, with_own)


def _both_known(graph: TieGraph, chosen: npt.NDArray[np.bool_]) -> Column:
    """Count for each partner the chosen ties of which it knows both ends."""
    n = graph.n
    some = sparse.csr_array((np.ones(int(chosen.sum())), (graph.first[chosen], graph.second[chosen])), shape=(n, n))
    known: Column = np.asarray(((graph.adjacency @ some) * graph.adjacency).sum(axis=1)).ravel()
    return known
