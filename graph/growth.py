"""How a network grew: its measures at the end of each year."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.network import Network


@dataclass(frozen=True)
class YearOfGrowth:
    """The network at the end of a year (or on the day asked for, in the last one).

    All counts are of what had begun by then: partners that left and collaborations that ended still count, so that a
    figure once reported stays the same.
    """

    year: int
    partners: int
    """Partners that had taken part in anything."""
    new_collaborations: int
    """Collaborations that began in this year."""
    running_collaborations: int
    """Collaborations that had begun and not ended; those whose end nobody knows count as running."""
    ties: int
    """Pairs of partners that had worked together."""
    new_ties: int
    """Of these, the pairs that first did in this year."""
    mean_degree: float
    """Ties per partner: 2 × ties / partners."""
    components: int
    """Groups of partners between which there is no way over ties."""
    largest_share: float
    """Share of the partners that are in the largest of these groups, 0 … 1."""
    cross_sector_share: float
    """Share of the ties that join two sectors, 0 … 1."""


def growth(network: Network, until: date) -> list[YearOfGrowth]:
    """Return the years from the first collaboration to the day `until`; none if nothing had begun by then.

    `network` is all that is known. Where there is nothing to divide by, a mean or a share is 0.
    """
    begun = network.collaborations[network.collaborations["start"] <= np.datetime64(until, "s")]
    if begun.empty:
        return []
    years = range(begun["start"].dt.year.min(), until.year + 1)
    return [_measure(network, year, min(date(year, 12, 31), until)) for year in years]


def _measure(network: Network, year: int, day: date) -> YearOfGrowth:
    begins, moment = np.datetime64(date(year, 1, 1), "s"), np.datetime64(day, "s")
    collaborations = network.collaborations
    had_begun = (collaborations["start"] <= moment).to_numpy()
    had_ended = (collaborations["end"] < moment).to_numpy()
    ties = network.tie_days[network.tie_days["since"] <= moment]
    parts = network.participations
    is_active = np.zeros(network.n_partners, dtype=np.bool_)
    is_active[parts["partner"].to_numpy()[had_begun[parts["collaboration"]]]] = True
    n_partners, n_components, n_largest = int(is_active.sum()), *_components(ties, is_active)
    sectors = network.partners["sector"].to_numpy()
    return YearOfGrowth(
        year=year,
        partners=n_partners,
        new_collaborations=int((had_begun & (collaborations["start"] >= begins)).sum()),
        running_collaborations=int((had_begun & ~had_ended).sum()),
        ties=len(ties),
        new_ties=int((ties["since"] >= begins).sum()),
        mean_degree=_share(2 * len(ties), n_partners),
        components=n_components,
        largest_share=_share(n_largest, n_partners),
        cross_sector_share=_share(int((sectors[ties["first"]] != sectors[ties["second"]]).sum()), len(ties)),
    )


def _components(ties: pd.DataFrame, is_active: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    """Return how many components the active partners form, and the size of the largest."""
    n = len(is_active)
    graph = sparse.csr_array((np.ones(len(ties)), (ties["first"], ties["second"])), shape=(n, n))
    _, labels = connected_components(graph, directed=False)
    sizes = np.unique(labels[is_active], return_counts=True)[1]
    return len(sizes), int(sizes.max(initial=0))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
