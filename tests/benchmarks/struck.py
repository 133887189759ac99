"""Programs and a PostgreSQL server that can be killed, and what the database says afterwards."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import Engine, func, select

from graph.backup import check
from graph.database import open_engine, reading
from graph.every_table import Base
from service.settings import Settings
from tests.postgresql import NEW, wait_for
from tests.service.processes import start


def be_the_program(log: Path, settings: Settings, *arguments: str) -> None:
    """Run `osmose` with these arguments, in a process of its own; what it prints goes into a file."""
    from service.cli import main  # noqa: PLC0415 -- in the process that is to be killed

    named = {"database_url": settings.database_url, "home": settings.home, "smtp_port": settings.smtp_port}
    named |= {name: getattr(settings, name) for name in ("smtp_host", "smtp_security", "office_address")}
    os.environ.update({f"OSMOSE_{name.upper()}": str(value) for name, value in named.items()})
    with log.open("wb") as printed:
        for stream in (1, 2):
            os.dup2(printed.fileno(), stream)
    sys.argv = ["osmose", *arguments]
    main()


@dataclass(frozen=True)
class Ended:
    """How a program ended."""

    code: int
    """0 is well done, 2 told plainly why not; below 0 where it was killed."""
    printed: bytes
    seconds: float


class Program:
    """The program `osmose` under way."""

    def __init__(self, settings: Settings, *arguments: str) -> None:
        self._log = settings.home / "printed"
        self._began = time.monotonic()
        self._process = start(be_the_program, self._log, settings, *arguments)

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> Ended:
        """Wait for its end."""
        self._process.join()
        printed = self._log.read_bytes() if self._log.exists() else b""
        return Ended(self._process.exitcode, printed, time.monotonic() - self._began)


class Server:
    """A PostgreSQL server that waits for the disk as one in earnest does, and can be killed whole."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.url = f"postgresql://osmose@/postgres?host={folder}"
        self._command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
        self._options = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if os.geteuid() == 0:  # which PostgreSQL refuses to run as
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
            self._options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run([programs / "initdb", f"--pgdata={folder / 'data'}", *NEW], check=True, **self._options)
        self.start()

    def start(self) -> None:
        self._postmaster = psutil.Popen(self._command, **self._options)
        wait_for(self.url)

    def kill(self) -> None:
        """Kill -9 of the postmaster and of all that it started: nobody is asked, and nothing is cleaned up."""
        everybody = [self._postmaster, *self._postmaster.children(recursive=True)]
        for one in everybody:
            one.kill()
        psutil.wait_procs(everybody)


@contextmanager
def own_server(programs: Path) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="osmose-killed-"))
    try:
        server = Server(programs, folder)
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder)


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def counts(settings: Settings) -> dict[str, int]:
    """How many rows each table holds."""
    tables = Base.metadata.tables.items()
    with opened(settings) as engine, reading(engine) as session:
        return {name: session.scalar(select(func.count()).select_from(table)) for name, table in tables}


def told_by_check(settings: Settings) -> list[str]:
    """What `osmose database check` says."""
    with opened(settings) as engine:
        return check(engine)
