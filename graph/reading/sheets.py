"""One table as it stands in a file: a header and rows of texts."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

MAX_BYTES = 200_000_000
"""The most that one file may hold once unpacked; a network of 100,000 partners takes about half of it."""


@dataclass(frozen=True)
class Limits:
    """How much of a file is read at most; more is refused, whatever little room it takes while it is packed."""

    n_bytes: int = MAX_BYTES
    """Once unpacked."""
    n_rows: int = 1_000_000
    n_columns: int = 16_384
    """Of one row; these are what a sheet of Excel has."""
    n_cells: int = 30_000_000
    """Of a workbook, empty ones too: each costs time and memory, and takes next to no room while it is packed."""


LIMITS = Limits()
"""For whoever may type commands on this machine."""


@dataclass
class Sheet:
    """The texts of one CSV file, or of one sheet of a workbook."""

    file: str
    """As people know it: partners.csv, or network.xlsx sheet partners."""
    table: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    """Row number, counted as a spreadsheet does, and cells; rows without any text are left out."""
    spoiled: dict[tuple[int, int], str] = field(default_factory=dict)
    """Why a cell has no text that can be read, by row number and position of the column."""
