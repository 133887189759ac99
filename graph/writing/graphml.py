"""The network as GraphML, for yEd, Cytoscape and networkx."""

from datetime import date
from pathlib import Path

import networkx as nx
from sqlalchemy.orm import Session

from graph.network import Network
from graph.repository import Repository
from graph.writing.replacing import replacing
from graph.writing.xml_text import without_controls


def write_graphml(session: Session, path: Path, day: date | None) -> None:
    """Write partners as nodes and ties as edges, with the attributes of `Network.to_networkx`."""
    write_nodes(read_day(session, day), path)


def write_nodes(network: Network, path: Path) -> None:
    """Write a network that was read as GraphML."""
    graph = plain_graph(network)
    with replacing(path) as beside:
        nx.write_graphml(graph, beside)


def read_day(session: Session, day: date | None) -> Network:
    """Read all that is known, or the network of one day."""
    network = Repository(session).network()
    return network if day is None else network.at(day)


def plain_graph(network: Network) -> "nx.Graph[str]":
    """Return a network as a graph whose texts XML can hold."""
    graph = network.to_networkx()
    if renamed := {node: plain for node in graph if (plain := without_controls(node)) != node}:
        graph = nx.relabel_nodes(graph, renamed)
    for _, attributes in graph.nodes(data=True):
        attributes.update({key: without_controls(value) for key, value in attributes.items() if isinstance(value, str)})
    return graph
