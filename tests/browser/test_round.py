"""A beursvloer played: staff make it, a partner signs up on its phone, somebody is late, and a deal is made."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from graph.database import open_engine
from graph.vocabulary import prepare
from service.keys import read_safe
from service.links import Links
from service.pages.rounds.signing_up import read_now
from service.settings import Settings
from tests.browser import serving
from tests.browser.conftest import NARROW, WIDE
from tests.browser.serving import serve
from tests.browser.visiting import Visitor
from tests.service.rounds.gathered import new_rows
from tests.service.serving import add_rows
from tests.service.signed_in import add_person

pytestmark = pytest.mark.browser

DAY = date(2037, 3, 18)


@pytest.fixture
def settings(tmp_path) -> Settings:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'osmose.db'}", home=tmp_path)
    engine = open_engine(settings.database_url)
    prepare(engine)
    engine.dispose()
    add_rows(settings, new_rows())
    return settings


@pytest.fixture
def served(settings, monkeypatch) -> Iterator[str]:
    """The program on the day itself, five minutes after the beginning, as far as programmes go."""
    make = serving.create_app

    def on_the_day(given):
        app = make(given)
        app.dependency_overrides[read_now] = lambda: datetime(DAY.year, DAY.month, DAY.day, 15, 5)  # noqa: DTZ001 -- where the service is
        return app

    monkeypatch.setattr(serving, "create_app", on_the_day)
    with serve(settings) as where:
        yield where


@pytest.fixture
def enter(browser, served):
    contexts = []

    def come(name, viewport):
        context = browser.new_context(base_url=served, viewport=viewport)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(name, context.new_page())

    yield come
    for context in contexts:
        context.close()


def test_a_beursvloer_from_the_first_name_to_a_deal(settings, enter):
    staff, school = enter("staff", WIDE), enter("school", NARROW)
    person = add_person(settings, "directie@school.example", partners="school0")
    make_round(staff)
    link = Links(read_safe(settings)).make("round", {"person": person, "partner": "school0", "round": 1})

    sign_up(school, link)
    plan_and_share(staff)
    see_the_programme(school, link)
    tell_who_is_late(staff)
    make_a_deal(school, link)
    see_the_deal_and_write_it_back(staff)


def make_round(staff):
    staff.page.goto("/werkbank/rondes/nieuw?soort=market")
    staff.write(title="Beursvloer Oss", days=DAY.isoformat(), n_slots="4", usual_room="2", seconds="5")
    staff.write(sign_up_until="2037-03-10")
    staff.press("Ronde maken")
    for side, names in (("one", "School 0"), ("other", "Bakker 0\nBakker 1\nBakker 2")):
        staff.page.select_option("#side", side)
        staff.write(lijst=names)
        if side == "other":
            staff.page.check("[name=komt]")
        staff.press("Toevoegen")
    staff.page.get_by_role("heading", name="4 deelnemers").wait_for()
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
    assert staff.page.get_by_role("row", name="School 0 – Bakker 2").count() == 1
    assert staff.page.get_by_role("row", name="School 0 – Bakker 0").count() == 0
    staff.look("ronde-plan")
    staff.press("Deel dit plan en mail ieder het programma")


def see_the_programme(school, link):
    school.page.goto(f"/ronde/{link}")
    school.page.get_by_role("heading", name="Het hele programma").wait_for()
    assert "Bakker 2" in school.page.inner_text(".round-lines")
    assert "Bakker 0" not in school.page.inner_text(".round-lines")
    school.look("ronde-programma")


def tell_who_is_late(staff):
    staff.page.goto("/werkbank/rondes/1/dag")
    staff.page.select_option("#hoe", "late")
    staff.page.select_option("#vanaf", "3")
    staff.page.select_option("#wie", "bakker2")
    staff.press("Opnieuw plannen")
    staff.page.get_by_text("Opnieuw gepland. Van").wait_for()
    staff.look("ronde-dag")


def make_a_deal(school, link):
    school.page.goto(f"/ronde/{link}")
    last = school.page.locator(".round-lines li").last.inner_text()
    assert "15:30 – 15:40" in last
    assert "Bakker 2" in last
    school.page.select_option("#met", "bakker2")
    school.write(wat="Twee stageplekken in de bakkerij")
    school.page.get_by_label("Wij gaan samen iets doen").check()
    school.press("Afspraak gemaakt")
    school.page.get_by_text("Genoteerd. Veel succes ermee.").wait_for()
    school.look("ronde-afspraak")


def see_the_deal_and_write_it_back(staff):
    staff.page.goto("/werkbank/rondes/1/dag")
    assert "Twee stageplekken in de bakkerij" in staff.page.inner_text("#afspraken")
    staff.press("Terugschrijven")
    staff.page.get_by_text("Er kwam 1 kennismaking bij.").wait_for()
    staff.page.goto("/partners/school0")
    staff.page.get_by_text("Samenwerking van Bakker 2 en School 0").first.wait_for()
