"""What can go wrong with the network: one class per thing, raised where it is noticed."""

from collections.abc import Sequence
from dataclasses import dataclass


class GraphError(Exception):
    """Something is wrong that the user can be told in one sentence; the message is that sentence."""


class UnstorableValue(GraphError):
    """A text or a number is none that the database keeps, and so none that it looks for."""


class UnknownPartner(GraphError):
    """No partner is stored under this id."""


class UnknownCollaboration(GraphError):
    """No collaboration is stored under this id."""


class UnknownTheme(GraphError):
    """No theme is stored under this id, or none that the one who asks may see."""


class UnknownFormat(GraphError):
    """The file format asked for does not exist."""


class UnreadableDate(GraphError):
    """A text is no date of the form 2018, 2018-11 or 2018-11-05."""


class UnreadableCell(GraphError):
    """The text of a cell is not what its column takes."""


class RefusedAnswer(GraphError):
    """What a partner is said to have answered cannot be stored."""


class UnwritableFile(GraphError):
    """A file cannot be written where it was asked for, or cannot hold what is to be written."""


class DatabaseUnavailable(GraphError):
    """The database cannot be opened, or does not answer."""


class FullDisk(DatabaseUnavailable):
    """The disk of the database is full: it can be read, and nothing can be stored."""


class UnwritableDatabase(DatabaseUnavailable):
    """The database cannot be written to, as on a disk that is mounted for reading alone: it can be read."""


class OldDatabase(GraphError):
    """The database was made by an earlier version of Osmose and must be upgraded first."""


class LaterDatabase(GraphError):
    """The database was made by a later version of Osmose, whose tables this one does not know."""


class UnsoundBackup(GraphError):
    """A file is no backup that the database can be restored from."""


class RefusedMove(GraphError):
    """One store cannot be moved into another, and nothing was."""


class MissingProgram(GraphError):
    """A program of PostgreSQL that copies databases is not installed."""


class UnreadableSecret(GraphError):
    """What is sealed in the database cannot be opened with the keys that are set."""


class UnknownIntroduction(GraphError):
    """No introduction is stored under this id, or none that the one who asks may see."""


class IllegalStep(GraphError):
    """An introduction cannot take this step from the state it is in."""


class AlreadyRunning(GraphError):
    """The two partners have an introduction that runs, or know each other."""


class UnknownMunicipality(GraphError):
    """A register holds nothing of this municipality."""


class UnmergeablePartners(GraphError):
    """Two partners cannot be made one."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: where it stands and what was expected.

    `row` counts as a spreadsheet does: the header is row 1. It is None when the file as a whole is meant.

    >>> print(Fault("partners.csv", "sector 'schoool' is not known", row=7, column="sector"))
    partners.csv, row 7, column sector: sector 'schoool' is not known
    """

    file: str
    reason: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.reason}"


class SpoiledInput(GraphError):
    """Files hold faults, so nothing of them was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        super().__init__(f"{self.faults[0]}{more}")
