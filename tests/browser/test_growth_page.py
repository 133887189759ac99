"""The growth page in a browser: figures that come later, charts that are explored, and no script where none is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.browser.findings import findings, overflow

pytestmark = pytest.mark.browser

LONG = 60_000


def test_what_is_in_the_making_comes_by_itself(visit):
    page = visit("/groei?vanaf=2004")

    expect(page.locator("section[hx-get]")).to_have_count(0, timeout=LONG)
    expect(page.locator("#toeval .lead")).to_contain_text("naast")
    expect(page.locator("#verbinders button[data-explore]")).to_be_visible()


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_a_chart_is_explored_by_keyboard_and_tells_its_numbers_at_the_pointer(visit, viewport):
    page = visit("/groei/sectoren?tot=2021", viewport=viewport)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert "vega" not in page.content()

    page.get_by_role("button", name="Zelf verkennen").press("Enter")

    expect(page.locator(".vega-embed svg")).to_be_visible(timeout=LONG)
    assert [url.rsplit("/", 1)[1].partition("-")[0] for url in asked if "/vendor/" in url] == ["vega", "vega", "vega"]
    page.locator(".vega-embed svg .mark-text text").first.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Bedrijf")
    expect(page.locator("picture")).to_be_hidden()
    expect(page.locator(".figure__table")).to_have_count(1)
    assert overflow(page) <= 0
    page.mouse.move(0, 0)
    expect(page.locator("#vg-tooltip-element")).to_be_hidden()
    assert findings(page) == []


def test_without_scripts_a_figure_that_is_not_there_is_a_link_away(visit):
    page = visit("/groei?vanaf=2005", java_script_enabled=False)

    expect(page.get_by_role("button", name="Zelf verkennen")).to_have_count(0)
    page.locator("#groei h3 a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe het netwerk groeide")
    expect(page.locator("img").last).to_be_visible()
