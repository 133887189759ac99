"""What axe finds on a page that is open, and how much wider than the window it is."""

from axe_playwright_python.base import AXE_SCRIPT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page):
    page.wait_for_load_state()  # a click waits for an answer, and not for its styles
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(options).then((result) => result.violations)", options)
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in violations]


def overflow(page):
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
