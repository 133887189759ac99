"""The form of an activity: read, and told what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import KINDS, ZONE, Activity
from graph.model import Partner, Sector
from graph.rounds import Round
from service.activities.signing_up import MOST_PEOPLE
from service.activities.words import KIND_LABELS
from service.days import read_day
from service.pages.own.frame import one
from service.pages.typed_text import read_text
from service.profiles import theme_choices
from service.rounds.choosing import read_list
from service.rows import LARGEST_ID
from service.texts import gettext as _

LONGEST = {"title": 200, "place": 100, "address": 300, "audience": 300, "description": 5000}
"""Letters of each text."""
ORGANISERS = ("organisers", 2000)
"""The field of who holds it, which is no column, and its letters."""
MOST_ROOM = 100_000
N_NEW_THEMES = 3
"""Empty places for themes that a form has."""
TYPED = (
    *("title", "description", "kind", "day", "begins", "ends", "last_day", "place", "address", "coordinates"),
    *("audience", "capacity", "most_each", "sign_up_until", "organisers", "round"),
)
"""Fields of one text each."""

Fields = Mapping[str, list[str]]


@dataclass(frozen=True)
class Read:
    """A form as it was sent."""

    columns: dict[str, Any]
    """Columns of `graph.activities.Activity`; not all of them where something is wrong."""
    organiser_ids: tuple[str, ...]
    faults: dict[str, str]
    """A sentence for each field that is wrong."""


def read_activity(session: Session, typed: Fields, *, is_staff: bool) -> Read:
    """Read a form; what staff alone decide is read from staff alone."""
    held, (columns, faults) = dict(typed), _texts(typed)
    columns["kind"] = one(held, "kind") if one(held, "kind") in KINDS else "other"
    for read in (_moments, _coordinates, _room):
        more, wrong = read(held)
        columns |= more
        faults |= wrong
    known = set(session.scalars(select(Sector.id)))
    columns["sector_ids"] = [each for each in held.get("sectors", []) if each in known]
    columns["theme_ids"], fault = _themes(session, held)
    faults |= {"themes": fault} if fault else {}
    columns["is_public"] = bool(one(held, "public"))
    listed = read_list(session, columns.pop("organisers"))
    if listed.faults:
        faults["organisers"] = _("No single partner is called “%(name)s”.") % {"name": listed.faults[0][1]}
    if is_staff:
        columns["round_id"] = _round(session, one(held, "round"))
    return Read(columns, listed.partner_ids, faults)


def typed_of(session: Session, activity: Activity, organiser_ids: tuple[str, ...]) -> dict[str, list[str]]:
    """Return an activity as its form shows it."""
    begins, ends = activity.begins, activity.ends
    is_on_map = activity.latitude is not None and activity.longitude is not None
    names = [session.get_one(Partner, each).name for each in organiser_ids]
    texts = {
        **{name: getattr(activity, name) for name in (*LONGEST, "kind")},
        "day": begins.date().isoformat(),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "last_day": "" if ends.date() == begins.date() else ends.date().isoformat(),
        "coordinates": f"{activity.latitude}, {activity.longitude}" if is_on_map else "",
        "capacity": str(activity.capacity or ""),
        "most_each": str(activity.most_each or ""),
        "sign_up_until": activity.sign_up_until.isoformat() if activity.sign_up_until else "",
        "organisers": "\n".join(names),
        "round": str(activity.round_id or ""),
        "sign_ups": "ja" if activity.takes_sign_ups else "",
        "public": "ja" if activity.is_public else "",
    }
    return {name: [text] for name, text in texts.items()} | {
        "sectors": list(activity.sector_ids),
        "themes": list(activity.theme_ids),
    }


def form_of(session: Session, typed: Fields, faults: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form shows: its fields as they were typed, what is wrong, and what can be chosen."""
    labels = theme_choices(session)
    chosen = [each for each in typed.get("themes", []) if each.strip()]
    sectors = session.execute(select(Sector.id, Sector.label).order_by(Sector.position)).all()
    rounds = session.scalars(select(Round).order_by(Round.id.desc()))
    return {
        "typed": {name: one(dict(typed), name) for name in (*TYPED, "sign_ups", "public")},
        "faults": faults,
        "kinds": [(kind, label()) for kind, label in KIND_LABELS.items()],
        "sectors": [(row.id, row.label, row.id in typed.get("sectors", [])) for row in sectors],
        "themes": [(each, labels.get(each, each)) for each in chosen],
        "theme_labels": sorted(set(labels.values()), key=str.casefold),
        "n_new_themes": N_NEW_THEMES,
        "rounds": [("", _("None")), *((str(row.id), row.title) for row in rounds)],
    }


