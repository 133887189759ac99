"""A PostgreSQL server of the tests' own: started in a temporary folder, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here outlives the tests, so nothing waits for the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = by_version[-1] if by_version else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Run a server on a Unix socket in a folder of its own; give the address of its first database."""
    # Not under pytest's tmp_path: that is closed to other users, and PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="osmose-postgresql-"))
    data = folder / "data"
    owner = None
    if os.geteuid() == 0:
        owner = "postgres"
        account = pwd.getpwnam(owner)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "--pgdata", data, *arguments]
        with (folder / "log").open("a") as log:
            subprocess.run(
                command,
                check=True,
                cwd="/",
                stdout=log,
                stderr=log,
                user=owner,
                group=owner,
                extra_groups=[] if owner else None,
            )

    try:
        # A Dutch collation, as a municipality would have: it orders texts otherwise than Python and SQLite do.
        run(
            "initdb",
            "--username=osmose",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=nl",
        )
        run(
            "pg_ctl",
            "start",
            "--wait",
            "--options",
            f"-c listen_addresses='' -c unix_socket_directories={folder} {QUICK}",
        )
        try:
            yield f"postgresql://osmose@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")
    finally:
        shutil.rmtree(folder)
