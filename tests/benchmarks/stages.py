"""One stage of a benchmark: timed in a process of its own, so that its peak memory is its own too."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from graph.database import open_engine, reading, transaction
from graph.network import Network
from graph.reading.importing import import_paths
from graph.repository import Repository
from graph.vocabulary import prepare
from tests.benchmarks.made_up import make_up


@dataclass(frozen=True)
class Place:
    """Where a stage finds its input, and keeps what later stages need."""

    data: Path
    scratch: Path

    def new_engine(self, name: str) -> Engine:
        """A database with nothing but the vocabulary in it."""
        path = self.scratch / f"{name}.db"
        path.unlink(missing_ok=True)
        engine = open_engine(f"sqlite:///{path}")
        prepare(engine)
        return engine

    def fill(self, engine: Engine, name: str) -> None:
        with transaction(engine) as session:
            import_paths(session, [self.data / name])

    def engine(self, name: str) -> Engine:
        """A database with the data of this name, imported by an earlier stage or now."""
        done = self.scratch / f"{name}.imported"
        if not done.exists():
            self.fill(self.new_engine(name), name)
            done.touch()
        return open_engine(f"sqlite:///{self.scratch / name}.db")

    def make_up(self, name: str, n_partners: int, n_collaborations: int | None = None) -> None:
        """Make up a network, so that stages find it under this name."""
        make_up(open_engine(f"sqlite:///{self.scratch / name}.db"), n_partners, n_collaborations)
        (self.scratch / f"{name}.imported").touch()

    def network(self, name: str) -> Network:
        with reading(self.engine(name)) as session:
            return Repository(session).network()


@dataclass(frozen=True)
class Stage:
    what: str
    prepare: Callable[[Place], Callable[[], object]]
    """Does what is not measured, and returns what is."""
    beside: str = ""
    """The stage before it that does the same in another way; the table tells the ratio."""
    share: float = 1.0
    """How much of that work it does, 0 … 1; the ratio is for all of it."""


@dataclass(frozen=True)
class Measurement:
    seconds: float
    peak_mib: float


def measure(benchmark: str, position: int, place: Place) -> Measurement:
    """Run one stage of a benchmark in a new process."""
    command = [sys.executable, "-m", "tests.benchmarks", "--stage", benchmark, str(position)]
    done = subprocess.run(
        [*command, str(place.data), str(place.scratch)], check=True, stdout=subprocess.PIPE, text=True
    )
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))


def run_stage(stage: Stage, place: Place) -> None:
    """Run a stage in this process, and print its measurement."""
    work = stage.prepare(place)
    begin = time.perf_counter()
    work()
    seconds = time.perf_counter() - begin
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_mib": peak_kib / 1024}))  # noqa: T201 -- read by measure
