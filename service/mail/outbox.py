"""Mails put in the outbox, in the transaction of what they tell of."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.outbox import Mail
from graph.people import Contact, Person


def post(  # noqa: PLR0913 -- the columns of a mail
    session: Session,
    kind: str,
    person_id: int,
    event: str,
    *,
    partner_id: str | None = None,
    introduction_id: int | None = None,
    facts: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Put a mail about an event to a person in the outbox; return whether that was needed.

    `kind` names its text (`service.mail.letters`). The second call for one event and person does nothing, and so does
    one for a person who refused this kind.
    """
    named = f"{event}-to-{person_id}"
    person = session.get_one(Person, person_id)
    if kind in person.refused_mail or session.scalar(select(Mail.id).where(Mail.event == named)) is not None:
        return False
    session.add(
        Mail(
            event=named,
            kind=kind,
            person_id=person_id,
            partner_id=partner_id,
            introduction_id=introduction_id,
            facts=facts or {},
            due_at=due_at or datetime.now(UTC),
        )
    )
    session.flush()
    return True


def people_of(session: Session, partner_id: str) -> list[int]:
    """Return the ids of the persons who speak for a partner, those of longest standing first."""
    confirmed = select(Contact.person_id).where(Contact.partner_id == partner_id, Contact.state == "confirmed")
    return list(session.scalars(confirmed.order_by(Contact.made_at, Contact.person_id)))
