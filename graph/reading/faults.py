"""Faults gathered while reading, so that all are told at once."""

from collections.abc import Iterable

from graph.errors import Fault
from graph.reading.records import Row


class Faults:
    """Every fault of an import, and the rows that are refused for it."""

    def __init__(self) -> None:
        self.causes: list[Fault] = []
        self.consequences: list[Fault] = []
        """Of rows with nothing wrong but that they refer to a row or a file that was refused."""

    def add_all(self, faults: Iterable[Fault]) -> None:
        """Add faults of whole files."""
        self.causes.extend(faults)

    def told(self, *, with_consequences: bool) -> tuple[Fault, ...]:
        """Return the faults file by file, from top to bottom."""
        faults = [*self.causes, *(self.consequences if with_consequences else ())]
        files = list(dict.fromkeys(fault.file for fault in faults))
        return tuple(sorted(faults, key=lambda fault: (files.index(fault.file), fault.row or 0)))

    def refuse(self, row: Row, column: str | None, reason: str, *, is_consequence: bool = False) -> None:
        """Refuse a row for a reason."""
        row.is_refused = True
        kept = self.consequences if is_consequence else self.causes
        kept.append(Fault(row.file, reason, row.number, column))
