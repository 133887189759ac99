"""The network as GraphML, for yEd, Cytoscape and networkx."""

from datetime import date
from pathlib import Path

import networkx as nx
from sqlalchemy.orm import Session

from graph.repository import Repository
from graph.writing.replacing import replacing
from graph.writing.xml_text import without_controls


def write_graphml(session: Session, path: Path, day: date | None) -> None:
    """Write partners as nodes and ties as edges, with the attributes of `Network.to_networkx`."""
    graph = plain_graph(session, day)
    with replacing(path) as beside:
        nx.write_graphml(graph, beside)


def plain_graph(session: Session, day: date | None) -> "nx.Graph[str]":
    """Return the network as a graph whose texts XML can hold."""
    network = Repository(session).network()
    graph = (network if day is None else network.at(day)).to_networkx()
    if renamed := {node: plain for node in graph if (plain := without_controls(node)) != node}:
        graph = nx.relabel_nodes(graph, renamed)
    for _, attributes in graph.nodes(data=True):
        attributes.update({key: without_controls(value) for key, value in attributes.items() if isinstance(value, str)})
    return graph
