"""States of pages that nobody sees who only opens them: faults in forms, what lies folded, messages, errors."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.every_page import FILE, HOME

TABS_TRIED = 20
"""So many elements of a page are gone to by Tab, to see where the focus is."""


def send(page: Page, **fields: str) -> None:
    """Fill in fields of the page's first form by their names, and send it."""
    for name, text in fields.items():
        page.fill(f"main form [name='{name}']", text)
    with page.expect_navigation():
        page.locator(f"main form:has([name='{next(iter(fields))}']) [type=submit]").last.click()


def unfold(page: Page) -> None:
    """Open all that lies folded."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def decide(page: Page) -> None:
    """Approve the first pair of the queue, which then says what was done and offers to undo it."""
    page.locator("[data-item] [data-key=g]").first.click()
    page.wait_for_selector("[data-decided]")


STATES: list[tuple[str, str, Callable[[Page], None]]] = [
    ("public", "/aanmelden", lambda page: send(page, adres="geen adres")),
    ("partner", f"{HOME}/profiel", lambda page: send(page, place="Oss; Heesch", website="a b")),
    ("staff", "/werkbank/personen", lambda page: send(page, adres="geen adres", partner="xyzzy")),
    ("staff", "/werkbank/subsidies/nieuw", lambda page: send(page, title="", budget_cents="veel")),
    ("staff", "/werkbank", decide),
    ("public", "/netwerk?partner=het-hooghuis", unfold),
    ("public", "/antwoord/{answer_asked}", unfold),
    ("partner", HOME, unfold),
    ("staff", FILE, unfold),
    ("staff", "/werkbank/rondes/{round_market}/dag", unfold),
]
"""As whom, where, and what is done there; every state is looked at as it then is."""

ERRORS = [
    ("public", "/partners/niemand", 404),
    ("public", "/antwoord/onzin", 404),
    ("partner", "/werkbank", 403),
]
"""As whom, where, and with which status people are told that it does not work."""

LARGE = ["/partners", "/vinden?vraag=taal", "/aanmelden", "/groei"]
"""Pages that are read with text twice as large, and with more room between letters, words and lines."""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""What WCAG 1.4.12 lets readers do to text."""

SEEN_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return "";
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const isMarked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const isMine = (at) => at && (element.contains(at) || at.contains(element) || at.closest("label") !== null);
  const isSeen = [0.1, 0.3, 0.5, 0.7, 0.9].some((share) =>
    isMine(document.elementFromPoint(box.x + box.width * share, box.y + box.height * share)));
  return isMarked && isSeen ? "" : `${isMarked ? "covered" : "unmarked"}: ${element.outerHTML.slice(0, 120)}`;
}"""
"""What has the focus and does not show it, or lies under something else; empty where all is well."""
