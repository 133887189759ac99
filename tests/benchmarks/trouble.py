"""Trouble: a disk that fills, a database that is away, a fuzzer, a large import and upload, a service asked meanwhile.

The full disk is a tmpfs of a few MB, which root alone can mount, and the database that is away is a PostgreSQL that is
killed; without them it is left out, and the table says so.
"""

import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from urllib.parse import quote

from rich.console import Console

from service.rules import RULES
from tests.benchmarks.outside import OSMOSE, Outside, environment, running
from tests.benchmarks.struck import own_server
from tests.benchmarks.told import table, tell
from tests.postgresql import find_programs

N_FUZZED = int(os.environ.get("OSMOSE_BENCH_FUZZED", "10000"))
LARGE_BYTES = int(os.environ.get("OSMOSE_BENCH_IMPORT", "199000000"))
DISK_BYTES = 9_000_000
AWAY_SECONDS = 30
OSS = Path(__file__).parents[2] / "data" / "oss"
SEED = 20261126
READ = ("/partners", "/v1/partners", "/over", "/partners/het-hooghuis", "/healthz")
PLAINLY = {200, 503, 507}
PIECES = (
    *("0", "-1", "1e309", "9" * 40, "het-hooghuis", "x" * 5000, "\0", "%00", "../../etc/passwd", "é", "\u202e", "[]"),
    *(
        "{}",
        "null",
        "true",
        "2026-02-30",
        "9999-12-31",
        "' OR 1=1 --",
        "<script>",
        "{{7*7}}",
        "\r\nSet-Cookie: a=b",
        "*",
    ),
)
KEYS = ("zoek", "pagina", "page", "pageSize", "at", "vraag", "partner", "naam", "adres", "q", "query", "jaar", "dag")


def report(console: Console) -> None:
    """Make each kind of trouble, and tell what was answered meanwhile and how much memory it took at most."""
    rows: list[tuple[str, ...]] = []
    with TemporaryDirectory(prefix="osmose-trouble-") as name:
        folder = Path(name)
        settings = environment(folder / "osmose.db", folder)
        subprocess.run([*OSMOSE, "import", str(OSS)], env=settings, check=True, stdout=subprocess.DEVNULL)
        for make in (fill_the_disk, lose_the_database, fuzz, import_much):
            with console.status(make.__name__.replace("_", " ")):
                for row in make(folder, settings):
                    rows.append(row)
                    console.print(" | ".join(row))
    headings = ["trouble", "answers by status", "not plain", "peak MiB"]
    tell("Trouble", f"{__doc__ or ''}\n\n{table(headings, rows)}")


