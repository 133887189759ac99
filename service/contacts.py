"""Contact persons of a partner as staff keep them: added, changed, removed, each with an entry in the log."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from graph.people import Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.people import ContactView, People, UnknownPerson


@dataclass(frozen=True)
class ContactDetails:
    """What is written down of a contact person."""

    address: str = ""
    name: str = ""
    phone: str = ""
    function: str = ""


def read_contact(session: Session, safe: Safe, partner_id: str, person_id: int) -> ContactView:
    """Return one contact person of a partner; raise `UnknownPerson` if it is none."""
    for contact in People(session, safe).contacts(partner_id):
        if contact.person.id == person_id:
            return contact
    raise UnknownPerson(f"no person with the id {person_id} speaks for '{partner_id}'")


def add_contact(session: Session, safe: Safe, asker: Asker, partner_id: str, details: ContactDetails) -> Person:
    """Have somebody speak for a partner, confirmed by staff; raise `BadAddress` or `UnknownPartner`.

    Who is known already by this address keeps the name and phone it has, and gets what is still missing of them.
    """
    people = People(session, safe)
    person = people.find(details.address)
    if person is None:
        person = people.add(details.address, details.name, phone=details.phone)
    else:
        person.sealed_name = person.sealed_name or safe.seal(details.name)
        person.sealed_phone = person.sealed_phone or safe.seal(details.phone)
    people.join(person.id, partner_id, function=details.function)
    note(session, asker, "add contact", f"partner {partner_id}", f"person {person.id}")
    return person


def change_contact(  # noqa: PLR0913, PLR0917 -- who asks, of whom, and what
    session: Session, safe: Safe, asker: Asker, partner_id: str, person_id: int, details: ContactDetails
) -> None:
    """Write down anew what is known of a contact person; its state stays.

    Raise `UnknownPerson`, `BadAddress`, or `AlreadyKnown` where somebody else has this address.
    """
    state = read_contact(session, safe, partner_id, person_id).state
    people = People(session, safe)
    people.change(person_id, address=details.address, name=details.name, phone=details.phone)
    contact = people.join(person_id, partner_id, state=state)
    contact.sealed_function = safe.seal(details.function)
    note(session, asker, "change contact", f"partner {partner_id}", f"person {person_id}")


def remove_contact(session: Session, safe: Safe, asker: Asker, partner_id: str, person_id: int) -> None:
    """Have a person speak for a partner no longer; raise `UnknownPerson`.

    The person stays known for a while, as who speaks for another partner does, or who has a role.
    """
    People(session, safe).leave(person_id, partner_id)
    note(session, asker, "remove contact", f"partner {partner_id}", f"person {person_id}")
