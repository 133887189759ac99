"""Persons added by staff, all that is known of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.people import People


@dataclass(frozen=True)
class NewUser:
    """A person to be added."""

    address: str
    name: str
    phone: str = ""
    role: str = ""
    """One of `graph.people.PERSON_ROLES`."""
    partner_ids: Iterable[str] = ()
    """Partners that the person speaks for from now on."""


def add_user(session: Session, safe: Safe, asker: Asker, user: NewUser) -> int:
    """Add a person and return its id; raise `BadAddress`, `AlreadyKnown` or `UnknownPartner`."""
    people = People(session, safe)
    person_id = people.add(user.address, user.name, phone=user.phone, role=user.role).id
    for partner_id in dict.fromkeys(user.partner_ids):
        people.join(person_id, partner_id)
    note(session, asker, "add person", f"person {person_id}", user.role)
    return person_id
