"""What people do on the page of the network: ways, opened ties, keys, files of the picture, the whole screen."""

import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, wait_until_drawn
from tests.browser.findings import findings, overflow
from tests.browser.test_network_page import tab_to, where

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def open_drawn(visit, path, **options):
    page = visit(path, **options)
    wait_until_drawn(page)
    return page


def middle_of_tie(page, one, other):
    """Return where in the picture the middle between two partners is seen."""
    ends = [where(page, one), where(page, other)]
    return {side: sum(end[side] for end in ends) / 2 for side in ("x", "y")}


def test_a_click_on_a_tie_opens_what_the_two_did_together_and_back_closes_it(visit):
    page = open_drawn(visit, "/netwerk?partner=fioretti-college")

    page.locator("#picture").click(position=middle_of_tie(page, "fioretti-college", "vanderlande"))

    title = page.locator("#panel-title")
    expect(title).to_have_text("Fioretti College – Vanderlande")
    expect(title).to_be_focused()
    expect(page.locator(".together__title").first).to_have_text("Aftrap Sterk Techniekonderwijs Noordoost-Brabant")
    expect(page).to_have_url(re.compile(r"\?partner=fioretti-college&band=fioretti-college~vanderlande$"))
    expect(page.locator(".picture__ways line")).to_have_count(1)
    page.go_back()
    expect(page.locator("#panel-title")).to_have_text("Fioretti College")


