"""Programmes as iCal (RFC 5545): for one partner, or for all."""

from datetime import UTC

from icalendar import Calendar, Event

from graph.rounds import Round
from service.rounds.kept import KeptPlan
from service.rounds.lists import Names, name_of, say_where, say_with
from service.rounds.programme import ZONE, Entry, programme_of
from service.texts import gettext as _

MEDIA_TYPE = "text/calendar; charset=utf-8"


def as_calendar(row: Round, plan: KeptPlan, names: Names, partner_id: str = "") -> bytes:
    """Return the programme of a partner as a calendar; of everybody without.

    Who takes it in again after a change gets the same entries, changed: each is known by its guest, day and slot.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Osmose//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", row.title)
    for entry in programme_of(row, plan.planned):
        if not partner_id or entry.partner_id == partner_id:
            calendar.add_component(_event(row, plan, entry, names, names_guest=not partner_id))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(row: Round, plan: KeptPlan, entry: Entry, names: Names, *, names_guest: bool) -> Event:
    with_names = say_with(entry, names)
    summary = _("%(title)s: with %(names)s") % {"title": row.title, "names": with_names} if with_names else row.title
    event = Event()
    event.add("uid", f"ronde-{row.id}-{entry.guest_id}-{entry.begins:%Y%m%d}-{entry.slot}{_other(entry)}@osmose")
    event.add("sequence", plan.number)
    event.add("dtstamp", plan.made_at.astimezone(UTC))
    event.add("dtstart", entry.begins.replace(tzinfo=ZONE))
    event.add("dtend", entry.ends.replace(tzinfo=ZONE))
    event.add("summary", f"{name_of(entry.guest_id, names)} – {summary}" if names_guest else summary)
    # A visit is at the host's, whatever the place where all gather.
    places = (say_where(entry, names), "" if row.kind == "visits" else row.place)
    event.add("location", ", ".join(filter(None, places)))
    return event


def _other(entry: Entry) -> str:
    """Return who visits, where several may at once; else a slot holds one meeting."""
    return f"-{entry.with_ids[0]}" if entry.receives and entry.table is None else ""
