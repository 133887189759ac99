"""Room for new contacts: how many in a quarter, what is left of it, and pauses."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.introducing import Introductions, side_of
from graph.repository import Repository
from service.access import Asker
from service.audit import note
from service.profiles import find_partner

MOST_ROOM = 50
"""New contacts in a quarter that a partner can say it has room for."""
LONGEST_PAUSE = timedelta(days=731)
"""Two years; who needs longer may rather leave, or pause again."""


class NoSuchRoom(GraphError):
    """This is no number of contacts that a partner can have room for."""


class NoSuchPause(GraphError):
    """A pause ends on a later day, within two years."""


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of a day.

    >>> quarter_of(date(2026, 11, 26))
    datetime.date(2026, 10, 1)
    """
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def room_left(session: Session, partner_id: str, today: date) -> int | None:
    """Return for how many more contacts a partner has room this quarter; None where it did not say.

    Room is taken by those it was introduced to in this quarter, and by each yes that waits for the other side.
    """
    capacity = find_partner(session, partner_id).capacity
    if capacity is None:
        return None
    n_taken = 0
    for each in Introductions(session).of_partner(partner_id):
        said_yes = getattr(each, f"{side_of(each, partner_id)}_answer") == "yes"
        is_new = each.introduced_on is not None and each.introduced_on >= quarter_of(today)
        n_taken += is_new or (each.state == "accepted_by_one" and said_yes)
    return max(capacity - n_taken, 0)


def set_room(session: Session, asker: Asker, partner_id: str, text: str) -> int | None:
    """Store for how many contacts a partner has room in a quarter, as typed; "" where it cannot tell.

    Raise `NoSuchRoom` for what is no whole number from 0 to `MOST_ROOM`.
    """
    typed = text.strip()
    if typed and not (typed.isascii() and typed.isdigit() and int(typed[:9]) <= MOST_ROOM):
        raise NoSuchRoom(f"room is a whole number from 0 to {MOST_ROOM}")
    find_partner(session, partner_id).capacity = int(typed) if typed else None
    Repository(session).record_change(f"room of {partner_id}", [partner_id])
    note(session, asker, "change room", f"partner {partner_id}")
    return int(typed) if typed else None


def set_pause(session: Session, asker: Asker, partner_id: str, text: str, today: date) -> date | None:
    """Store up to and with which day a partner wants no new contacts, as typed; "" ends a pause.

    Raise `NoSuchPause` for what is no day after today, or one that is too far.
    """
    typed = text.strip()
    try:
        until = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise NoSuchPause("a pause ends on a day, such as 2027-01-31") from None
    if until and not (today < until <= today + LONGEST_PAUSE):
        raise NoSuchPause("a pause ends after today, within two years")
    find_partner(session, partner_id).paused_until = until
    # Not as a change of its profile alone: whom it may meet follows from a pause, for the others too.
    Repository(session).record_change(f"pause of {partner_id}")
    note(session, asker, "pause partner" if until else "end pause", f"partner {partner_id}")
    return until
