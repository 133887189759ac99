"""Who may do what: persons given a role or a partner, and taken out again, each noted in the log."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError, UnknownPartner
from graph.model import Partner
from graph.people import Contact, Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.people import People
from service.sessions import end_all_sessions


class LastStaff(GraphError):
    """Without this person nobody would be staff."""


class UnknownContact(GraphError):
    """This person has nothing to do with this partner."""


def admit_person(  # noqa: PLR0913 -- a person and what it is to become
    session: Session, safe: Safe, asker: Asker, address: str, *, name: str = "", role: str, partner_ids: Iterable[str]
) -> Person:
    """Give who has a mail address a role (one of `PERSON_ROLES`; "" leaves the present one) and partners to speak for.

    Whoever is not known yet is added. Raise `BadAddress` or `UnknownPartner`.
    """
    people = People(session, safe)
    person = people.find(address)
    if person is None:
        person = people.add(address, name, role=role)
        note(session, asker, "add person", f"person {person.id}", role)
    elif role and role != person.role:
        change_role(session, asker, person, role)
    for partner_id in partner_ids:
        join_partner(session, safe, asker, person.id, partner_id)
    return person


def change_role(session: Session, asker: Asker, person: Person, role: str) -> None:
    """Give a person another role; raise `LastStaff` where that would leave nobody as staff."""
    if role != "staff":
        require_other_staff(session, person)
    person.role = role
    session.flush()
    note(session, asker, "change role", f"person {person.id}", role or "none")


def join_partner(session: Session, safe: Safe, asker: Asker, person_id: int, partner_id: str) -> None:
    """Have a person speak for a partner; raise `UnknownPartner`."""
    People(session, safe).join(person_id, partner_id)
    note(session, asker, "join partner", f"partner {partner_id}", f"person {person_id}")


def leave_partner(session: Session, asker: Asker, person_id: int, partner_id: str) -> None:
    """Have a person no longer speak for a partner; raise `UnknownContact` where it does not."""
    session.delete(contact_of(session, person_id, partner_id))
    session.flush()
    note(session, asker, "leave partner", f"partner {partner_id}", f"person {person_id}")


def sign_out_everywhere(session: Session, asker: Asker, person_id: int) -> None:
    """End all sessions of a person."""
    end_all_sessions(session, person_id)
    note(session, asker, "sign out everywhere", f"person {person_id}")


def require_other_staff(session: Session, person: Person) -> None:
    """Raise `LastStaff` for the only person who is staff."""
    n_staff = session.scalar(select(func.count()).select_from(Person).where(Person.role == "staff"))
    if person.role == "staff" and n_staff == 1:
        raise LastStaff(
            "this is the last staff member; without one, whoever sits at this machine would be staff again. "
            "Add another staff member first"
        )


def contact_of(session: Session, person_id: int, partner_id: str, *states: str) -> Contact:
    """Return how a person belongs to a partner, in one of some states (any if none is named).

    Raise `UnknownContact`.
    """
    contact = session.get(Contact, (person_id, partner_id))
    if contact is None or (states and contact.state not in states):
        raise UnknownContact(f"this person has nothing to do with '{partner_id}'")
    return contact


def named_partner(session: Session, text: str) -> Partner:
    """Return the partner that a text names by id or by name; raise `UnknownPartner` where none or several are."""
    found = session.get(Partner, text.strip())
    if found is not None:
        return found
    named = session.scalars(select(Partner).where(func.lower(Partner.name) == text.strip().lower()).limit(2)).all()
    if len(named) == 1:
        return named[0]
    several = "several partners are" if named else "no partner is"
    raise UnknownPartner(f"{several} called '{text.strip()}'")
