"""The form in which staff say what a scheme is: read, and told what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.grants import GrantScheme
from graph.year_themes import YEARS
from service.days import read_day
from service.grants.money import read_euros, type_euros
from service.pages.own.frame import one
from service.texts import gettext as _

LONGEST = {"title": 200, "purpose": 3_000, "criteria": 4_000}
"""Letters that each text may have."""
LIMITS = {
    "least_partners": (1, 12),
    "least_sectors": (1, 12),
    "own_percent": (0, 100),
    "begins_in": (YEARS[0], YEARS[-1]),
}
"""Least and most of each number; each may stay empty."""
TICKS = ("is_public", "tells_left", "tells_amounts")


@dataclass(frozen=True)
class SchemeForm:
    """What stands in the form, what it means, and what is wrong with it by the name of its field."""

    typed: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


NEW = SchemeForm({"least_partners": "2", "is_public": "ja"})
"""What stands in the form of a new scheme."""


def form_of(scheme: GrantScheme) -> SchemeForm:
    """Return the form of a stored scheme."""
    numbers = {name: getattr(scheme, name) for name in LIMITS}
    return SchemeForm(
        {
            "title": scheme.title,
            "purpose": scheme.purpose,
            "criteria": "\n".join(scheme.criteria),
            "budget_cents": type_euros(scheme.budget_cents),
            "most_cents": type_euros(scheme.most_cents),
            "opens_on": scheme.opens_on.isoformat(),
            "closes_on": scheme.closes_on.isoformat(),
            **{name: "" if value is None else str(value) for name, value in numbers.items()},
            **{name: "ja" if getattr(scheme, name) else "" for name in TICKS},
        }
    )


def read_scheme(typed: Mapping[str, list[str]]) -> SchemeForm:
    """Return the columns of a scheme as they were typed, with a sentence for each field that is wrong."""
    held = {name: one(dict(typed), name).replace("\r\n", "\n").strip() for name in _FIELDS}
    faults = {
        name: _("This is too long: %(n)s letters at most.") % {"n": most}
        for name, most in LONGEST.items()
        if len(held[name]) > most
    }
    if not held["title"]:
        faults["title"] = _("Give the scheme a name.")
    columns: dict[str, Any] = {name: held[name] for name in ("title", "purpose")}
    columns["criteria"] = [line.strip() for line in held["criteria"].split("\n") if line.strip()]
    columns |= _amounts(held, faults) | _days(held, faults) | _numbers(held, faults)
    columns |= {name: bool(held[name]) for name in TICKS}
    return SchemeForm(held, columns, faults)


_FIELDS = (*LONGEST, "budget_cents", "most_cents", "opens_on", "closes_on", *LIMITS, *TICKS)


def _amounts(held: dict[str, str], faults: dict[str, str]) -> dict[str, Any]:
    budget, most = read_euros(held["budget_cents"]), read_euros(held["most_cents"])
    if not budget:
        faults["budget_cents"] = _("Type an amount such as 25000 or 25.000,50.")
    if held["most_cents"] and not most:
        faults["most_cents"] = _("Type an amount such as 2500, or leave it empty.")
    return {"budget_cents": budget, "most_cents": most}


def _days(held: dict[str, str], faults: dict[str, str]) -> dict[str, Any]:
    opens, closes = (read_day(held[name]) for name in ("opens_on", "closes_on"))
    for name, day in (("opens_on", opens), ("closes_on", closes)):
        if day is None:
            faults[name] = _("Choose a day.")
    if opens and closes and closes < opens:
        faults["closes_on"] = _("It cannot close before it opens.")
    return {"opens_on": opens, "closes_on": closes}


def _numbers(held: dict[str, str], faults: dict[str, str]) -> dict[str, Any]:
    columns: dict[str, int | None] = dict.fromkeys(LIMITS)
    for name, (least, most) in LIMITS.items():
        text = held[name]
        if not text:
            continue
        if text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most:
            columns[name] = int(text)
        else:
            told = _("Type a whole number from %(least)s to %(most)s, or leave it empty.")
            faults[name] = told % {"least": least, "most": most}
    return columns
