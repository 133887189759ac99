"""Files into the database: read, checked, resolved, stored, and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.errors import SpoiledInput
from graph.model import Partner
from graph.reading.changing import MAX_CHANGED, changed_profiles
from graph.reading.checks import Complete, settle
from graph.reading.duplicates import NearDuplicate, near_duplicates
from graph.reading.faults import Faults
from graph.reading.files import Found, read_files
from graph.reading.keys import name_rows
from graph.reading.records import Record, blank
from graph.reading.report import Counts, ImportReport
from graph.reading.resolving import FoundAgain, Resolver, find_again, make_finders
from graph.reading.rows import Rows, read_rows
from graph.reading.sheets import Progress
from graph.reading.stored import Records, read_stored
from graph.reading.storing import store
from graph.reading.tables import ANSWERS, COLLABORATIONS, PARTNERS, TABLES, THEMES
from graph.repository import Repository

_PART_OF = PARTNERS.by_name["part_of"]
MAX_NEAR_DUPLICATES = 50
"""Pairs that a report lists; it counts all of them."""


def import_paths(
    session: Session, paths: Sequence[Path], *, keep_good: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Read files in the exchange format into the database, and report what that did.

    Raise `SpoiledInput` with every fault before anything is stored; with `keep_good` the rows without fault are
    stored, and the report names the others. The caller commits or rolls back. `progress` is told how far it is.
    """
    tell = progress or _tell_nobody
    what = f"import of {', '.join(path.name for path in paths)}"
    return import_found(session, read_files(paths, tell), what, keep_good=keep_good, progress=tell)


def import_found(
    session: Session, found: Found, what: str, *, keep_good: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Check and store sheets that were read, as `import_paths` does; `what` names the change that is recorded."""
    checked = check_found(session, found, keep_good=keep_good, progress=progress)
    store_checked(session, checked, what, progress=progress)
    return checked.report


@dataclass(frozen=True)
class Checked:
    """An import that was looked through and not stored yet."""

    complete: Complete
    stored: dict[str, Records]
    report: ImportReport


def store_checked(session: Session, checked: Checked, what: str, *, progress: Progress | None = None) -> None:
    """Store what was checked in this same transaction; `what` names the change that is recorded."""
    store(session, checked.complete, checked.stored, progress or _tell_nobody)
    if checked.report.is_change:
        Repository(session).record_change(what, changed_profiles(checked.complete, checked.stored))


def check_found(
    session: Session, found: Found, *, keep_good: bool = False, progress: Progress | None = None
) -> Checked:
    """Return what storing sheets would do; only read so far. Raise `SpoiledInput` unless `keep_good`."""
    tell = progress or _tell_nobody
    faults = Faults()
    faults.add_all(found.faults)
    rows = read_rows(found.sheets, faults)
    tell("checking rows", 0, len(rows.all()))
    unreferred = (COLLABORATIONS, ANSWERS)  # needed only where the files hold some themselves
    needed = [each for each in TABLES if each not in unreferred or rows.by_table[each.name]]
    alone = _told_alone(session, rows)
    stored = read_stored(session, needed, {PARTNERS.name: alone} if alone else None)
    found_again = find_again(rows, stored["partners"], faults)
    keywords = _resolve(rows, stored, found_again, found.unreadable_tables, faults)
    complete = settle(rows, stored, keywords, faults)
    if faults.causes and not keep_good:
        raise SpoiledInput(faults.told(with_consequences=False))
    counts = {name: _count(rows, complete, stored, name) for name, its_rows in rows.by_table.items() if its_rows}
    _add_keywords(complete, stored["themes"], keywords)
    near = _near_duplicates(complete["partners"], stored["partners"])
    report = ImportReport(
        counts=counts,
        faults=faults.told(with_consequences=True),
        keywords=_keywords_in_use(complete, stored["themes"]),
        unknown_columns=rows.unknown_columns,
        found_again=tuple(found_again),
        near_duplicates=near[:MAX_NEAR_DUPLICATES],
        n_near_duplicates=len(near),
        passed_over=tuple(found.passed_over),
        warnings=(*found.warnings, *rows.warnings),
    )
    return Checked(complete, stored, report)


def _told_alone(session: Session, rows: Rows) -> list[str]:
    """Return the ids of a few partners, where rows tell of them alone, and all are stored: as who edits a profile does.

    Nothing of what is checked then looks at any other partner.
    """
    ids = [row.id for row in rows.all()]
    are_partners = all(row.table is PARTNERS and not row.record.references(_PART_OF) for row in rows.all())
    if not are_partners or len(ids) > MAX_CHANGED:
        return []
    n_stored = session.scalar(select(func.count()).select_from(Partner).where(Partner.id.in_(ids)))
    return ids if n_stored == len(set(ids)) else []


def _tell_nobody(_what: str, _done: int, _total: int) -> None:
    pass


def _resolve(
    rows: Rows, stored: dict[str, Records], found_again: list[FoundAgain], unreadable: set[str], faults: Faults
) -> dict[str, str]:
    """Resolve the references of all rows, and name those without an id; return the labels of unknown themes, by id."""
    renamed = {each.given_id: each.partner_id for each in found_again}
    resolver = Resolver(make_finders(rows, stored), renamed, {}, faults, unreadable | rows.spoiled_tables)
    for row in rows.all():
        resolver.resolve(row)
    name_rows(rows, faults)
    return resolver.keywords


def _count(rows: Rows, complete: Complete, stored: dict[str, Records], name: str) -> Counts:
    old = stored[name]
    new = sum(each not in old for each in complete[name])
    changed = sum(each in old and old[each] != record for each, record in complete[name].items())
    refused = sum(row.is_refused for row in rows.by_table[name])
    return Counts(new, changed, len(complete[name]) - new - changed, refused)


def _add_keywords(complete: Complete, stored: Records, keywords: dict[str, str]) -> None:
    for theme in _themes_in_use(complete):
        if theme not in stored and theme not in complete["themes"]:
            record = Record(texts={"label": keywords[theme], "kind": "keyword"})
            complete["themes"][theme] = record.over(blank(THEMES))


def _keywords_in_use(complete: Complete, stored: Records) -> tuple[str, ...]:
    themes = stored | complete["themes"]
    texts = [themes[theme].texts for theme in _themes_in_use(complete)]
    return tuple(each["label"] for each in texts if each["kind"] == "keyword")


def _themes_in_use(complete: Complete) -> list[str]:
    """Return the themes that partners and collaborations of this import have, sorted."""
    records = [*complete["partners"].values(), *complete["collaborations"].values()]
    return sorted({theme for record in records for theme in record.lists["themes"]})


def _near_duplicates(complete: Records, stored: Records) -> tuple[NearDuplicate, ...]:
    """Return the pairs of partners with nearly the same name of which one is new, nearest first."""
    names = {each: record.texts["name"] for each, record in {**stored, **complete}.items()}
    ids = list(names)
    pairs = near_duplicates(list(names.values()), [each not in stored for each in ids])
    return tuple(NearDuplicate(ids[a], names[ids[a]], ids[b], names[ids[b]], score) for a, b, score in pairs)
