"""How soon a changed profile is seen in every list of a service, from the answer that it is stored.

    python -m tests.benchmarks changing                             100,000 made-up partners
    OSMOSE_BENCH_SIZES=30000 python -m tests.benchmarks changing    30,000; the rows of other sizes stay

A partner offers what another one seeks, in that one's words and with a number that nobody has used. From then on one
list is asked for until it tells that number, each time another one; all others have to tell it then. The first of each
list is among the first changes after the start. What `osmose jobs` does, such as to lay the picture out, is left to
another process.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import numpy as np
from rich.console import Console

from graph.database import open_engine
from tests.benchmarks.made_up import make_up
from tests.benchmarks.outside import Outside, environment, running
from tests.benchmarks.told import rows_of_others, size_of, table, tell, today

SIZES = [int(size) for size in os.environ.get("OSMOSE_BENCH_SIZES", "100000").split(",")]
TITLE = "A changed profile"
HEADINGS = ("partners", "list", "first, s", "median, s", "longest, s", "day")
N_CHANGES = 40
N_SHOWN = 100
"""Partners of the first page of the list, among whom those are who change."""
N_FIRST = 731_000
PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Pair:
    """Who is going to offer what another one seeks, which suggests it already."""

    offerer: str
    seeker: str
    need: str

    def lists(self, said: str) -> dict[str, str]:
        """Return where each list is that will tell what was said."""
        return {
            "what is found": f"/v1/find?text={quote(said)}",
            "partners searched": f"/v1/partners?q={quote(said)}",
            "its own suggestions": f"/v1/partners/{self.offerer}/suggestions",
            "suggestions of another": f"/v1/partners/{self.seeker}/suggestions",
            "the page of another": f"/partners/{self.seeker}",
        }


def report(console: Console) -> None:
    """Measure each size in turn, and write the table."""
    rows = rows_of_others(TITLE, SIZES)
    for size in SIZES:
        with TemporaryDirectory(prefix="osmose-changing-") as folder, console.status(f"{size} partners"):
            seconds = _measured(Path(folder), size)
        for name, of_list in seconds.items():
            told = (f"{value:.2f}" for value in (of_list[0], np.median(of_list), max(of_list)))
            rows.append([f"{size:,}", name, *told, today()])
            console.print(" | ".join(rows[-1]))
    rows.sort(key=size_of)
    tell(TITLE, f"{__doc__ or ''}\n\n{table(HEADINGS, rows)}")


def _measured(folder: Path, size: int) -> dict[str, list[float]]:
    """Return after how many seconds each change was seen in each list."""
    database = folder / "changing.db"
    engine = open_engine(f"sqlite:///{database}")
    make_up(engine, size)
    engine.dispose()
    seconds: dict[str, list[float]] = {}
    with running(environment(database, folder), folder / "log", "--no-mail") as service:
        service.wait_for("/v1/partners?pageSize=1")
        for number, pair in enumerate(islice(_pairs(service), N_CHANGES)):
            name, seen_after = _change(service, pair, number)
            seconds.setdefault(name, []).append(seen_after)
    if (n_seen := sum(map(len, seconds.values()))) < N_CHANGES:
        raise RuntimeError(f"only {n_seen} of the first {N_SHOWN} partners seek something and have suggestions")
    return seconds


def _pairs(service: Outside) -> Iterator[Pair]:
    """Yield who may change, and who will see it."""
    for seeker in [item["id"] for item in _read(service, f"/v1/partners?pageSize={N_SHOWN}")["items"]]:
        seeks = _read(service, f"/v1/partners/{seeker}")["seeks"]
        shown = _read(service, f"/v1/partners/{seeker}/suggestions")["items"]
        if seeks and shown:
            yield Pair(shown[0]["partnerId"], seeker, seeks[0])


def _change(service: Outside, pair: Pair, number: int) -> tuple[str, float]:
    """Change a profile; return the list that is asked for, and after how many seconds it tells of the change.

    Raise `RuntimeError` if any of the others does not tell of it then.
    """
    mark = f" nr{N_FIRST + number}"
    said = pair.need + mark
    lists = pair.lists(said)
    name = list(lists)[number % len(lists)]
    body = json.dumps({"offers": [said]}).encode()
    where = f"/v1/partners/{pair.offerer}"
    status, answer = service.ask(where, "PATCH", body, **{"Content-Type": "application/json"})
    if status != 200:
        raise RuntimeError(f"{where} was answered with {status}: {answer!r}")
    begin = time.perf_counter()
    while mark.encode() not in service.ask(lists[name])[1]:  # in an address a space is written otherwise
        if time.perf_counter() - begin > PATIENCE_SECONDS:
            raise TimeoutError(f"{said!r} was never seen in {name}")
        time.sleep(PAUSE_SECONDS)
    seconds = time.perf_counter() - begin
    if late := [each for each, path in lists.items() if mark.encode() not in service.ask(path)[1]]:
        raise RuntimeError(f"{said!r} was seen in {name}, and not in {', '.join(late)}")
    return name, seconds


def _read(service: Outside, path: str) -> dict[str, Any]:
    status, answer = service.ask(path)
    if status != 200:
        raise RuntimeError(f"{path} was answered with {status}")
    told: dict[str, Any] = json.loads(answer)
    return told
