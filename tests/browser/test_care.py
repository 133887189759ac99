"""Care for partners in a real browser: by keyboard, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_filter_is_chosen_by_keyboard_and_the_focus_stays(visit):
    page = visit("/werkbank/partners")
    page.locator("#need-incomplete").focus()

    with page.expect_response(lambda answer: "nodig=incomplete" in answer.url):
        page.keyboard.press("Space")
    page.wait_for_url("**/werkbank/partners?nodig=incomplete")

    assert page.evaluate("document.activeElement.id") == "need-incomplete"
    assert page.locator("#need-incomplete").is_checked()
    n_counted = int(page.locator("label:has(#need-incomplete) .chip__count").inner_text())
    assert page.locator("#count").inner_text() == f"{n_counted} partners"


def test_a_wrong_entry_is_told_at_its_field_which_has_the_focus(visit):
    page = visit("/werkbank/partners/het-hooghuis/contacten/nieuw")
    page.get_by_label("Mailadres").fill("geen adres")
    # The answer has status 400, which the browser writes on its console; that is what it should have.
    page.route("**/contacten", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.get_by_role("button", name="Bewaren").click()

    assert page.locator("#address-fault").inner_text() == "Dit is geen mailadres. Schrijf het zoals naam@voorbeeld.nl."
    expect(page.locator("#address")).to_be_focused()
    assert page.get_by_label("Mailadres").input_value() == "geen adres"


@pytest.mark.parametrize("with_script", [True, False], ids=["with-script", "without"])
def test_a_note_is_written_and_removed_and_the_page_says_so(visit, with_script):
    page = visit("/werkbank/partners/aspen-oss", java_script_enabled=with_script)
    page.get_by_label("Bezoek").check()
    page.get_by_label("Wat is gezegd").fill("Langs geweest")
    page.get_by_role("button", name="Noteren").click()

    expect(page.get_by_role("status").filter(has_text="Genoteerd.")).to_have_count(1)
    expect(page.get_by_text("Langs geweest")).to_be_visible()
    page.get_by_role("button", name="Verwijder de notitie").click()
    expect(page.get_by_text("Langs geweest")).to_have_count(0)
