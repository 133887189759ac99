"""Two services and a job runner on one PostgreSQL under load: is an update lost, a list stale, anything deadlocked?"""

import csv
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Thread

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, func, select, text

from graph.backup import check
from graph.database import open_engine, reading, transaction
from graph.introductions import IntroductionStep
from graph.model import Partner
from graph.outbox import Mail
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from service.keys import read_safe
from service.people import People
from service.settings import Settings
from tests.benchmarks.outcome import Outcome
from tests.postgresql import find_programs, run_server

ROOT = Path(__file__).parents[2]
SECONDS = int(os.environ.get("OSMOSE_BENCH_SECONDS", "600"))
MAIN = [sys.executable, "-c", "from service.cli import main; main()"]
WATCHED = ("het-hooghuis", "muzelinck", "gemeente-oss")
"""Partners whose profile everybody changes."""
WORD = "wedijver"
"""Stands in every profile that is watched, so that one list shows them all."""
PAGES = ("/partners", "/netwerk", "/")
N_CHANGING, N_INTRODUCING, N_READING = 3, 2, 3
LIMITS = httpx.Limits(keepalive_expiry=2)
"""A connection that rests is given up before the service does so, or a request may meet its end."""
IMPORT_SECONDS = 20.0
"""Between two imports: each has everything read anew."""


def report(console: Console) -> None:
    """Load two services for ten minutes, or `OSMOSE_BENCH_SECONDS`, and print what came of it."""
    programs = find_programs()
    if programs is None:
        console.print("Nothing measured: PostgreSQL is not installed.")
        return
    with TemporaryDirectory() as folder, run_server(programs) as url:
        settings = Settings(database_url=url, home=Path(folder), office_address="kantoor@voorbeeld.example")
        engine = open_engine(url)
        fill(engine, settings)
        outcome = Outcome()
        with running(settings) as services:
            load(services, engine, Path(folder), outcome)
            wait_for_mails(engine)
        table = Table("what", title=f"two services and a job runner on one PostgreSQL, {SECONDS} seconds")
        table.add_column("", justify="right")
        for row in [*outcome.rows(), *kept(engine, settings, outcome)]:
            table.add_row(*row)
        console.print(table)
        engine.dispose()


def fill(engine: Engine, settings: Settings) -> None:
    """Store the network of Oss, with a person at each partner and the watched ones at 0."""
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [ROOT / "data" / "oss"])
        people = People(session, read_safe(settings))
        for partner_id in partner_ids():
            people.join(people.add(f"{partner_id}@voorbeeld.example").id, partner_id)


@contextmanager
def running(settings: Settings) -> Iterator[list[httpx.Client]]:
    """Lend a client of each of two services, beside which a third process does the jobs."""
    environment = os.environ | {
        "OSMOSE_DATABASE_URL": settings.database_url,
        "OSMOSE_HOME": str(settings.home),
        "OSMOSE_OFFICE_ADDRESS": settings.office_address,
        "PYTHONPATH": str(ROOT),
    }
    with ExitStack() as stack, (settings.home / "log").open("w") as log:

        def start(*arguments: str) -> None:
            process = subprocess.Popen([*MAIN, *arguments], env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        ports = [18471, 18472]
        for port in ports:
            start("serve", "--port", str(port), "--no-mail")
        start("jobs")
        clients = [
            stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, limits=LIMITS))
            for port in ports
        ]
        for client in clients:
            wait_for(client)
        yield clients


def wait_for(client: httpx.Client) -> None:
    """Wait until a service answers, and has made what it makes once."""
    for _ in range(600):
        try:
            client.get("/v1/sectors").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            break
    for path in PAGES:
        client.get(path).raise_for_status()


