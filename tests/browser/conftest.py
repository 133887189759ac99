"""One server and one browser for all tests of the pages, and what every visit has to keep to."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser.serving import CHROMIUM, copy_oss, make_oss, open_browser, serve

Visit = Callable[..., Page]

PATIENCE = 15_000
"""Milliseconds after which what should come does not come any more: other tests keep the machine busy."""
expect.set_options(timeout=PATIENCE)

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
ENLARGED = {"width": 320, "height": 256}
"""What is left of a usual screen where everything is enlarged four times (WCAG 1.4.10)."""


@pytest.fixture(scope="session")
def made_oss(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the network of Oss, to copy from."""
    folder = tmp_path_factory.mktemp("oss")
    make_oss(folder)
    return folder


@pytest.fixture(scope="session")
def address(made_oss: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real program serves the network of Oss."""
    with serve(copy_oss(made_oss, tmp_path_factory.mktemp("served"))) as where:
        yield where


# Of a module and not of the session: as long as it is there an event loop runs, and no other test could run one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed, and CI may not skip its tests")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with open_browser() as opened:
        yield opened


def is_meant(asked: Request, options: dict[str, object]) -> bool:
    """Whether a request came to nothing as it should: the page was left, or scripts are off and one was offered."""
    is_refused_script = options.get("java_script_enabled") is False and asked.resource_type == "script"
    return is_refused_script or "ABORTED" in (asked.failure or "")


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether the page is to blame for what the console says; that software draws slowly is said of the driver."""
    return said.type in {"error", "warning"} and "GL Driver Message" not in said.text


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page; afterwards no visit may have met an error or asked another host for anything."""
    faults: list[str] = []
    with ExitStack() as stack:

        def go(path: str, *, viewport=WIDE, script: str = "", **options) -> Page:
            context = browser.new_context(base_url=address, viewport=viewport, **options)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            if script:
                context.add_init_script(script)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(f"{path}: {error}"))
            page.on("console", lambda said: is_complaint(said) and faults.append(f"{path}: {said.text}"))
            page.on("request", lambda asked: asked.url.startswith(address) or faults.append(f"asked {asked.url}"))
            page.on("requestfailed", lambda asked: is_meant(asked, options) or faults.append(asked.url))
            page.goto(path)
            return page

        yield go
    assert faults == []


def wait_until_drawn(page: Page) -> None:
    page.wait_for_selector("#picture[data-drawn]")
