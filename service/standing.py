"""Whether the profile of a partner is right: confirmed, or asked of those who speak for it."""

from datetime import date

from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.model import Partner
from graph.repository import Repository
from service.access import Asker
from service.audit import note
from service.mail.outbox import people_of, post


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
