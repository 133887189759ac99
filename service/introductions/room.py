"""How many partners each one can still be asked about this quarter."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from graph.introductions import Introduction, IntroductionStep
from graph.people import Contact
from matching.exposure import room
from service.snapshot import Snapshot


def quarter_begins(day: date) -> date:
    """Return the first day of the quarter of a day.

    >>> quarter_begins(date(2026, 11, 26))
    datetime.date(2026, 10, 1)
    """
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


@dataclass(frozen=True)
class Rooms:
    """Room of partners, by id; who is not named has none and was never asked."""

    whole: Mapping[str, float]
    """What a quarter has room for: what the partner says, else what `matching.exposure.room` allows it."""
    asked: Mapping[str, int]
    """How often it was asked this quarter."""
    approved: Mapping[str, int]
    """In how many introductions it stands that will be asked as soon as staff send them."""

    def before_sending(self, partner_id: str) -> int:
        """Return what is left as long as nothing of what was approved is sent; below 0 for whoever is overasked."""
        return int(self.whole.get(partner_id, 0)) - self.asked.get(partner_id, 0)

    def left(self, partner_id: str) -> int:
        """Return what is left once all that was approved is sent.

        >>> Rooms({"a": 3}, {"a": 1}, {"a": 1}).left("a")
        1
        """
        return self.before_sending(partner_id) - self.approved.get(partner_id, 0)

    def all_left(self) -> dict[str, int]:
        """Return what is left of everybody, by id."""
        return {partner_id: self.left(partner_id) for partner_id in self.whole}


def read_rooms(session: Session, snapshot: Snapshot, today: date) -> Rooms:
    """Return the room of everybody in the present network."""
    asked, approved = count_taken(session, today)
    return Rooms(whole=snapshot.views.get("room", lambda: _whole_room(snapshot)), asked=asked, approved=approved)


def count_taken(session: Session, today: date) -> tuple[Counter[str], Counter[str]]:
    """Return how often each partner was asked this quarter, and in how many introductions it stands that will be."""
    begin = datetime.combine(quarter_begins(today), datetime.min.time(), UTC)
    pairs = select(Introduction.first_id, Introduction.second_id)
    asked = pairs.join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id).where(
        IntroductionStep.to_state == "asked", IntroductionStep.made_at >= begin
    )
    return _count_sides(session, asked), _count_sides(session, pairs.where(Introduction.state == "approved"))


def _whole_room(snapshot: Snapshot) -> dict[str, float]:
    network = snapshot.network
    return dict(zip(network.partners["id"], room(network).tolist(), strict=True))


def _count_sides(session: Session, pairs: Select[str, str]) -> Counter[str]:
    return Counter(partner_id for pair in session.execute(pairs) for partner_id in pair)


def count_mailed(session: Session) -> dict[str, int]:
    """Return how many persons get the mail of each partner, by id; who is not named has nobody, and staff call."""
    counted = select(Contact.partner_id, func.count()).where(Contact.state == "confirmed").group_by(Contact.partner_id)
    return {row[0]: row[1] for row in session.execute(counted)}
