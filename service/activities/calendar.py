"""Activities as iCal (RFC 5545): a feed to subscribe to, or one activity to take in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

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
    calendar.add("name", name)  # RFC 7986
    calendar.add("x-wr-calname", name)  # what calendars read that are older than that
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", LOOK_AGAIN)
    for each in told:
        calendar.add_component(_event(each, base_url))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


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
