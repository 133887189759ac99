"""Kill -9 at random moments, fifty times each: nothing lost that was acknowledged, nothing half done.

    python -m tests.benchmarks killed                    what people begin: import, fit, suggest, mail and migration
    OSMOSE_BENCH_KILLED=mail python -m tests.benchmarks killed      one of them; the rows of the others stay
    OSMOSE_TEST_KILLS=50 pytest tests/service/test_killed.py        a service that sends mails and is answered

Told are the kills, how many of them came before the work was done, and what was found wrong after them. Fit and suggest
only read the database, so they are killed on one kind; the cluster suggests.
"""

import os
import shutil
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import forkserver, get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Protocol
from unittest.mock import patch

import numpy as np
import psycopg
from rich.console import Console
from sqlalchemy.engine import make_url

from graph.database import reading
from graph.network import Positions
from graph.repository import Repository
from matching import spread
from matching.cluster import connected
from matching.model import Ranker
from matching.spread import suggest_everywhere
from matching.suggest import Matcher, Suggestion
from service.settings import Settings
from tests.benchmarks.struck import Ended, Program, Server, opened, own_server
from tests.benchmarks.struck_jobs import Fit, Import, Mails, Migration, Suggest, write_network
from tests.benchmarks.told import rows_told, table, tell, today
from tests.clusters import STARTS_SECONDS, scheduler, worker
from tests.postgresql import find_programs
from tests.service.smtp import Mailbox, smtp_server

N_KILLS = 50
SEED = 20261126
TITLE = "Killed at random moments"
CHOSEN = os.environ.get("OSMOSE_BENCH_KILLED", "import,fit,suggest,mail,migration").split(",")
FORESEEN = (0, 2)
"""Exit codes of a program that ends by itself: done, or told plainly why not."""


class Job(Protocol):
    """Work that may be killed; see tests.benchmarks.struck_jobs."""

    name: str

    def fill(self, settings: Settings) -> None: ...
    def begin(self, settings: Settings) -> Program: ...
    def learn(self, settings: Settings, done: Ended) -> None: ...
    def faults(self, settings: Settings, ended: Ended) -> list[str]: ...
    def faults_after_all(self, settings: Settings, done: Ended) -> list[str]: ...


@dataclass
class Tally:
    """What came of the kills of one kind during one job."""

    n_kills: int = 0
    n_under_way: int = 0
    """Kills before the program was done."""
    faults: list[str] = field(default_factory=list)

    def count(self, faults: list[str], ended: Ended, *, was_killed: bool) -> None:
        self.n_kills += 1
        self.n_under_way += ended.code != 0
        self.faults += faults
        if not (ended.code in FORESEEN or (was_killed and ended.code < 0)):
            self.faults.append(f"exit code {ended.code}: {ended.printed.decode().strip()}")

    def __str__(self) -> str:
        told = ", ".join(sorted(set(self.faults))) or "no fault"
        return f"{self.n_kills}, {self.n_under_way} under way: {told}"


