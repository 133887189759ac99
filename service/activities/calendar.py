"""Activities as iCal (RFC 5545): a feed to subscribe to, or one activity to take in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from graph.activities import ZONE, as_told
from service.activities.reading import Told
from service.texts import gettext as _

MEDIA_TYPE = "text/calendar; charset=utf-8"
LOOK_AGAIN = timedelta(hours=6)
"""How often a calendar is asked to look whether the feed changed."""


def as_calendar(told: Sequence[Told], name: str, base_url: str) -> bytes:
    """Return activities as a calendar of a name; `base_url` is where people reach the service.

    An activity keeps its UID, and its SEQUENCE grows with each change of what stands here, so that whoever takes it in
    again has it once, changed; one that is called off is told as cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Osmose//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = " ".join(
        name.split()
    )  # icalendar escapes no property that it does not know: a line break would end this one
    calendar.add("name", name)  # RFC 7986
    calendar.add("x-wr-calname", name)  # what calendars read that are older than that
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{LOOK_AGAIN // timedelta(hours=1)}H")
    calendar.add_component(_zone())
    for each in told:
        calendar.add_component(_event(each, base_url))
    written: bytes = calendar.to_ical()
    return written


def _zone() -> Timezone:
    """Return the clock of `ZONE` as it has gone since 1996.

    Written out: icalendar's own lists every change up to 2037, and has the clock go forward an hour late.
    """
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    hour = timedelta(hours=1)
    for part, name, begins, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1981, 3, 29, 2), 3, hour, 2 * hour),  # noqa: DTZ001 -- by the clock itself
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, 2 * hour, hour),  # noqa: DTZ001 -- the same
    ):
        rule: dict[str, Any] = {"freq": "yearly", "bymonth": month, "byday": "-1su"}
        part.add("dtstart", begins)
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", rule)
        zone.add_component(part)
    return zone


def _event(told: Told, base_url: str) -> Event:
    row, event = told.row, Event()
    url = f"{base_url}{told.path}"
    event.add("uid", f"activiteit-{row.id}@{urlsplit(base_url).hostname}")
    event.add("sequence", row.n_changes)
    event.add("dtstamp", _in_utc(row.changed_at))
    event.add("created", _in_utc(row.made_at))
    event.add("last-modified", _in_utc(row.changed_at))
    event.add("dtstart", row.begins)
    event.add("dtend", row.ends)
    event.add("summary", _("Called off: %(title)s") % {"title": row.title} if told.is_off else row.title)
    event.add("status", "CANCELLED" if told.is_off else "CONFIRMED")
    event.add("description", "\n\n".join(filter(None, (row.description, url))))
    if told.where:
        event.add("location", told.where)
    if row.latitude is not None and row.longitude is not None:
        event.add("geo", (row.latitude, row.longitude))
    if told.themes:
        event.add("categories", [label for _id, label in told.themes])
    event.add("url", url)
    event.add("transp", "TRANSPARENT" if told.is_off else "OPAQUE")
    return event


def _in_utc(moment: datetime) -> datetime:
    return as_told(moment).astimezone(UTC)
