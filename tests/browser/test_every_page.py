"""Every page fits, is accessible, and asks nobody but the program itself."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW, WIDE, wait_until_drawn

pytestmark = pytest.mark.browser

PATHS = [
    "/netwerk",
    "/netwerk?partner=het-hooghuis&jaar=2019&sector=cultuur",
    "/partners",
    "/partners?zoek=xyzzy",
    "/partners/het-hooghuis",
    "/vinden",
    "/vinden?vraag=taalvrijwilligers",
    "/over",
    "/aanmelden",
    "/aanmelden/verstuurd",
    "/partners/het-hooghuis/claimen",
    "/mijn/het-hooghuis/collegas",
    "/mijn/tokens",
    "/werkbank/personen",
    "/privacy",
    "/werkbank/logboek",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page):
    result = Axe().run(page, options={"runOnly": RULES})
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in result.response["violations"]]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_and_axe_finds_nothing(visit, path, viewport):
    page = visit(path, viewport=viewport)
    if path.startswith("/netwerk"):
        wait_until_drawn(page)

    assert overflow(page) <= 0
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/netwerk?partner=het-hooghuis", "/partners/het-hooghuis", "/vinden?vraag=taal"])
def test_axe_finds_nothing_in_the_dark(visit, path):
    page = visit(path, color_scheme="dark")

    assert findings(page) == []


def test_what_is_not_there_has_an_accessible_page_too(browser, address):
    with browser.new_page() as page:
        answer = page.goto(f"{address}/partners/niemand")

        assert answer.status == 404
        assert findings(page) == []