def _texts(typed: Fields) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the texts, that of who holds it among them, and what is wrong with them."""
    read = {name: read_text(one(dict(typed), name), most) for name, most in (*LONGEST.items(), ORGANISERS)}
    faults = {name: fault for name, (_text, fault) in read.items() if fault}
    if not read["title"][0]:
        faults.setdefault("title", _("Give the activity a name."))
    return {name: text for name, (text, _fault) in read.items()}, faults


def _moments(typed: dict[str, list[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return when it begins and ends, in UTC, and the last day of signing up."""
    faults: dict[str, str] = {}
    day = read_day(one(typed, "day"))
    last_day = read_day(one(typed, "last_day")) if one(typed, "last_day").strip() else day
    hours = {name: _hour(one(typed, name)) for name in ("begins", "ends")}
    if day is None:
        faults["day"] = _("Choose a day.")
    if last_day is None and day is not None:
        faults["last_day"] = _("Choose a day, or leave it empty.")
    faults |= {name: _("Type a time as 13:00.") for name, hour in hours.items() if hour is None}
    until = one(typed, "sign_up_until").strip()
    if until and read_day(until) is None:
        faults["sign_up_until"] = _("Choose a day, or leave it empty.")
    begins, ends = _moment(day, hours["begins"]), _moment(last_day, hours["ends"])
    if begins and ends and begins >= ends:
        faults["ends"] = _("It has to end after it begins.")
    return {"begins_at": begins, "ends_at": ends, "sign_up_until": read_day(until)}, faults


def _moment(day: date | None, hour: time | None) -> datetime | None:
    return datetime.combine(day, hour, ZONE).astimezone(UTC) if day and hour else None


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


def _coordinates(typed: dict[str, list[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    text = one(typed, "coordinates").strip()
    if not text:
        return {"latitude": None, "longitude": None}, {}
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        latitude = longitude = 1000.0
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 -- what degrees can be
        return {}, {"coordinates": _("Type two numbers as 51.765, 5.518, or leave it empty.")}
    return {"latitude": latitude, "longitude": longitude}, {}


def _room(typed: dict[str, list[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return whether one signs up, for how many people there is room, and how many one partner may bring."""
    columns: dict[str, Any] = {"takes_sign_ups": bool(one(typed, "sign_ups"))}
    faults = {}
    for name, most in (("capacity", MOST_ROOM), ("most_each", MOST_PEOPLE)):
        text = one(typed, name).strip()
        columns[name] = int(text[:9]) if text.isascii() and text.isdecimal() else None
        if text and (columns[name] is None or not 1 <= columns[name] <= most):
            faults[name] = _("Type a whole number from 1 to %(most)s, or leave it empty.") % {"most": most}
    return columns, faults


def _themes(session: Session, typed: dict[str, list[str]]) -> tuple[list[str], str]:
    """Return the ids of the themes that were chosen or typed, and what is wrong with them."""
    labels = theme_choices(session)
    by_label = {label.casefold(): theme_id for theme_id, label in labels.items()}
    found: list[str] = []
    for text in filter(None, (each.strip() for each in typed.get("themes", []))):
        theme_id = text if text in labels else by_label.get(text.casefold())
        if theme_id is None:
            return found, _("“%(name)s” is not in the list of themes.") % {"name": text[:100]}
        found.append(theme_id)
    return list(dict.fromkeys(found)), ""


def _round(session: Session, text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and int(text[:11]) <= LARGEST_ID else None
    return number if number is not None and session.get(Round, number) is not None else None
