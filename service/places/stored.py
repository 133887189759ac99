"""The places in the database: read, and written with a number that tells whether somebody wrote since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.places import PartnerPlace

AT_ONCE = 500
"""Ids in one statement: no database takes any number of them."""

Place = tuple[float, float, str]
"""x, y and how the partner got there, one of `graph.places.STANDINGS`."""


@dataclass(frozen=True)
class Stored:
    """All places at one moment."""

    number: int
    """Of the last writing; 0 where nothing was written."""
    places: Mapping[str, Place]
    """By partner id."""

    def count(self, standing: str) -> int:
        """Count those that got their place in this way."""
        return sum(place[2] == standing for place in self.places.values())


def last_number(session: Session) -> int:
    """Return the number of the last writing; 0 where nothing was written."""
    return session.scalar(select(func.max(PartnerPlace.number))) or 0


def read_places(session: Session) -> Stored:
    """Read all places."""
    columns = (PartnerPlace.partner_id, PartnerPlace.x, PartnerPlace.y, PartnerPlace.standing)
    places = {partner_id: (x, y, standing) for partner_id, x, y, standing in session.execute(select(*columns))}
    return Stored(last_number(session), places)


def write_places(session: Session, places: Mapping[str, Place], *, anew: bool = False) -> None:
    """Give partners these places, by id, and leave all others where they stand; who is no longer there gets none.

    `anew` takes the places of all others away.
    """
    number = last_number(session) + 1
    if anew:
        session.execute(delete(PartnerPlace))
    there = set(session.scalars(select(Partner.id)))
    ids = sorted(there & places.keys())
    for first in range(0, len(ids), AT_ONCE):
        session.execute(delete(PartnerPlace).where(PartnerPlace.partner_id.in_(ids[first : first + AT_ONCE])))
    rows = []
    for partner_id in ids:
        x, y, standing = places[partner_id]
        rows.append({"partner_id": partner_id, "x": x, "y": y, "standing": standing, "number": number})
    if rows:
        session.execute(insert(PartnerPlace), rows)
