"""Persons as lists show them: with role, partners and when they were last there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.people import Contact, Person
from graph.sealing import Safe
from service.people import People, PersonView, UnknownPerson


@dataclass(frozen=True)
class Belonging:
    """A partner that a person has to do with."""

    partner_id: str
    name: str
    state: str
    """One of `graph.people.CONTACT_STATES`."""


@dataclass(frozen=True)
class Listed:
    """A person in a list."""

    view: PersonView
    partners: list[Belonging]
    """By name."""
    seen_on: date | None
    """The day on which the person last signed in or answered."""


def list_persons(session: Session, safe: Safe) -> list[Listed]:
    """Return everybody: staff first, then the working group, then the others; each by name, or by address."""
    listed = _listed(session, safe, list(session.scalars(select(Person))))
    ranks = {"staff": 0, "working_group": 1, "": 2}
    return sorted(listed, key=lambda one: (ranks[one.view.role], (one.view.name or one.view.address).casefold()))


def read_person(session: Session, safe: Safe, person_id: int) -> Listed:
    """Return one person; raise `UnknownPerson`."""
    person = session.get(Person, person_id)
    if person is None:
        raise UnknownPerson(f"no person has the id {person_id}")
    return _listed(session, safe, [person])[0]


def partner_names(session: Session) -> dict[str, str]:
    """Return the name of each partner by its id, in the order of names."""
    named = [(partner_id, name) for partner_id, name in session.execute(select(Partner.id, Partner.name))]
    return dict(sorted(named, key=lambda one: one[1].casefold()))


def _listed(session: Session, safe: Safe, persons: list[Person]) -> list[Listed]:
    query = select(Contact.person_id, Contact.partner_id, Partner.name, Contact.state)
    query = query.join(Partner, Partner.id == Contact.partner_id).order_by(Partner.name)
    if len(persons) == 1:
        query = query.where(Contact.person_id == persons[0].id)
    belongings = defaultdict(list)
    for person_id, partner_id, name, state in session.execute(query):
        belongings[person_id].append(Belonging(partner_id, name, state))
    people = People(session, safe)
    return [Listed(people.view(person), belongings[person.id], _day(person.seen_at)) for person in persons]


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
