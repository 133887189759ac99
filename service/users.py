"""Persons added and erased by staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.people import Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.people import People, UnknownPerson


class LastStaff(GraphError):
    """Without this person nobody could sign in as staff any more."""


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


def erase_user(session: Session, safe: Safe, asker: Asker, person_id: int) -> None:
    """Erase a person; raise `UnknownPerson`, and `LastStaff` where nobody could sign in as staff any more."""
    person = session.get(Person, person_id)
    if person is None:
        raise UnknownPerson(f"no person has the id {person_id}")
    n_staff = session.scalar(select(func.count()).where(Person.role == "staff")) or 0
    if person.role == "staff" and n_staff == 1:
        raise LastStaff("this is the only member of staff; add another one first")
    People(session, safe).erase(person_id)
    note(session, asker, "erase person", f"person {person_id}")
