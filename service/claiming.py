"""Claims: somebody says to speak for a partner, and staff confirm or refuse it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, exists, select
from sqlalchemy.orm import Session

from graph.people import Contact, Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.mail.outbox import post
from service.people import ContactView, People
from service.roles import contact_of
from service.signing_in import mail_link

UNCONFIRMED_LIFE = timedelta(days=1)
"""So long an address stays that somebody gave to claim a partner, and that nobody signed in by."""


def mail_link_to_claim(session: Session, safe: Safe, address: str, browser: str) -> None:
    """Post a sign-in link to who wants to claim a partner, known or not; raise `BadAddress`.

    An address may be another one's, so nothing else is stored with it, and whoever does not follow the link is
    forgotten.
    """
    forget_unconfirmed(session, datetime.now(UTC))
    people = People(session, safe)
    person = people.find(address) or people.add(address)
    mail_link(session, safe, person.id, browser)


def forget_unconfirmed(session: Session, now: datetime) -> int:
    """Erase persons without role and partner who did not sign in within a day after their address was given.

    Return how many.
    """
    belongs = exists().where(Contact.person_id == Person.id)
    erased = session.execute(
        delete(Person)
        .where(Person.role == "", Person.seen_at.is_(None), ~belongs)
        .where(Person.made_at < now - UNCONFIRMED_LIFE)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", erased).rowcount


def claim(  # noqa: PLR0913 -- who claims what, and when
    session: Session, safe: Safe, asker: Asker, partner_id: str, *, name: str = "", function: str, today: date
) -> bool:
    """Note that the asker, who signed in, says to speak for a partner; return whether that was needed.

    `name` is taken in where nobody wrote down how the person is called.
    Each staff member gets a mail of the kind "claim_waiting", for the partner; its facts: `claimant_id`, a person.
    Raise `UnknownPartner`.
    """
    if asker.person_id is None:
        raise ValueError("only a person who signed in can claim")
    if session.get(Contact, (asker.person_id, partner_id)) is not None:
        return False
    people = People(session, safe)
    if name and not (known := people.read(asker.person_id)).name:
        people.change(known.id, address=known.address, name=name, phone=known.phone)
    people.join(asker.person_id, partner_id, function=function, state="claimed")
    note(session, asker, "claim partner", f"partner {partner_id}", f"person {asker.person_id}")
    for staff_id in session.scalars(select(Person.id).where(Person.role == "staff")):
        event = f"claim_waiting-{partner_id}-{asker.person_id}-{today}"
        facts = {"claimant_id": asker.person_id}
        post(session, "claim_waiting", staff_id, event, partner_id=partner_id, facts=facts)
    return True


def waiting_claims(session: Session, safe: Safe) -> list[ContactView]:
    """Return the claims that staff did not decide on yet, the oldest first."""
    query = select(Contact, Person).join(Person, Person.id == Contact.person_id).where(Contact.state == "claimed")
    people = People(session, safe)
    return [
        ContactView(people.view(person), contact.partner_id, safe.open(contact.sealed_function), contact.state)
        for contact, person in session.execute(query.order_by(Contact.made_at, Contact.person_id))
    ]


def confirm_claim(session: Session, asker: Asker, person_id: int, partner_id: str) -> None:
    """Have who claimed a partner speak for it, and tell so by a mail of the kind "claim_confirmed", without facts.

    Raise `UnknownContact` where no claim waits.
    """
    contact_of(session, person_id, partner_id, "claimed").state = "confirmed"
    _tell(session, asker, "confirm claim", "claim_confirmed", person_id, partner_id)


def refuse_claim(session: Session, asker: Asker, person_id: int, partner_id: str) -> None:
    """Take a claim away, and tell so by a mail of the kind "claim_refused", without facts; raise `UnknownContact`."""
    session.delete(contact_of(session, person_id, partner_id, "claimed"))
    _tell(session, asker, "refuse claim", "claim_refused", person_id, partner_id)


def _tell(session: Session, asker: Asker, action: str, kind: str, person_id: int, partner_id: str) -> None:  # noqa: PLR0913, PLR0917 -- what is told to whom
    session.flush()
    note(session, asker, action, f"partner {partner_id}", f"person {person_id}")
    today = datetime.now(UTC).date()
    post(session, kind, person_id, f"{kind}-{partner_id}-{today}", partner_id=partner_id)
