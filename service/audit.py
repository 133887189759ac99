"""The log of who did what: for staff to read, for nobody to change, and naming no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from graph.people import AuditEntry
from service.access import Asker

ENTRIES_PER_PAGE = 50


def note(session: Session, asker: Asker | None, action: str, subject: str, detail: str = "") -> None:
    """Note what an asker did (None: the program itself) in the transaction in which it is done.

    `action` is a verb and a noun, `subject` what it was done to, `detail` codes and names of fields: never what a field
    holds, since an entry cannot be erased.
    """
    session.add(
        AuditEntry(
            role=asker.role if asker else "program",
            person_id=asker.person_id if asker else None,
            action=action,
            subject=subject,
            detail=detail,
        )
    )


@dataclass(frozen=True)
class LogAsked:
    """Which entries are meant; what is empty does not count."""

    action: str = ""
    subject: str = ""
    """Words that all stand in the subject, such as "partner muzelinck"."""
    day: date | None = None
    """The day where the service is."""


@dataclass(frozen=True)
class LogPage:
    """One page of the log, the latest first; the first page has the number 1."""

    entries: Sequence[AuditEntry]
    number: int
    n_pages: int
    n_entries: int
    """On all pages."""


def read_log(session: Session, asked: LogAsked, number: int = 1) -> LogPage:
    """Return a page of the entries that are meant; the last one where there are fewer pages."""
    meant = _meant(asked)
    n_entries = session.scalar(select(func.count()).select_from(AuditEntry).where(*meant)) or 0
    n_pages = max(-(-n_entries // ENTRIES_PER_PAGE), 1)
    number = min(number, n_pages)
    latest = select(AuditEntry).where(*meant).order_by(AuditEntry.id.desc()).limit(ENTRIES_PER_PAGE)
    return LogPage(session.scalars(latest.offset((number - 1) * ENTRIES_PER_PAGE)).all(), number, n_pages, n_entries)


def actions_noted(session: Session) -> list[str]:
    """Return the actions that stand in the log, in order."""
    return sorted(session.scalars(select(AuditEntry.action).distinct()))


def _meant(asked: LogAsked) -> list[ColumnElement[bool]]:
    meant = [AuditEntry.subject.icontains(word, autoescape=True) for word in asked.subject.split()]
    if asked.action:
        meant.append(AuditEntry.action == asked.action)
    if asked.day is not None:
        begin, end = (_midnight(asked.day + timedelta(days=days)) for days in (0, 1))
        meant += [AuditEntry.made_at >= begin, AuditEntry.made_at < end]
    return meant


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
