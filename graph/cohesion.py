"""How a network holds together: one figure for the whole, each with the number of partners it is of."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rustworkx as rx
from scipy.sparse.csgraph import connected_components

from graph.network import Mask, Positions
from graph.stepping import Stepper
from graph.tie_graph import TieGraph


@dataclass(frozen=True)
class Cohesion:
    """The figures of `measure_cohesion`; `None` where there is nothing to divide by."""

    n_partners: int
    n_ties: int
    mean_degree: float | None
    """Ties per partner: 2m / n."""
    median_degree: float | None
    n_isolates: int
    """Partners without a tie."""
    n_components: int
    """Groups of partners between which there is no way over ties; an isolate is one."""
    largest_share: float | None
    """Share of the partners in the largest component, 0 … 1."""
    density: float | None
    """Share of all pairs that are tied: 2m / (n (n - 1)), 0 … 1."""
    density_at_most: float | None
    """The density if everybody of whom nothing is known were tied to everybody; the density itself is the least."""
    centralisation: float | None
    """Degree centralisation (Freeman 1979): 0 where all have as many ties, 1 for a star. From 3 partners on."""
    transitivity: float | None
    """Share of the pairs with a shared partner that are tied themselves, 0 … 1."""
    clustering: float | None
    """Mean over all partners of the share of their partners that are tied, 0 for fewer than two (Watts 1998)."""
    efficiency: float | None
    """Mean over all pairs of 1 / steps, 0 where there is no way (Latora 2001): what path length cannot tell of a
    network that falls apart."""
    degree_assortativity: float | None
    """Correlation of the degrees at both ends of a tie, -1 … 1 (Newman 2002)."""
    n_bridges: int
    """Ties whose end would part the network further."""
    n_cut_partners: int
    """Partners whose leaving would."""


def measure_cohesion(graph: TieGraph, is_silent: Mask | None = None) -> Cohesion:
    """Measure a graph; `is_silent` tells of which partners nothing is known (without it: of those without a tie)."""
    n, m, sizes, degrees = graph.n, graph.m, component_sizes(graph), graph.degrees
    return Cohesion(
        n_partners=n,
        n_ties=m,
        mean_degree=2 * m / n if n else None,
        median_degree=float(np.median(degrees)) if n else None,
        n_isolates=int((degrees == 0).sum()),
        n_components=len(sizes),
        largest_share=largest_share(graph),
        density=density(graph),
        density_at_most=_density(_most_ties(graph, degrees == 0 if is_silent is None else is_silent), n),
        centralisation=centralisation(graph),
        transitivity=transitivity(graph),
        clustering=clustering(graph),
        efficiency=efficiency(graph),
        degree_assortativity=degree_assortativity(graph),
        n_bridges=len(bridges(graph)),
        n_cut_partners=len(cut_partners(graph)),
    )


def density(graph: TieGraph) -> float | None:
    """Return the share of all pairs that are tied; `None` below two partners."""
    return _density(graph.m, graph.n)


def largest_share(graph: TieGraph) -> float | None:
    """Return the share of the partners in the largest component; `None` without partners."""
    return float(component_sizes(graph)[0] / graph.n) if graph.n else None


def transitivity(graph: TieGraph) -> float | None:
    """Return the share of the pairs with a shared partner that are tied themselves; `None` without such pairs."""
    wedges = _wedges(graph).sum()
    return float(graph.triangles.sum() / wedges) if wedges else None


def clustering(graph: TieGraph) -> float | None:
    """Return the mean over partners of the share of their partners that are tied; `None` without partners."""
    wedges = _wedges(graph)
    shares = np.divide(graph.triangles, wedges, where=wedges > 0, out=np.zeros(graph.n))
    return float(shares.mean()) if graph.n else None


def efficiency(graph: TieGraph) -> float | None:
    """Return the mean over pairs of 1 / steps, 0 where there is no way; `None` below two partners."""
    return float(harmonic_sums(graph).sum() / (graph.n * (graph.n - 1))) if graph.n > 1 else None


def centralisation(graph: TieGraph) -> float | None:
    """Return the degree centralisation, 0 … 1; `None` below three partners."""
    n, degrees = graph.n, graph.degrees
    return float((degrees.max() - degrees).sum() / ((n - 1) * (n - 2))) if n > 2 else None  # noqa: PLR2004 -- by its formula


def degree_assortativity(graph: TieGraph) -> float | None:
    """Return how alike the degrees at both ends of a tie are, -1 … 1; `None` where all are the same."""
    one, other = graph.degrees[graph.first], graph.degrees[graph.second]
    if len(np.unique([one, other])) < 2:  # noqa: PLR2004 -- nothing to correlate
        return None
    return float(np.corrcoef(np.concatenate([one, other]), np.concatenate([other, one]))[0, 1])


def component_sizes(graph: TieGraph) -> Positions:
    """Return the sizes of the components, the largest first."""
    if not graph.n:
        return np.array([], dtype=np.int64)
    sizes: Positions = np.sort(np.bincount(component_of(graph)))[::-1]
    return sizes


def component_of(graph: TieGraph) -> Positions:
    """Return the number of the component of each partner; shape (n,)."""
    components: Positions = connected_components(graph.adjacency, directed=False)[1].astype(np.int64)
    return components


def harmonic_sums(graph: TieGraph) -> npt.NDArray[np.float64]:
    """Return for each partner the sum of 1 / steps to all others, 0 where there is no way; shape (n,)."""
    sums, is_tied = np.zeros(graph.n), graph.degrees > 0
    tied = graph.only(is_tied)
    sums[is_tied] = Stepper(tied).nearness(np.arange(tied.n))
    return sums


def bridges(graph: TieGraph) -> list[tuple[int, int]]:
    """Return the ties whose end would part the network further, as positions, in order."""
    return sorted((min(pair), max(pair)) for pair in rx.bridges(to_rustworkx(graph)))


def cut_partners(graph: TieGraph) -> list[int]:
    """Return the positions of the partners whose leaving would part the network further, in order."""
    return sorted(rx.articulation_points(to_rustworkx(graph)))


def to_rustworkx(graph: TieGraph) -> "rx.PyGraph[None, None]":
    """Return the same graph for rustworkx."""
    made: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    made.add_nodes_from([None] * graph.n)
    made.add_edges_from_no_data(list(zip(graph.first.tolist(), graph.second.tolist(), strict=True)))
    return made


def _wedges(graph: TieGraph) -> npt.NDArray[np.float64]:
    """Return how many pairs of partners each partner has; shape (n,)."""
    wedges: npt.NDArray[np.float64] = graph.degrees * (graph.degrees - 1) / 2
    return wedges


def _density(m: int, n: int) -> float | None:
    return 2 * m / (n * (n - 1)) if n > 1 else None


def _most_ties(graph: TieGraph, is_silent: Mask) -> int:
    """Return the ties that there are, with all that the silent could have besides."""
    n_told = int((~is_silent).sum())
    among_told = int((~is_silent[graph.first] & ~is_silent[graph.second]).sum())
    return graph.n * (graph.n - 1) // 2 - n_told * (n_told - 1) // 2 + among_told
