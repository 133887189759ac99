"""The log of who did what: for staff to read, for nobody to change, and naming no person."""

from sqlalchemy.orm import Session

from graph.people import AuditEntry
from service.access import Asker


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
