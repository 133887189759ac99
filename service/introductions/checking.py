"""What is known of two partners before staff introduce them: what they did together, and what went before."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import Introductions, pair_of
from graph.introductions import BEFORE_ASKING, CLOSED, Introduction
from graph.network import Network
from graph.reading.answering import store_answer
from service.access import Asker
from service.audit import note
from service.introductions.deciding import decide
from service.introductions.room import Rooms


@dataclass(frozen=True)
class Checked:
    """What speaks against introducing two partners, or for knowing it first."""

    together: list[str]
    """Titles of what they did together, the latest first."""
    are_acquainted: bool
    """Whether one of them said so."""
    are_members: bool
    """Whether one belongs to the other."""
    declined: bool
    """Whether one of them did not want to meet the other."""
    earlier: list[Introduction]
    """Their introductions, the latest first."""
    paused: list[str]
    """Ids of those who want nobody new for now."""
    without_room: list[str]
    """Ids of those who have no room left this quarter."""

    @property
    def running(self) -> Introduction | None:
        """Their introduction that runs; they can have one only."""
        return next((each for each in self.earlier if each.state not in CLOSED), None)

    @property
    def know_each_other(self) -> bool:
        """Whether they need no introduction."""
        return bool(self.together) or self.are_acquainted or self.are_members


def check_pair(session: Session, network: Network, rooms: Rooms, pair: tuple[str, str], today: date) -> Checked:
    """Return what is known of two partners; raise `UnknownPartner` for an id that the network does not hold."""
    one_id, other_id = pair
    one, other = network.position(one_id), network.position(other_id)
    first_id, second_id = pair_of(one_id, other_id)
    of_pair = select(Introduction).where(Introduction.first_id == first_id, Introduction.second_id == second_id)
    pauses = network.partners["paused_until"].to_numpy("datetime64[s]") >= np.datetime64(today, "s")
    return Checked(
        together=_titles(network, one, other),
        are_acquainted=bool(network.acquaintances[one, other]),
        are_members=_either_way(network.memberships, ("member", "parent"), one, other),
        declined=one_declined(network, one, other),
        earlier=list(session.scalars(of_pair.order_by(Introduction.id.desc()))),
        paused=[each for each, at in ((one_id, one), (other_id, other)) if pauses[at]],
        without_room=[each for each in (one_id, other_id) if rooms.left(each) <= 0],
    )


def _titles(network: Network, one: int, other: int) -> list[str]:
    parts = network.participations
    shared = set(parts.loc[parts["partner"] == one, "collaboration"])
    shared &= set(parts.loc[parts["partner"] == other, "collaboration"])
    return [network.collaborations["title"][each] for each in sorted(shared, reverse=True)]  # ordered by their start


def _either_way(table: pd.DataFrame, columns: tuple[str, str], one: int, other: int) -> bool:
    left, right = (table[column].to_numpy() for column in columns)
    return bool((((left == one) & (right == other)) | ((left == other) & (right == one))).any())


def one_declined(network: Network, one: int, other: int) -> bool:
    """Whether one of two partners, by their positions, did not want to meet the other, by their latest answers."""
    answers = network.last_answers
    return _either_way(answers[answers["answer"] == "declined"], ("partner", "suggested"), one, other)


def note_acquaintance(session: Session, asker: Asker, one_id: str, other_id: str, today: date) -> None:
    """Store that two partners know each other; an introduction of theirs that they do not know of is put aside."""
    running = Introductions(session).running(one_id, other_id)
    if running is not None and running.state in BEFORE_ASKING:
        decide(session, asker, running, "dismiss", reason="already_known")
    cells = {"partner": one_id, "suggested": other_id, "answer": "already_known", "date": today.isoformat()}
    store_answer(session, cells)
    note(session, asker, "note acquaintance", f"partner {one_id}", f"partner {other_id}")
