"""Suggestions by the API under load, beside a bare route that reads the same rows; and pages, one by one.

    python -m tests.benchmarks api-load                                      100,000 made-up partners
    OSMOSE_BENCH_DATABASES=/tmp/oss.db python -m tests.benchmarks api-load   any other network

Both are processes of uvicorn on this machine, asked in turn by a third process, 32 at once. Ours is asked with a token,
which it looks up each time; the bare route knows no tokens. Each list was asked for once before, and is kept with the
state of the network, so what is measured is the way to it and back; what the first time takes is told beside it.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np
from rich.console import Console
from sqlalchemy import create_engine, select

from graph.database import open_engine, reading
from graph.model import Partner
from service.clock import Clock
from service.settings import Settings
from service.tokens import make_token
from tests.benchmarks import bare
from tests.benchmarks.asking import N_AT_ONCE, Load, ask
from tests.benchmarks.made_up import make_up
from tests.benchmarks.sizes import MADE
from tests.benchmarks.stages import Place
from tests.benchmarks.told import table, tell
from tests.service.serving import writing
from tests.service.signed_in import add_person

TITLE = "The API under load, and pages"
N_PARTNERS = 100_000
N_ASKED = 500
"""Partners that are asked for, drawn from all."""
SECONDS = 10
N_ROUNDS = 3
PAGES = ("/", "/partners", "/partners/{}", "/netwerk?partner={}", "/vinden?vraag=stageplaatsen", "/groei")
"""Pages that are asked for one by one; {} is one of the drawn partners."""
N_PAGES = 15
HEADINGS = ("route, round", "answers/s", "of bare", "CPU ms each", "median ms", "99 % ms", "of bare", "refused")


@dataclass(frozen=True)
class Measured:
    """One route under load."""

    load: Load
    processor_seconds: float


@dataclass(frozen=True)
class Server:
    """A service that runs in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def measure(self, paths: Sequence[str], headers: dict[str, str]) -> Measured:
        """Put it under load for a while."""
        before = self._processor_seconds()
        load = ask(self.port, paths, headers, SECONDS)
        return Measured(load, self._processor_seconds() - before)

    def _processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(place: Place, console: Console) -> None:
    """Measure, and write the section of the results."""
    database = Path(os.environ.get(MADE) or place.scratch / "load.db")
    if MADE not in os.environ:
        make_up(open_engine(f"sqlite:///{database}"), N_PARTNERS)
    with TemporaryDirectory(dir=place.scratch) as folder, console.status("asking"):
        text = _measured(database, Path(folder))
    console.print(text)
    tell(TITLE, text)


def _measured(database: Path, folder: Path) -> str:
    shutil.copy(database, folder / "osmose.db")
    settings = Settings(database_url=f"sqlite:///{folder / 'osmose.db'}", home=folder)
    headers = {"Authorization": f"Bearer {_add_program(settings)}"}
    environment = {"OSMOSE_DATABASE_URL": settings.database_url, "OSMOSE_HOME": str(folder)}
    rows = f"sqlite:///{folder / 'bare.db'}"
    partner_ids, n_partners = _drawn(settings)
    with (
        _server("service.app:create_app_from_environment", environment) as ours,
        _server("tests.benchmarks.bare:create_app", {bare.DATABASE: rows}) as plain,
        httpx.Client(base_url=f"http://localhost:{ours.port}", headers=headers, timeout=1800) as client,
    ):
        paths = [f"/v1/partners/{each}/suggestions" for each in partner_ids]
        one_by_one = [_told("first answer after the start", [_seconds(client, paths[0])])]
        one_by_one.append(_told(f"each of {len(paths)} lists for the first time", _store(client, paths, rows)))
        loads = []
        for _ in range(N_ROUNDS):
            beside = plain.measure([path.removeprefix("/v1") for path in paths], {})
            loads.append((beside, ours.measure(paths, headers)))
        for page in PAGES:
            _seconds(client, page.format(partner_ids[-1]))  # the first one may have to make what others show too
            seconds = [_seconds(client, page.format(partner_id)) for partner_id in partner_ids[:N_PAGES]]
            one_by_one.append(_told(f"`{page}`", seconds))
    under_load = f"{n_partners:,} partners; {N_AT_ONCE} at once for {SECONDS} s, {N_ROUNDS} times:\n\n{_rows(loads)}"
    return f"{under_load}\n\nOne by one, in milliseconds:\n\n{table(['asked for', 'median', '99 %'], one_by_one)}"


def _rows(loads: list[tuple[Measured, Measured]]) -> str:
    rows = []
    for at, pair in enumerate(loads, 1):
        beside = pair[0].load
        for name, of in zip(("bare", "ours"), pair, strict=True):
            load = of.load
            rows.append(
                [
                    f"{name}, {at}",
                    f"{load.per_second:.0f}",
                    f"{load.per_second / beside.per_second:.2f}",
                    f"{of.processor_seconds / len(load.seconds) * 1000:.2f}",
                    f"{load.percentile(50):.1f}",
                    f"{load.percentile(99):.1f}",
                    f"{load.percentile(99) / beside.percentile(99):.2f}",
                    str(load.n_other),
                ]
            )
    return table(HEADINGS, rows)


def _told(what: str, seconds: list[float]) -> list[str]:
    return [what, *(f"{value * 1000:.1f}" for value in np.percentile(seconds, (50, 99)))]


def _add_program(settings: Settings) -> str:
    person_id = add_person(settings, "programma@voorbeeld.example", role="staff")
    with writing(settings) as session:
        _row, token = make_token(session, person_id, "load", ["read"], today=Clock().today())
    return token


def _drawn(settings: Settings) -> tuple[list[str], int]:
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        ids = list(session.scalars(select(Partner.id).order_by(Partner.id)))
    engine.dispose()
    return np.random.default_rng(0).choice(ids, min(N_ASKED, len(ids)), replace=False).tolist(), len(ids)


def _store(client: httpx.Client, paths: list[str], url: str) -> list[float]:
    """Ask for each list, and store its rows for the bare route; return how long each took."""
    engine, seconds = create_engine(url), []
    for path in paths:
        begin = time.perf_counter()
        answer = client.get(path).raise_for_status()
        seconds.append(time.perf_counter() - begin)
        bare.store(engine, path.split("/")[3], answer.json()["items"])
    engine.dispose()
    return seconds


def _seconds(client: httpx.Client, path: str) -> float:
    begin = time.perf_counter()
    client.get(path, follow_redirects=True).raise_for_status()
    return time.perf_counter() - begin


@contextmanager
def _server(app: str, environment: dict[str, str]) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", app, "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, env=os.environ | environment)
    try:
        while not _answers(port):
            time.sleep(0.1)
        yield Server(port, server)
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0
