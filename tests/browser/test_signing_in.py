"""Signing in, and looking as another, in a real browser with the pages' own policy in force."""

import pytest
from playwright.sync_api import expect

from graph.database import open_engine, transaction
from service.settings import Settings
from service.signing_in import make_link
from tests.browser.conftest import NARROW, WIDE
from tests.browser.findings import findings, overflow
from tests.browser.serving import serve
from tests.builders import partner
from tests.service.serving import copy_database
from tests.service.signed_in import add_person

pytestmark = pytest.mark.browser


@pytest.fixture
def settings(sqlite_template, tmp_path) -> Settings:
    return copy_database(sqlite_template, tmp_path, [partner("muzelinck", name="Muzelinck")], demo=True)


@pytest.fixture
def served(settings):
    with serve(settings) as where:
        yield where


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_one_signs_in_by_keyboard_and_out_again(browser, settings, served, viewport):
    person_id = add_person(settings, "directie@voorbeeld.example", partners=["muzelinck"])
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        token = make_link(session, person_id, None)
    engine.dispose()
    with browser.new_page(base_url=served, viewport=viewport) as page:
        page.goto(f"/aanmelden/{token}")
        page.get_by_role("button", name="Aanmelden op dit apparaat").press("Enter")
        page.goto("/mijn/muzelinck/collegas")
        page.locator(".account summary").press("Enter")
        assert overflow(page) <= 0
        assert findings(page) == []
        page.get_by_role("button", name="Afmelden", exact=True).press("Enter")

        page.get_by_text("U bent afgemeld.").wait_for()


def test_one_looks_as_a_partner_and_as_the_public(browser, served):
    with browser.new_page(base_url=served, viewport=NARROW) as page:
        page.goto("/over")
        page.get_by_role("button", name="Partner", exact=True).click()
        page.get_by_label("namens").wait_for()
        assert overflow(page) <= 0
        assert findings(page) == []
        page.get_by_role("button", name="Iedereen").click()

        expect(page.get_by_role("button", name="Iedereen")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("link", name="Werkbank")).to_have_count(0)