def test_a_way_is_asked_by_keyboard_drawn_and_told(visit):
    page = open_drawn(visit, "/netwerk?partner=het-hooghuis")

    page.locator("#goal").focus()
    page.keyboard.type("vanderl")
    expect(page.locator("#goals li")).to_have_text(["Vanderlande"])
    expect(page.locator("#goals-said")).to_have_text("1 naam gevonden")
    page.keyboard.press("Enter")

    said = page.locator("#ways-said")
    expect(said).to_be_focused()
    expect(said).to_have_text("Het Hooghuis komt bij Vanderlande via 1 partner ertussen. Er is één kortste weg.")
    expect(page.locator(".picture__ways line")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?partner=het-hooghuis&naar=vanderlande$"))
    page.locator(".way__tie").first.press("Enter")
    expect(page.locator("#panel-title")).to_have_text(re.compile("Het Hooghuis – Fioretti College"))
    page.get_by_role("link", name="Sluiten").press("Enter")
    expect(page.locator(".way__tie").first).to_be_focused()
    page.get_by_role("link", name="Toon de weg niet meer").click()
    expect(page.locator(".picture__ways line")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?partner=het-hooghuis$"))


def test_a_name_that_is_not_clear_is_asked_again_and_the_year_is_kept(visit):
    page = open_drawn(visit, "/netwerk?partner=het-hooghuis&jaar=2020")

    page.locator("#goal").fill("Oss en omstreken samen leren")
    page.get_by_role("button", name="Toon de weg").click()
    expect(page.locator("#goal-fault")).to_be_visible()
    page.locator("#goal").fill("xyzzy")
    page.keyboard.press("Enter")  # nothing is proposed: it is sent as it is
    expect(page).to_have_url(re.compile(r"naar=xyzzy"))

    expect(page.locator("#goal-fault")).to_be_visible()
    expect(page.locator("#goal")).to_be_focused()
    expect(page).to_have_url(re.compile(r"jaar=2020"))


def test_the_picture_is_moved_zoomed_and_chosen_from_by_keyboard(visit):
    page = open_drawn(visit, "/netwerk")

    tab_to(page, "#picture")
    expect(page.locator("#picture-keys")).to_be_visible()
    camera = "JSON.stringify(document.querySelector('#picture').picture.sigma.getCamera().getState())"
    before = page.evaluate(camera)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(camera) != before
    page.keyboard.press("ArrowRight")
    middle = page.locator("#picture-middle")
    expect(middle).to_have_text(re.compile("^In het midden: .+"))
    name = middle.text_content().removeprefix("In het midden: ")
    page.keyboard.press("Enter")

    expect(page.locator("#panel-title")).to_have_text(name)


def test_a_suggestion_is_reached_by_a_click_on_its_dashed_tie(visit):
    page = open_drawn(visit, "/netwerk?partner=het-hooghuis")

    page.locator("#picture").click(position=middle_of_tie(page, "het-hooghuis", "koning-willem-i-college"))

    expect(page.locator("[data-meeting=koning-willem-i-college]")).to_be_focused()


def saved(page, name):
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    return started.value


def test_the_picture_is_saved_as_svg_with_a_mark_for_everybody_in_it(visit):
    page = open_drawn(visit, "/netwerk?jaar=2019")

    file = saved(page, "Bewaar als SVG")
    root = ET.parse(file.path()).getroot()  # noqa: S314 -- our own file
    shown = page.evaluate(
        """() => {
          const { sigma, graph } = document.querySelector("#picture").picture;
          return graph.filterNodes((node) => !sigma.getNodeDisplayData(node).hidden).length;
        }"""
    )

    assert file.suggested_filename == "netwerk-2019.svg"
    assert shown > 100
    assert len(root.findall(f".//{SVG}polygon[@class='mark']")) == shown
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert re.fullmatch(r"Partnernetwerk van Talentencampus Oss, eind 2019\. Gemaakt op \d+ \w+ \d{4}\.", texts[-1])
    assert "Gemeente Oss" in texts
    assert "Primair onderwijs" in texts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_saved_as_png_twice_as_sharp_on_white(visit, scheme):
    page = open_drawn(visit, "/netwerk?partner=het-hooghuis", color_scheme=scheme)

    file = saved(page, "Bewaar als PNG")
    box = page.locator("#picture").bounding_box()

    assert re.fullmatch(r"netwerk-\d{4}\.png", file.suggested_filename)
    with Image.open(file.path()) as image:
        assert image.format == "PNG"
        assert image.width == pytest.approx(2 * box["width"], abs=2)
        assert image.height > 2 * box["height"]
        assert image.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
        assert len(image.convert("RGB").getcolors(1 << 24)) > 50
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()") == (
        "#ffffff" if scheme == "light" else "#13282e"
    )


def test_the_whole_screen_holds_fields_picture_and_panel_and_is_left_again(visit):
    page = open_drawn(visit, "/netwerk?partner=het-hooghuis")
    height = page.locator("#picture").bounding_box()["height"]

    page.get_by_role("button", name="Volledig scherm").click()
    page.wait_for_function("() => document.fullscreenElement?.matches('.network')")
    leave = page.get_by_role("button", name="Volledig scherm sluiten")
    expect(leave).to_be_visible()
    assert page.locator("#picture").bounding_box()["height"] > height - 1
    tab_to(page, "#panel a", most=80)
    page.locator("#goal").fill("vanderl")
    expect(page.locator("#goals li")).to_have_count(1)
    assert findings(page) == []
    leave.click()

    page.wait_for_function("() => document.fullscreenElement === null")
    expect(page.get_by_role("button", name="Volledig scherm", exact=True)).to_be_visible()


def test_where_the_browser_cannot_the_whole_screen_is_not_offered(visit):
    page = open_drawn(
        visit, "/netwerk", script="Object.defineProperty(Document.prototype, 'fullscreenEnabled', { value: false });"
    )

    expect(page.locator("#whole-screen")).to_be_hidden()


def test_without_javascript_the_way_and_the_tie_are_told(visit):
    page = visit("/netwerk?partner=het-hooghuis&jaar=2020", java_script_enabled=False)

    page.locator("#goal").fill("vanderlande")
    page.get_by_role("button", name="Toon de weg").click()
    expect(page.locator("#ways-said")).to_contain_text("Het Hooghuis komt bij Vanderlande")
    expect(page).to_have_url(re.compile(r"jaar=2020"))
    page.locator(".way__tie").first.click()
    expect(page.locator("#panel-title")).to_have_text("Het Hooghuis – Fioretti College")


@pytest.mark.parametrize(
    "path", ["/netwerk?partner=het-hooghuis&naar=vanderlande", "/netwerk?band=gemeente-oss~het-hooghuis"]
)
def test_ways_and_ties_fit_a_narrow_screen_and_axe_finds_nothing(visit, path):
    page = open_drawn(visit, path, viewport=NARROW)

    assert overflow(page) <= 0
    assert findings(page) == []