def fill_the_disk(folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Serve and import on a disk that fills: who reads is answered, who stores is told that there is no room."""
    small = folder / "small"
    small.mkdir()
    with _small_disk(small) as is_mounted:
        if not is_mounted:
            yield ("a disk that fills: left out, only root can mount one", "", "", "")
            return
        copy(folder / "osmose.db", small / "osmose.db")
        own = settings | environment(small / "osmose.db", folder)
        with running(own, folder / "disk.log") as service:
            service.wait_for("/partners")
            stored: Counter[int] = Counter()
            while stored.total() < 4000 and stored[507] < 50:
                form = f"adres=p{stored.total()}@voorbeeld.example&naam={'n' * 900}&rol=working_group".encode()
                head = {"Content-Type": "application/x-www-form-urlencoded"}
                stored[service.ask("/werkbank/personen", "POST", form, **head)[0]] += 1
            read = Counter(service.ask(path)[0] for path in READ for _ in range(20))
            yield "a disk that fills: who stores", _say(stored), _say(_but(stored, {303, 507})), ""
            yield "a disk that is full: who reads", _say(read), _say(_but(read, {200})), f"{service.peak_mib:.0f}"
        more = folder / "more"
        more.mkdir()
        _write_partners(more / "partners.csv", DISK_BYTES)
        done = subprocess.run([*OSMOSE, "import", str(more)], env=own, check=False, capture_output=True, text=True)
        told = done.stderr.strip().rpartition("/")[2]  # without where the disk was
        yield "a disk that is full: osmose import", f"exit code {done.returncode}: {told}", "", ""
        done = subprocess.run([*OSMOSE, "database", "check"], env=own, check=False, capture_output=True, text=True)
        yield "osmose database check after it", f"exit code {done.returncode}: {done.stdout.strip()}", "", ""


def lose_the_database(folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Serve from a PostgreSQL that is killed, and comes back later: who asks meanwhile is told so, and nobody waits."""
    programs = find_programs()
    if programs is None:
        yield ("a database that is away: left out, PostgreSQL is not installed", "", "", "")
        return
    with own_server(programs) as server:
        own = settings | {"OSMOSE_DATABASE_URL": server.url}
        subprocess.run([*OSMOSE, "import", str(OSS)], env=own, check=True, stdout=subprocess.DEVNULL)
        with running(own, folder / "away.log") as service:
            service.wait_for("/partners")
            server.kill()
            began_at, longest, away = time.monotonic(), 0.0, Counter[int]()
            while time.monotonic() < began_at + AWAY_SECONDS:
                asked_at = time.monotonic()
                away[service.ask(READ[away.total() % len(READ)])[0]] += 1
                longest = max(longest, time.monotonic() - asked_at)
            server.start()
            back_at = time.monotonic()
            service.wait_for("/partners")
            told = f"{_say(away)}; longest {longest:.2f} s, back after {time.monotonic() - back_at:.2f} s"
            yield (
                f"a database that is away for {AWAY_SECONDS} s",
                told,
                _say(_but(away, PLAINLY)),
                f"{service.peak_mib:.0f}",
            )


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    command = ["/bin/mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(folder)]
    is_mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["/bin/umount", str(folder)], check=True)


def fuzz(folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Send nonsense to every route: nothing may be answered by 500, and the service must live."""
    chance = random.Random(SEED)  # noqa: S311 -- it has to be the same each time
    routes = sorted(RULES)
    answers: Counter[int] = Counter()
    faults: Counter[str] = Counter()
    with running(settings | {"OSMOSE_KEEP_MAIL_DAYS": "90"}, folder / "fuzz.log") as service:
        service.wait_for("/partners")
        for at in range(N_FUZZED):
            name = routes[at % len(routes)]
            status = _ask_nonsense(service, name, chance)
            answers[status] += 1
            if status in {0, 500}:
                faults[f"{name} {status}"] += 1
        lives = service.ask("/healthz")[0]
        yield f"{N_FUZZED:,} requests of nonsense", _say(answers), _say(faults), f"{service.peak_mib:.0f}"
        yield "alive after it", str(lives), "", ""


def _ask_nonsense(service: Outside, name: str, chance: random.Random) -> int:
    method, _, path = name.partition(" ")
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + quote(chance.choice(PIECES), safe="") + rest.partition("}")[2]
    query = "&".join(f"{chance.choice(KEYS)}={quote(chance.choice(PIECES))}" for _ in range(chance.randrange(4)))
    if method == "GET":
        return service.ask(f"{path}?{query}")[0]
    if "/v1/" in path:
        body = json.dumps({key: chance.choice(PIECES) for key in chance.sample(KEYS, 3)})
        body = chance.choice((body, body[:-2], "[]", "\x00", chance.choice(PIECES)))
        return service.ask(f"{path}?{query}", method, body.encode(), **{"Content-Type": "application/json"})[0]
    form = "&".join(f"{chance.choice(KEYS)}={quote(chance.choice(PIECES))}" for _ in range(4)).encode()
    return service.ask(path, method, form, **{"Content-Type": "application/x-www-form-urlencoded"})[0]


def import_much(folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Import a large file while the service answers, and upload one that is larger than may be."""
    large = folder / "large"
    large.mkdir()
    n_rows = _write_partners(large / "partners.csv", LARGE_BYTES)
    with running(settings, folder / "import.log") as service:
        service.wait_for("/partners")
        upload = b'--x\r\nContent-Disposition: form-data; name="bestanden"; filename="partners.csv"\r\n\r\n'
        upload += b"id,name\r\n" * (LARGE_BYTES // 9) + b"\r\n--x--\r\n"
        status = service.ask("/werkbank/invoer", "POST", upload, **{"Content-Type": "multipart/form-data; boundary=x"})[
            0
        ]
        del upload
        yield f"an upload of {LARGE_BYTES // 1_000_000} MB", str(status), "", f"{service.peak_mib:.0f}"
        import_peak, read = _import_beside(service, large, settings)
    yield f"reading while {n_rows:,} partners are imported", _say(read), _say(_but(read, PLAINLY)), ""
    yield f"osmose import of {LARGE_BYTES // 1_000_000} MB", import_peak[0], "", import_peak[1]


def _import_beside(service: Outside, large: Path, settings: dict[str, str]) -> tuple[tuple[str, str], Counter[int]]:
    read: Counter[int] = Counter()
    with subprocess.Popen([*OSMOSE, "import", str(large)], env=settings, stdout=subprocess.DEVNULL) as process:
        peak_mib = 0.0
        beside = Outside(process, 0, 0.0)
        while process.poll() is None:
            peak_mib = max(peak_mib, beside.peak_mib)
            read[service.ask(READ[read.total() % len(READ)])[0]] += 1
    return (f"exit code {process.returncode}", f"{peak_mib:.0f}"), read


def _write_partners(path: Path, n_bytes: int) -> int:
    text, n_rows = "wij zoeken " + "vrijwilligers en stageplaatsen " * 40, 0
    with path.open("w", encoding="utf-8") as file:
        file.write("id,name,sector,description\n")
        while file.tell() < n_bytes:
            file.writelines(f"g{at},Groot {at},bedrijf,{text}{at}\n" for at in range(n_rows, n_rows + 1000))
            n_rows += 1000
    return n_rows


def _but(counts: Counter[int], fine: set[int]) -> Counter[int]:
    return Counter({status: n for status, n in counts.items() if status not in fine})


def _say(counts: Counter[int] | Counter[str]) -> str:
    return ", ".join(f"{what}: {n}" for what, n in sorted(counts.items(), key=lambda each: str(each[0]))) or "none"
