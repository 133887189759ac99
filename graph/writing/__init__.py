"""The network in files that other programs read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from graph.errors import UnknownFormat
from graph.network import Network
from graph.reading.stored import Records
from graph.writing.csv_folder import write_csv, write_tables
from graph.writing.gexf import write_gexf, write_lifetimes
from graph.writing.graphml import write_graphml, write_nodes
from graph.writing.jsonld import write_document, write_jsonld
from graph.writing.kumu import write_blueprint, write_kumu
from graph.writing.shown import tables_of
from graph.writing.xlsx import write_workbook, write_xlsx

FORMATS: dict[str, Callable[[Session, Path, date | None], None]] = {
    "csv": write_csv,
    "gexf": write_gexf,
    "graphml": write_graphml,
    "jsonld": write_jsonld,
    "kumu": write_kumu,
    "xlsx": write_xlsx,
}
"""By name: csv is a folder of five files, the others are one file each."""


def export(session: Session, format_name: str, path: Path, day: date | None = None) -> None:
    """Write the network, or that of one day, to `path`: all of it, or nothing.

    Contact persons are never written. Raise `UnknownFormat`, or `UnwritableFile` when it cannot be written there.
    """
    require_format(format_name)
    FORMATS[format_name](session, path, day)


_OF_NETWORK: dict[str, Callable[[Network, Path], None]] = {
    "gexf": write_lifetimes,
    "graphml": write_nodes,
    "kumu": write_blueprint,
}
_OF_TABLES: dict[str, Callable[[dict[str, Records], Path], None]] = {
    "csv": write_tables,
    "jsonld": write_document,
    "xlsx": write_workbook,
}


def export_network(network: Network, aliases: Mapping[str, Sequence[str]], format_name: str, path: Path) -> None:
    """Write a network that was read, and perhaps cut down to what somebody may see, to `path`.

    `aliases` are by partner id. Raise as `export` does.
    """
    require_format(format_name)
    if format_name in _OF_NETWORK:
        _OF_NETWORK[format_name](network, path)
    else:
        _OF_TABLES[format_name](tables_of(network, aliases), path)


def require_format(format_name: str) -> None:
    """Raise `UnknownFormat` for what is none of `FORMATS`."""
    if format_name not in FORMATS:
        raise UnknownFormat(f"'{format_name}' is not a format; expected one of {', '.join(FORMATS)}")
