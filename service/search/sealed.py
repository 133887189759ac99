"""Persons and notes that a search finds: what is sealed is opened in memory, looked at, and forgotten."""

from collections.abc import Sequence
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.people import Contact, PartnerNote, Person
from graph.sealing import Safe
from service.pages.care_words import say_note_kind
from service.pages.overview import fold
from service.people import BadAddress, People, PersonView
from service.search.excerpts import excerpt, has_all
from service.search.hits import HITS_SHOWN, Group, Hit
from service.texts import gettext as _
from service.texts import say_date

MOST_OPENED = 5000
"""Persons, and notes, that one search opens, the latest of them: each takes some 0.1 ms."""
SHORTEST_PHONE = 6


def find_persons(session: Session, safe: Safe, text: str, words: Sequence[str]) -> Group:
    """Find persons by name, mail address or phone; who has exactly this address is found without opening anybody."""
    people = People(session, safe)
    n_there = session.scalar(select(func.count()).select_from(Person)) or 0
    exact = _exact(people, text)
    if exact is not None:
        return Group("persons", [_person_hit(session, people.view(exact), words)], 1, n_there, n_there)
    phone = _digits(text)
    rows = session.scalars(select(Person).order_by(Person.id.desc()).limit(MOST_OPENED)).all()
    found = []
    for row in rows:
        person = people.view(row)
        is_phone = len(phone) >= SHORTEST_PHONE and phone in _digits(person.phone)
        if is_phone or has_all(fold(f"{person.name} {person.address} {person.phone}"), words):
            found.append(person)
    found.sort(key=lambda person: fold(person.name or person.address))
    hits = [_person_hit(session, person, words) for person in found[:HITS_SHOWN]]
    return Group("persons", hits, len(found), len(rows), n_there)


def _exact(people: People, text: str) -> Person | None:
    try:
        return people.find(text) if "@" in text else None
    except BadAddress:
        return None


def _person_hit(session: Session, person: PersonView, words: Sequence[str]) -> Hit:
    query = select(Partner.name).join(Contact, Contact.partner_id == Partner.id)
    speaks_for = session.scalars(query.where(Contact.person_id == person.id).order_by(Contact.made_at)).all()
    roles = {"staff": _("staff"), "working_group": _("working group")}
    about = ", ".join([*([roles[person.role]] if person.role else []), *speaks_for])
    where = f"/werkbank/personen/{person.id}"
    reached = " · ".join(each for each in (person.address if person.name else "", person.phone) if each)
    return Hit(where, excerpt(person.name or person.address, words), about, excerpt(reached, words) if reached else [])


def find_notes(session: Session, safe: Safe, words: Sequence[str]) -> Group:
    """Find notes by their text; the latest first."""
    query = select(PartnerNote, Partner.name).join(Partner, Partner.id == PartnerNote.partner_id)
    rows = session.execute(query.order_by(PartnerNote.id.desc()).limit(MOST_OPENED)).all()
    n_there = session.scalar(select(func.count()).select_from(PartnerNote)) or 0
    hits: list[Hit] = []
    n_found = 0
    for note, name in rows:
        text = safe.open(note.sealed_text)
        if has_all(fold(text), words):
            n_found += 1
            if len(hits) < HITS_SHOWN:
                hits.append(_note_hit(note, name, text, words))
    return Group("notes", hits, n_found, len(rows), n_there)


def _note_hit(note: PartnerNote, name: str, text: str, words: Sequence[str]) -> Hit:
    when = say_date(note.made_at.date().isoformat())
    where = f"/werkbank/partners/{quote(note.partner_id, safe='')}#notes"
    return Hit(where, [(name, False)], f"{say_note_kind(note.kind)} · {when}", excerpt(text, words))


def _digits(text: str) -> str:
    """Return the digits of a phone number, without a country in front.

    >>> _digits("+31 6 12 34 56 78"), _digits("06-12345678")
    ('612345678', '612345678')
    """
    digits = "".join(character for character in text if character.isdigit())
    return digits.removeprefix("00").removeprefix("31").removeprefix("0")
