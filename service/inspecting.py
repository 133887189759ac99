"""All that is kept about a person, for who asks for it (AVG, article 15)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introductions import IntroductionStep
from graph.outbox import Mail, Webhook
from graph.people import ApiToken, AuditEntry, BrowserSession, Contact, PartnerNote, Person, SignInLink
from graph.sealing import Safe
from service.letters_kept import naming
from service.people import People

Kept = dict[str, Any]
"""What JSON can hold: texts, numbers, lists, and days as texts."""


def all_about(session: Session, safe: Safe, person_id: int, *, by_name: bool = False) -> Kept:
    """Return all that is kept about a person, ready to be written as JSON; raise `UnknownPerson`.

    Notes of others that name the person are among it; who wrote them is not. They are found by mail address and
    telephone number, and with `by_name` by its name too: only for staff, who read first what is handed out. A person
    may have chosen its name itself, and with a name such as "de" would read all notes that there are.
    """
    view = People(session, safe).read(person_id)
    person = session.get_one(Person, person_id)
    found_by = [view.address, view.phone, *([view.name] if by_name else [])]
    return {
        "person": {
            "number": person_id,
            "name": view.name,
            "address": view.address,
            "phone": view.phone,
            "role": view.role,
            "signs_in_elsewhere": person.subject_hash is not None,
            "mails_refused": list(person.refused_mail),
            "known_since": _said(person.made_at),
            "last_seen": _said(person.seen_at),
        },
        "speaks_for": [
            {
                "partner": each.partner_id,
                "function": safe.open(each.sealed_function),
                "state": each.state,
                "since": _said(each.made_at),
            }
            for each in _own(session, Contact, person_id)
        ],
        "signed_in": _rows(session, BrowserSession, person_id, "made_at", "ends_at"),
        "links_to_sign_in": _rows(session, SignInLink, person_id, "made_at", "ends_at", "used_at"),
        "tokens": _rows(session, ApiToken, person_id, "label", "scopes", "made_at", "ends_on", "used_on"),
        "webhooks": _rows(session, Webhook, person_id, "url", "made_at"),
        "mails": _rows(session, Mail, person_id, "kind", "partner_id", "introduction_id", "made_at", "sent_at"),
        "steps": _rows(session, IntroductionStep, person_id, "introduction_id", "to_state", "made_at", "reason"),
        "log": _rows(session, AuditEntry, person_id, "made_at", "action", "subject", "detail"),
        "notes_written": _notes(safe, _own(session, PartnerNote, person_id)),
        "notes_that_name_you": _notes(safe, _naming(session, safe, found_by)),
    }


def _own(session: Session, kind: type[Any], person_id: int) -> list[Any]:
    return list(session.scalars(select(kind).where(kind.person_id == person_id)))


def _rows(session: Session, kind: type[Any], person_id: int, *columns: str) -> list[Kept]:
    return [{column: _said(getattr(row, column)) for column in columns} for row in _own(session, kind, person_id)]


def _naming(session: Session, safe: Safe, texts: list[str]) -> list[PartnerNote]:
    named = [naming(text) for text in texts if text]
    notes = session.scalars(select(PartnerNote).order_by(PartnerNote.made_at))
    return [each for each in notes if any(one.search(safe.open(each.sealed_text)) for one in named)]


def _notes(safe: Safe, notes: Iterable[PartnerNote]) -> list[Kept]:
    return [
        {"partner": each.partner_id, "kind": each.kind, "on": _said(each.made_at), "text": safe.open(each.sealed_text)}
        for each in notes
    ]


def _said(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
