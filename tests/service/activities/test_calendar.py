"""The calendar, read strictly: what RFC 5545 requires, line by line, and the moments that were meant."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from graph.model import Theme
from service.access import OPERATOR
from service.activities.calendar import as_calendar
from service.activities.reading import tell_activities
from service.activities.writing import change_activity, set_state
from tests.service.activities.holding import NOW, columns_of, hold, moment

BASE = "https://osmose.example"
LONG = "Een studiedag over techniek, zorg; en wat daartussen ligt: één dag vol “ontdekken”. " * 4 + "Kom ook."
ONCE = (
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "CREATED",
    "LAST-MODIFIED",
    "URL",
    "TRANSP",
)
"""Properties that an event has once here; RFC 5545 3.6.1 allows each no more than once."""


def written(session, *rows):
    return as_calendar(tell_activities(session, rows, NOW), "Agenda, van Oss", BASE)


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


@pytest.fixture
def rows(session):
    session.add(Theme(id="techniek", label="Techniek, en ICT"))
    session.flush()
    summer = {"begins_at": moment("2027-07-01T10:00"), "ends_at": moment("2027-07-01T11:00")}
    return [
        hold(session, title=LONG, description=f"{LONG}\n\nNeem een tas mee.", theme_ids=["techniek"], place="Oss"),
        hold(session, latitude=51.7612, longitude=5.514, **summer),
        hold(session, state="called_off"),
    ]


def test_every_line_is_as_long_and_ends_as_the_standard_asks(session, rows):
    content = written(session, *rows)

    lines = content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in unfolded(content) if line)


def test_every_event_has_what_is_required_and_each_once(session, rows):
    calendar = Calendar.from_ical(written(session, *rows))

    assert (calendar["VERSION"], calendar["PRODID"], calendar["METHOD"]) == ("2.0", "-//Osmose//NL", "PUBLISH")
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Agenda, van Oss"
    events = calendar.walk("VEVENT")
    assert [part.errors for part in calendar.walk()] == [[]] * len(calendar.walk())
    assert len({str(event["UID"]) for event in events}) == 3
    for event in events:
        names = [name for name, _value in event.property_items(recursive=False)]
        assert [names.count(name) for name in ONCE] == [1] * len(ONCE)
        assert event["DTSTAMP"].dt.tzinfo is not None
        assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
        assert event["DTSTART"].dt < event["DTEND"].dt
    begin, end = unfolded(written(session)).index("BEGIN:VTIMEZONE"), unfolded(written(session)).index("END:VTIMEZONE")
    assert "TZID:Europe/Amsterdam" in unfolded(written(session))[begin:end]


def test_what_is_written_is_what_is_read(session, rows):
    first, second, third = Calendar.from_ical(written(session, *rows)).walk("VEVENT")

    assert first["SUMMARY"] == LONG
    assert first["DESCRIPTION"] == f"{LONG}\n\nNeem een tas mee.\n\n{BASE}/agenda/{rows[0].id}"
    assert first["CATEGORIES"].cats == ["Techniek, en ICT"]
    assert (first["STATUS"], first["LOCATION"], first["SEQUENCE"]) == ("CONFIRMED", "Oss", 0)
    assert (second["GEO"].latitude, second["GEO"].longitude) == (51.7612, 5.514)
    assert second["DTSTART"].dt.astimezone(UTC) == datetime(2027, 7, 1, 8, tzinfo=UTC)
    assert (third["STATUS"], third["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert third["UID"] == f"activiteit-{rows[2].id}@osmose.example"


def test_the_sequence_grows_and_the_name_stays(session):
    row = hold(session)
    before = Calendar.from_ical(written(session, row)).walk("VEVENT")[0]

    change_activity(session, OPERATOR, row, columns_of(row, begins_at=moment("2027-03-18T12:00")), (), NOW)
    set_state(session, OPERATOR, row, "called_off", NOW + timedelta(hours=1))

    after = Calendar.from_ical(written(session, row)).walk("VEVENT")[0]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert before["UID"] == after["UID"]
    assert after["DTSTAMP"].dt == NOW + timedelta(hours=1)


def test_an_empty_agenda_is_a_calendar_too(session):
    calendar = Calendar.from_ical(written(session))

    assert calendar.walk("VEVENT") == []
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_the_clock_that_is_written_goes_as_that_of_amsterdam(session):
    clock = Calendar.from_ical(written(session)).walk("VTIMEZONE")[0].to_tz()
    first = datetime(2024, 1, 1)  # noqa: DTZ001 -- by each clock in turn

    for hours in range(0, 24 * 366 * 4, 5):
        local = first + timedelta(hours=hours)
        assert local.replace(tzinfo=clock).utcoffset() == local.replace(tzinfo=ZoneInfo("Europe/Amsterdam")).utcoffset()
