"""Every page fits, is accessible, leads nowhere that is not there, and asks nobody but the program itself."""

import re
from collections import defaultdict
from contextlib import ExitStack
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from graph.errors import DatabaseUnavailable
from service.limits import TooMany
from service.rules import RULES as ROUTES
from service.sessions import SESSION_COOKIE
from tests.browser import states
from tests.browser.conftest import ENLARGED, NARROW, WIDE, is_complaint, wait_until_drawn
from tests.browser.elsewhere import another_site
from tests.browser.every_page import FILE, HOME, NO_PAGE, PAGES, route_of
from tests.browser.filled import fill
from tests.browser.findings import findings, overflow
from tests.browser.serving import copy_oss, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def filled(made_oss, tmp_path_factory):
    """A network of its own, in which somebody of each role signed in."""
    settings = copy_oss(made_oss, tmp_path_factory.mktemp("filled")).model_copy(update={"pulse": True})
    made = fill(settings)
    with serve(settings) as where:
        yield where, made


@pytest.fixture(scope="module")
def read():
    """What each page that was opened holds, by role and address: whoever looks for links asks for it no second time."""
    return {}


@pytest.fixture(scope="module")
def opened(browser, filled):
    """Give the one tab of each role, and what went wrong in it."""
    where, made = filled
    tabs, faults = {}, defaultdict(list)

    def open_as(role):
        if role not in tabs:
            context = browser.new_context(base_url=where, viewport=WIDE)
            if role in made.cookies:
                context.add_cookies([{"name": SESSION_COOKIE, "value": made.cookies[role], "url": where}])
            page = tabs[role] = context.new_page()
            page.on("pageerror", lambda error: faults[role].append(str(error)))
            page.on("console", lambda said: is_complaint(said) and faults[role].append(said.text))
            page.on("request", lambda asked: asked.url.startswith(where) or faults[role].append(f"asked {asked.url}"))
        faults[role].clear()
        return tabs[role], faults[role]

    yield open_as
    for page in tabs.values():
        page.context.close()


def test_every_page_is_looked_at():
    read = {name.removeprefix("GET ") for name in ROUTES if name.startswith("GET ")}
    pages = {route for route in read if not route.startswith("/v1/") and not re.search(r"\.(\{kind\}|\w+)$", route)}

    assert {route_of(path) for paths in PAGES.values() for path in paths} == pages - set(NO_PAGE)


@pytest.mark.parametrize(
    ("role", "path"),
    [pytest.param(role, path, id=f"{role}:{path}") for role, paths in PAGES.items() for path in paths],
)
def test_a_page_has_a_title_fits_and_axe_finds_nothing(opened, filled, read, role, path):
    page, faults = opened(role)
    page.set_viewport_size(WIDE)
    answer = page.goto(path.format_map(filled[1].ids))
    if "/netwerk" in page.url:
        wait_until_drawn(page)

    read[role, path] = answer.text()
    assert answer.status == 200
    assert re.search(r"^\S.* – Osmose$", page.title())
    assert overflow(page) <= 0
    assert findings(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) <= 0
    assert findings(page) == []
    page.set_viewport_size(ENLARGED)
    assert overflow(page) <= 0
    assert faults == []


@pytest.mark.parametrize(
    ("role", "path", "act"), [pytest.param(*each, id=f"{each[0]}:{each[1]}") for each in states.STATES]
)
def test_axe_finds_nothing_in_a_state_that_one_has_to_bring_about(opened, filled, role, path, act):
    page, _faults = opened(role)
    page.set_viewport_size(WIDE)
    page.goto(path.format_map(filled[1].ids))
    if "/netwerk" in page.url:
        wait_until_drawn(page)
    act(page)

    assert findings(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) <= 0