def load(services: list[httpx.Client], engine: Engine, folder: Path, outcome: Outcome) -> None:
    """Change, introduce, import and read at the same time until the time is over."""
    stop, works = Event(), list[Callable[[Random], None]]()
    works += [lambda chance: change(chance.sample(services, 2), chance, outcome)] * N_CHANGING
    works += [lambda chance: introduce(chance.sample(services, 2), chance, outcome)] * N_INTRODUCING
    works += [lambda chance: read(chance.choice(services), chance, outcome)] * N_READING
    works += [lambda _chance: bring_in(engine, folder, stop, outcome)]

    def go_on(work: Callable[[Random], None], number: int) -> None:
        chance = Random(number)  # noqa: S311 -- the same each time
        while not stop.is_set():
            try:
                work(chance)
            except Exception as error:  # noqa: BLE001 -- counted, whatever it is
                outcome.count(f"unforeseen: {type(error).__name__}")
            stop.wait(0.2)

    threads = [Thread(target=go_on, args=(work, number)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    stop.wait(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()


def change(services: list[httpx.Client], chance: Random, outcome: Outcome) -> None:
    """Count one on in the profile of a partner, unless somebody else did since it was read."""
    partner_id = chance.choice(WATCHED)
    read_one = services[0].get(f"/v1/partners/{partner_id}")
    number = counter_in(read_one.json()["description"])
    told = services[1].patch(
        f"/v1/partners/{partner_id}",
        json={"description": f"{WORD} {number + 1}"},
        headers={"If-Match": read_one.headers["ETag"]},
    )
    outcome.answered("profile changed", told)
    if told.is_success:
        outcome.note(partner_id, number + 1)
    elif told.status_code == httpx.codes.PRECONDITION_FAILED:
        outcome.count("told that another was before")


def introduce(services: list[httpx.Client], chance: Random, outcome: Outcome) -> None:
    """Have two members of staff propose the same pair at once, and both partners say yes at once."""
    one = chance.choice(partner_ids())
    shown = suggested(services[0], one, outcome)
    if not shown:
        return
    pair = {"partnerIds": [one, chance.choice(shown)]}
    both = at_once([lambda client=client: client.post("/v1/introductions", json=pair) for client in services])
    outcome.answered("pair proposed", *both)
    made = [answer for answer in both if answer.status_code == httpx.codes.CREATED]
    outcome.count("pair proposed twice", len(made) > 1)
    if not made:
        outcome.count("told that the pair has an introduction already")
        return
    outcome.note(frozenset(pair["partnerIds"]), 1)
    where = f"/v1/introductions/{made[0].json()['id']}"
    outcome.answered("decided", services[1].post(f"{where}/decisions", json={"decision": "approve"}))
    outcome.answered("asked", services[0].post(f"{where}/asking"))
    said = [{"partnerId": each, "answer": "yes"} for each in pair["partnerIds"]]
    answers = zip(services, said, strict=True)
    both = at_once([lambda c=client, s=say: c.post(f"{where}/answers", json=s) for client, say in answers])
    outcome.answered("answered", *both)
    state = services[0].get(where).json()["state"]
    outcome.count("introduced" if state == "introduced" else f"not introduced, but {state}")


def bring_in(engine: Engine, folder: Path, stop: Event, outcome: Outcome) -> None:
    """Import a new partner, as a file."""
    number = outcome.counts["imported"]
    path = folder / "partners.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["id", "name", "sector", "description"], [f"nieuw-{number}", f"Nieuw {number}", "bedrijf", f"{WORD} 1"]]
        )
    with transaction(engine) as session:
        import_paths(session, [path])
    outcome.note(f"nieuw-{number}", 1)
    outcome.count("imported")
    stop.wait(IMPORT_SECONDS)


def read(client: httpx.Client, chance: Random, outcome: Outcome) -> None:
    """Read a list, suggestions and a page, and hold what they show against what was acknowledged before."""
    asked_at = time.monotonic()
    answer = client.get("/v1/partners", params={"q": WORD, "pageSize": 100})
    outcome.answered("list read", answer, since=asked_at)
    shown = {item["id"]: counter_in(item["description"]) for item in answer.json()["items"]}
    changed = [what for what in list(outcome.acknowledged) if isinstance(what, str)]
    outcome.compare({partner_id: shown.get(partner_id, 0) for partner_id in changed}, asked_at)
    suggested(client, chance.choice(partner_ids()), outcome)
    asked_at = time.monotonic()
    outcome.answered("page read", client.get(chance.choice(PAGES)), since=asked_at)


def suggested(client: httpx.Client, partner_id: str, outcome: Outcome) -> list[str]:
    """Return whom a partner could meet; whoever it was to be introduced to for long should not be there."""
    asked_at = time.monotonic()
    answer = client.get(f"/v1/partners/{partner_id}/suggestions")
    outcome.answered("suggestions read", answer, since=asked_at)
    found = [item["partnerId"] for item in answer.json()["items"]]
    outcome.compare({frozenset((partner_id, other)): 0 for other in found}, asked_at)
    return found


def at_once(works: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Do several things at the same moment; return what came of each."""
    results: list[httpx.Response] = []
    threads = [Thread(target=lambda work=work: results.append(work())) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@cache
def partner_ids() -> list[str]:
    """Return the ids of all partners of Oss."""
    with (ROOT / "data" / "oss" / "partners.csv").open(encoding="utf-8") as file:
        return [row["id"] for row in csv.DictReader(file)]


def counter_in(description: str) -> int:
    """Return the number that stands in a watched profile; 0 where none does yet."""
    word, _, number = description.partition(" ")
    return int(number) if word == WORD else 0


def wait_for_mails(engine: Engine, seconds: float = 120) -> None:
    """Wait until no mail waits any more."""
    until = time.monotonic() + seconds
    waits = select(Mail.id).where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None)).limit(1)
    while time.monotonic() < until:
        with reading(engine) as session:
            if session.scalar(waits) is None:
                return
        time.sleep(0.5)


def kept(engine: Engine, settings: Settings, outcome: Outcome) -> list[tuple[str, str]]:
    """Return rows of what the database holds in the end, beside what it should."""
    with reading(engine) as session:
        descriptions = dict(session.execute(select(Partner.id, Partner.description)).all())
        numbers = {
            name: counter_in(descriptions.get(name, "")) for name in outcome.acknowledged if isinstance(name, str)
        }
        n_lost = sum(len(outcome.acknowledged[name]) - number for name, number in numbers.items())
        steps = select(IntroductionStep.to_state).order_by(IntroductionStep.introduction_id, IntroductionStep.number)
        n_steps = Counter(session.scalars(steps))
        n_sent = session.scalar(select(func.count()).where(Mail.sent_at.is_not(None))) or 0
        n_waiting = session.scalar(select(func.count()).where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None))) or 0
        deadlocks = session.scalar(text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
    n_files = len(list(settings.mail_path.glob("*.eml")))
    return [
        ("updates acknowledged and lost", f"{n_lost}"),
        ("steps of introductions", ", ".join(f"{state} {n}" for state, n in n_steps.items())),
        ("mails marked as sent, files of mails, mails that wait", f"{n_sent}, {n_files}, {n_waiting}"),
        ("deadlocks that PostgreSQL counted", f"{deadlocks}"),
        ("faults that osmose database check finds", f"{len(check(engine))}"),
    ]
