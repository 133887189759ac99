"""Files that hold themes and nothing else: tables, Turtle, and those of ESCO, told apart and read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import Fault, SpoiledInput
from graph.reading.concepts import Concept
from graph.reading.csv_files import read_csv
from graph.reading.esco import is_esco, read_esco
from graph.reading.files import Found, Named, kind_of, list_files, load, stem, table_of
from graph.reading.sheets import Progress, Sheet
from graph.reading.skos import read_skos
from graph.reading.xlsx_files import read_xlsx

THEMES = "themes"
EXPECTED = "of themes (.csv, .csv.gz, .xlsx or .ttl)"


@dataclass
class ThemeFiles:
    """What the files hold: tables of themes as they are, and concepts that still need an id."""

    found: Found = field(default_factory=Found)
    concepts: list[Concept] = field(default_factory=list)
    esco: list[Sheet] = field(default_factory=list)


def read_theme_files(paths: Sequence[Path], progress: Progress) -> ThemeFiles:
    """Read every file of themes in `paths`: files, and the files in folders. What else lies there is passed over."""
    files = ThemeFiles()
    named = list_files(paths, files.found, _is_promising, EXPECTED)
    for done, each in enumerate(named, start=1):
        if each.is_asked or _is_promising(each.path):
            try:
                _read_one(each, files)
            except SpoiledInput as error:
                _blame(files.found, error)
        else:
            files.found.passed_over.append(each.label)
        progress("reading files", done, len(named))
    if files.esco:
        try:
            files.concepts += read_esco(files.esco)
        except SpoiledInput as error:
            _blame(files.found, error)
    return files


def _blame(found: Found, error: SpoiledInput) -> None:
    found.faults += error.faults
    found.unreadable_tables.add(THEMES)


def _is_turtle(path: Path) -> bool:
    return path.name.lower().endswith(".ttl") and not path.name.startswith(".")


def _is_promising(path: Path) -> bool:
    """Whether a file in a folder may hold themes: a table of partners that lies beside them does not."""
    kind = kind_of(path)
    return _is_turtle(path) or kind == "xlsx" or (kind == "csv" and table_of(stem(path)) in (THEMES, None))


def _read_one(named: Named, files: ThemeFiles) -> None:
    kind = kind_of(named.path)
    if _is_turtle(named.path):
        concepts, warnings = read_skos(load(named.path, named.label), named.label)
        files.concepts += concepts
        files.found.warnings += warnings
    elif kind == "csv":
        _read_csv(named, files)
    elif kind == "xlsx":
        _read_workbook(named, files.found)
    else:
        raise SpoiledInput([Fault(named.label, f"expected a file {EXPECTED}")])


def _read_csv(named: Named, files: ThemeFiles) -> None:
    """Read a table of themes or a file of ESCO; one of another name in a folder may be anything else."""
    table = table_of(stem(named.path))
    if table not in (THEMES, None):
        raise SpoiledInput([Fault(named.label, f"holds {table} by its name, and no themes; osmose import reads it")])
    is_themes = named.is_asked or table == THEMES
    try:
        sheet = read_csv(load(named.path, named.label), named.label, THEMES)
    except SpoiledInput:
        if is_themes:
            raise
        files.found.passed_over.append(named.label)
        return
    if is_esco(sheet):
        files.esco.append(sheet)
    elif is_themes:
        files.found.sheets.append(sheet)
    else:
        files.found.passed_over.append(named.label)


def _read_workbook(named: Named, found: Found) -> None:
    def only_themes(title: str) -> str | None:
        return THEMES if table_of(title) == THEMES else None

    fallback = THEMES if named.is_asked or table_of(stem(named.path)) == THEMES else None
    sheets, others = read_xlsx(load(named.path, named.label), named.label, only_themes, fallback)
    if not sheets and named.is_asked:
        raise SpoiledInput([Fault(named.label, "the workbook has no sheet named themes")])
    found.sheets += sheets
    found.passed_over += others if sheets else [named.label]