@pytest.mark.parametrize(("role", "path", "status"), states.ERRORS)
def test_axe_finds_nothing_where_it_does_not_work(opened, role, path, status):
    page, _faults = opened(role)
    page.set_viewport_size(NARROW)
    answer = page.goto(path)

    assert answer.status == status
    assert page.get_by_role("heading", level=1).inner_text()
    assert findings(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(("error", "status"), [(TooMany(60), 429), (DatabaseUnavailable("a test"), 503)])
def test_axe_finds_nothing_where_the_program_itself_fails(opened, monkeypatch, error, status):
    def fail(*_others, **_named):
        raise error

    page, _faults = opened("public")
    monkeypatch.setattr("service.pages.about.render", fail)

    assert page.goto("/over").status == status
    assert findings(page) == []


@pytest.mark.parametrize("path", states.LARGE)
def test_a_page_can_be_read_with_large_text_with_wide_text_and_in_forced_colours(opened, path):
    page, _faults = opened("public")
    page.set_viewport_size(WIDE)
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) <= 0
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate(states.SPACED)
    assert overflow(page) <= 0
    page.emulate_media(forced_colors="active")
    found = findings(page)
    page.emulate_media(forced_colors="none")
    assert found == []


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("public", "/"),
        ("public", "/aanmelden"),
        ("partner", f"{HOME}/profiel"),
        ("staff", "/werkbank"),
    ],
)
def test_what_has_the_focus_shows_it_and_is_not_covered(opened, role, path):
    page, _faults = opened(role)
    page.set_viewport_size(WIDE)
    page.emulate_media(reduced_motion="reduce")  # it goes there at once
    page.goto(path)
    lost = []
    for _time in range(states.TABS_TRIED):
        page.keyboard.press("Tab")
        lost.append(page.evaluate(states.SEEN_FOCUS))

    assert [each for each in lost if each] == []


@pytest.mark.parametrize("role", PAGES)
def test_no_link_of_these_pages_leads_nowhere(opened, filled, read, role):
    asked = opened(role)[0].context.request
    links = {}
    for path in PAGES[role]:
        there = path.format_map(filled[1].ids)
        text = read.get((role, path)) or asked.get(there).text()
        for found in re.findall(r'<a [^>]*href="([^"#]+)', text):
            link = urlsplit(urljoin(there, unescape(found)))
            if not link.netloc and link.scheme == "":
                links.setdefault(route_of(link.path), f"{link.path}?{link.query}")

    assert len(links) > 5
    assert None not in links
    assert [link for link in links.values() if asked.get(link).status != 200] == []


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("public", "/netwerk?partner=het-hooghuis"),
        ("public", "/vinden?vraag=taal"),
        ("public", "/antwoord/{answer_asked}"),
        ("partner", f"{HOME}/kennismakingen/{{introduced}}"),
        ("staff", "/werkbank"),
        ("staff", "/werkbank/kennismakingen/{asked}"),
        ("staff", FILE),
    ],
)
def test_axe_finds_nothing_in_the_dark(opened, filled, role, path):
    page, _faults = opened(role)
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="dark")
    page.goto(path.format_map(filled[1].ids))

    assert findings(page) == []
    page.emulate_media(color_scheme="light")


def test_a_piece_shows_itself_in_the_page_of_another_site_and_follows_nobody(browser, filled):
    where, made = filled
    asked = []
    with ExitStack() as stack:
        context = stack.enter_context(browser.new_context())
        story = context.request.get(f"{where}/verhalen/{made.ids['slug']}").text()
        code = unescape(re.search(r'<textarea[^>]* id="code"[^>]*>(.+?)</textarea>', story)[1])
        context.clear_cookies()
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url.removeprefix(where)))
        page.goto(stack.enter_context(another_site(f"<h1>A partner</h1>{code}")))
        inside = page.frame_locator("iframe")
        picture = inside.locator("main img")
        picture.wait_for()

        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        assert inside.locator("body").evaluate("body => getComputedStyle(body).margin") == "0px"  # its style came too
        assert [re.sub(r"^/verhalen/[^/]+", "", path) for path in asked[1:]] == [
            "/stukje",
            "/static/piece.css",
            "/foto/1-600.webp",
        ]
        assert context.cookies() == []


def test_what_is_not_there_has_an_accessible_page_too(browser, address):
    with browser.new_page() as page:
        answer = page.goto(f"{address}/partners/niemand")

        assert answer.status == 404
        assert findings(page) == []
