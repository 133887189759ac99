"""What was approved and waits to be sent: what it asks of each partner, and the sending itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.introducing import Introductions, other_side, partner_on
from graph.introductions import SIDES, Introduction
from service.access import Asker
from service.introductions.asking import ask
from service.introductions.room import Rooms
from service.mail.outbox import people_of


@dataclass(frozen=True)
class Burden:
    """What a batch asks of one partner."""

    partner_id: str
    others: list[tuple[Introduction, str]]
    """Each introduction with the id of the partner it is about."""
    room: int
    """About how many it can be asked before anything of the batch is sent."""

    @property
    def n_over(self) -> int:
        """How many introductions it is asked beyond its room."""
        return max(len(self.others) - max(self.room, 0), 0)


@dataclass(frozen=True)
class Sent:
    """What became of a batch."""

    introductions: list[Introduction]
    n_persons: int
    """Persons who get a mail, whoever gets several counted once."""
    to_call: list[str]
    """Partners, by id, that have nobody to mail to."""
    n_passed_over: int
    """Introductions that were not approved any more."""


def burdens(approved: Sequence[Introduction], rooms: Rooms) -> list[Burden]:
    """Return what introductions ask of each partner: those above their room first, then who is asked most, then by id.

    >>> pair = [Introduction(first_id="bakker", second_id=other) for other in ("kapper", "school")]
    >>> rooms = Rooms({"bakker": 1, "kapper": 3, "school": 4}, {}, {})
    >>> [(one.partner_id, len(one.others), one.n_over) for one in burdens(pair, rooms)]
    [('bakker', 2, 1), ('kapper', 1, 0), ('school', 1, 0)]
    """
    by_partner: dict[str, list[tuple[Introduction, str]]] = {}
    for introduction in approved:
        for side in SIDES:
            other = partner_on(introduction, other_side(side))
            by_partner.setdefault(partner_on(introduction, side), []).append((introduction, other))
    found = [Burden(each, others, rooms.before_sending(each)) for each, others in by_partner.items()]
    return sorted(found, key=lambda one: (one.n_over == 0, -len(one.others), one.partner_id))


def send(session: Session, asker: Asker, introduction_ids: Collection[int], today: date) -> Sent:
    """Ask the partners of those introductions that are approved; others are passed over."""
    chosen = [each for each in Introductions(session).in_state("approved") if each.id in introduction_ids]
    for introduction in chosen:
        ask(session, asker, introduction, today)
    partner_ids = sorted({partner_on(introduction, side) for introduction in chosen for side in SIDES})
    persons = {partner_id: people_of(session, partner_id) for partner_id in partner_ids}
    return Sent(
        introductions=chosen,
        n_persons=len({person for several in persons.values() for person in several}),
        to_call=[partner_id for partner_id, several in persons.items() if not several],
        n_passed_over=len(set(introduction_ids)) - len(chosen),
    )
