"""Erasing a person: the row and all that hangs on it, and the name wherever else somebody wrote it down."""

import re
from dataclasses import dataclass

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from graph.model import Answer, Collaboration, Partner
from graph.people import PartnerNote, Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.letters_kept import erase_letters, naming
from service.people import People
from service.roles import require_other_staff
from service.settings import Settings

STRUCK_OUT = "…"
"""What stands where the name of somebody stood who was erased."""


@dataclass(frozen=True)
class Erased:
    """What went besides the rows of the person itself."""

    n_texts: int
    """Texts of others from which the person was struck out."""
    n_letters: int
    """Letters in the folder of outgoing mail."""


def erase_person(session: Session, safe: Safe, settings: Settings, asker: Asker | None, person_id: int) -> Erased:
    """Erase a person for good; `asker` is who did it, None for the program itself.

    What it did stays as the act of a number that leads nowhere. Traces in the file of the database go by
    `graph.sweeping.sweep`, once this is committed. Raise `UnknownPerson`, or `LastStaff`.
    """
    people = People(session, safe)
    view = people.read(person_id)
    require_other_staff(session, session.get_one(Person, person_id))
    texts = [text for text in (view.address, view.name, view.phone) if text]
    n_texts = strike_out(session, safe, [naming(text) for text in texts])
    people.erase(person_id)
    note(session, asker, "erase person", f"person {person_id}")
    session.flush()
    # Last: a letter that is gone does not come back when the transaction fails, but nobody misses it.
    return Erased(n_texts, erase_letters(settings.mail_path, *texts))


def strike_out(session: Session, safe: Safe, named: list[re.Pattern[str]]) -> int:
    """Take what is `named` out of free texts that others wrote; return in how many it stood."""
    return _strike_out_of_notes(session, safe, named) + _strike_out_of_words(session, named)


def _strike_out_of_notes(session: Session, safe: Safe, named: list[re.Pattern[str]]) -> int:
    n_changed = 0
    for each in session.scalars(select(PartnerNote)):
        before = safe.open(each.sealed_text)
        if (after := _without(before, named)) != before:
            each.sealed_text = safe.seal(after)
            n_changed += 1
    return n_changed


def _strike_out_of_words(session: Session, named: list[re.Pattern[str]]) -> int:
    """Strike out of partners' own words about answers, and of columns of imported files that have no field."""
    n_changed = 0
    for answer in session.scalars(select(Answer).where(Answer.reason != "")):
        before = answer.reason
        answer.reason = _without(before, named)
        n_changed += answer.reason != before
    rows: list[Partner | Collaboration] = [
        *session.scalars(select(Partner).where(cast(Partner.notes, Text) != "{}")),
        *session.scalars(select(Collaboration).where(cast(Collaboration.notes, Text) != "{}")),
    ]
    for row in rows:
        after = {header: _without(text, named) for header, text in row.notes.items()}
        if after != row.notes:
            row.notes = after
            n_changed += 1
    return n_changed


def _without(text: str, named: list[re.Pattern[str]]) -> str:
    for one in named:
        text = one.sub(STRUCK_OUT, text)
    return text
