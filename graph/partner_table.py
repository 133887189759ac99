"""All measures of each partner in one table, with what each of them means."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.centrality import measure_partners
from graph.communities import communities
from graph.tie_graph import TieGraph


def partner_table(graph: TieGraph) -> pd.DataFrame:
    """Return one row per partner: id, and `PARTNER_MEASURES`; NaN where there is nothing to divide by."""
    ties, degrees = graph.adjacency, graph.degrees
    closed = np.asarray(((ties @ ties) * ties).sum(axis=1)).ravel()
    pairs = degrees * (degrees - 1)
    clustering = np.divide(closed, pairs, where=pairs > 0, out=np.full(graph.n, np.nan))
    table = measure_partners(graph).assign(clustering=clustering, community=communities(graph)[0])
    return table[["id", *(each.name for each in PARTNER_MEASURES)]]


@dataclass(frozen=True)
class PartnerMeasure:
    """What a column of `partner_table` means."""

    name: str
    meaning: str
    source: str


PARTNER_MEASURES = (
    PartnerMeasure("degree", "partners it had worked with", "count"),
    PartnerMeasure("betweenness", "share of the shortest ways between others that lead over it", "Freeman 1977"),
    PartnerMeasure("closeness", "mean of 1 / steps to all others, 0 where there is no way", "Marchiori 2000"),
    PartnerMeasure("core", "largest k of a group in which everybody has k ties", "Seidman 1983"),
    PartnerMeasure("constraint", "how much its partners are tied to each other; null without ties", "Burt 1992"),
    PartnerMeasure("effective_size", "ties, less those that lead to the same; null without ties", "Burt 1992"),
    PartnerMeasure("coordinator", "untied pairs it joins, all three of one sector", "Gould and Fernandez 1989"),
    PartnerMeasure("consultant", "untied pairs of one sector that it joins, itself of another", "Gould 1989"),
    PartnerMeasure("representative", "untied pairs it joins, one of its own sector", "Gould and Fernandez 1989"),
    PartnerMeasure("liaison", "untied pairs it joins, all three of different sectors", "Gould and Fernandez 1989"),
    PartnerMeasure("clustering", "share of the pairs of its partners that are tied; null below two", "Watts 1998"),
    PartnerMeasure("community", "number of the group that it works in, 0 the largest", "Blondel 2008"),
    PartnerMeasure("is_cut", "whether its leaving parts the network further", "Hopcroft and Tarjan 1973"),
)
"""Every measure, in order."""
