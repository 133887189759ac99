"""What a server needs: disk, memory and time at 200, 5,000 and 100,000 partners, of the service as a process."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.benchmarks.outside import OSMOSE, Outside, environment, running

SIZES = (200, 5_000, 100_000)
N_ASKED = 20
MADE = "OSMOSE_BENCH_DATABASES"
"""Names databases that are there already, with commas between them, in the place of those of `SIZES`."""


def report(console: Console) -> None:
    """Start the service on each database, ask it what people ask it, and print what that took."""
    table = Table(title="sizes", caption=f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    for heading in ("partners", "database MB", "backup s", "to answer s", "to suggest s", "processor s"):
        table.add_column(heading, justify="right")
    table.add_column("pages, median ms", justify="right")
    table.add_column("peak MiB", justify="right")
    with TemporaryDirectory(prefix="osmose-sizes-") as folder:
        for database in _databases(Path(folder)):
            with console.status(f"sizes: {database.name}"):
                table.add_row(*_measure(database, Path(folder)))
    console.print(table)


def _databases(folder: Path) -> list[Path]:
    if named := os.environ.get(MADE):
        return [Path(shutil.copy(path, folder)) for path in named.split(",")]
    made = [folder / f"{n}.db" for n in SIZES]
    for n, path in zip(SIZES, made, strict=True):
        subprocess.run([sys.executable, "-m", "tests.benchmarks", "made-up", str(n), str(path)], check=True)
    return made


def _measure(database: Path, folder: Path) -> list[str]:
    home = folder / f"home-{database.stem}"
    home.mkdir()
    settings = environment(database, home)
    began_at = time.monotonic()
    subprocess.run([*OSMOSE, "database", "backup", str(home / "backup.db")], env=settings, check=True, text=True)
    backup_seconds = time.monotonic() - began_at
    with running(settings, home / "log") as service:
        to_answer = service.wait_for("/v1/partners?pageSize=1")
        total = json.loads(service.ask("/v1/partners?pageSize=1")[1])["total"]
        to_suggest = service.wait_for(f"/v1/partners/{_ids(service)[0]}/suggestions")
        milliseconds = [_milliseconds(service, path) for path in _pages(service)]
        return [
            f"{total:,}",
            f"{database.stat().st_size / 1e6:.0f}",
            f"{backup_seconds:.1f}",
            f"{to_answer:.1f}",
            f"{to_suggest:.1f}",
            f"{service.processor_seconds:.0f}",
            f"{median(milliseconds):.0f}",
            f"{service.peak_mib:.0f}",
        ]


def _ids(service: Outside) -> list[str]:
    rows = json.loads(service.ask(f"/v1/partners?pageSize={N_ASKED}")[1])
    return [row["id"] for row in rows["items"]]


def _pages(service: Outside) -> list[str]:
    ids = _ids(service)
    of_partners = [path for each in ids for path in (f"/partners/{each}", f"/v1/partners/{each}/suggestions")]
    return [*of_partners, "/partners", "/vinden?vraag=taalvrijwilligers", "/netwerk", "/groei", "/werkbank"]


def _milliseconds(service: Outside, path: str) -> float:
    began_at = time.monotonic()
    service.ask(path)
    return 1000 * (time.monotonic() - began_at)
