"""Every page fits, is accessible, leads nowhere that is not there, and asks nobody but the program itself."""

import re
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from service.rules import RULES as ROUTES
from service.sessions import SESSION_COOKIE
from tests.browser.conftest import NARROW, WIDE, wait_until_drawn
from tests.browser.filled import OWN, fill
from tests.browser.serving import copy_oss, serve

pytestmark = pytest.mark.browser

HOME = f"/mijn/{OWN}"
FILE = f"/werkbank/partners/{OWN}"
PAGES = {
    "public": [
        "/",
        "/netwerk?partner=het-hooghuis&jaar=2019&sector=cultuur",
        "/netwerk?partner=het-hooghuis&naar=vanderlande",
        "/netwerk?band=gemeente-oss~het-hooghuis",
        "/netwerk?kleur=groep&grootte=tussen",
        "/partners",
        "/partners?zoek=xyzzy",
        f"/partners/{OWN}",
        "/partners/museum-jan-cunen/claimen",
        "/vinden",
        "/vinden?vraag=taalvrijwilligers",
        "/over",
        "/groei",
        "/groei?sector=bedrijf&tot=2018",
        "/groei/groei",
        "/onderwijsagenda",
        "/onderwijsagenda?plaats=Veghel&thema=techniek&op=2018-12-31",
        "/privacy",
        "/aanmelden",
        "/aanmelden/verstuurd",
        "/aanmelden/{sign_in}",
        "/uitnodiging/{invitation}",
        "/antwoord/{answer_asked}",
        "/antwoord/{answer_asked}?zegt=nee",
        "/antwoord/{answer_introduced}",
        "/opgeleverd/{outcome}",
        "/klopt/{profile}",
        "/vraag/{pulse}",
        "/post-afmelden/{unsubscribe}",
        "/verhalen",
        "/verhalen?jaar=1900&thema=xyzzy",
        "/verhalen/{slug}",
        "/verhalen/{slug}/wij-ook",
        "/verhalen/{slug}/stukje",
        "/themas/techniek",
        "/agenda",
        "/agenda?zoek=xyzzy",
        "/agenda/{activity}",
        "/activiteit/{activity_link}",
        "/verhaal/{story_link}",
        "/jaarthema/{year_theme}",
        "/jaarthema/{year_theme_without}",
        "/subsidies",
        "/subsidies/{scheme}",
        "/subsidie/{grant_link}",
        "/ronde/{round_asked}",
        "/ronde/{round_planned}",
        "/rondes/{round_visits}",
        "/suggesties/{round_suggested}",
    ],
    "partner": [
        "/mijn",
        HOME,
        f"{HOME}/kennismakingen",
        f"{HOME}/kennismakingen/{{asked}}",
        f"{HOME}/kennismakingen/{{introduced}}",
        f"{HOME}/kennismakingen/{{started}}",
        f"{HOME}/profiel",
        f"{HOME}/samenwerkingen",
        f"{HOME}/team?tekst=zomerschool+techniek+voor+nieuwkomers&mee=museum-jan-cunen",
        f"{HOME}/vragen",
        f"{HOME}/verhalen",
        f"{HOME}/verhalen/nieuw?samenwerking={{collaboration}}",
        f"{HOME}/verhalen/{{story}}",
        f"{HOME}/verhalen/{{story_asked}}/akkoord",
        "/verhalen/{slug}/wij-ook",
        "/agenda/{activity_full}",
        f"{HOME}/activiteiten",
        f"{HOME}/activiteiten/nieuw",
        f"{HOME}/activiteiten/{{activity_full}}",
        f"{HOME}/activiteiten/{{activity_proposed}}/wijzigen",
        f"{HOME}/rondes",
        f"{HOME}/rondes/{{round_market}}",
        f"{HOME}/subsidies",
        f"{HOME}/subsidies/{{grant_written}}",
        f"{HOME}/subsidies/{{grant_asked}}",
        f"{HOME}/subsidies/{{grant_given}}",
        f"{HOME}/collegas",
        f"{HOME}/gegevens",
        f"{HOME}/vertrekken",
        "/mijn/persoon",
        "/mijn/tokens",
        f"/partners/{OWN}",
    ],
    "working_group": [
        "/partners",
        "/mijn",
        "/groei",
        "/groei/zichtbaarheid",
        "/groei/wat-als",
        "/groei/wat-als?doel=cross&zonder=gemeente-oss",
        "/verslag",
        "/verslag/2019",
        "/subsidies/opbrengst",
    ],
    "staff": [
        f"/partners/{OWN}",
        "/groei/wat-als?keuze=onderweg&doel=shorten",
        HOME,
        "/werkbank",
        "/werkbank?baan=nieuw",
        "/werkbank/versturen",
        "/werkbank/nieuw",
        "/werkbank/nieuw?een=school&ander=xyzzy",
        "/werkbank/nieuw?een=gemeente-oss&ander=vanderlande",
        "/werkbank/team",
        "/werkbank/team?tekst=zomerschool+techniek+voor+nieuwkomers&vrager=het-hooghuis",
        "/werkbank/team?tekst=vervoer%3B+kok&van=5&tot=3&vrager=school",
        "/werkbank/onderwijsagenda?plaats=Oss",
        "/werkbank/kennismakingen",
        "/werkbank/kennismakingen?wacht=niemand&partner=muzelinck",
        *(
            f"/werkbank/kennismakingen/{{{state}}}"
            for state in ("proposed", "approved", "asked", "introduced", "started")
        ),
        "/werkbank/jaarthema",
        "/werkbank/jaarthema/nieuw",
        "/werkbank/jaarthema/{year_theme}",
        "/werkbank/activiteiten",
        "/werkbank/activiteiten/nieuw",
        "/werkbank/activiteiten/{activity_full}",
        "/werkbank/activiteiten/{activity}/wijzigen",
        "/werkbank/rondes",
        "/werkbank/rondes/nieuw",
        "/werkbank/rondes/nieuw?soort=visits",
        "/werkbank/rondes/{round_visits}",
        "/werkbank/rondes/{round_market}",
        "/werkbank/rondes/{round_market}/wijzigen",
        f"/werkbank/rondes/{{round_market}}/deelnemers/{OWN}",
        "/werkbank/rondes/{round_market}/bezig",
        "/werkbank/rondes/{round_market}/plan/1",
        "/werkbank/rondes/{round_lunch}/plan/1",
        "/werkbank/rondes/{round_digest}/plan/1",
        "/werkbank/rondes/{round_market}/dag",
        "/werkbank/partners",
        "/werkbank/partners?nodig=incomplete",
        FILE,
        f"{FILE}/contacten/nieuw",
        f"{FILE}/contacten/{{partner}}",
        "/werkbank/verhalen",
        "/werkbank/verhalen?zoek=school",
        "/werkbank/verhalen/nieuw?samenwerking={collaboration}",
        "/werkbank/verhalen/{story}",
        "/werkbank/verhalen/{story_asked}",
        "/werkbank/verhalen/{story_written}",
        "/werkbank/subsidies",
        "/werkbank/subsidies/nieuw",
        "/werkbank/subsidies/{scheme}",
        "/werkbank/subsidies/{scheme}/wijzigen",
        f"/werkbank/subsidies/aanvragen/nieuw?lid={OWN}&lid=museum-jan-cunen&tekst=Samen",
        "/werkbank/subsidies/aanvragen/{grant_waiting}",
        "/werkbank/subsidies/aanvragen/{grant_given}",
        "/werkbank/zoeken",
        "/werkbank/zoeken?zoek=techniek",
        "/werkbank/invoer",
        "/werkbank/dubbel",
        f"/werkbank/dubbel/vergelijken?een={OWN}&ander=muzelinck",
        "/werkbank/post",
        "/werkbank/post?toon=opgegeven",
        "/werkbank/post/{mail}",
        "/werkbank/personen",
        "/werkbank/personen/{guest}",
        "/werkbank/logboek",
        "/werkbank/logboek?over=xyzzy",
    ],
}
"""Addresses by the role of who opens them; names in braces stand for what `fill` made."""
NO_PAGE = {
    "/aanmelden/oidc": "sends on to the provider",
    "/aanmelden/oidc/terug": "sends on from the provider",
    "/werkbank/invoer/bekijken": "needs files: test_bringing.py",
    "/werkbank/invoer/registers/bekijken": "needs files: test_bringing.py",
    "/werkbank/post/{mail_id}/opmaak": "a letter within the page of a mail",
    "/netwerk/bestand/{format}": "a file",
}
"""What is read but is no page to open; addresses that end in the kind of a file need no reason."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page):
    page.wait_for_load_state()  # a click waits for an answer, and not for its styles
    result = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in result.response["violations"]]


def overflow(page):
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


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
            page.on("console", lambda said: said.type in {"error", "warning"} and faults[role].append(said.text))
            page.on("request", lambda asked: asked.url.startswith(where) or faults[role].append(f"asked {asked.url}"))
        faults[role].clear()
        return tabs[role], faults[role]

    yield open_as
    for page in tabs.values():
        page.context.close()


def route_of(path):
    """Return the route that answers a path; one without variables comes first."""
    found = [
        route
        for route in (name.removeprefix("GET ") for name in ROUTES if name.startswith("GET "))
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route)), urlsplit(path).path)
    ]
    return min(found, key=lambda route: route.count("{"), default=None)


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
    assert faults == []


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


@contextmanager
def another_site(page):
    """Serve one page under another name than that of the program; give its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


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
