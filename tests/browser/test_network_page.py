"""The picture of the network and all around it, by keyboard, by pointer, and without what it would like to have."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, wait_until_drawn

pytestmark = pytest.mark.browser

NO_WEBGL = """
const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : original.call(this, kind, ...rest);
};"""


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, selector, most=60):
    for _ in range(most):
        press(page, "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def test_a_partner_is_searched_chosen_and_opened_by_keyboard(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    tab_to(page, "#search")
    page.keyboard.type("hooghuis")
    expect(page.locator("#proposals li")).to_have_text(["Het Hooghuis"])
    press(page, "ArrowDown", "Enter")

    title = page.locator("#panel-title")
    expect(title).to_have_text("Het Hooghuis")
    expect(title).to_be_focused()
    expect(page).to_have_url(re.compile(r"/netwerk\?partner=het-hooghuis$"))
    expect(page.locator(".picture__dashed line")).to_have_count(5)
    tab_to(page, "#panel a[href='/partners/het-hooghuis']")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Het Hooghuis")


def test_a_closed_panel_gives_the_focus_back(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.locator("#table a[data-follow]").first.click()
    expect(page.locator("#panel-title")).to_be_focused()
    page.get_by_role("link", name="Sluiten").click()
    expect(page.locator("#table a[data-follow]").first).to_be_focused()


def test_the_search_knows_other_names_and_says_when_it_finds_nobody(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.locator("#search").fill("NOBB")
    expect(page.locator("#proposals li")).to_have_count(1)
    expect(page.locator("#proposals li")).to_contain_text("(NOBB)")
    expect(page.locator("#proposed")).to_have_text("1 naam gevonden")
    page.locator("#search").fill("xyzzy")
    expect(page.locator("#proposed")).to_have_text("Geen partner heet zo")


def test_a_chosen_partner_and_its_suggestions_stand_out_whatever_the_filter(visit):
    page = visit("/netwerk?partner=het-hooghuis&sector=cultuur")
    wait_until_drawn(page)

    names = page.evaluate(
        """() => {
          const { picture } = document.querySelector("#picture");
          return [picture.chosen, ...picture.suggestedPositions].map((position) => picture.nodeLook(position).label);
        }"""
    )

    assert len(names) == 6
    assert "" not in names


def test_escape_closes_the_proposals(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.locator("#search").press_sequentially("museum")
    expect(page.locator("#proposals li").first).to_be_visible()
    press(page, "Escape")

    expect(page.locator("#proposals")).to_be_hidden()


def test_the_slider_turns_the_years_by_arrow_keys_and_the_address_keeps_them(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    tab_to(page, "#year")
    press(page, "ArrowLeft", "ArrowLeft")

    expect(page.locator("#year-text")).to_have_text("2019")
    expect(page.locator("#table [role=status]")).to_have_text(
        re.compile(r"^Eind 2019 hadden \d+ van de 164 partners een band")
    )
    expect(page).to_have_url(re.compile(r"\?jaar=2019$"))
    page.reload()
    expect(page.locator("#year-text")).to_have_text("2019")
    expect(page.locator("#year")).to_have_value("2019")


def test_the_years_play_and_pause(visit):
    page = visit("/netwerk?jaar=2015")
    wait_until_drawn(page)

    page.get_by_role("button", name="Afspelen").click()
    expect(page.locator("#year-text")).to_have_text("2016")
    page.get_by_role("button", name="Pauze").click()

    expect(page).to_have_url(re.compile(r"jaar=201[67]$"))
    expect(page.get_by_role("button", name="Afspelen")).to_be_visible()


def test_a_sector_is_filtered_by_the_space_bar(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    tab_to(page, "input[name=sector][value=bibliotheek]")
    press(page, "Space")

    expect(page.locator("#table tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?sector=bibliotheek$"))
    page.reload()
    expect(page.locator("input[name=sector]:checked")).to_have_count(1)


def test_the_table_is_sorted_by_keyboard_and_keeps_the_focus(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.locator("#sort-banden").focus()
    press(page, "Enter")

    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Banden")
    expect(page.locator("#table tbody tr").first).to_contain_text("Gemeente Oss")
    expect(page.locator("#sort-banden")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Banden")
    expect(page).to_have_url(re.compile(r"\?volgorde=banden$"))


def test_pointing_at_a_mark_chooses_its_partner_and_beside_it_none(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.locator("#picture").click(position=where(page, "gemeente-oss"))

    expect(page.locator("#panel-title")).to_have_text("Gemeente Oss")
    page.wait_for_timeout(400)  # sooner it would be a double click
    page.locator("#picture").click(position={"x": 6, "y": 6})
    expect(page.locator("#panel-title")).to_have_text("Kies een partner")
    expect(page).to_have_url(re.compile(r"/netwerk$"))


def test_a_mark_is_chosen_by_touch_on_a_narrow_screen(visit):
    page = visit("/netwerk", viewport=NARROW, has_touch=True)
    wait_until_drawn(page)

    page.locator("#picture").tap(position=where(page, "gemeente-oss"))

    expect(page.locator("#panel-title")).to_have_text("Gemeente Oss")


def where(page, partner_id):
    """Return where in the picture a partner stands."""
    return page.evaluate(
        """id => {
          const { picture } = document.querySelector("#picture");
          const { x, y } = picture.graph.getNodeAttributes(picture.positions.get(id));
          return picture.sigma.graphToViewport({ x, y });
        }""",
        partner_id,
    )


def test_without_webgl_a_sentence_and_the_table_remain(visit):
    page = visit("/netwerk", script=NO_WEBGL)

    expect(page.get_by_text("Uw browser kan het netwerk niet tekenen")).to_be_visible()
    expect(page.locator("#table tbody tr")).to_have_count(25)
    page.locator("#search").fill("hooghuis")
    press(page, "Enter")
    expect(page.locator("#panel-title")).to_have_text("Het Hooghuis")


def test_whoever_wants_less_motion_gets_none(visit):
    page = visit("/netwerk", reduced_motion="reduce")
    wait_until_drawn(page)

    page.get_by_role("button", name="Zoom in").click()

    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("document.querySelector('#picture').picture.sigma.getCamera().isAnimated()") is False
    assert page.evaluate("document.querySelector('#picture').picture.sigma.getCamera().ratio") < 1


def test_the_network_works_after_going_back(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_text("Pagina 2 van 7")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Pagina 1 van 7")).to_be_visible()
    wait_until_drawn(page)

    page.locator("#search").fill("hooghuis")
    expect(page.locator("#proposals li")).to_have_text(["Het Hooghuis"])


def test_back_undoes_a_choice(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)

    page.get_by_role("link", name="Gemeente Oss").first.click()
    expect(page.locator("#panel-title")).to_have_text("Gemeente Oss")
    page.go_back()

    expect(page.locator("#panel-title")).to_have_text("Kies een partner")


def test_a_picture_that_cannot_be_fetched_is_told(visit):
    page = visit("/netwerk", script="window.fetch = () => Promise.reject(new Error('closed'));")

    expect(page.get_by_role("alert").get_by_text("Dat lukte niet")).to_be_visible()
    expect(page.locator("#table table")).to_be_visible()
