"""The agenda of everybody: by day, as a calendar and on paper; and the page of an activity."""

import json
import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from graph.year_themes import YearTheme, add_year_theme
from service.activities import papers
from service.limits import LIMITS, Limit
from tests.service.activities.holding import moment
from tests.service.pages.activities.conftest import come, copy_club, publish_in
from tests.service.serving import ELSEWHERE, serving, writing


def titles(page):
    return re.findall(r'<h3 class="utrecht-heading-3"><a [^>]*>([^<]+)', page.text)


def test_without_activities_it_says_what_to_do_and_the_menu_names_it_not(public, staff):
    page = public.get("/agenda")

    assert page.status_code == 200
    assert "Er staat nu niets in de agenda" in page.text
    assert 'href="/aanmelden?verder=%2Fmijn"' in page.text
    assert ">Agenda</a>" not in page.text
    assert 'href="/werkbank/activiteiten/nieuw"' in staff.get("/agenda").text


def test_it_shows_by_day_what_the_public_may_see_and_how_many_places_are_left(public, publish, settings):
    first = publish(title="Studiedag", capacity=5, place="Oss", held_by=["school"])
    publish(title="Alleen partners", is_public=False)
    publish(title="Nog een concept", state="draft")
    publish(title="Lunch", begins_at=moment("2090-03-17T12:00"), ends_at=moment("2090-03-17T13:00"))
    come(settings, first, "bakker", 1)

    page = public.get("/agenda")

    assert titles(page) == ["Studiedag", "Lunch"]
    assert re.findall(r'<h2 [^>]*id="day-\d">([^<]+)', page.text) == [
        "Donderdag 16 maart 2090",
        "Vrijdag 17 maart 2090",
    ]
    assert "nog 4 plaatsen" in page.text
    assert "De Lindeschool" in page.text
    assert "Bakkerij" not in page.text  # who comes stays inside
    assert ">Agenda</a>" in page.text


def test_partners_see_what_is_for_them_too(public, publish, speaking):
    publish(title="Alleen partners", is_public=False)

    assert titles(speaking(public, "bakker").get("/agenda")) == ["Alleen partners"]


@pytest.fixture(scope="module")
def two_days(sqlite_template, tmp_path_factory):
    """A client of an agenda with a study day and a lunch."""
    settings = copy_club(sqlite_template, tmp_path_factory.mktemp("two"))
    publish_in(settings, title="Studiedag", theme_ids=["techniek"], sector_ids=["primair-onderwijs"], place="Oss")
    lunch = {"begins_at": moment("2090-03-17T12:00"), "ends_at": moment("2090-03-17T13:00"), "kind": "lunch"}
    publish_in(settings, title="Lunch", place="Berghem", **lunch)
    with serving(settings, ELSEWHERE) as client:
        yield client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("van=2090-03-17", ["Lunch"]),
        ("van=2090-03-01&tot=2090-03-16", ["Studiedag"]),
        ("thema=techniek", ["Studiedag"]),
        ("sector=primair-onderwijs", ["Studiedag", "Lunch"]),
        ("plaats=Berghem", ["Lunch"]),
        ("soort=lunch", ["Lunch"]),
        ("zoek=lunch", ["Lunch"]),
        ("van=gisteren&soort=feest&zoek=", ["Studiedag", "Lunch"]),
        ("van=0001-01-01&tot=9999-12-31", ["Studiedag", "Lunch"]),
        ("thema=geen%00thema", []),
    ],
)
def test_the_address_chooses_and_the_calendar_keeps_the_choice(two_days, query, found):
    page, feed = two_days.get(f"/agenda?{query}"), two_days.get(f"/agenda.ics?{query}")

    assert titles(page) == found
    assert [str(each["SUMMARY"]) for each in Calendar.from_ical(feed.content).walk("VEVENT")] == found
    assert ("Er is geen activiteit die bij deze keuze past." in page.text) == (not found)


def test_the_programme_on_paper_is_a_pdf(two_days):
    paper = two_days.get("/agenda.pdf?plaats=Oss")

    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_the_feed_is_a_calendar_and_tells_what_is_called_off(public, publish):
    number = publish(title="Fietstocht", state="called_off")

    feed = public.get("/agenda.ics")

    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    event = Calendar.from_ical(feed.content).walk("VEVENT")[0]
    assert (event["STATUS"], event["UID"]) == ("CANCELLED", f"activiteit-{number}@osmose.example")
    one = public.get(f"/agenda/{number}/agenda.ics")
    assert Calendar.from_ical(one.content).walk("VEVENT")[0]["UID"] == event["UID"]
    assert "webcal://osmose.example/agenda.ics?plaats=Oss" in public.get("/agenda?plaats=Oss").text


