"""What an import did, as data and as plain sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.errors import Fault
from graph.reading.duplicates import NearDuplicate
from graph.reading.resolving import FoundAgain

SHOWN = 20
"""How many of a kind the sentences name; the report itself has all."""


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one table."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What an import did."""

    counts: dict[str, Counts]
    """By table; tables without rows are left out."""
    faults: tuple[Fault, ...] = ()
    """Why rows were refused; only with `keep_good`."""
    keywords: tuple[str, ...] = ()
    """Labels of themes that the thesaurus does not know."""
    unknown_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By file: columns kept as notes."""
    found_again: tuple[FoundAgain, ...] = ()
    near_duplicates: tuple[NearDuplicate, ...] = ()
    """The nearest ones, new partners beside all; `n_near_duplicates` counts them all."""
    n_near_duplicates: int = 0
    passed_over: tuple[str, ...] = ()
    """Files and sheets that hold no table."""
    warnings: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything was stored."""
        return any(counts.new or counts.changed for counts in self.counts.values())

    def sentences(self) -> list[str]:
        """Return the report in English, one line for each thing worth saying."""
        return list(self._sentences())

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def _sentences(self) -> Iterator[str]:
        for table, counts in self.counts.items():
            refused = f", {counts.refused} refused" if counts.refused else ""
            yield f"{table}: {counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged{refused}"
        for fault in self.faults:
            yield f"refused: {fault}"
        for file, columns in self.unknown_columns.items():
            yield f"{file}: unknown columns kept as notes: {', '.join(columns)}"
        if self.keywords:
            yield f"themes that the thesaurus does not know, kept as keywords: {some(self.keywords)}"
        for found in self.found_again[:SHOWN]:
            yield f"{found.file}, row {found.row}: '{found.given_id}' is '{found.partner_id}', found by an alias"
        for pair in self.near_duplicates[:SHOWN]:
            yield f"perhaps the same: {pair}"
        if self.n_near_duplicates > SHOWN:
            yield f"and {self.n_near_duplicates - SHOWN} more pairs of partners with nearly the same name"
        yield from self.warnings[:SHOWN]
        if len(self.warnings) > SHOWN:
            yield f"and {len(self.warnings) - SHOWN} more warnings"
        if self.passed_over:
            yield f"passed over: {some(self.passed_over)}"


def some(texts: tuple[str, ...]) -> str:
    """Return texts as one list, the first `SHOWN` of them by name.

    >>> some(("taal", "sport"))
    'taal, sport'
    """
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more
