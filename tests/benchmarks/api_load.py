"""Suggestions by the API under load, beside a bare route that reads the same rows, one after the other and again."""

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

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, select

from graph.database import open_engine, reading
from graph.model import Partner
from service.clock import Clock
from service.settings import Settings
from service.tokens import make_token
from tests.benchmarks import bare
from tests.benchmarks.asking import N_AT_ONCE, Load, ask
from tests.service.serving import writing
from tests.service.signed_in import add_person

N_PARTNERS = 500
"""Partners that are asked for, drawn from all."""
SECONDS = 10
N_ROUNDS = 3
PAGES = ("/", "/partners", "/partners/{}", "/netwerk?partner={}", "/vinden?vraag=stageplaatsen", "/groei")
"""Pages that are asked for one by one; {} is one of the drawn partners."""
N_PAGES = 15
HEADINGS = ("round", "route", "answers/s", "of bare", "CPU ms each", "median ms", "99 % ms", "of bare", "refused")


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


def measure(database: Path, folder: Path, console: Console) -> None:
    """Print how the API answers under load, and how long pages take one by one."""
    shutil.copy(database, folder / "osmose.db")
    settings = Settings(database_url=f"sqlite:///{folder / 'osmose.db'}", home=folder)
    headers = {"Authorization": f"Bearer {_add_program(settings)}"}
    environment = {"OSMOSE_DATABASE_URL": settings.database_url, "OSMOSE_HOME": str(folder)}
    rows = f"sqlite:///{folder / 'bare.db'}"
    partner_ids = _drawn(settings)
    with (
        _server("service.app:create_app_from_environment", environment) as ours,
        _server("tests.benchmarks.bare:create_app", {bare.DATABASE: rows}) as plain,
        httpx.Client(base_url=f"http://localhost:{ours.port}", headers=headers, timeout=900) as client,
    ):
        paths = [f"/v1/partners/{each}/suggestions" for each in partner_ids]
        console.print(f"first answer after a start: {_seconds(client, paths[0]):.1f} s")
        console.print(_told("each list for the first time, one by one", _store(client, paths, rows)))
        loads = []
        for _ in range(N_ROUNDS):
            beside = plain.measure([path.removeprefix("/v1") for path in paths], {})
            loads.append((beside, ours.measure(paths, headers)))
        console.print(_table(loads))
        for page in PAGES:
            _seconds(client, page.format(partner_ids[-1]))  # the first one may have to make what others show too
            seconds = [_seconds(client, page.format(partner_id)) for partner_id in partner_ids[:N_PAGES]]
            console.print(_told(page, seconds))


def _table(loads: list[tuple[Measured, Measured]]) -> Table:
    table = Table(*HEADINGS, title=f"{N_AT_ONCE} at once")
    for at, pair in enumerate(loads, 1):
        beside = pair[0].load
        for name, of in zip(("bare", "ours"), pair, strict=True):
            load = of.load
            table.add_row(
                str(at),
                name,
                f"{load.per_second:.0f}",
                f"{load.per_second / beside.per_second:.2f}",
                f"{of.processor_seconds / len(load.seconds) * 1000:.2f}",
                f"{load.percentile(50):.1f}",
                f"{load.percentile(99):.1f}",
                f"{load.percentile(99) / beside.percentile(99):.2f}",
                str(load.n_other),
            )
    return table


def _told(what: str, seconds: list[float]) -> str:
    middle, late = np.percentile(seconds, (50, 99)) * 1000
    return f"{what}: median {middle:.1f} ms, 99 % {late:.1f} ms"


def _add_program(settings: Settings) -> str:
    person_id = add_person(settings, "programma@voorbeeld.example", role="staff")
    with writing(settings) as session:
        _row, token = make_token(session, person_id, "load", ["read"], today=Clock().today())
    return token


def _drawn(settings: Settings) -> list[str]:
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        ids = list(session.scalars(select(Partner.id).order_by(Partner.id)))
    engine.dispose()
    return np.random.default_rng(0).choice(ids, min(N_PARTNERS, len(ids)), replace=False).tolist()


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


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        measure(Path(sys.argv[1]), Path(folder), Console())
