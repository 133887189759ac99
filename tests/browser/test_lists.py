"""The list and the finding answer while someone types, without loading the page again."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_list_narrows_while_someone_types(visit):
    page = visit("/partners")
    page.evaluate("document.body.dataset.sameVisit = 'true'")

    page.locator("#search").press_sequentially("museum")

    expect(page.locator("#count")).to_have_text(re.compile(r"^\d partners?$"))
    expect(page).to_have_url(re.compile(r"/partners\?zoek=museum$"))
    expect(page.locator("#search")).to_be_focused()
    assert page.evaluate("document.body.dataset.sameVisit") == "true"


def test_a_filter_narrows_the_list_at_once(visit):
    page = visit("/partners")

    page.locator("#sector").select_option("bibliotheek")

    expect(page.locator("#count")).to_have_text("2 partners")
    expect(page).to_have_url(re.compile(r"/partners\?sector=bibliotheek$"))


def test_pages_turn_without_loading_and_back_goes_back(visit):
    page = visit("/partners")

    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_text("Pagina 2 van 7")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/partners\?pagina=2$"))
    page.go_back()
    expect(page.get_by_text("Pagina 1 van 7")).to_be_visible()


def test_the_focus_stays_with_the_list_when_its_last_page_is_turned_to(visit):
    page = visit("/partners?pagina=6")

    page.get_by_role("link", name="Volgende").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Pagina 7 van 7")).to_be_visible()
    expect(page.locator("#count")).to_be_focused()


def test_a_question_is_answered_in_place(visit):
    page = visit("/vinden")

    page.locator("#question").fill("taalvrijwilligers voor nieuwkomers")
    page.keyboard.press("Enter")

    expect(page.locator("mark").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/vinden\?vraag=taalvrijwilligers"))
    expect(page.locator("#said")).to_contain_text("Deze partners passen het best")
    expect(page).to_have_title("“taalvrijwilligers voor nieuwkomers” – Vinden – Osmose")
    page.locator("#question").fill("xyzzy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="We vonden niemand die dit biedt")).to_be_visible()


def test_an_answer_that_fails_leaves_the_list_and_says_so(visit):
    page = visit("/partners", script="window.fetch = async () => new Response('<p>fault</p>', { status: 500 });")

    page.locator("#sector").select_option("bibliotheek")

    expect(page.get_by_role("alert").get_by_text("Dat lukte niet")).to_be_visible()
    expect(page.locator("#count")).to_have_text("164 partners")
