"""The form in which staff say what a round is: read, and told what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from graph.rounds import Round
from service.pages.own.frame import one
from service.texts import gettext as _

LIMITS = {
    "slot_minutes": (1, 600),
    "n_slots": (1, 60),
    "n_tables": (0, 1000),
    "seats": (2, 40),
    "usual_room": (1, 40),
    "seconds": (2, 300),
}
"""Least and most of each number."""
MOST_DAYS = 30
LONGEST_TITLE = 200
USUAL: dict[str, dict[str, str]] = {
    "visits": {"slot_minutes": "240", "usual_room": "1", "begins_at": "09:00"},
    "market": {"slot_minutes": "10", "n_slots": "9", "usual_room": "6", "begins_at": "15:00"},
    "lunch": {"slot_minutes": "30", "n_slots": "3", "seats": "8", "usual_room": "1", "begins_at": "12:00"},
    "digest": {"usual_room": "3"},
}
"""What stands in the form of a new round."""
FIELDS = {
    "visits": ("place", "begins_at", "slot_minutes", "usual_room", "sign_up_until", "is_open", "seconds", "known_too"),
    "market": (
        *("place", "begins_at", "slot_minutes", "n_slots", "n_tables", "usual_room"),
        *("sign_up_until", "is_open", "seconds", "known_too"),
    ),
    "lunch": (
        "place",
        "begins_at",
        "slot_minutes",
        "n_slots",
        "seats",
        "usual_room",
        "sign_up_until",
        "is_open",
        "seconds",
    ),
    "digest": ("usual_room", "seconds"),
}
"""Columns of each kind beside title and days."""


@dataclass(frozen=True)
class Read:
    """A form as it was sent."""

    columns: dict[str, Any]
    faults: dict[str, str]


def read_round(kind: str, typed: Mapping[str, list[str]]) -> Read:
    """Return the columns of a round, with a sentence for each field that is wrong."""
    held, faults = dict(typed), {}
    columns: dict[str, Any] = {"title": one(held, "title").strip()[:LONGEST_TITLE]}
    if not columns["title"]:
        faults["title"] = _("Give the round a name.")
    columns["days"] = _days(one(held, "days"))
    if not columns["days"] or len(columns["days"]) > (MOST_DAYS if kind == "visits" else 1):
        faults["days"] = (
            _("Type days as 2027-03-18, with spaces between them.")
            if kind == "visits"
            else _("Type one day as 2027-03-18.")
        )
    for name in FIELDS[kind]:
        text = one(held, name).strip()
        if name in LIMITS:
            columns[name], fault = _number(text, *LIMITS[name])
            faults |= {name: fault} if fault else {}
    columns |= _times(kind, held, faults)
    return Read(columns, faults)


def _times(kind: str, typed: dict[str, list[str]], faults: dict[str, str]) -> dict[str, Any]:
    """Return place, hour, last day of signing up and whether acquaintances may meet, as far as the kind has them."""
    columns: dict[str, Any] = {}
    if kind == "digest":
        return columns
    columns["place"] = one(typed, "place").strip()[:LONGEST_TITLE]
    try:
        columns["begins_at"] = time.fromisoformat(one(typed, "begins_at").strip()).strftime("%H:%M")
    except ValueError:
        faults["begins_at"] = _("Type a time as 13:00.")
    until = one(typed, "sign_up_until").strip()
    try:
        columns["sign_up_until"] = date.fromisoformat(until) if until else None
    except ValueError:
        faults["sign_up_until"] = _("Choose a day, or leave it empty.")
    columns["is_open"] = bool(one(typed, "is_open"))
    if kind != "lunch":
        columns["known_too"] = bool(one(typed, "known_too"))
    return columns


def typed_of(row: Round) -> dict[str, str]:
    """Return a round as its form shows it."""
    held = {name: str(getattr(row, name) or "") for name in (*LIMITS, "place", "begins_at", "title")}
    return held | {
        "days": " ".join(row.days),
        "known_too": "ja" if row.known_too else "",
        "is_open": "ja" if row.is_open else "",
        "sign_up_until": row.sign_up_until.isoformat() if row.sign_up_until else "",
    }


def _days(text: str) -> list[str]:
    """Return the days of a text in order; none where one of its words is no day."""
    try:
        return sorted({date.fromisoformat(word).isoformat() for word in text.replace(",", " ").split()})
    except ValueError:
        return []


def _number(text: str, least: int, most: int) -> tuple[int, str]:
    if not text and least == 0:
        return 0, ""
    if not text.isascii() or not text.isdecimal() or not least <= int(text[:9]) <= most:
        return least, _("Type a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return int(text), ""
