"""One collaboration added or ended, under the checks that a file of collaborations goes through."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import GraphError, SpoiledInput, UnknownCollaboration
from graph.model import ROLES, Collaboration, CollaborationTheme, Participation
from graph.reading.cells import join_values
from graph.reading.files import Found
from graph.reading.importing import import_found
from graph.reading.names import slug
from graph.reading.sheets import Sheet
from graph.reading.tables import COLLABORATIONS, LONGEST_ID
from service.access import Asker, NotAllowed, Role
from service.audit import note

TAKING_PART = ("lead", "participants")
"""Columns of who does something; whoever only funds it does not speak for it."""
_ROOM_FOR_NUMBER = 10
_WORDS = re.compile(r"-*\w[\w-]*")


class RefusedCollaboration(GraphError):
    """What partners are said to do together cannot be stored."""


class StoredAlready(GraphError):
    """A collaboration with this id is stored."""


@dataclass(frozen=True)
class StoredCollaboration:
    """A collaboration as it is stored now."""

    row: Collaboration
    partner_ids: dict[str, list[str]]
    """Ids of its partners, by each of `graph.model.ROLES`."""
    theme_ids: list[str]


def read_collaboration(session: Session, collaboration_id: str) -> StoredCollaboration:
    """Return a collaboration as it is stored now; raise `UnknownCollaboration`."""
    row = session.get(Collaboration, collaboration_id)
    if row is None:
        raise UnknownCollaboration(f"no collaboration has the id '{collaboration_id}'")
    parts = session.execute(
        select(Participation.role, Participation.partner_id)
        .where(Participation.collaboration_id == collaboration_id)
        .order_by(Participation.position)
    ).all()
    themes = select(CollaborationTheme.theme_id).where(CollaborationTheme.collaboration_id == collaboration_id)
    return StoredCollaboration(
        row,
        {role: [partner_id for its_role, partner_id in parts if its_role == role] for role in ROLES},
        list(session.scalars(themes.order_by(CollaborationTheme.position))),
    )


def add_collaboration(session: Session, asker: Asker, cells: Mapping[str, str | Sequence[str]]) -> str:
    """Store a new collaboration and return its id; the caller commits.

    `cells` holds texts, or lists of them, by the columns of `collaborations` in the exchange format; partners are named
    by their ids, and without an id it gets one from its title. Raise `NotAllowed` for whom no partner in it belongs to,
    `StoredAlready`, and `RefusedCollaboration` with all that is wrong.
    """
    partners = {each for name in TAKING_PART for each in cells.get(name, ())}
    _require_part(asker, partners)
    if len(partners) < 2:  # noqa: PLR2004 -- together is two
        raise RefusedCollaboration("participants: expected at least two partners, leads included")
    given_id = str(cells.get("id", ""))
    if given_id and session.get(Collaboration, given_id) is not None:
        raise StoredAlready(f"a collaboration with the id '{given_id}' is there already")
    collaboration_id = given_id or _free_id(session, str(cells["title"]))
    _store(session, {**cells, "id": collaboration_id}, f"collaboration {collaboration_id}")
    note(session, asker, "add collaboration", f"collaboration {collaboration_id}")
    return collaboration_id


def end_collaboration(session: Session, asker: Asker, collaboration_id: str, end_date: str) -> None:
    """Set up to when a collaboration goes on, a partial date; empty: nobody knows. The caller commits.

    Raise `UnknownCollaboration`, `NotAllowed` for whom no partner in it belongs to, and `RefusedCollaboration`.
    """
    stored = read_collaboration(session, collaboration_id)
    _require_part(asker, {*stored.partner_ids["lead"], *stored.partner_ids["participant"]})
    same = {  # what a row must have goes with it, unchanged
        "id": collaboration_id,
        "title": stored.row.title,
        "start_date": stored.row.start_date,
        "participants": stored.partner_ids["participant"],
    }
    _store(session, {**same, "end_date": end_date}, f"end of collaboration {collaboration_id}")
    note(session, asker, "end collaboration", f"collaboration {collaboration_id}")


def _require_part(asker: Asker, partner_ids: set[str]) -> None:
    if asker.role is not Role.STAFF and not partner_ids & asker.partner_ids:
        raise NotAllowed("only who takes part in a collaboration may add or end it")


def _free_id(session: Session, title: str) -> str:
    """Return an id for a title that no collaboration has, and that fits in an address."""
    made = slug(title)
    stem = made[: LONGEST_ID - _ROOM_FOR_NUMBER].strip("-") if _WORDS.fullmatch(made) else "samenwerking"
    named = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(each for each in named if session.get(Collaboration, each) is None)


def _store(session: Session, cells: Mapping[str, str | Sequence[str]], what: str) -> None:
    texts = {name: value if isinstance(value, str) else join_values(tuple(value)) for name, value in cells.items()}
    sheet = Sheet("collaboration", COLLABORATIONS.name, list(texts), [(2, list(texts.values()))])
    try:
        import_found(session, Found([sheet]), what)
    except SpoiledInput as error:
        # Not the whole fault: nobody who typed one collaboration knows of a file and its row 2.
        reasons = (f"{fault.column}: {fault.reason}" for fault in error.faults)
        raise RefusedCollaboration("; ".join(reasons)) from None
    session.expire_all()  # the import wrote past what is loaded
