"""What a guest says of itself, as a form shows it and as it is read: for staff, by a link and in the portal alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from graph.rounds import Round
from service.pages.own.frame import one
from service.rounds.asking import MOST_PEOPLE
from service.rounds.gathering import TWO_SIDED, Guest, guests_of, others_for
from service.rounds.signing_up import MOST_ROOM, SignUp
from service.texts import gettext as _

SHOWN_WISHES = 3
"""Wishes, and vetoes, for which the form has a field."""


@dataclass(frozen=True)
class GuestForm:
    """The fields of the form."""

    room: str
    days: tuple[str, ...]
    """Those that are ticked."""
    others: list[tuple[str, str]]
    """Id and name of whom it can wish for."""
    wishes: list[str]
    """One for each field; empty for none."""
    vetoes: list[str]


@dataclass(frozen=True)
class Said:
    """A form as it was sent."""

    said: SignUp
    faults: dict[str, str]


def guest_form(session: Session, row: Round, guest: Guest, typed: Mapping[str, list[str]] | None = None) -> GuestForm:
    """Return the form of a guest, as it was typed where it was."""
    has_side = row.kind not in TWO_SIDED or bool(guest.row.side)
    everybody = others_for(guest, guests_of(session, row.id), row.kind) if has_side else []
    others = [(each.partner_id, each.name) for each in everybody]
    room, days, wishes, vetoes = str(guest.row.room), tuple(guest.row.days), guest.wishes, guest.vetoes
    if typed is not None:
        held = dict(typed)
        room, days = one(held, "room"), tuple(held.get("days", ()))
        wishes, vetoes = tuple(held.get("wens", ())), tuple(held.get("liever_niet", ()))
    return GuestForm(room, days, others, _padded(wishes), _padded(vetoes))


def read_said(row: Round, typed: Mapping[str, list[str]], *, comes: bool) -> Said:
    """Return what a form says."""
    held, faults = dict(typed), {}
    text, most = one(held, "room").strip(), MOST_PEOPLE if row.kind == "lunch" else MOST_ROOM
    is_number = text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most
    if comes and not is_number:
        faults["room"] = _("Type a whole number from 1 to %(most)s.") % {"most": most}
    if comes and len(row.days) > 1 and not set(held.get("days", ())) & set(row.days):
        faults["days"] = _("Choose at least one day.")
    said = SignUp(
        comes=comes,
        room=int(text) if is_number else row.usual_room,
        days=tuple(held.get("days", ())),
        wishes=tuple(filter(None, held.get("wens", ()))),
        vetoes=tuple(filter(None, held.get("liever_niet", ()))),
    )
    return Said(said, faults)


def _padded(chosen: tuple[str, ...]) -> list[str]:
    return [*chosen, *[""] * max(SHOWN_WISHES - len(chosen), 0)]
