"""Activities on paper: the programme of a period, and the list at the door of one, as tagged PDF."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from service.activities.lists import Guest
from service.activities.reading import Told, today_of
from service.activities.words import KIND_LABELS, say_audience, say_hours, say_people, say_places, say_weekday, say_when
from service.texts import gettext as _
from service.wording import join

TEMPLATE = Path(__file__).parents[1] / "templates" / "agenda.typ"
MOST_KEPT = 32
"""Papers that are kept as they were made: many ask for the programme of one week, and it takes a while to set."""


def programme(told: Sequence[Told], title: str, where: str, now: datetime) -> bytes:
    """Return activities by day as PDF/UA-1; `where` is the address at which one signs up."""
    days = [
        {"title": say_weekday(day).capitalize(), "rows": [_row(each) for each in own]}
        for day, own in groupby(told, key=lambda each: each.row.begins.date())
    ]
    content = {"title": title, "lines": [where], "days": days, "empty": _("There is nothing in the agenda here.")}
    return _compile(content, now)


def door_list(told: Told, guests: Sequence[Guest], now: datetime) -> bytes:
    """Return who comes to an activity as PDF/UA-1, with a box to tick for each; who waits stands behind them."""
    coming = [[name, say_people(row.n_people)] for row, name in guests if not row.is_waiting]
    waiting = [[name, say_people(row.n_people)] for row, name in guests if row.is_waiting]
    parts = [(_("Comes"), coming), (_("On the waiting list"), waiting)]
    content = {
        "title": told.row.title,
        "lines": list(filter(None, (say_when(told), told.where, _total(told)))),
        "heads": [_("There"), _("Partner"), _("People")],
        "parts": [{"title": title, "rows": rows} for title, rows in parts if rows],
        "empty": _("Nobody signed up."),
    }
    return _compile(content, now)


def _row(told: Told) -> dict[str, Any]:
    row = told.row
    return {
        "hours": say_hours(told),
        "title": row.title,
        "kind": KIND_LABELS[row.kind](),
        "lines": list(
            filter(
                None,
                (
                    told.where,
                    _("For: %(audience)s") % {"audience": say_audience(told)},
                    join([name for _id, name in told.organisers]) if told.organisers else "",
                ),
            )
        ),
        "description": row.description,
        "places": say_places(told),
    }


def _total(told: Told) -> str:
    n_taken, capacity = told.standing.n_taken, told.row.capacity
    if capacity is None:
        return say_people(n_taken)
    return _("%(people)s, room for %(capacity)s") % {"people": say_people(n_taken), "capacity": capacity}


def _compile(content: dict[str, Any], now: datetime) -> bytes:
    made_on = today_of(now)
    return set_paper(json.dumps(content | {"made_on": made_on.isoformat()}), made_on)


@lru_cache(maxsize=MOST_KEPT)
def set_paper(content: str, made_on: date) -> bytes:
    """Return the PDF/UA-1 of what `agenda.typ` is told as JSON; what was asked for lately is kept."""
    with TemporaryDirectory() as folder:
        Path(folder, "content.json").write_text(content, encoding="utf-8")
        source = Path(folder, "agenda.typ")
        source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        # No fonts but typst's own: those of a machine would make another file of the same agenda.
        written: bytes = typst.compile(
            source,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(datetime.combine(made_on, time(), UTC).timestamp()),
            ignore_system_fonts=True,
        )
        return written
