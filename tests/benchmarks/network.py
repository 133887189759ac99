"""From files to a network: import, read, and look at a day."""

from datetime import date
from itertools import combinations

import networkx as nx

from tests.benchmarks.stages import Place, Stage


def import_data(name):
    def prepare(place: Place):
        engine = place.new_engine(name)

        def work():
            place.fill(engine, name)
            (place.scratch / f"{name}.imported").touch()

        return work

    return prepare


def read(place: Place):
    place.engine("cordis")
    return lambda: place.network("cordis")


def look_at_a_day(place: Place):
    network = place.network("cordis")
    return lambda: network.at(date(2012, 1, 1)).adjacency


def tie(place: Place):
    network = place.network("cordis")
    return lambda: network.adjacency


def tie_by_walking(place: Place):
    """What `Network.ties` does, as a walk over pairs into a networkx graph."""
    network = place.network("cordis")
    parts = [
        (has_lead, list(partners), list(roles))
        for has_lead, (_, of_one) in zip(
            network.collaborations["has_lead"], network.participations.groupby("collaboration"), strict=True
        )
        for partners, roles in [(of_one["partner"], of_one["role"])]
    ]

    def work():
        graph = nx.Graph()
        for has_lead, partners, roles in parts:
            leads = {partner for partner, role in zip(partners, roles, strict=True) if role == "lead"}
            members = sorted(set(partners))
            for first, second in combinations(members, 2):
                if not has_lead or first in leads or second in leads:
                    before = graph.get_edge_data(first, second, {"weight": 0.0})["weight"]
                    graph.add_edge(first, second, weight=before + 1 / (len(members) - 1))
        return graph

    return work


STAGES = [
    Stage("import oss (164 partners)", import_data("oss")),
    Stage("import cordis (30,174 partners)", import_data("cordis")),
    Stage("read the network", read),
    Stage("the ties of one day", look_at_a_day),
    Stage("all ties, in columns", tie),
    Stage("all ties, by a walk over pairs", tie_by_walking, beside="all ties, in columns"),
]
