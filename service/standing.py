"""How a partner stands in the network: its room for contacts, a pause, and that its profile is right."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.model import Partner
from graph.repository import Repository
from service.access import Asker
from service.audit import note
from service.mail.outbox import people_of, post

MOST_ROOM = 50
"""New contacts in a quarter that a partner can have room for; more is a slip of the finger."""
LONGEST_PAUSE_DAYS = 2 * 366


def set_room(session: Session, asker: Asker, partner_id: str, capacity: int | None) -> None:
    """Set how many new contacts in a quarter a partner has room for; None where it did not say.

    Raise `UnknownPartner`, and `ValueError` below 0 or above `MOST_ROOM`.
    """
    if capacity is not None and not 0 <= capacity <= MOST_ROOM:
        raise ValueError(f"room for contacts must be from 0 to {MOST_ROOM}, not {capacity}")
    _partner(session, partner_id).capacity = capacity
    Repository(session).record_change(f"the room of '{partner_id}' changed", [partner_id])
    note(session, asker, "set room", f"partner {partner_id}")


def pause(session: Session, asker: Asker, partner_id: str, until: date | None, today: date) -> None:
    """Have a partner get no new contacts up to and with a day; None ends a pause.

    Raise `UnknownPartner`, and `ValueError` for a day that has passed or is beyond `LONGEST_PAUSE_DAYS`.
    """
    if until is not None and not today <= until <= today + timedelta(days=LONGEST_PAUSE_DAYS):
        raise ValueError(f"a pause ends between today and {LONGEST_PAUSE_DAYS} days from now, not on {until}")
    _partner(session, partner_id).paused_until = until
    # Not as a change of its profile alone: whom it may meet follows from a pause, for the others too.
    Repository(session).record_change(f"the pause of '{partner_id}' changed")
    note(session, asker, "pause partner" if until else "end pause", f"partner {partner_id}")


def confirm(session: Session, asker: Asker, partner_id: str, today: date) -> None:
    """Note that the profile of a partner is right as of today; raise `UnknownPartner`."""
    _partner(session, partner_id).confirmed_on = today
    Repository(session).record_change(f"the profile of '{partner_id}' was confirmed", [partner_id])
    note(session, asker, "confirm profile", f"partner {partner_id}")


def ask_whether_right(session: Session, asker: Asker, partner_id: str, today: date) -> int:
    """Mail those who speak for a partner the question whether its profile is still right; return how many mails.

    Nobody gets the question twice in one month. Raise `UnknownPartner`.
    """
    _partner(session, partner_id)
    event = f"profile_check-{partner_id}-{today:%Y-%m}"
    n_mails = sum(
        post(session, "profile_check", person_id, event, partner_id=partner_id)
        for person_id in people_of(session, partner_id)
    )
    if n_mails:
        note(session, asker, "ask about profile", f"partner {partner_id}")
    return n_mails


def _partner(session: Session, partner_id: str) -> Partner:
    found = session.get(Partner, partner_id)
    if found is None:
        raise UnknownPartner(f"no partner has the id '{partner_id}'")
    return found