class InFile:
    """Databases of SQLite, each to be killed at a copy of a filled one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, source: str, target: str) -> str:
        for old in self._folder.glob(f"{target}.db*"):
            old.unlink()
        shutil.copy(self._folder / f"{source}.db", self._folder / f"{target}.db")
        return self.make(target)


class OnServer:
    """The same of PostgreSQL."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def make(self, name: str, template: str = "template1") -> str:
        with psycopg.connect(self._server.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return make_url(self._server.url).set(database=name).render_as_string()

    def copy(self, source: str, target: str) -> str:
        return self.make(target, source)


def strike(
    job: Job, databases: InFile | OnServer, settings: Settings, n_kills: int, server: Server | None = None
) -> Tally:
    """Kill the program during a job, or the server if one is given, and look what became of it each time."""
    filled = settings.model_copy(update={"database_url": databases.make(job.name)})
    job.fill(filled)

    def anew() -> Settings:
        return settings.model_copy(update={"database_url": databases.copy(job.name, "run")})

    run = anew()
    done = job.begin(run).end()
    if done.code != 0:
        raise RuntimeError(f"{job.name} fails though nothing is killed: {done.printed.decode()}")
    job.learn(run, done)
    tally, random = Tally(), Random(f"{SEED} {job.name}")  # noqa: S311 -- it has to be the same each time
    for _ in range(n_kills):
        run = anew()
        program = job.begin(run)
        time.sleep(random.uniform(0, done.seconds))
        if server:
            server.kill()
            server.start()
        else:
            program.kill()
        ended = program.end()
        tally.count(job.faults(run, ended), ended, was_killed=server is None)
        done = job.begin(run).end()
        tally.faults += job.faults_after_all(run, done) if done.code == 0 else ["it could not go on"]
    return tally


def strike_workers(files: Path, settings: Settings, n_kills: int) -> Tally:
    """Kill one of two workers while they suggest; another one comes instead."""
    job = Suggest(files)
    job.fill(settings)
    with opened(settings) as engine, reading(engine) as session:
        matcher = Matcher(Repository(session).network(), Ranker.prior())
    partner_ids = matcher.network.partners["id"].to_numpy()
    expected = [one for rows in small_blocks(np.arange(len(partner_ids))) for one in matcher.suggest(partner_ids[rows])]
    tally, random = Tally(), Random(f"{SEED} workers")  # noqa: S311 -- the same
    with patch.object(spread, "blocks", small_blocks), scheduler() as (address, _), ExitStack() as alive:
        workers = deque(alive.enter_context(worker(address)) for _ in range(2))
        began = time.monotonic()
        suggest_on(address, matcher)
        seconds = time.monotonic() - began
        for _ in range(n_kills):
            killing = Timer(random.uniform(0, seconds), workers[0].kill)
            rows = suggest_on(address, matcher, killing)
            tally.n_kills += 1
            tally.n_under_way += not killing.is_alive()
            tally.faults += [] if rows == expected else ["other rows"]
            killing.join()
            workers.popleft()
            workers.append(alive.enter_context(worker(address)))
    return tally


def suggest_on(address: str, matcher: Matcher, killing: Timer | None = None) -> list[Suggestion]:
    with connected(address) as client:
        client.wait_for_workers(2, timeout=STARTS_SECONDS)
        if killing:
            killing.start()  # not before: of two, one that still starts would be left alone
        return list(suggest_everywhere(client, matcher))


def small_blocks(rows: Positions) -> Iterator[Positions]:
    for start in range(0, len(rows), 5):
        yield rows[start : start + 5]


def report(console: Console, n_kills: int = N_KILLS) -> None:
    """Kill fifty times of each sensible kind, and tell what came of it."""
    get_context("forkserver").set_forkserver_preload(["pytest", "tests.benchmarks.struck_warm"])
    forkserver.ensure_running()
    headings = ["during", "Osmose, on SQLite", "Osmose, on PostgreSQL", "PostgreSQL, all of it", "a Dask worker", "day"]
    rows = [row for row in rows_told(TITLE) if row[0] not in CHOSEN]
    with TemporaryDirectory(prefix="osmose-killed-") as folder, ExitStack() as alive:
        files, mailbox = write_network(Path(folder, "files")), Mailbox()
        port = alive.enter_context(smtp_server(mailbox))
        home = Path(folder, "home")
        home.mkdir()
        settings = Settings(
            home=home,
            office_address="kantoor@voorbeeld.example",
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
        )
        programs = find_programs()
        if programs is None:
            console.print("PostgreSQL is not installed, so nothing is killed there")
        server = alive.enter_context(own_server(programs)) if programs else None
        jobs: tuple[Job, ...] = (Import(files), Fit(files), Suggest(files), Mails(mailbox), Migration(files))
        for job in (job for job in jobs if job.name in CHOSEN):
            cells = [str(strike(job, InFile(Path(folder)), settings, n_kills))]
            # What only reads the database leaves nothing there that could be half done.
            writes = not isinstance(job, Fit)
            cells.append(str(strike(job, OnServer(server), settings, n_kills)) if server and writes else "")
            cells.append(str(strike(job, OnServer(server), settings, n_kills, server)) if server else "")
            if isinstance(job, Suggest):
                at = settings.model_copy(update={"database_url": InFile(Path(folder)).make("workers")})
                cells.append(str(strike_workers(files, at, n_kills)))
            rows.append([job.name, *cells, *[""] * (len(headings) - 2 - len(cells)), today()])
            console.log(" | ".join(rows[-1]))
            tell(TITLE, f"{__doc__ or ''}\n\n{table(headings, rows)}")
