"""What axe finds on a page that is open, and how much wider than the window it is."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page):
    page.wait_for_load_state()  # a click waits for an answer, and not for its styles
    result = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in result.response["violations"]]


def overflow(page):
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
