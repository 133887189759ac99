"""A partner leaves: what is erased, and what stays without a name, in one transaction."""

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from graph.introducing import By, Introductions, other_side, side_of
from graph.introductions import CLOSED, MOVES, Introduction
from graph.leaving import make_nameless
from graph.outbox import Mail
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.erasing import erase_person
from service.introductions.asking import mail_side
from service.introductions.heard import by_asker
from service.people import People
from service.profiles import find_partner
from service.settings import Settings
from service.texts import gettext as _

_WAYS_OUT = ("expired", "ended", "introduced")
"""The state to which each introduction that runs is led, the first of them that may follow."""


def leave(  # noqa: PLR0913, PLR0917 -- who leaves, and all places where something of it stands
    session: Session, safe: Safe, settings: Settings, asker: Asker, partner_id: str, today: date
) -> str:
    """Have a partner leave the network; return the id that is left of it, which names nobody.

    Its introductions that run are closed; of them only who said yes and waits is told. Whoever spoke for this partner
    alone, and is nothing else, is erased as a person. Traces in the file of the database go by `graph.sweeping.sweep`,
    once this is committed. Raise `UnknownPartner`.
    """
    find_partner(session, partner_id)
    own = Introductions(session).of_partner(partner_id)
    session.execute(delete(Mail).where(Mail.introduction_id.in_([each.id for each in own]), Mail.sent_at.is_(None)))
    for introduction in own:
        other = other_side(side_of(introduction, partner_id))
        _close(session, introduction, by_asker(asker, introduction, partner_id), other)
    _erase_speakers(session, safe, settings, asker, partner_id)
    former_id = make_nameless(session, partner_id, _("Former partner"), today)
    note(session, asker, "leave network", f"partner {former_id}")
    return former_id


def _close(session: Session, introduction: Introduction, by: By, other: str) -> None:
    """Lead an introduction to its end, and tell the other side where it said yes and waits."""
    is_awaited = introduction.state == "accepted_by_one"
    while introduction.state not in CLOSED:
        to_state = next(state for state in _WAYS_OUT if state in MOVES[introduction.state])
        Introductions(session).take_step(introduction, to_state, by, reason="left")
    if is_awaited and getattr(introduction, f"{other}_answer") == "yes":
        mail_side(session, introduction, other, "not_now")


def _erase_speakers(session: Session, safe: Safe, settings: Settings, asker: Asker, partner_id: str) -> None:
    """Erase the persons who speak, or asked to speak, for this partner alone and have no role of their own."""
    people = People(session, safe)
    for contact in people.contacts(partner_id):
        if not contact.person.role and people.speaks_for(contact.person.id) == [partner_id]:
            erase_person(session, safe, settings, asker, contact.person.id)
