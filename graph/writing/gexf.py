"""The network as GEXF with the lifetimes that Gephi's timeline plays."""

from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
from sqlalchemy.orm import Session

from graph.network import Network
from graph.writing.graphml import plain_graph, read_day
from graph.writing.replacing import replacing

LIFETIME = {"since": "start", "until": "end"}
"""Our attributes, and what GEXF calls them: both days are part of the lifetime."""


def write_gexf(session: Session, path: Path, day: date | None) -> None:
    """Write partners and ties, each with the days on which it begins and ends, as far as they are known.

    A tie ends with the last collaboration that it stands for; without an end it lasts.
    """
    write_lifetimes(read_day(session, day), path)


def write_lifetimes(network: Network, path: Path) -> None:
    """Write a network that was read as GEXF."""
    graph = plain_graph(network)
    graph.graph["mode"] = "dynamic"
    for _, attributes in graph.nodes(data=True):
        attributes["label"] = attributes.pop("name")
        _name_lifetime(attributes)
    for _, _, attributes in graph.edges(data=True):
        _name_lifetime(attributes)
    with replacing(path) as beside:
        nx.write_gexf(graph, beside)


def _name_lifetime(attributes: dict[str, Any]) -> None:  # networkx's own type of attributes
    for ours, theirs in LIFETIME.items():
        if ours in attributes:
            attributes[theirs] = attributes.pop(ours)
