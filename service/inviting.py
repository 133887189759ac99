"""Colleagues: who speaks for a partner invites another, who takes that up by a mailed link."""

from datetime import date

from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.people import Contact, Person
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.links import EndedLink, Links
from service.mail.outbox import post
from service.people import People
from service.roles import UnknownContact, contact_of
from service.signing_in import UsedLink, sign_in


class AlreadySpeaks(GraphError):
    """Somebody speaks for this partner already."""


def invite(  # noqa: PLR0913 -- whom, for which partner, by whom
    session: Session, safe: Safe, asker: Asker, partner_id: str, address: str, *, function: str = "", today: date
) -> int:
    """Invite who has a mail address to speak for a partner; return its person.

    A mail of the kind "invited" is posted, for the partner, once a day at most. Its facts: `sealed_token`, which the
    safe opens (the link is /uitnodiging/{token}), and `by_person_id`, who invites (None: the office).

    Raise `BadAddress`, `UnknownPartner`, or `AlreadySpeaks`.
    """
    people = People(session, safe)
    person = people.find(address) or people.add(address)
    contact = session.get(Contact, (person.id, partner_id))
    if contact is not None and contact.state == "confirmed":
        raise AlreadySpeaks(f"this person speaks for '{partner_id}' already")
    people.join(person.id, partner_id, function=function, state="invited")
    note(session, asker, "invite colleague", f"partner {partner_id}", f"person {person.id}")
    facts = {
        "sealed_token": safe.seal(invitation_token(safe, person.id, partner_id)),
        "by_person_id": asker.person_id,
    }
    post(session, "invited", person.id, f"invited-{partner_id}-{today}", partner_id=partner_id, facts=facts)
    return person.id


def invitation_token(safe: Safe, person_id: int, partner_id: str) -> str:
    """Return the token of the link by which an invited person takes it up."""
    return Links(safe).make("invite", {"person": person_id, "partner": partner_id})


def read_invitation(session: Session, safe: Safe, token: str) -> Contact:
    """Return who is invited to which partner, and change nothing.

    Raise `BrokenLink`; `UsedLink` once it was taken up; `EndedLink` when it is too old or was withdrawn.
    """
    carried = Links(safe).read("invite", token)
    try:
        contact = contact_of(session, carried["person"], carried["partner"], "invited", "confirmed")
    except UnknownContact:
        raise EndedLink("this invitation was withdrawn") from None
    if contact.state == "confirmed":
        raise UsedLink("this invitation was taken up already")
    return contact


def take_up(session: Session, safe: Safe, token: str, name: str) -> tuple[Contact, str]:
    """Have an invited person speak for the partner from now on; return how, and the token of its new session.

    `name` is kept where the person has none yet. Raise as `read_invitation` does.
    """
    contact = read_invitation(session, safe, token)
    contact.state = "confirmed"
    person = session.get_one(Person, contact.person_id)
    person.sealed_name = person.sealed_name or safe.seal(name.strip())
    return contact, sign_in(session, person.id, "by invitation")
