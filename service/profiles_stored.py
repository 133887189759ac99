"""The profile of one partner, read and changed by whom it belongs to, under the checks that a file goes through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from graph.choosing import choose_levels, chosen_levels
from graph.errors import GraphError, SpoiledInput, UnknownPartner, UnreadableCell
from graph.model import (
    CHOSEN_FIELDS,
    Interest,
    Membership,
    Offering,
    Partner,
    PartnerAlias,
    PartnerTheme,
)
from graph.reading.cells import clean, join_values, split_values
from graph.reading.editing import store_row
from graph.reading.names import fold
from graph.reading.tables import PARTNERS
from graph.repository import Repository
from service.access import USUAL_LEVELS, Asker, Role
from service.audit import note

OWN_COLUMNS = (
    *("aliases", "description", "offers", "seeks", "themes"),
    *("place", "postcode", "website", "capacity"),
)
"""Columns of the exchange format that a partner changes itself; its name stays with staff, its sector with files."""


class RefusedProfile(GraphError):
    """What a partner is to tell of itself cannot be stored; `reasons` says why, by the column where it stands.

    >>> RefusedProfile({"capacity": "'-1' is not a whole number"}).reasons["capacity"]
    "'-1' is not a whole number"
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__("; ".join(f"{column}: {reason}" for column, reason in self.reasons.items()))


@dataclass(frozen=True)
class ProfileChanges:
    """What is to be changed of a profile; what is not named stays as it is."""

    columns: Mapping[str, str | int | Sequence[str] | None] = field(default_factory=dict)
    """By names of `OWN_COLUMNS`: a text, a number, or a list of texts; None and "" clear it."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """Who sees a field: a level of `graph.model.LEVELS` by a name of `CHOSEN_FIELDS`."""
    sets_pause: bool = False
    paused_until: date | None = None
    """Up to and with this day it wants no new contacts; counts where `sets_pause`."""


@dataclass(frozen=True)
class Profile:
    """All that a partner tells of itself, whoever may see it."""

    partner: Partner
    lists: dict[str, list[str]]
    """aliases, seeks, offers, themes (ids) and part_of (ids), in the partner's order."""
    levels: dict[str, str]
    """Who sees each of `CHOSEN_FIELDS`."""


_LISTS: dict[str, tuple[type[Any], InstrumentedAttribute[str]]] = {
    "aliases": (PartnerAlias, PartnerAlias.text),
    "seeks": (Interest, Interest.text),
    "offers": (Offering, Offering.text),
    "themes": (PartnerTheme, PartnerTheme.theme_id),
    "part_of": (Membership, Membership.parent_id),
}


def read_profile(session: Session, partner_id: str) -> Profile:
    """Return the profile of a partner as it is stored now; raise `UnknownPartner`."""
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise UnknownPartner(f"no partner has the id '{partner_id}'")
    return Profile(
        partner,
        {
            name: list(session.scalars(select(value).where(model.partner_id == partner_id).order_by(model.position)))
            for name, (model, value) in _LISTS.items()
        },
        {name: USUAL_LEVELS[name] for name in CHOSEN_FIELDS} | chosen_levels(session, partner_id),
    )


def store_profile(session: Session, asker: Asker, partner_id: str, changes: ProfileChanges) -> bool:
    """Store changes of a partner's profile; return whether they change anything. The caller commits.

    A partner that sends its own profile has confirmed it thereby. Raise `UnknownPartner`, or `RefusedProfile` with all
    that is wrong.
    """
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise UnknownPartner(f"no partner has the id '{partner_id}'")
    is_changed = [
        _store_columns(session, asker, partner, changes.columns),
        _store_pause(session, partner, changes),
        _store_levels(session, partner_id, changes.levels),
    ]
    if asker.owns(partner_id):
        partner.confirmed_on = date.today()  # noqa: DTZ011 -- the day where the service is
    if any(is_changed):
        told = [*changes.columns, *(["paused_until"] if changes.sets_pause else [])]
        told += [f"who sees {field}" for field in changes.levels]
        note(session, asker, "change profile", f"partner {partner_id}", ", ".join(sorted(told)))
    session.flush()
    session.expire(partner)  # the import wrote past it
    return any(is_changed)


def _store_columns(
    session: Session, asker: Asker, partner: Partner, columns: Mapping[str, str | int | Sequence[str] | None]
) -> bool:
    if not columns:
        return False
    may_change = OWN_COLUMNS if asker.role is not Role.STAFF else ("name", *OWN_COLUMNS)
    # What a row must have goes with it, unchanged.
    cells = {"id": partner.id, "name": partner.name, "sector": partner.sector_id}
    cells |= {name: _cell(name, value, may_change) for name, value in columns.items()}
    if any(has_moved(getattr(partner, name), cells.get(name)) for name in ("place", "postcode")):
        cells |= {"latitude": "", "longitude": ""}  # those of where it was
    try:
        return store_row(session, PARTNERS, cells, f"profile of {partner.id}")
    except SpoiledInput as error:
        # Not the whole fault: nobody who filled in a form knows of a file and its row 2.
        raise RefusedProfile({str(fault.column): fault.reason for fault in error.faults}) from None


def has_moved(before: str, after: str | None) -> bool:
    """Whether a known place or postcode becomes another one.

    To add one that was not known, to spell it otherwise or to say nothing of it is no move.

    >>> [has_moved("Oss", after) for after in ("Uden", "OSS", None)], has_moved("", "Oss")
    ([True, False, False], False)
    """
    return bool(before) and after is not None and fold(before) != fold(after)


def _cell(name: str, value: str | int | Sequence[str] | None, may_change: Sequence[str]) -> str:
    if name not in may_change:
        raise RefusedProfile({name: f"is no column to be changed; expected one of {', '.join(may_change)}"})
    if value is None or isinstance(value, (str, int)):
        return "" if value is None else str(value)
    try:
        values = tuple(clean(each) for each in value)
    except UnreadableCell as error:
        raise RefusedProfile({name: str(error)}) from None
    if torn := [each for each in values if each and split_values(each) != (each,)]:
        raise RefusedProfile({name: f"'{torn[0]}' holds ; or | or a line break, which separate values"})
    return join_values(values)


def _store_pause(session: Session, partner: Partner, changes: ProfileChanges) -> bool:
    if not changes.sets_pause or changes.paused_until == partner.paused_until:
        return False
    partner.paused_until = changes.paused_until
    # Not as a change of its profile alone: whom it may meet follows from a pause, for the others too.
    Repository(session).record_change(f"pause of {partner.id}")
    return True


def _store_levels(session: Session, partner_id: str, levels: Mapping[str, str]) -> bool:
    wanted = {**chosen_levels(session, partner_id), **levels}
    return bool(choose_levels(session, partner_id, {n: each for n, each in wanted.items() if each != USUAL_LEVELS[n]}))
