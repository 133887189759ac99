"""A PostgreSQL server of the tests' own: started in a temporary folder, gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

# A Dutch collation, as a municipality would have: it orders texts otherwise than Python and SQLite do.
NEW = (
    *("--username=osmose", "--auth=trust", "--no-sync", "--encoding=UTF8"),
    *("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nl"),
)
# Nothing here outlives the machine, so nothing waits for its disk; what was committed outlives a stop of the server.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off")
START_SECONDS = 60


def find_programs() -> Path | None:
    """Return the folder of initdb and postgres; None where PostgreSQL is not installed."""
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = by_version[-1] if by_version else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Server:
    """A server on a Unix socket in a folder of its own, which can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path, options: dict[str, Any]) -> None:
        self.url = f"postgresql://osmose@/postgres?host={folder}"
        self._command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", *QUICK]
        self._options = options
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # A child of ours and not of pg_ctl: what ends the tests by force ends it too.
        self._process = subprocess.Popen(self._command, **self._options)
        wait_for(self.url)

    def stop(self) -> None:
        """End it and every connection to it, as a power cut would."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Run a server; give the address of its first database."""
    with lend_server(programs) as server:
        yield server.url


@contextmanager
def lend_server(programs: Path) -> Iterator[Server]:
    """Lend a server that runs."""
    # Not under pytest's tmp_path: that is closed to other users, and PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="osmose-postgresql-"))
    options: dict[str, Any] = {"cwd": "/"}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    try:
        with (folder / "log").open("a") as log:
            options |= {"stdout": log, "stderr": log}
            subprocess.run([programs / "initdb", f"--pgdata={folder / 'data'}", *NEW], check=True, **options)
            server = Server(programs, folder, options)
            try:
                yield server
            finally:
                server.stop()
    finally:
        shutil.rmtree(folder)


def wait_for(url: str) -> None:
    """Wait until a server answers, at most so long."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
