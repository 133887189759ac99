"""Persons: found by their mail address, added, joined to partners, read, erased; only here is opened who they are."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.errors import GraphError, UnknownPartner
from graph.model import Partner
from graph.people import Contact, Person
from graph.sealing import Safe

LONGEST_NAME = 200
"""Letters that the name of a person, or of its function, may have in a form that anybody can fill in."""


class BadAddress(GraphError):
    """This is no mail address."""


class UnknownPerson(GraphError):
    """No person has this id or address."""


class AlreadyKnown(GraphError):
    """A person with this mail address is there already."""


@dataclass(frozen=True)
class PersonView:
    """A person, readable."""

    id: int
    name: str
    address: str
    phone: str
    role: str


@dataclass(frozen=True)
class ContactView:
    """A person that speaks for a partner, readable."""

    person: PersonView
    partner_id: str
    function: str
    state: str


class People:
    """Reads and writes persons within one session."""

    def __init__(self, session: Session, safe: Safe) -> None:
        self.session = session
        self.safe = safe

    def find(self, address: str) -> Person | None:
        """Return the person with a mail address, however it is written; None if there is none."""
        digest = self.safe.digest("address", normal(address))
        return self.session.scalar(select(Person).where(Person.address_hash == digest))

    def require(self, address: str) -> Person:
        """Return the person with a mail address; raise `UnknownPerson` or `BadAddress`."""
        person = self.find(address)
        if person is None:
            raise UnknownPerson("no person has this mail address; osmose user list shows everybody")
        return person

    def add(self, address: str, name: str = "", *, phone: str = "", role: str = "") -> Person:
        """Add a person; raise `BadAddress`, or `AlreadyKnown` where somebody has this address."""
        if self.find(address) is not None:
            raise AlreadyKnown("somebody with this mail address is there already")
        person = Person(
            address_hash=self.safe.digest("address", normal(address)),
            sealed_address=self.safe.seal(address.strip()),
            sealed_name=self.safe.seal(name.strip()),
            sealed_phone=self.safe.seal(phone.strip()),
            role=role,
        )
        self.session.add(person)
        self.session.flush()
        return person

    def join(self, person_id: int, partner_id: str, *, function: str = "", state: str = "confirmed") -> Contact:
        """Have a person speak for a partner, or change how; raise `UnknownPartner`."""
        if self.session.get(Partner, partner_id) is None:
            raise UnknownPartner(f"no partner has the id '{partner_id}'")
        contact = self.session.get(Contact, (person_id, partner_id))
        if contact is None:
            contact = Contact(person_id=person_id, partner_id=partner_id)
            self.session.add(contact)
        contact.state = state
        contact.sealed_function = self.safe.seal(function.strip()) or contact.sealed_function or ""
        self.session.flush()
        return contact

    def change(self, person_id: int, *, address: str, name: str, phone: str) -> Person:
        """Write down anew how a person is called and reached.

        Raise `UnknownPerson`, `BadAddress`, or `AlreadyKnown` where somebody else has this address.
        """
        person = self.session.get(Person, person_id)
        if person is None:
            raise UnknownPerson(f"no person has the id {person_id}")
        if self.find(address) not in {None, person}:
            raise AlreadyKnown("somebody else has this mail address")
        person.address_hash = self.safe.digest("address", normal(address))
        person.sealed_address = self.safe.seal(address.strip())
        person.sealed_name = self.safe.seal(name.strip())
        person.sealed_phone = self.safe.seal(phone.strip())
        self.session.flush()
        return person

    def leave(self, person_id: int, partner_id: str) -> None:
        """Have a person speak for a partner no longer; raise `UnknownPerson` if it does not."""
        contact = self.session.get(Contact, (person_id, partner_id))
        if contact is None:
            raise UnknownPerson(f"no person with the id {person_id} speaks for '{partner_id}'")
        self.session.delete(contact)
        self.session.flush()

    def read(self, person_id: int) -> PersonView:
        """Return a person, readable; raise `UnknownPerson`."""
        person = self.session.get(Person, person_id)
        if person is None:
            raise UnknownPerson(f"no person has the id {person_id}")
        return self.view(person)

    def view(self, person: Person) -> PersonView:
        """Return a person's row, readable."""
        return PersonView(
            id=person.id,
            name=self.safe.open(person.sealed_name),
            address=self.safe.open(person.sealed_address),
            phone=self.safe.open(person.sealed_phone),
            role=person.role,
        )

    def contacts(self, partner_id: str, *states: str) -> list[ContactView]:
        """Return who speaks for a partner, those of longest standing first; of all states unless some are named."""
        query = select(Contact, Person).join(Person, Person.id == Contact.person_id)
        query = query.where(Contact.partner_id == partner_id)
        if states:
            query = query.where(Contact.state.in_(states))
        return [
            ContactView(self.view(person), partner_id, self.safe.open(contact.sealed_function), contact.state)
            for contact, person in self.session.execute(query.order_by(Contact.made_at, Contact.person_id))
        ]

    def speaks_for(self, person_id: int) -> list[str]:
        """Return the ids of the partners that a person speaks for or wishes to, whatever came of that, sorted."""
        return sorted(self.session.scalars(select(Contact.partner_id).where(Contact.person_id == person_id)))

    def spoken_for(self, person_id: int) -> list[ContactView]:
        """Return for which partners a person speaks, in the order of their ids."""
        person = self.read(person_id)
        rows = self.session.scalars(select(Contact).where(Contact.person_id == person_id))
        return [
            ContactView(person, row.partner_id, self.safe.open(row.sealed_function), row.state)
            for row in sorted(rows, key=lambda row: row.partner_id)
        ]

    def all_ids(self) -> list[int]:
        """Return the ids of all persons, in order."""
        return list(self.session.scalars(select(Person.id).order_by(Person.id)))

    def erase(self, person_id: int) -> None:
        """Erase a person: every row that tells of it goes with it; raise `UnknownPerson`."""
        if self.session.get(Person, person_id) is None:
            raise UnknownPerson(f"no person has the id {person_id}")
        self.session.execute(delete(Person).where(Person.id == person_id))


def normal(address: str) -> str:
    """Return a mail address in the form by which it is found; raise `BadAddress` if it is none.

    >>> normal(" Info@Example.ORG ")
    'info@example.org'
    """
    try:
        checked = validate_email(address.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise BadAddress("this is no mail address; expected something like naam@voorbeeld.nl") from None
    return checked.normalized.casefold()
