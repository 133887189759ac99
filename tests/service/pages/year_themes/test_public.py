"""The theme of a year as everybody reads it: who works on it, what was done, and where the way leads to it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete

from graph.activities import Activity
from service.year_themes.keeping import Given
from tests.service.activities.holding import hold, moment
from tests.service.serving import writing

PATH = "/jaarthema/2031"
RECHT = Given("Recht voor iedereen", "", ("recht",), (date(2031, 9, 1), date(2031, 9, 5)), leans=False)


def test_it_tells_who_works_on_it_and_what_was_done_narrower_themes_too(stranger, given):
    given()

    page = stranger.get(PATH).text

    assert "Techniek dichtbij" in page
    assert "Iedereen ziet hoe iets gemaakt wordt." in page
    assert re.findall(r'href="/themas/(\w+)"', page) == ["techniek"]
    assert "5 partners zijn hiermee bezig" in page
    assert re.findall(r'href="/partners/(\w+)"', page) == ["bakker", "school", "firma", "kapper", "smid"]  # by name
    assert page.index("Lassen na school") < page.index("Robots in de klas")


def test_where_there_is_nothing_yet_it_says_what_to_do_next(stranger, given):
    given(what=RECHT)

    page = stranger.get(PATH).text

    assert "Week met activiteiten: 1 september 2031 tot en met 5 september 2031" in page
    assert "Nog geen partner zegt dat hij hieraan werkt." in page
    assert "Wij kennen nog geen samenwerking hierover." in page
    assert 'href="/vinden?vraag=Recht"' in page
    assert "/werkbank/jaarthema/2031" not in page


def test_staff_find_the_way_to_change_it(client, given):
    given()

    assert 'href="/werkbank/jaarthema/2031"' in client.get(PATH).text


def test_the_home_page_leads_to_the_theme_of_this_year_and_no_other(stranger, given):
    given(2030)
    before = stranger.get("/").text
    given(2031)
    after = stranger.get("/").text

    assert "/jaarthema/" not in before
    assert '<a class="utrecht-link utrecht-link--html-a" href="/jaarthema/2031">Jaarthema van 2031: “Techniek' in after


def test_the_page_of_a_theme_tells_of_which_years_it_is(stranger, given):
    given()

    assert "Jaarthema van 2031: “Techniek dichtbij”" in stranger.get("/themas/techniek").text
    assert "Jaarthema" not in stranger.get("/themas/recht").text


def test_a_year_without_a_theme_is_not_found(stranger):
    assert stranger.get(PATH).status_code == 404


WEEK = Given("Techniek dichtbij", "", ("techniek",), (date(2031, 9, 1), date(2031, 9, 5)), leans=True)


@pytest.fixture
def hold_in_week(settings):
    """Hold an activity on a day in September 2031, for as long as the test lasts."""
    with writing(settings) as session:
        for title, day, columns in (
            ("Lasdemonstratie", 1, {"capacity": 12}),
            ("Robotmiddag", 5, {"state": "called_off"}),
            ("Na de week", 6, {}),
            ("Alleen partners", 3, {"is_public": False}),
            ("Nog een concept", 3, {"state": "draft"}),
        ):
            begins, ends = moment(f"2031-09-{day:02}T22:30"), moment(f"2031-09-{day:02}T23:30")
            hold(session, title=title, begins_at=begins, ends_at=ends, **columns)
    yield
    with writing(settings) as session:
        session.execute(delete(Activity))


@pytest.mark.usefixtures("hold_in_week")
def test_it_names_what_is_held_in_the_week_as_far_as_one_may_see_it(stranger, client, given):
    given(what=WEEK)

    page = stranger.get(PATH).text

    week = page[page.index('id="week"') : page.index('id="partners"')]
    assert re.findall(r'href="/agenda/\d+">([^<]+)', week) == ["Lasdemonstratie", "Robotmiddag"]
    assert "maandag 1 september 2031, 22:30 – 23:30" in week
    assert "nog 12 plaatsen" in week
    assert "gaat niet door" in week
    assert 'href="/agenda?van=2031-09-01&amp;tot=2031-09-05"' in week
    assert "Alleen partners" in client.get(PATH).text


def test_a_week_in_which_nothing_is_planned_says_so_and_how_to_propose_something(stranger, given):
    given(what=WEEK)

    page = stranger.get(PATH).text

    assert "In deze week is nog niets gepland." in page
    assert "Stel een activiteit voor de week voor" in page


def test_of_a_week_that_is_over_nothing_is_planned_any_more(stranger, given):
    given(2001, replace(WEEK, week=(date(2001, 9, 3), date(2001, 9, 7))))

    page = stranger.get("/jaarthema/2001").text

    assert "In onze agenda staat niets over deze week." in page
    assert "nog niets gepland" not in page
    assert "Stel een activiteit" not in page


@pytest.mark.usefixtures("hold_in_week")
def test_a_year_without_a_week_names_no_activities(stranger, given):
    given()

    page = stranger.get(PATH).text

    assert "Lasdemonstratie" not in page
    assert 'id="week"' not in page
