"""The thesaurus in one file, for a spreadsheet or for a thesaurus editor."""

from pathlib import Path

from sqlalchemy.orm import Session

from graph.errors import UnknownFormat
from graph.reading.stored import read_stored
from graph.reading.tables import THEMES
from graph.writing.csv_folder import write_table
from graph.writing.replacing import replacing
from graph.writing.skos import turtle_of


def export_themes(session: Session, path: Path) -> int:
    """Write all themes to `path`, as its ending says: .csv or .ttl; return how many there are.

    Raise `UnknownFormat` for another ending, or `UnwritableFile` when it cannot be written there.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".ttl"):
        raise UnknownFormat(f"'{path.name}' does not say which format to write; expected a name ending in .csv or .ttl")
    themes = dict(sorted(read_stored(session, [THEMES])[THEMES.name].items()))
    with replacing(path) as beside:
        if ending == ".csv":
            write_table(beside, THEMES, themes)
        else:
            beside.write_bytes(turtle_of(themes))
    return len(themes)