def test_the_week_of_a_year_is_a_period_with_a_name(public, publish, settings):
    with writing(settings) as session:
        week = {"week_starts_on": date(2090, 3, 13), "week_ends_on": date(2090, 3, 17)}
        add_year_theme(session, YearTheme(year=2090, title="Techniek dichtbij", **week), [])
    publish()

    page = public.get("/agenda")

    assert (
        'href="/agenda?van=2090-03-13&amp;tot=2090-03-17">Week van Techniek dichtbij, vanaf 13 maart 2090' in page.text
    )
    feed = Calendar.from_ical(public.get("/agenda.ics?van=2090-03-13&tot=2090-03-17").content)
    assert feed["X-WR-CALNAME"].startswith("Techniek dichtbij – ")


def test_the_page_of_an_activity_says_all_and_as_linked_data(public, publish):
    number = publish(title="Studiedag </script>", description="Eén.\n\nTwee.", capacity=40, held_by=["school"])

    page = public.get(f"/agenda/{number}")

    assert "donderdag 16 maart 2090, 13:00 – 16:30" in page.text
    linked = json.loads(re.search(r'ld\+json">(.*?)</script>', page.text)[1])
    assert (linked["@type"], linked["name"]) == ("Event", "Studiedag </script>")
    assert 'href="/aanmelden?verder=%2Fagenda%2F' in page.text
    assert "niemand wordt overgeslagen" in page.text


@pytest.mark.parametrize("columns", [{"is_public": False}, {"state": "draft"}, {"state": "proposed"}])
def test_what_is_not_for_the_public_is_not_there(public, publish, columns):
    number = publish(title="Geheim plan", **columns)

    for path in (f"/agenda/{number}", f"/agenda/{number}/agenda.ics"):
        answer = public.get(path)
        assert answer.status_code == 404
        assert "Geheim plan" not in answer.text


def test_what_is_for_partners_alone_is_no_linked_data_and_in_no_index(public, publish, speaking):
    number = publish(is_public=False)

    page = speaking(public, "club").get(f"/agenda/{number}")

    assert "ld+json" not in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_who_speaks_for_a_partner_signs_up_on_the_page_itself(public, publish, speaking):
    number = publish(capacity=3)
    client = speaking(public, "club")

    page = client.get(f"/agenda/{number}")
    action = re.search(r'action="(/mijn/club/activiteiten/\d+/aanmelden)"', page.text)[1]
    done = client.post(action, data={"aantal": "2"})

    assert "Sportclub komt met 2 personen." in done.text
    assert "Sportclub komt met 2 personen." in client.get(f"/agenda/{number}").text


def test_the_page_of_a_theme_names_what_is_held_about_it(public, publish):
    publish(title="Studiedag techniek", theme_ids=["techniek"], capacity=7)
    publish(title="Studiedag zorg")

    page = public.get("/themas/techniek")

    assert "Studiedag techniek" in page.text
    assert "nog 7 plaatsen" in page.text
    assert "Studiedag zorg" not in page.text


def test_what_is_chosen_stays_chosen_where_nothing_fits(two_days):
    page = two_days.get("/agenda?van=2090-04-01&thema=techniek&sector=primair-onderwijs&plaats=Oss").text

    assert "Er is geen activiteit die bij deze keuze past." in page
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["primair-onderwijs", "techniek", "Oss"]


def test_a_programme_is_set_once_and_nobody_asks_for_it_without_end(public, publish, monkeypatch):
    publish()
    monkeypatch.setitem(LIMITS, "programmes on paper", Limit(2, timedelta(minutes=10)))
    n_before = papers.set_paper.cache_info().misses
    first, second = (public.get("/agenda.pdf").content for _ in range(2))

    assert first == second
    assert papers.set_paper.cache_info().misses == n_before + 1
    assert public.get("/agenda.pdf").status_code == 429
    assert public.get("/agenda").status_code == 200


def test_who_signed_in_reads_what_a_calendar_does_not_follow(public, speaking):
    said = "Activiteiten voor alleen partners komen niet mee"

    assert said not in public.get("/agenda").text
    assert said in speaking(public, "club").get("/agenda").text
