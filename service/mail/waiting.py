"""The outbox as staff read it: what waits, what was sent, what was given up."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.model import Partner
from graph.outbox import Mail
from graph.people import Person
from graph.sealing import Safe
from service.mail.letters import KINDS
from service.mail.sending import OVERTAKEN, WITHDRAWN
from service.people import People

Place = Literal["waiting", "sent", "given_up"]


class UnknownMail(GraphError):
    """No mail is stored under this id."""


_WHERE: dict[Place, ColumnElement[bool]] = {
    "waiting": and_(Mail.sent_at.is_(None), Mail.given_up_at.is_(None)),
    "sent": Mail.sent_at.is_not(None),
    "given_up": Mail.given_up_at.is_not(None),
}


@dataclass(frozen=True)
class MailView:
    """A mail in one line."""

    id: int
    kind: str
    kind_label: str
    place: Place
    partner_name: str
    person_id: int
    to_name: str
    to_address: str
    when: datetime
    """When it is due, was sent or given up; in the time where the service is."""
    n_tries: int
    fault: str
    is_under_way: bool
    """Whether a sender is working on it."""

    @property
    def can_be_tried_again(self) -> bool:
        """Whether it makes sense to try it again: not for one that is no longer true, or holds no link any more."""
        return self.place == "given_up" and self.fault != OVERTAKEN and self.kind != "sign_in"

    @property
    def is_withdrawn(self) -> bool:
        """Whether staff kept it from being sent."""
        return self.fault == WITHDRAWN


def count_mails(session: Session) -> dict[Place, int]:
    """Return how many mails stand in each place."""
    return {
        place: session.scalar(select(func.count()).select_from(Mail).where(where)) or 0
        for place, where in _WHERE.items()
    }


def list_mails(
    session: Session, safe: Safe, place: Place, *, first: int = 0, most: int | None = None
) -> list[MailView]:
    """Return the mails of a place: those that wait by when they are due, the others the latest first."""
    order = (
        (Mail.due_at, Mail.id)
        if place == "waiting"
        else (func.coalesce(Mail.sent_at, Mail.given_up_at).desc(), Mail.id)
    )
    query = select(Mail, Person, Partner.name).join(Person, Person.id == Mail.person_id)
    query = query.outerjoin(Partner, Partner.id == Mail.partner_id).where(_WHERE[place])
    rows = session.execute(query.order_by(*order).offset(first).limit(most))
    people = People(session, safe)
    return [_view(people, mail, person, name or "", place) for mail, person, name in rows]


def find_mail(session: Session, safe: Safe, mail_id: int) -> tuple[Mail, MailView]:
    """Return a mail with what is told of it; raise `UnknownMail`."""
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise UnknownMail(f"no mail has the id {mail_id}")
    partner = session.get(Partner, mail.partner_id) if mail.partner_id else None
    place: Place = "sent" if mail.sent_at else "given_up" if mail.given_up_at else "waiting"
    person = session.get_one(Person, mail.person_id)
    return mail, _view(People(session, safe), mail, person, partner.name if partner else "", place)


def _view(people: People, mail: Mail, person: Person, partner_name: str, place: Place) -> MailView:
    readable = people.view(person)
    return MailView(
        id=mail.id,
        kind=mail.kind,
        kind_label=KINDS[mail.kind].label() if mail.kind in KINDS else mail.kind,
        place=place,
        partner_name=partner_name,
        person_id=person.id,
        to_name=readable.name,
        to_address=readable.address,
        when=_local(mail.sent_at or mail.given_up_at or mail.due_at),
        n_tries=mail.n_tries,
        fault=mail.fault,
        is_under_way=place == "waiting" and mail.claimed_at is not None,
    )


def _local(moment: datetime) -> datetime:
    """Return a moment in the time where the service is; SQLite gives it in UTC and does not say so."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
