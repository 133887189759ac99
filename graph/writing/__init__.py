"""The network in files that other programs read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from graph.errors import UnknownFormat
from graph.writing.csv_folder import write_csv
from graph.writing.gexf import write_gexf
from graph.writing.graphml import write_graphml
from graph.writing.jsonld import write_jsonld
from graph.writing.xlsx import write_xlsx

FORMATS: dict[str, Callable[[Session, Path, date | None], None]] = {
    "csv": write_csv,
    "gexf": write_gexf,
    "graphml": write_graphml,
    "jsonld": write_jsonld,
    "xlsx": write_xlsx,
}
"""By name: csv is a folder of five files, the others are one file each."""


def export(session: Session, format_name: str, path: Path, day: date | None = None) -> None:
    """Write the network, or that of one day, to `path`: all of it, or nothing.

    Contact persons are never written. Raise `UnknownFormat`, or `UnwritableFile` when it cannot be written there.
    """
    try:
        write = FORMATS[format_name]
    except KeyError:
        raise UnknownFormat(f"'{format_name}' is not a format; expected one of {', '.join(FORMATS)}") from None
    write(session, path, day)
