"""The network of Oss read from its files by plain pandas, so that what the program says of it can be checked."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd

OSS = Path(__file__).parents[3] / "data" / "oss"
Pair = frozenset


def read(name):
    return pd.read_csv(OSS / f"{name}.csv", dtype=str).fillna("")


def split(cell):
    return [each.strip() for each in cell.split(";") if each.strip()]


def first_day(text):
    return pd.Timestamp(f"{text}{'-01-01'[len(text) - 4 :]}")


def last_day(text):
    if not text:
        return pd.NaT
    return pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)]).end_time.normalize()


@dataclass(frozen=True)
class OssByHand:
    """Everything up to the end of a year."""

    year: int

    @cached_property
    def end(self):
        return pd.Timestamp(f"{self.year}-12-31")

    @cached_property
    def partners(self):
        return read("partners").set_index("id")

    @cached_property
    def collaborations(self):
        rows = read("collaborations")
        rows = rows.assign(start=rows["start_date"].map(first_day), end=rows["end_date"].map(last_day))
        rows = rows.assign(
            leads=rows["lead"].map(split),
            members=[
                set(split(members)) | set(split(lead))
                for members, lead in zip(rows["participants"], rows["lead"], strict=True)
            ],
        )
        return rows[rows["start"] <= self.end]

    @property
    def of_the_year(self):
        return self.collaborations[self.collaborations["start"].dt.year == self.year]

    @cached_property
    def took_part(self):
        return set().union(*self.collaborations["members"])

    @cached_property
    def met(self):
        """Who met in what: a row per pair and collaboration."""
        rows = []
        for row in self.collaborations.itertuples():
            pairs = combinations(sorted(row.members), 2)
            if row.leads:
                pairs = ((lead, other) for lead in row.leads for other in row.members if other != lead)
            rows += [(Pair(pair), row.start, row.end) for pair in pairs]
        return pd.DataFrame(rows, columns=["pair", "start", "end"])

    @cached_property
    def ties(self):
        """Each tied pair with the first start and the last end of what it does; no end where anything has none."""
        by_pair = self.met.groupby("pair")
        return pd.DataFrame(
            {"since": by_pair["start"].min(), "until": by_pair["end"].apply(lambda ends: ends.max(skipna=False))}
        )

    @cached_property
    def graph(self):
        graph = nx.Graph()
        graph.add_nodes_from(self.partners.index)
        graph.add_edges_from(tuple(pair) for pair in self.ties.index)
        return graph

    @property
    def groups(self):
        """The groups of those that took part between whom there is a way over ties, the largest first."""
        return sorted(nx.connected_components(self.graph.subgraph(self.took_part)), key=len, reverse=True)

    @property
    def n_across(self):
        sectors = self.partners["sector"]
        return sum(sectors[one] != sectors[other] for one, other in map(tuple, self.ties.index))
