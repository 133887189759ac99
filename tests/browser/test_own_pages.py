"""A partner's own pages in a browser: they fit, are accessible, and show at once what others would see."""

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_every_page import findings, overflow

pytestmark = pytest.mark.browser

HOME = "/mijn/het-hooghuis"
PATHS = [
    HOME,
    *(f"{HOME}/{page}" for page in ("kennismakingen", "profiel", "samenwerkingen", "gegevens", "vertrekken")),
]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_and_axe_finds_nothing(visit, path, viewport):
    page = visit(path, viewport=viewport)

    assert overflow(page) <= 0
    assert findings(page) == []


def test_what_others_see_follows_what_is_typed(visit):
    page = visit(f"{HOME}/profiel")
    seen = page.locator("section[aria-labelledby=seen-public]")

    page.fill("#description", "Wij leren elkaar zwemmen")
    page.locator("#description").blur()
    seen.get_by_text("Wij leren elkaar zwemmen").wait_for()
    page.select_option("#level-description", "network")
    seen.get_by_text("Wij leren elkaar zwemmen").wait_for(state="detached")

    assert page.locator("section[aria-labelledby=seen-partner]").get_by_text("Wij leren elkaar zwemmen").count() == 1
    page.reload()
    assert page.input_value("#description") != "Wij leren elkaar zwemmen"
