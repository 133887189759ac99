"""The collaborations of one partner, read from the database and ended."""

from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.errors import GraphError
from graph.model import Collaboration, Participation, Partner
from graph.repository import Repository


class UnknownOwnCollaboration(GraphError):
    """The partner takes part in no collaboration with this id."""


class EndsTooEarly(GraphError):
    """A collaboration would end before it began."""


@dataclass(frozen=True)
class OwnCollaboration:
    """A collaboration as one of its partners sees it."""

    id: str
    title: str
    start_date: str
    end_date: str
    """Empty while it runs."""
    kind: str
    description: str
    companions: tuple[str, ...]
    """Names of the others, in the order in which they were named."""


def collaborations_of(session: Session, partner_id: str) -> list[OwnCollaboration]:
    """Return what a partner takes part in: what runs first, then the latest."""
    is_own = select(Participation.collaboration_id).where(Participation.partner_id == partner_id)
    found = session.scalars(select(Collaboration).where(Collaboration.id.in_(is_own))).all()
    companions: dict[str, dict[str, str]] = {}
    others = (
        select(Participation.collaboration_id, Partner.id, Partner.name)
        .join(Partner, Partner.id == Participation.partner_id)
        .where(Participation.collaboration_id.in_(is_own), Partner.id != partner_id)
        .order_by(Participation.collaboration_id, Participation.position, Partner.id)
    )
    for collaboration_id, other_id, name in session.execute(others):
        companions.setdefault(collaboration_id, {})[other_id] = name
    latest_first = sorted(found, key=lambda one: (one.starts_on, one.id), reverse=True)
    return [
        OwnCollaboration(
            one.id,
            one.title,
            one.start_date,
            one.end_date,
            one.kind,
            one.description,
            tuple(companions.get(one.id, {}).values()),
        )
        for one in sorted(latest_first, key=lambda one: bool(one.end_date))
    ]


def own_collaboration(session: Session, partner_id: str, collaboration_id: str) -> Collaboration:
    """Return a collaboration of a partner; raise `UnknownOwnCollaboration` if it takes part in none with this id."""
    found = session.scalar(
        select(Collaboration)
        .join(Participation, Participation.collaboration_id == Collaboration.id)
        .where(Collaboration.id == collaboration_id, Participation.partner_id == partner_id)
        .limit(1)
    )
    if found is None:
        raise UnknownOwnCollaboration(f"'{partner_id}' takes part in no collaboration '{collaboration_id}'")
    return found


def end_collaboration(session: Session, collaboration: Collaboration, end_date: str) -> date:
    """End a collaboration on a partial date and return the last day that it can mean.

    Raise `UnreadableDate` for a text that is none, and `EndsTooEarly`.
    """
    last = PartialDate.parse(end_date).last
    if last < collaboration.starts_on:
        raise EndsTooEarly(f"{end_date} comes before {collaboration.start_date}")
    collaboration.end_date, collaboration.ends_on = end_date, last
    Repository(session).record_change(f"{collaboration.id} ended")
    return last


def new_collaboration_id() -> str:
    """Return an id that no collaboration has; it names nobody, so that it can stay when a partner leaves."""
    return f"samenwerking-{token_hex(5)}"
