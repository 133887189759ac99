"""The growth page of twenty years, first and when nothing changed, beside a bare page of the same application."""

import re
import time
from statistics import median

from rich.console import Console
from rich.table import Table

from service.settings import Settings
from tests.benchmarks.stages import Place
from tests.service.serving import serving

SIZES = {
    "164 partners, as in Oss": (164, 114),
    "2,000 partners": (2000, 1600),
}
ASKED = "/groei?vanaf=2005&tot=2024"
BARE = "/privacy"
N_REPEATED = 9


def report(place: Place, console: Console) -> None:
    """Print how long each page takes; charts are those that the growth page shows, fetched one after another."""
    table = Table("network", title="the growth page of twenty years, seconds")
    for heading in ("first", "again", "its charts, first", "again", "bare page", "times as long"):
        table.add_column(heading, justify="right")
    for at, (what, size) in enumerate(SIZES.items()):
        name = f"growth-{at}"
        place.make_up(name, *size)
        table.add_row(what, *_times(Settings(database_url=f"sqlite:///{place.scratch / name}.db", home=place.scratch)))
    console.print(table)


def _times(settings: Settings) -> list[str]:
    with serving(settings) as client:
        client.get("/partners").raise_for_status()  # the network is read: that is no part of the growth page
        first, page = _seconds(client, ASKED)
        charts = sorted(set(re.findall(r'src="([^"]+\.svg[^"]*)"', page)))
        charts_first = sum(_seconds(client, chart.replace("&amp;", "&"))[0] for chart in charts)
        charts_again = sum(_seconds(client, chart.replace("&amp;", "&"))[0] for chart in charts)
        again = median(_seconds(client, ASKED)[0] for _ in range(N_REPEATED))
        bare = median(_seconds(client, BARE)[0] for _ in range(N_REPEATED))
    seconds = (first, again, charts_first, charts_again, bare)
    return [*(f"{one:.3f}" for one in seconds), f"{again / bare:.1f}"]


def _seconds(client, address: str) -> tuple[float, str]:
    begin = time.perf_counter()
    answer = client.get(address)
    answer.raise_for_status()
    return time.perf_counter() - begin, answer.text
