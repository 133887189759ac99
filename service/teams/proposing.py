"""A team proposed: the one who asks introduced to each member whom it does not know yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.network import Network
from service.access import Asker
from service.introductions.checking import check_pair
from service.introductions.deciding import propose_by_hand
from service.introductions.room import Rooms


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
