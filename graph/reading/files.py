"""Which files hold which tables, and their sheets read."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from graph.errors import Fault, SpoiledInput
from graph.reading.csv_files import read_csv
from graph.reading.names import without_accents
from graph.reading.sheets import LIMITS, Limits, Progress, Sheet
from graph.reading.tables import TABLE_BY_NAME
from graph.reading.xlsx_files import read_xlsx

KNOWN_NAMES = {name: name for name in TABLE_BY_NAME} | {
    "themas": "themes",
    "sectoren": "sectors",
    "samenwerkingen": "collaborations",
    "antwoorden": "answers",
}
"""Words in the name of a file or a sheet, and the table that it holds."""

_NAMES = "partners, themes, sectors, collaborations or answers"

_CSV = (".csv", ".csv.gz")


@dataclass
class Found:
    """The sheets of the files that were named, what was passed over and what could not be read."""

    sheets: list[Sheet] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unreadable_tables: set[str] = field(default_factory=set)
    """Tables of which a file could not be read: who refers to one of their rows is not to blame."""
    warnings: list[str] = field(default_factory=list)
    """What else is to be told."""


class Named(NamedTuple):
    """A file that was named, by itself or by its folder."""

    path: Path
    label: str
    """As people are told: its name, or its path where two have the same name."""
    is_asked: bool
    """Whether it was named by itself; what lies in a folder and holds nothing for us is passed over."""


def read_files(paths: Sequence[Path], progress: Progress, limits: Limits = LIMITS) -> Found:
    """Read every table in `paths`: files, and the files in folders. Whatever else lies in a folder is passed over."""
    found = Found()
    named = list_files(paths, found, _is_promising, _expected())
    for done, (path, label, is_asked) in enumerate(named, start=1):
        if not is_asked and not _is_promising(path):
            found.passed_over.append(label)
        else:
            _read_one(path, label, found, limits, is_asked=is_asked)
        progress("reading files", done, len(named))
    return found


def list_files(paths: Sequence[Path], found: Found, is_promising: Callable[[Path], bool], expected: str) -> list[Named]:
    """Return the files of `paths`, those of folders too; a folder without a promising one is a fault."""
    named: list[tuple[Path, bool]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.iterdir()) if _may_list(path) else []
            if not any(is_promising(each) for each in inside):
                found.faults.append(Fault(path.name or str(path), f"the folder holds no file {expected}"))
            named += [(each, False) for each in inside]
        else:
            named.append((path, True))
    labels = Counter(path.name for path, _ in named)  # two folders may hold a partners.csv each
    return [Named(path, path.name if labels[path.name] == 1 else str(path), is_asked) for path, is_asked in named]


def table_of(name: str) -> str | None:
    """Return the table that a file or sheet of this name holds; None when it names no table, or several.

    >>> table_of("Partners (1)"), table_of("partners-2021"), table_of("README")
    ('partners', 'partners', None)
    """
    words = re.split(r"[^a-z]+", without_accents(name))
    tables = {KNOWN_NAMES[word] for word in words if word in KNOWN_NAMES}
    return tables.pop() if len(tables) == 1 else None


def _expected() -> str:
    return f"named {_NAMES} (.csv, .csv.gz or .xlsx)"


def _may_list(path: Path) -> bool:
    try:
        next(path.iterdir(), None)
    except OSError:
        return False
    return True


def kind_of(path: Path) -> str | None:
    """Return csv or xlsx, by the name of a file; None for any other, and for lock files."""
    name = path.name.lower()
    if name.startswith((".", "~$")):  # lock files of LibreOffice and Excel
        return None
    if name.endswith(_CSV):
        return "csv"
    return "xlsx" if name.endswith(".xlsx") else None


def _is_promising(path: Path) -> bool:
    """Whether a file in a folder is one that may hold a table."""
    kind = kind_of(path)
    return kind == "xlsx" or (kind == "csv" and table_of(stem(path)) is not None)


def stem(path: Path) -> str:
    """Return the name of a file without its ending, in lower case."""
    return re.sub(r"\.(csv|csv\.gz|xlsx)$", "", path.name.lower())


def _read_one(path: Path, label: str, found: Found, limits: Limits, *, is_asked: bool) -> None:
    table = table_of(stem(path))
    try:
        content = load(path, label)
        if kind_of(path) == "csv" and table:
            found.sheets.append(read_csv(content, label, table, limits))
        elif kind_of(path) == "xlsx":
            sheets, others = read_xlsx(content, label, table_of, table, limits)
            if not sheets and is_asked:
                raise _spoiled(label, f"the workbook has no sheet named {_NAMES}")
            found.sheets += sheets
            found.passed_over += others if sheets else [label]
        else:
            raise _spoiled(label, f"expected a file {_expected()}")
    except SpoiledInput as error:
        found.faults += error.faults
        found.unreadable_tables |= {table} if table else set(TABLE_BY_NAME)


def load(path: Path, label: str) -> bytes:
    """Return what a file holds; raise `SpoiledInput` when it is not there, no file or closed to us."""
    if not path.exists():
        raise _spoiled(label, "there is no such file")
    if path.is_dir():
        raise _spoiled(label, "is a folder, not a file")
    if not path.is_file():
        raise _spoiled(label, "is a device, not a file")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _spoiled(label, f"cannot be read: {error.strerror}") from None


def _spoiled(label: str, reason: str) -> SpoiledInput:
    return SpoiledInput([Fault(label, reason)])
