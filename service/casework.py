"""Notes and contact log of a partner: what staff wrote down, sealed, with an entry in the log for each change."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import GraphError, UnknownPartner
from graph.model import Partner
from graph.people import PartnerNote, Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note

NOTE_KINDS = ("note", "call", "mail", "visit")
LONGEST_NOTE = 5000
"""Characters."""


class UnknownNote(GraphError):
    """No note of this partner has this id."""


@dataclass(frozen=True)
class NoteView:
    """A note, readable."""

    id: int
    partner_id: str
    kind: str
    text: str
    made_at: datetime
    by: str
    """The name or the address of who wrote it; empty where nobody signed in, or who it was is erased."""


def add_note(session: Session, safe: Safe, asker: Asker, partner_id: str, kind: str, text: str) -> PartnerNote:  # noqa: PLR0913, PLR0917 -- who writes what about whom
    """Write something down about a partner.

    Raise `UnknownPartner`, and `ValueError` for a kind that is none, an empty text or one beyond `LONGEST_NOTE`.
    """
    if session.get(Partner, partner_id) is None:
        raise UnknownPartner(f"no partner has the id '{partner_id}'")
    text = text.strip()
    if kind not in NOTE_KINDS or not 0 < len(text) <= LONGEST_NOTE:
        raise ValueError(f"a note is one of {', '.join(NOTE_KINDS)} and has 1 to {LONGEST_NOTE} characters")
    written = PartnerNote(partner_id=partner_id, person_id=asker.person_id, kind=kind, sealed_text=safe.seal(text))
    session.add(written)
    session.flush()
    note(session, asker, "add note", f"partner {partner_id}", f"{kind} {written.id}")
    return written


def add_note_once(session: Session, safe: Safe, asker: Asker, partner_id: str, text: str) -> None:
    """Write a note about a partner unless it stands there already, word for word; raise as `add_note` does."""
    if text not in {each.text for each in notes_of(session, safe, partner_id)}:
        add_note(session, safe, asker, partner_id, kind=NOTE_KINDS[0], text=text)


def remove_note(session: Session, asker: Asker, partner_id: str, note_id: int) -> None:
    """Remove a note of a partner for good; raise `UnknownNote`."""
    written = session.get(PartnerNote, note_id)
    if written is None or written.partner_id != partner_id:
        raise UnknownNote(f"'{partner_id}' has no note with the id {note_id}")
    session.delete(written)
    note(session, asker, "remove note", f"partner {partner_id}", f"{written.kind} {note_id}")


def notes_of(session: Session, safe: Safe, partner_id: str) -> list[NoteView]:
    """Return the notes of a partner, the latest first."""
    query = (
        select(PartnerNote, Person)
        .outerjoin(Person, Person.id == PartnerNote.person_id)
        .where(PartnerNote.partner_id == partner_id)
        .order_by(PartnerNote.made_at.desc(), PartnerNote.id.desc())
    )
    return [_view(safe, written, writer) for written, writer in session.execute(query)]


def _view(safe: Safe, written: PartnerNote, writer: Person | None) -> NoteView:
    by = (safe.open(writer.sealed_name) or safe.open(writer.sealed_address)) if writer else ""
    return NoteView(written.id, written.partner_id, written.kind, safe.open(written.sealed_text), written.made_at, by)
