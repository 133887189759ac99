"""Staff answer suggestions in the panel of the network, by keyboard, and take it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import wait_until_drawn
from tests.browser.findings import findings, overflow
from tests.browser.serving import copy_oss, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(made_oss, tmp_path_factory):
    """Where a network of its own is served: what is decided here stays here."""
    with serve(copy_oss(made_oss, tmp_path_factory.mktemp("answered"))) as where:
        yield where


def dashed_to(page):
    """Return the ids of the partners to whom a dashed tie is drawn."""
    return page.evaluate(
        """() => {
          const { dashed, drawing } = document.querySelector("#picture").picture;
          return dashed.lines.map(({ target }) => drawing.partners[target].id);
        }"""
    )


def test_an_answer_takes_the_dashed_tie_away_and_undo_brings_it_back(visit):
    page = visit("/netwerk?partner=het-hooghuis&sector=cultuur")
    wait_until_drawn(page)
    first = page.locator("[data-meeting]").first
    suggested, name = first.get_attribute("data-meeting"), first.text_content()
    assert suggested in dashed_to(page)

    page.locator(".meetings summary").first.press("Enter")
    assert findings(page) == []
    page.get_by_role("button", name="Goedkeuren").press("Enter")

    said = page.locator("#panel .said")
    expect(said).to_be_focused()
    expect(said).to_contain_text(re.compile(rf"^\s*Goedgekeurd: Het Hooghuis – {re.escape(name)}\."))
    expect(page.locator(f"[data-meeting={suggested}]")).to_have_count(0)
    assert suggested not in dashed_to(page)
    expect(page).to_have_url(re.compile(r"\?partner=het-hooghuis&sector=cultuur$"))
    assert overflow(page) <= 0
    assert findings(page) == []

    page.get_by_role("button", name="Ongedaan maken").press("Enter")

    expect(said).to_contain_text("Het paar staat weer bij de suggesties")
    expect(page.locator(f"[data-meeting={suggested}]")).to_have_count(1)
    assert suggested in dashed_to(page)


def test_a_suggestion_is_put_aside_with_its_reason_without_javascript(visit):
    page = visit("/netwerk?partner=museum-jan-cunen", java_script_enabled=False)
    suggested = page.locator("[data-meeting]").first.get_attribute("data-meeting")

    page.locator(".meetings summary").first.click()
    page.locator("select[name=reden]").first.select_option("already_known")
    page.get_by_role("button", name="Niet doen").first.click()

    expect(page.locator("#panel .said")).to_contain_text("Museum Jan Cunen – ")
    expect(page).to_have_url(re.compile(r"/netwerk\?partner=museum-jan-cunen$"))
    expect(page.locator(f"[data-meeting={suggested}]")).to_have_count(0)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(f"[data-meeting={suggested}]")).to_have_count(1)
