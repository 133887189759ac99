"""A team proposed: the one who asks introduced to each member whom it does not know yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.errors import AlreadyRunning
from graph.introducing import By, Introductions, pair_of
from graph.network import Network
from graph.sealing import Safe
from service.access import Asker
from service.audit import note
from service.casework import add_note_once
from service.introductions.checking import check_pair
from service.introductions.deciding import by_staff, propose_by_hand
from service.introductions.room import Rooms
from service.texts import gettext as _


@dataclass(frozen=True)
class Proposed:
    """What became of each member, by id."""

    new: tuple[str, ...]
    """An introduction was added for these."""
    acquainted: tuple[str, ...]
    """These need none: they know the one who asks."""
    running: tuple[str, ...]
    """These have one already."""


def propose_team(  # noqa: PLR0913, PLR0917 -- who, with whom, and what is known of them
    session: Session,
    asker: Asker,
    network: Network,
    rooms: Rooms,
    asking_id: str,
    member_ids: Sequence[str],
    today: date,
) -> Proposed:
    """Store an introduction that is proposed, by hand, between a partner and each member of a team.

    Raise `UnknownPartner` for an id that the network does not hold.
    """
    new, acquainted, running = [], [], []
    for member_id in dict.fromkeys(each for each in member_ids if each != asking_id):
        checked = check_pair(session, network, rooms, (asking_id, member_id), today)
        if checked.running is not None:
            running.append(member_id)
        elif checked.know_each_other:
            acquainted.append(member_id)
        else:
            propose_by_hand(session, asker, asking_id, member_id)
            new.append(member_id)
    return Proposed(tuple(new), tuple(acquainted), tuple(running))


def ask_for_team(  # noqa: PLR0913, PLR0917 -- who, with whom, and for what
    session: Session, safe: Safe, asker: Asker, network: Network, own_id: str, member_ids: Sequence[str], plan: str
) -> int:
    """Store that a partner wants to meet these, as introductions that await a decision of staff; return how many.

    Nobody else hears of it before staff ask. Those that run already count too: whether one does is for staff. What the
    team is for, and whom it wants to meet, is noted, sealed, in the file of the partner. `network` is as partners see
    it. Raise `UnknownPartner` for an id that the network does not hold.
    """
    others = [each for each in dict.fromkeys(member_ids) if each != own_id]
    names = [network.names[network.position(each)] for each in others]
    for other_id in others:
        try:
            made = Introductions(session).propose(own_id, other_id, _by(asker, own_id, other_id), origin="by_hand")
        except AlreadyRunning:
            continue
        note(session, asker, "ask introduction", f"introduction {made.id}")
    told = _("Looks for a team for “%(plan)s”, and would like to meet: %(names)s.")
    add_note_once(session, safe, asker, own_id, told % {"plan": plan, "names": ", ".join(names)})
    return len(others)


def _by(asker: Asker, own_id: str, other_id: str) -> By:
    """Return as who the asker asks: its side, or staff who do it for a partner."""
    if not asker.owns(own_id):
        return by_staff(asker)
    return By("first" if pair_of(own_id, other_id)[0] == own_id else "second", asker.person_id)
