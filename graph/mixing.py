"""Who is tied to whom by sector, beside what the numbers of partners alone would give."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.tie_graph import TieGraph


@dataclass(frozen=True)
class Mixing:
    """The figures of `measure_mixing`; `None` where there is nothing to divide by."""

    n_partners: int
    n_ties: int
    cross_share: float | None
    """Share of the ties that join two sectors, 0 … 1."""
    ei_index: float | None
    """(external - internal) / ties, -1 … 1: -1 when all ties stay within a sector (Krackhardt and Stern 1988)."""
    ei_expected: float | None
    """The same if every pair were as likely to be tied: what the sizes of the sectors alone give."""
    assortativity: float | None
    """Newman's coefficient by sector (2003): 1 when all ties stay within, 0 for none of a preference, below 0 when
    sectors seek each other."""


def measure_mixing(graph: TieGraph) -> Mixing:
    """Measure how the sectors of a graph mix."""
    codes, m = graph.sector_codes, graph.m
    n_external = int((codes[graph.first] != codes[graph.second]).sum())
    sizes = np.bincount(codes) if graph.n else np.array([], dtype=np.int64)
    pairs, internal_pairs = graph.n * (graph.n - 1) / 2, float((sizes * (sizes - 1) / 2).sum())
    return Mixing(
        n_partners=graph.n,
        n_ties=m,
        cross_share=n_external / m if m else None,
        ei_index=(2 * n_external - m) / m if m else None,
        ei_expected=(pairs - 2 * internal_pairs) / pairs if pairs else None,
        assortativity=_assortativity(graph) if m else None,
    )


def mixing_matrix(graph: TieGraph) -> pd.DataFrame:
    """Return the ties between each two sectors, in the order of sector ids; a tie within counts once."""
    sectors = np.unique(graph.sectors.astype(str))
    counts = np.zeros((len(sectors), len(sectors)), dtype=np.int64)
    one, other = graph.sector_codes[graph.first], graph.sector_codes[graph.second]
    np.add.at(counts, (one, other), 1)
    both = counts + counts.T - np.diag(np.diag(counts))
    return pd.DataFrame(both, index=sectors, columns=sectors)


def expected_matrix(graph: TieGraph) -> pd.DataFrame:
    """Return the ties that each two sectors would have if every pair of partners were as likely to be tied."""
    sectors = np.unique(graph.sectors.astype(str))
    sizes = np.bincount(graph.sector_codes, minlength=len(sectors)).astype(np.float64)
    pairs = np.outer(sizes, sizes) - np.diag(sizes * (sizes + 1) / 2)
    all_pairs = graph.n * (graph.n - 1) / 2
    return pd.DataFrame(pairs * (graph.m / all_pairs if all_pairs else 0.0), index=sectors, columns=sectors)


def _assortativity(graph: TieGraph) -> float | None:
    counts = mixing_matrix(graph).to_numpy(np.float64)
    ends = counts + np.diag(np.diag(counts))  # each tie has two ends; within a sector both lie on the diagonal
    ends /= ends.sum()
    alike, by_chance = np.trace(ends), float((ends @ ends).sum())
    return float((alike - by_chance) / (1 - by_chance)) if by_chance < 1 else None
