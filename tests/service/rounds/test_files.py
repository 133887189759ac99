"""Plans to take along: lists, papers and calendars."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from graph.database import reading
from matching.rounds.market_round import Alone
from service.pages.rounds.plans import names_of
from service.rounds.calendar import as_calendar
from service.rounds.gathering import find_round
from service.rounds.kept import read_plan
from service.rounds.lists import list_columns, list_rows
from service.rounds.papers import PAPERS, as_paper
from service.rounds.planning import plan_now
from service.rounds.programme import programme_of, slot_at
from tests.service.rounds.gathered import gathered, new_rows
from tests.service.serving import copy_database

KINDS = {"market": {}, "visits": {"days": ["2027-03-18", "2027-03-19"]}, "lunch": {"seats": 3, "n_slots": 2}}


@pytest.fixture(scope="module", params=KINDS)
def planned(request, sqlite_template, tmp_path_factory):
    """A planned round of each kind that has a programme: the row, its plan and the names."""
    settings = copy_database(sqlite_template, tmp_path_factory.mktemp(request.param), new_rows())
    with gathered(settings, request.param, **KINDS[request.param]) as (house, round_id):
        plan_now(house, round_id, "planned", 5)
        with reading(house.engine) as session:
            row = find_round(session, round_id)
            yield row, read_plan(session, row, 1), names_of(session)


def test_the_list_has_a_row_for_each_entry_of_a_programme(planned):
    row, plan, names = planned

    rows = list_rows(row, plan, names)

    assert len(rows) == len(programme_of(row, plan.planned)) > 0  # everybody meets somebody
    assert {len(each) for each in rows} == {len(list_columns(row))}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_is_a_tagged_pdf_and_the_same_each_time(planned, paper):
    content = as_paper(*planned, paper)

    assert content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert as_paper(*planned, paper) == content


def test_a_calendar_is_read_back_strictly_with_every_entry_once(planned):
    row, plan, names = planned

    calendar = Calendar.from_ical(as_calendar(row, plan, names))

    events = calendar.walk("VEVENT")
    assert [event.errors for event in (calendar, *events)] == [[]] * (len(events) + 1)
    assert len({str(event["UID"]) for event in events}) == len(events) == len(programme_of(row, plan.planned))
    first = min(event.decoded("DTSTART") for event in events)
    assert first == datetime(2027, 3, 18, 12, tzinfo=UTC)  # one o'clock in Oss, in winter
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


def test_a_calendar_keeps_to_the_letter_of_rfc_5545(planned):
    row, plan, names = planned
    names = names | {
        "school0": "Stichting voor Zeer Langdurige Samenwerking; Onderwijs, Bedrijfsleven en Één €uregio " * 2
    }

    written = as_calendar(row, plan, names)

    lines = written.split(b"\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    unfolded = written.replace(b"\r\n ", b"").decode().split("\r\n")
    for required in ("VERSION:2.0", "PRODID:-//Osmose//NL", "METHOD:PUBLISH"):
        assert unfolded.count(required) == 1
    n_events = unfolded.count("BEGIN:VEVENT")
    for required in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "LOCATION"):
        n_found = sum(line.startswith((f"{required}:", f"{required};")) for line in unfolded)
        assert n_found >= n_events, required
    assert any("Samenwerking\\; Onderwijs\\, Bedrijfsleven" in line for line in unfolded)


def test_a_partner_gets_its_own_entries_alone(planned):
    row, plan, names = planned

    events = Calendar.from_ical(as_calendar(row, plan, names, "school0")).walk("VEVENT")

    assert len(events) == sum(each.partner_id == "school0" for each in programme_of(row, plan.planned)) > 0


def test_which_slot_runs_is_known_on_the_day_alone(planned):
    row = planned[0]
    at = datetime.fromisoformat

    assert slot_at(row, at("2027-03-18T12:00")) == 0
    if row.kind == "visits":  # its slots are its days
        assert [slot_at(row, at(f"2027-03-{day:02}T23:00")) for day in (1, 18, 19, 20)] == [0, 0, 1, None]
        return
    assert slot_at(row, at(f"2027-03-18T13:{row.slot_minutes:02}")) == (1 if row.n_slots > 1 else None)
    assert slot_at(row, at("2027-03-18T23:59")) is None
    assert slot_at(row, at("2027-03-19T13:05")) is None


@pytest.mark.parametrize("planned", ["market"], indirect=True)
def test_who_meets_nobody_stands_in_the_list_and_on_paper_with_a_reason(planned):
    row, plan, names = planned
    met = tuple(one for one in plan.planned.meetings if one.seeker_id != "school0")
    alone = Alone("school0", "vetoed", {"vetoed": 3}, 0)
    lonely = replace(plan, planned=replace(plan.planned, meetings=met, alone=(alone,)))

    first = list_rows(row, lonely, names)[0]

    assert first[:2] == ("school0", "School 0")
    assert first[-1] == "Deze keer vonden wij niemand die goed genoeg bij u past."
    assert as_paper(row, lonely, names, "programma").startswith(b"%PDF-1.7")


@pytest.mark.parametrize("planned", ["market"], indirect=True)
def test_an_empty_plan_has_its_papers(planned):
    row, plan, names = planned
    empty = replace(
        plan, asked=replace(plan.asked, seekers=(), offerers=()), planned=replace(plan.planned, meetings=())
    )

    assert list_rows(row, empty, names) == []
    assert Calendar.from_ical(as_calendar(row, empty, names)).walk("VEVENT") == []
    for paper in PAPERS:
        assert as_paper(row, empty, names, paper).startswith(b"%PDF-1.7")
