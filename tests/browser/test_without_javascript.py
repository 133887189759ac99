"""Without JavaScript the table, the list, the finding and the partner's page still do their work."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_table_of_the_network_sorts_filters_and_turns_years(visit):
    page = visit("/netwerk", java_script_enabled=False)

    page.get_by_role("button", name="Banden").click()
    expect(page.locator("#table tbody tr").first).to_contain_text("Gemeente Oss")
    page.locator("label", has_text="Bibliotheek").click()
    page.locator("#year").press("ArrowLeft")
    page.get_by_role("button", name="Toon", exact=True).click()

    expect(page.locator("#table tbody tr")).to_have_count(2)
    expect(page.locator("#table [role=status]")).to_contain_text("van de 2 partners een band")
    page.get_by_role("link", name="Toon Taalhuis Oss in het netwerk").or_(
        page.locator("#table a[data-follow]").first
    ).first.click()
    expect(page.locator("#panel h2")).not_to_have_text("Kies een partner")


def test_no_room_is_kept_for_the_picture(visit):
    assert visit("/netwerk", java_script_enabled=False).locator("#picture").is_hidden()


def test_the_list_is_searched_and_turned(visit):
    page = visit("/partners", java_script_enabled=False)

    expect(page.locator("#count")).to_have_text("164 partners")
    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_text("Pagina 2 van 7")).to_be_visible()
    page.locator("#search").fill("museum")
    page.locator("#search").press("Enter")
    expect(page.locator(".card").first).to_contain_text("Museum")


def test_finding_and_the_partner_page_work(visit):
    page = visit("/vinden", java_script_enabled=False)

    page.locator("#question").fill("taallessen")
    page.get_by_role("button", name="Vinden").click()
    expect(page.locator("mark").first).to_contain_text("taal")
    page.locator(".card a").first.click()
    expect(page.get_by_role("heading", name="Kan kennismaken met")).to_be_visible()
