"""The picture of the network in other colours, sizes and places, and through the years."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from graph.database import open_engine, transaction
from graph.model import Partner
from graph.repository import Repository
from tests.browser.conftest import wait_until_drawn
from tests.browser.findings import findings, overflow
from tests.browser.serving import copy_oss, serve

pytestmark = pytest.mark.browser

LOOK = """(id) => {
  const { picture } = document.querySelector("#picture");
  const position = picture.positions.get(id);
  const { x, y } = picture.graph.getNodeAttributes(position);
  return { ...picture.shown.looks.nodes[position], x, y };
}"""
COUNT_BUILT = """() => {
  window.built = 0;
  document.querySelector("#picture").picture.sigma.on("beforeProcess", () => (window.built += 1));
}"""


def test_colours_and_sizes_are_chosen_and_kept_in_the_address(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)
    before = page.evaluate(LOOK, "gemeente-oss")

    page.locator("#colour").select_option("groep")
    expect(page.locator("#keys")).to_contain_text("1: rond Gemeente Oss")
    page.locator("#size").select_option("tussen")
    expect(page.locator("#table thead")).to_contain_text("Ertussenin")

    expect(page).to_have_url(re.compile(r"\?kleur=groep&grootte=tussen$"))
    page.wait_for_function("() => document.querySelector('#picture').picture.measure?.size === 'tussen'")
    after = page.evaluate(LOOK, "gemeente-oss")
    assert (after["x"], after["y"]) == (before["x"], before["y"])
    assert after["mark"] == 0
    # The highest value is drawn like 25 ties.
    assert after["size"] == pytest.approx(4.2 + 1.6 * 5)
    page.go_back()
    expect(page.locator("#size")).to_have_value("")
    expect(page.locator("#colour")).to_have_value("groep")


def test_a_network_that_changed_since_it_was_drawn_is_drawn_anew_before_sizes_change(visit):
    page = visit("/netwerk")
    wait_until_drawn(page)
    page.evaluate("document.querySelector('#picture').picture.drawing.order = 'that of before'")

    with page.expect_event("load"):  # a page of its own, and not only another address
        page.locator("#size").select_option("tussen")
    wait_until_drawn(page)

    page.wait_for_function("() => document.querySelector('#picture').picture.measure?.size === 'tussen'")
    assert page.evaluate("document.querySelector('#picture').picture.drawing.order") != "that of before"
    expect(page.locator("#size")).to_have_value("tussen")


def test_playing_a_year_builds_nothing_anew_and_moves_nobody(visit):
    page = visit("/netwerk?jaar=2015")
    wait_until_drawn(page)
    before = page.evaluate(LOOK, "gemeente-oss")
    page.evaluate(COUNT_BUILT)

    page.evaluate(
        """() => {
          const year = document.querySelector("#year");
          year.value = 2016;
          year.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    page.wait_for_function("() => document.querySelector('#picture').picture.view.year === 2016")
    after = page.evaluate(LOOK, "gemeente-oss")

    assert page.evaluate("window.built") == 0
    assert (after["x"], after["y"]) == (before["x"], before["y"])
    assert after["size"] > before["size"]
    sizes = page.evaluate(
        """() => {
          const { picture } = document.querySelector("#picture");
          return picture.sigma.getNodeDisplayData(picture.positions.get("gemeente-oss")).size;
        }"""
    )
    assert sizes == after["size"]


def test_partners_stand_on_the_map_and_who_cannot_is_named(browser, made_oss, tmp_path):
    settings = copy_oss(made_oss, tmp_path)
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        partners = session.scalars(select(Partner).order_by(Partner.id)).all()
        for at, partner in enumerate(partners[12:]):
            partner.latitude, partner.longitude = 51.7 + at % 13 / 100, 5.5 + at // 13 / 50
        Repository(session).record_change("a test")
    engine.dispose()

    with serve(settings) as where:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"{where}/netwerk?beeld=kaart")
        wait_until_drawn(page)
        page.get_by_text("12 partners hebben geen bekende plek op de kaart").click()
        hidden = page.evaluate(
            "document.querySelector('#picture').picture.shown.looks.nodes.filter(n => n.hidden).length"
        )

        expect(page.locator("#keys details li")).to_have_count(12)
        assert hidden == 12
        assert overflow(page) <= 0
        assert findings(page) == []
        page.close()
