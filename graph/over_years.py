"""Year by year: how a network held together, and between whom its ties came about."""

from datetime import date

import numpy as np
import pandas as pd

from graph.cohesion import centralisation, clustering, density
from graph.mixing import measure_mixing
from graph.network import Mask, Network
from graph.tie_graph import TieGraph, tie_graph

COHESION_COLUMNS = ("density", "clustering", "centralisation", "cross_share")


def cohesion_by_year(network: Network, until: date) -> pd.DataFrame:
    """Return one row per year up to a day: year, partners, and the figures of `COHESION_COLUMNS`, NaN where undefined.

    Of the partners that had taken part in anything by the end of the year, and the ties that had begun by then.
    """
    rows = []
    for year, day in _ends_of_years(network, until):
        known = network.begun_by(day)
        graph = tie_graph(known).only(took_part(known))
        found = (density(graph), clustering(graph), centralisation(graph), measure_mixing(graph).cross_share)
        rows.append((year, graph.n, *(np.nan if each is None else each for each in found)))
    columns = ["year", "partners", *COHESION_COLUMNS]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:2], np.int64))


def took_part(network: Network) -> Mask:
    """Return which partners took part in anything that the network holds; shape (n_partners,)."""
    return np.isin(np.arange(network.n_partners), network.participations["partner"])


def ties_of_cohort(network: Network, since: int, until: date) -> pd.DataFrame:
    """Return one row per year from `since` on: year, partners, cohort, within, joining, among_new.

    The cohort: who had taken part by the end of the first of these years. Ties are within the cohort, join it to who
    came later, or are among those.
    """
    ends = [(year, day) for year, day in _ends_of_years(network, until) if year >= since]
    is_first = took_part(network.begun_by(ends[0][1])) if ends else np.zeros(network.n_partners, dtype=np.bool_)
    rows = []
    for year, day in ends:
        known = network.begun_by(day)
        of_cohort = _n_of_cohort(tie_graph(known), is_first)
        counts = (int((of_cohort == n).sum()) for n in (2, 1, 0))
        rows.append((year, int(took_part(known).sum()), int(is_first.sum()), *counts))
    return pd.DataFrame(rows, columns=["year", "partners", "cohort", "within", "joining", "among_new"]).astype(np.int64)


def _n_of_cohort(graph: TieGraph, is_first: Mask) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return how many of the two partners of each tie are of the cohort; shape (m,)."""
    return is_first[graph.first].astype(np.int64) + is_first[graph.second]


def _ends_of_years(network: Network, until: date) -> list[tuple[int, date]]:
    """Return each year from the first collaboration to a day, with its last day or that day."""
    starts = network.collaborations["start"]
    begun = starts[starts <= np.datetime64(until, "s")]
    if begun.empty:
        return []
    return [(year, min(date(year, 12, 31), until)) for year in range(int(begun.min().year), until.year + 1)]
