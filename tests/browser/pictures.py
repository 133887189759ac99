"""Makes the pictures of the README from the program itself: python -m tests.browser.pictures."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import WIDE, wait_until_drawn
from tests.browser.serving import open_browser, serve_oss

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def main() -> None:
    """Take a picture of the network page and of a partner's page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve_oss(Path(folder)) as address, open_browser() as browser:
        page = browser.new_page(base_url=address, viewport=WIDE)
        page.goto("/netwerk?partner=het-hooghuis")
        wait_until_drawn(page)
        page.wait_for_timeout(500)  # sigma draws in the frame after
        _take(page, "network.png", height=1010)
        page.goto("/partners/het-hooghuis")
        _take(page, "partner.png", height=1240)


def _take(page: Page, name: str, height: int) -> None:
    page.set_viewport_size({"width": WIDE["width"], "height": height})
    page.wait_for_timeout(500)  # the picture of the network follows the new height
    page.screenshot(path=PICTURES / name)
    print(PICTURES / name)  # noqa: T201 -- this is a command


if __name__ == "__main__":
    main()
