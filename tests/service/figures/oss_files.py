"""The files of Oss read by plain pandas and nothing of ours: what is known by the end of a year, worked out by hand."""

from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd

OSS = Path(__file__).parents[3] / "data" / "oss"
YEAR, SINCE = 2021, 2007
DAY = pd.Timestamp(f"{YEAR}-12-31")


def table(name):
    return pd.read_csv(OSS / f"{name}.csv", dtype=str, keep_default_na=False)


def several(cell):
    return [each.strip() for each in cell.split(";") if each.strip()]


def day_of(text, *, is_last=False):
    if not text:
        return pd.NaT
    period = pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])
    return (period.end_time if is_last else period.start_time).normalize()


PARTNERS = table("partners").set_index("id")
SECTORS = table("sectors").set_index("id")["label"]
THEMES = table("themes").set_index("id")["label"]
WORK = table("collaborations")
WORK["start"] = WORK["start_date"].map(day_of)
WORK["end"] = [day_of(text, is_last=True) for text in WORK["end_date"]]
WORK["leads"] = WORK["lead"].map(several)
WORK["members"] = [
    sorted({*several(members), *leads}) for members, leads in zip(WORK["participants"], WORK["leads"], strict=True)
]
WORK = WORK[WORK["start"] <= DAY].sort_values("start", kind="stable").reset_index(drop=True)


def pairs_of(row):
    if row.leads:
        return {frozenset((lead, other)) for lead in row.leads for other in row.members if other != lead}
    return {frozenset(pair) for pair in combinations(row.members, 2)}


MET = pd.DataFrame(
    [(pair, row.Index, row.start, row.end) for row in WORK.itertuples() for pair in pairs_of(row)],
    columns=["pair", "work", "start", "end"],
)
"""Who met in what."""
TIES = MET.groupby("pair").agg(
    since=("start", "min"), until=("end", lambda ends: pd.NaT if ends.isna().any() else ends.max())
)
"""Each tied pair, with the last end of what it does; none where anything has none."""


def graph_at(year, nodes=None):
    graph = nx.Graph()
    graph.add_nodes_from(took_part(year) if nodes is None else nodes)
    graph.add_edges_from(tuple(pair) for pair in TIES.index[TIES["since"].dt.year <= year])
    return graph


def took_part(year):
    return {each for members in WORK.loc[WORK["start"].dt.year <= year, "members"] for each in members}


def crosses(pair):
    one, other = pair
    return PARTNERS["sector"][one] != PARTNERS["sector"][other]


def number(value, digits=0):
    """Write a number as the Dutch do: a comma, points between thousands, no zeros at the end."""
    text = f"{round(value, digits):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
