"""How soon the network is seen, and how smoothly it moves, beside a plain page of sigma.js with the same graph."""

import statistics
import time
from collections.abc import Callable
from math import cos, sin
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, CDPSession, Page
from rich.console import Console
from rich.table import Table

from graph.database import open_engine, transaction
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from service.settings import Settings
from tests.benchmarks.crowd import write_crowd
from tests.browser.serving import CHROMIUM, open_browser, serve

N_PARTNERS, N_TIES = 5_000, 20_000
N_VISITS = 3
"""Visits with an empty cache, of which the median counts."""
MOVE_SECONDS = 4.0
FIRST_LAYOUT_SECONDS = 180.0
AIMS = {"first picture, s": "< 2", "bytes, KB": "< 600", "frames/s, dragged": "> 30", "frames/s, years played": "> 30"}

PLAIN = """<!doctype html><meta charset="utf-8"><title>plain</title>
<div id="picture" style="height: 600px; width: 830px"></div>
<script src="/static/vendor/graphology-0.26.0.umd.min.js"></script>
<script src="/static/vendor/sigma-3.0.3.min.js"></script>
<script type="module">
import { unpack } from "/static/js/unpacked.js";
const drawing = unpack(await (await fetch("/netwerk/data.json")).json());
const graph = new graphology.Graph({ type: "undirected" });
drawing.partners.forEach(({ name, x, y }, at) => graph.addNode(at, { label: name, x, y, size: 3, color: "#146c78" }));
drawing.ties.forEach(([one, other, year]) => graph.addEdge(one, other, { size: 1, color: "#cccccc", year }));
const picture = document.querySelector("#picture");
let until = 9999;
const edgeReducer = (edge, data) => ({ ...data, hidden: data.year > until });
picture.sigma = new Sigma(graph, picture, { edgeReducer });
picture.play = () => setInterval(() => { until = until >= 2022 ? 2003 : until + 1; picture.sigma.refresh(); }, 800);
picture.dataset.drawn = "true";
</script>"""
"""What the first page of sigma's documentation comes to with this graph."""

SEEN = """() => new Promise((resolve) => {
  const look = () => document.querySelector("#picture[data-drawn]")
    ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look);
  look();
})"""
COUNT = """() => {
  const picture = document.querySelector("#picture");
  window.counted = { frames: 0, renders: 0, begun: performance.now() };
  (picture.sigma ?? picture.picture.sigma).on("afterRender", () => (window.counted.renders += 1));
  const { counted } = window;
  const frame = () => { counted.frames += 1; if (counted === window.counted) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""
RATE = """(what) => window.counted[what] / (performance.now() - window.counted.begun) * 1000"""


def report(console: Console) -> None:
    """Print both beside each other; without Chromium there is nothing to measure."""
    if CHROMIUM is None:
        console.print("picture: not measured, there is no Chromium")
        return
    with TemporaryDirectory(prefix="osmose-picture-") as folder, console.status("picture: a network is made"):
        settings = make_network(Path(folder))
        with serve(settings) as where, open_browser() as browser:
            wait_for_layout(browser, where)
            own = measure(browser, where, "/netwerk", lambda page: page.locator("#play").click())
            plain = measure(browser, where, "/plain", lambda page: page.evaluate("picture.play()"))
    table = Table("what", title=f"picture: {N_PARTNERS:,} partners, {N_TIES:,} ties, drawn by software")
    for heading in ("aim", "osmose", "plain sigma.js", "times as much"):
        table.add_column(heading, justify="right")
    for what, aim in AIMS.items():
        one, other = own[what], plain[what]
        table.add_row(what, aim, f"{one:.1f}", f"{other:.1f}", f"{one / other:.2f}" if other else "")
    console.print(table)


def make_network(folder: Path) -> Settings:
    """Store a network of that size in a folder."""
    files = write_crowd(folder / "files", N_PARTNERS, N_TIES)
    settings = Settings(database_url=f"sqlite:///{folder / 'crowd.db'}", home=folder)
    engine = open_engine(settings.database_url)
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [files])
    engine.dispose()
    return settings


def wait_for_layout(browser: Browser, where: str) -> None:
    """Look once, so that the layout is stored and the server has read the network."""
    page = browser.new_page()
    page.goto(f"{where}/netwerk")
    page.wait_for_selector("#picture[data-drawn]", timeout=1000 * FIRST_LAYOUT_SECONDS)
    page.close()


def measure(browser: Browser, where: str, path: str, play: Callable[[Page], object]) -> dict[str, float]:
    """Visit a page several times with an empty cache; in the last visit, drag it and play the years."""
    seconds, kilobytes = [], []
    for visit in range(N_VISITS):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.route("**/plain", lambda route: route.fulfill(body=PLAIN, content_type="text/html"))
        received = _count_bytes(page.context.new_cdp_session(page))
        page.goto(where + path, wait_until="commit")
        seconds.append(page.evaluate(SEEN) / 1000)
        page.wait_for_load_state()
        kilobytes.append(sum(received) / 1000)
        if visit < N_VISITS - 1:
            page.context.close()
    measured = {
        "first picture, s": statistics.median(seconds),
        "bytes, KB": statistics.median(kilobytes),
        "frames/s, dragged": _dragged(page),
        "frames/s, years played": _played(page, play),
    }
    page.context.close()
    return measured


def _count_bytes(network: CDPSession) -> list[float]:
    received: list[float] = []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return received


def _dragged(page: Page) -> float:
    """Return how often per second the picture was drawn while the mouse dragged it around."""
    box = page.locator("#picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    begun = time.monotonic()
    step = 0
    while time.monotonic() - begun < MOVE_SECONDS:
        step += 1
        page.mouse.move(x + 90 * sin(step / 3), y + 60 * cos(step / 3), steps=5)
    rate: float = page.evaluate(RATE, "renders")
    page.mouse.up()
    return rate


def _played(page: Page, play: Callable[[Page], object]) -> float:
    """Return how many frames per second the browser showed while the years were played."""
    page.wait_for_timeout(1000)
    play(page)
    page.evaluate(COUNT)
    page.wait_for_timeout(1000 * MOVE_SECONDS)
    rate: float = page.evaluate(RATE, "frames")
    return rate
