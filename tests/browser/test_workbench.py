"""The queue of today in the browser: by keyboard, at one stroke each, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.serving import copy_oss, serve

pytestmark = pytest.mark.browser

READING_MILLISECONDS = 450
"""So long somebody looks at a pair at the least; a click right after the one before is the second half of that one."""
MOST_MILLISECONDS = 10_000
"""So long the service may take for ten decisions: about 400 on an idle machine, and tests run side by side."""


@pytest.fixture(scope="module")
def address(made_oss, tmp_path_factory):
    """A network of its own: what is decided here would alter the pages that other tests look at."""
    with serve(copy_oss(made_oss, tmp_path_factory.mktemp("workbench"))) as where:
        yield where


def pairs(page):
    return page.locator("[data-item]")


def decide(page, key):
    left = pairs(page).count()
    page.keyboard.press(key)
    expect(pairs(page)).to_have_count(left - 1)


def test_ten_pairs_are_decided_on_with_one_key_each_and_the_focus_follows(visit):
    page = visit("/werkbank?baan=passend")
    expect(pairs(page)).to_have_count(10)

    page.keyboard.press("j")
    for key in "glnggglngg":
        expect(page.locator("[data-item]:focus")).to_have_count(1)
        decide(page, key)

    expect(page.locator("[data-decided]")).to_have_count(10)
    expect(page.locator("[data-count]")).to_have_text("0")
    expect(page.locator("[data-done]")).to_be_focused()
    page.keyboard.press("z")
    expect(pairs(page)).to_be_focused()


COUNT_CLICKS = "addEventListener('click', () => { window.clicks = (window.clicks ?? 0) + 1; }, true);"


def test_ten_pairs_take_ten_clicks_and_the_service_a_moment_each(visit):
    page = visit("/werkbank?baan=nieuw", script=COUNT_CLICKS)
    asked = []
    page.on("requestfinished", lambda one: one.method == "POST" and asked.append(one.timing["responseEnd"]))

    for left, button in enumerate(("Goedkeuren", "Later", "Niet doen", "Goedkeuren", "Goedkeuren") * 2, start=1):
        page.wait_for_timeout(READING_MILLISECONDS)
        pairs(page).first.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("[data-decided]")).to_have_count(left)

    assert page.evaluate("window.clicks") == 10
    assert len(asked) == 10
    assert sum(asked) < MOST_MILLISECONDS
    expect(page.locator("[data-done]")).to_be_focused()


def test_undo_brings_back_the_pair_decided_on_last(visit):
    page = visit("/werkbank?baan=brug")
    name = pairs(page).first.get_attribute("aria-label")

    page.keyboard.press("j")
    page.keyboard.press("g")
    expect(page.locator("[data-decided]")).to_contain_text("Goedgekeurd")
    page.keyboard.press("z")

    expect(page.locator("[data-decided]")).to_have_count(0)
    expect(page.locator("[data-item]:focus")).to_have_attribute("aria-label", name)


def test_a_double_click_decides_on_one_pair(visit):
    page = visit("/werkbank?baan=brug")
    left = pairs(page).count()

    pairs(page).first.get_by_role("button", name="Later").dblclick(delay=60)
    expect(page.locator("[data-decided]")).to_have_count(1)
    page.wait_for_timeout(500)  # a second decision would come by now

    expect(pairs(page)).to_have_count(left - 1)
    page.locator("[data-undo]").click()
    expect(pairs(page)).to_have_count(left)


def test_whoever_types_or_turned_the_keys_off_decides_nothing(visit):
    page = visit("/werkbank?baan=brug")

    page.locator("#search-all").press_sequentially("gn")
    expect(page.locator("#search-all")).to_have_value("gn")
    page.get_by_role("button", name="Sneltoetsen").click()
    pairs(page).first.focus()
    page.keyboard.press("g")
    page.reload()
    expect(page.get_by_role("button", name="Sneltoetsen")).to_have_attribute("aria-pressed", "false")
    expect(pairs(page)).to_have_count(10)


def test_without_javascript_each_decision_is_one_click_too(visit):
    page = visit("/werkbank?baan=nieuw&meer=10", java_script_enabled=False)
    name = pairs(page).first.get_attribute("aria-label")

    pairs(page).first.get_by_role("button", name="Goedkeuren").click()
    expect(page.locator(".said")).to_contain_text("Goedgekeurd")
    expect(page.get_by_role("link", name="Nieuwkomer 9")).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Ongedaan maken").click()

    expect(pairs(page).first).to_have_attribute("aria-label", name)


def test_a_pair_is_approved_without_the_shortcuts_by_tab_and_enter(visit):
    page = visit("/werkbank?baan=passend")
    left = pairs(page).count()
    for _time in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.key") == "g":
            break
    page.keyboard.press("Enter")

    expect(pairs(page)).to_have_count(left - 1)
    expect(page.locator("[data-decided]")).to_have_count(1)
