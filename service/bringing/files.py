"""Files in the exchange format: what storing them would do, and storing exactly that."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.reading.files import read_files
from graph.reading.importing import Checked, check_found, store_checked
from graph.reading.report import ImportReport
from graph.reading.sheets import Limits
from service.access import Asker
from service.audit import note

UPLOAD_LIMITS = Limits(n_bytes=60_000_000, n_rows=50_000, n_columns=500, n_cells=1_500_000)
"""What is read of an uploaded file: a large network, and no more memory than a small server has."""


class AnotherOutcome(GraphError):
    """Storing would now do something else than what was looked at."""


def look_at(session: Session, paths: Sequence[Path]) -> Checked:
    """Return what storing the good rows of files would do; the report names why the others are refused."""
    return check_found(session, read_files(paths, _tell_nobody, UPLOAD_LIMITS), keep_good=True)


def mark_of(report: ImportReport) -> str:
    """Return a text that is another one as soon as anything in the report is."""
    return sha256(repr(report).encode()).hexdigest()[:16]


def store_files(session: Session, asker: Asker, paths: Sequence[Path], seen: str, *, keep_good: bool) -> ImportReport:
    """Store files of which somebody looked at the report that `seen` marks, and return the report.

    Rows that are refused keep all from being stored unless `keep_good`. Raise `AnotherOutcome` where the database or
    the files have changed since, or where nothing may be stored.
    """
    checked = look_at(session, paths)
    report = checked.report
    if mark_of(report) != seen or not report.is_change or (report.faults and not keep_good):
        raise AnotherOutcome("storing these files would now do something else than what was looked at")
    store_checked(session, checked, f"import of {', '.join(path.name for path in paths)}")
    note(session, asker, "import files", "network", tell_counts(report))
    return report


def tell_counts(report: ImportReport) -> str:
    """Return how many rows of each table were stored, without a word of what they hold.

    >>> from graph.reading.report import Counts
    >>> tell_counts(ImportReport({"partners": Counts(new=2, changed=1)}))
    'partners: 2 new, 1 changed, 0 refused'
    """
    return "; ".join(
        f"{table}: {counts.new} new, {counts.changed} changed, {counts.refused} refused"
        for table, counts in report.counts.items()
    )


def _tell_nobody(_what: str, _done: int, _total: int) -> None:
    pass
