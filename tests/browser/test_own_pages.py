"""A partner's own pages in a browser: they show at once what others would see."""

import pytest

pytestmark = pytest.mark.browser

HOME = "/mijn/het-hooghuis"


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
