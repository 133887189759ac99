"""What an import would do, as its page shows it."""

from dataclasses import dataclass, replace

from graph.errors import Fault
from graph.reading.differences import Difference, differences
from graph.reading.duplicates import NearDuplicate
from graph.reading.importing import Checked
from graph.reading.report import Counts
from graph.reading.resolving import FoundAgain
from graph.reading.tables import OTHER_HEADERS
from service.bringing.files import mark_of
from service.fault_wording import read_warning, say_reason
from service.texts import gettext as _

MOST_SHOWN = 200
"""Rows of one kind that the page lists; more reads nobody, and a broken file may have thousands."""


@dataclass(frozen=True)
class Listed:
    """What would be stored of one table."""

    table: str
    label: str
    counts: Counts
    new: list[Difference]
    changed: list[Difference]


@dataclass(frozen=True)
class ImportView:
    """All that the page tells."""

    tables: list[Listed]
    faults: list[Fault]
    n_faults: int
    warnings: list[Fault]
    keywords: tuple[str, ...]
    unknown_columns: dict[str, tuple[str, ...]]
    found_again: tuple[FoundAgain, ...]
    near_duplicates: tuple[NearDuplicate, ...]
    n_near_duplicates: int
    passed_over: tuple[str, ...]
    is_change: bool
    seen: str
    """Marks the report, so that exactly this is stored."""


def view_import(checked: Checked) -> ImportView:
    """Return what the page tells of an import that was checked."""
    report = checked.report
    return ImportView(
        tables=[_listed(checked, table, counts) for table, counts in report.counts.items()],
        faults=[
            Fault(fault.file, say_reason(fault.reason), fault.row, header_of(fault.column))
            for fault in report.faults[:MOST_SHOWN]
        ],
        n_faults=len(report.faults),
        warnings=[read_warning(warning) for warning in report.warnings[:MOST_SHOWN]],
        keywords=report.keywords,
        unknown_columns=report.unknown_columns,
        found_again=report.found_again[:MOST_SHOWN],
        near_duplicates=report.near_duplicates,
        n_near_duplicates=report.n_near_duplicates,
        passed_over=report.passed_over,
        is_change=report.is_change,
        seen=mark_of(report),
    )


def header_of(column: str | None) -> str | None:
    """Return the header under which people know a column, which files may have in English too.

    >>> header_of("name"), header_of("postcode"), header_of(None)
    ('naam', 'postcode', None)
    """
    return next((header for header, meant in OTHER_HEADERS.items() if meant == column), column)


def _with_headers(difference: Difference) -> Difference:
    changes = (replace(change, column=header_of(change.column) or "") for change in difference.changes)
    return replace(difference, changes=tuple(changes))


def _listed(checked: Checked, table: str, counts: Counts) -> Listed:
    labels = {
        "partners": _("Partners"),
        "collaborations": _("Collaborations"),
        "themes": _("Themes"),
        "sectors": _("Sectors"),
        "answers": _("Answers"),
    }
    found = differences(checked, table)
    return Listed(
        table,
        labels[table],
        counts,
        new=[each for each in found if not each.changes][:MOST_SHOWN],
        changed=[_with_headers(each) for each in found if each.changes][:MOST_SHOWN],
    )
