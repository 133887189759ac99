"""The thesaurus read from files that people edited elsewhere: tables, SKOS or ESCO."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import Fault, SpoiledInput
from graph.model import Theme
from graph.reading.concepts import Concept, ThemeIds, to_sheets
from graph.reading.importing import import_found
from graph.reading.names import fold
from graph.reading.report import ImportReport, some
from graph.reading.sheets import Progress, Sheet
from graph.reading.skos import place_of
from graph.reading.stored import read_stored
from graph.reading.tables import THEMES
from graph.reading.theme_files import read_theme_files


def import_themes(session: Session, paths: Sequence[Path], progress: Progress | None = None) -> ImportReport:
    """Read files of themes into the database, and report what that did.

    Themes that the files do not name stay. A concept from elsewhere is found again by its URI, and takes no id that
    another theme has. Raise `SpoiledInput` with every fault before anything is stored. The caller commits or rolls
    back; `progress` is told how far it is.
    """
    files = read_theme_files(paths, progress or _tell_nobody)
    stored = read_stored(session, [THEMES])[THEMES.name]
    ids = ThemeIds(stored, _ids_of(files.found.sheets))
    sheets, warnings = to_sheets(files.concepts, ids, stored)
    files.found.sheets += sheets
    files.found.warnings += warnings
    what = f"import of themes from {', '.join(path.name for path in paths)}"
    try:
        report = import_found(session, files.found, what, progress=progress)
    except SpoiledInput as error:
        raise SpoiledInput(_by_concept(error.faults, files.concepts)) from None
    # What the concepts of these files have notes of is no column that anybody wrote.
    made = {sheet.file for sheet in sheets}
    columns = {file: columns for file, columns in report.unknown_columns.items() if file not in made}
    return replace(report, unknown_columns=columns, warnings=(*report.warnings, *_shared_labels(session)))


def _tell_nobody(_what: str, _done: int, _total: int) -> None:
    pass


def _ids_of(sheets: Sequence[Sheet]) -> set[str]:
    """Return the ids that tables give to their themes."""
    return {
        cells[sheet.header.index("id")].strip()
        for sheet in sheets
        if "id" in sheet.header
        for _, cells in sheet.rows
        if len(cells) > sheet.header.index("id")
    }


def _by_concept(faults: Sequence[Fault], concepts: Sequence[Concept]) -> list[Fault]:
    """Name the concept instead of the row where a file has no rows."""
    uris = {(concept.file, concept.row): concept.uri for concept in concepts if not concept.is_ordered}
    return [
        Fault(place_of(fault.file, uris[fault.file, fault.row]), fault.reason, column=fault.column)
        if fault.row is not None and (fault.file, fault.row) in uris
        else fault
        for fault in faults
    ]


def _shared_labels(session: Session) -> list[str]:
    """Return a sentence on labels that several themes have; such a label finds the first of them only."""
    owners: dict[str, list[tuple[str, str]]] = {}
    for theme_id, label in session.execute(select(Theme.id, Theme.label).where(Theme.kind != "keyword")):
        owners.setdefault(fold(label), []).append((theme_id, label))
    shared = [sorted(each) for each in owners.values() if len(each) > 1]
    named = [f"'{each[0][1]}' ({', '.join(theme_id for theme_id, _ in each)})" for each in sorted(shared)]
    return [f"labels that several themes share: {some(tuple(named))}"] if named else []
