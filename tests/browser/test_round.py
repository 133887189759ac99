"""A beursvloer played: staff make it, a partner signs up on its phone, one does not come and one comes late."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from graph.introductions import Introduction
from service.keys import read_safe
from service.links import Links
from service.settings import Settings
from tests.browser import serving
from tests.browser.conftest import NARROW, PATIENCE, WIDE
from tests.browser.serving import serve
from tests.browser.visiting import Visitor
from tests.service.rounds.gathered import new_rows
from tests.service.serving import copy_database, set_clock, writing
from tests.service.signed_in import add_person

pytestmark = pytest.mark.browser

DAY = date(2037, 3, 18)


@pytest.fixture
def settings(sqlite_template, tmp_path) -> Settings:
    return copy_database(sqlite_template, tmp_path, new_rows())


@pytest.fixture
def served(settings, monkeypatch) -> Iterator[str]:
    """The program on the day itself, a quarter of an hour after the beginning, as far as programmes go."""
    make = serving.create_app

    def on_the_day(given):
        app = make(given)
        set_clock(app, datetime(DAY.year, DAY.month, DAY.day, 15, 15))  # noqa: DTZ001 -- where the service is
        return app

    monkeypatch.setattr(serving, "create_app", on_the_day)
    with serve(settings) as where:
        yield where


@pytest.fixture
def enter(browser, served):
    contexts = []

    def come(name, viewport):
        context = browser.new_context(base_url=served, viewport=viewport)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visitor(name, context.new_page())

    yield come
    for context in contexts:
        context.close()


def test_a_beursvloer_by_staff_a_partner_on_a_phone_and_a_late_arrival(settings, enter):
    staff, school, late = enter("staff", WIDE), enter("school", NARROW), enter("late", NARROW)
    link, late_link = link_to(settings, "school0"), link_to(settings, "school1")

    make_round(staff)
    sign_up(school, link)
    plan_and_share(staff)
    see_the_programme(school, link)
    tick_the_no_show(staff)
    come_late(late, late_link)
    make_a_deal(school, link)
    see_that_the_late_one_was_fitted_in(staff)
    see_the_deal_and_write_it_back(staff)

    assert what_is_stored(settings) == [("bakker2", "school0", "started", "round", "kennismaking-1")]


def link_to(settings, partner_id):
    person = add_person(settings, f"{partner_id}@voorbeeld.example", partners=partner_id)
    carried = {"person": person, "partner": partner_id, "round": 1}
    return Links(read_safe(settings)).make("round", carried)


def what_is_stored(settings):
    columns = ("first_id", "second_id", "state", "origin", "collaboration_id")
    with writing(settings) as session:
        return [tuple(row) for row in session.execute(select(*(getattr(Introduction, name) for name in columns)))]


def make_round(staff):
    staff.page.goto("/werkbank/rondes/nieuw?soort=market")
    staff.write(title="Beursvloer Oss", days=DAY.isoformat(), n_slots="4", usual_room="2", seconds="5")
    staff.write(sign_up_until="2037-03-10")
    staff.press("Ronde maken")
    table = "naam;kant;ruimte\nSchool 2;zoekt;1\n" + "".join(f"Bakker {n};biedt;2\n" for n in range(3))
    staff.page.set_input_files("#bestand", {"name": "gasten.csv", "mimeType": "text/csv", "buffer": table.encode()})
    staff.page.check("[name=komt]")
    staff.press("Toevoegen")
    staff.page.get_by_role("heading", name="4 deelnemers").wait_for()
    staff.page.select_option("#side", "one")
    staff.write(lijst="School 0\nSchool 1")
    staff.press("Toevoegen")
    staff.page.get_by_role("heading", name="6 deelnemers").wait_for()
    staff.look("ronde-deelnemers")


def sign_up(school, link):
    school.page.goto(f"/ronde/{link}")
    school.page.get_by_label("Ja, wij komen").check()
    school.write(room="3")
    school.page.select_option("#wens-1", "bakker2")
    school.page.select_option("#liever_niet-1", "bakker0")
    school.look("ronde-aanmelden")
    school.press("Versturen")
    school.page.get_by_text("Dank u, wij hebben het genoteerd").wait_for()


def plan_and_share(staff):
    staff.page.goto("/werkbank/rondes/1")
    staff.press("Plannen")
    staff.page.wait_for_url("**/plan/1")
    staff.page.get_by_text("Nagekeken.").wait_for()
    expect(staff.page.get_by_role("row", name="School 0 – Bakker 2")).to_have_count(1)
    expect(staff.page.get_by_role("row", name="School 0 – Bakker 0")).to_have_count(0)
    expect(staff.page.get_by_role("row", name="School 1")).to_have_count(0)  # it has not answered
    staff.look("ronde-plan")
    staff.press("Deel dit plan en mail ieder het programma")


def see_the_programme(school, link):
    school.page.goto(f"/ronde/{link}")
    school.page.get_by_role("heading", name="Het hele programma").wait_for()
    assert "Bakker 2" in school.page.inner_text(".round-lines")
    assert "Bakker 0" not in school.page.inner_text(".round-lines")
    school.look("ronde-programma")


def tick_the_no_show(staff):
    staff.page.goto("/werkbank/rondes/1/dag")
    staff.page.get_by_text("Wie is er niet", exact=True).click()
    staff.page.get_by_label("School 2").check()
    staff.look("ronde-dag")
    staff.press("Opnieuw plannen zonder hen")
    staff.page.get_by_text("Opnieuw gepland.").wait_for()
    staff.page.get_by_text("Niet gekomen: School 2").wait_for()


def come_late(late, link):
    """A quarter past three: the second slot runs, and nothing was planned for this school."""
    late.page.goto(f"/ronde/{link}")
    late.look("ronde-toch-gekomen", is_new=True)
    late.press("Wij zijn er: plan ons in")
    late.page.get_by_role("heading", name="Nu", exact=True).wait_for()
    first = late.page.locator(".round-lines li").first
    expect(first).to_contain_text("15:10 – 15:20")
    expect(first).to_contain_text("Bakker")
    late.look("ronde-laat-programma")


def make_a_deal(school, link):
    school.page.goto(f"/ronde/{link}")
    assert "Bakker 2" in school.page.inner_text(".round-lines")
    school.page.select_option("#met", "bakker2")
    school.write(wat="Twee stageplekken in de bakkerij")
    school.page.get_by_label("Wij gaan samen iets doen").check()
    school.press("Afspraak gemaakt")
    school.page.get_by_text("Genoteerd. Veel succes ermee.").wait_for()
    school.look("ronde-afspraak")


def see_that_the_late_one_was_fitted_in(staff):
    staff.page.goto("/werkbank/rondes/1/plan/3")
    staff.page.get_by_text("Nagekeken.").wait_for()
    expect(staff.page.get_by_role("row", name="School 1 – Bakker").first).to_be_visible()
    expect(staff.page.get_by_role("row", name="School 0 – Bakker 2")).to_have_count(1)


def see_the_deal_and_write_it_back(staff):
    staff.page.goto("/werkbank/rondes/1/dag")
    assert "Twee stageplekken in de bakkerij" in staff.page.inner_text("#afspraken")
    staff.press("Terugschrijven")
    staff.page.get_by_text("Er kwam 1 kennismaking bij.").wait_for()
    staff.page.goto("/partners/school0")
    staff.page.get_by_text("Samenwerking van Bakker 2 en School 0").first.wait_for()
