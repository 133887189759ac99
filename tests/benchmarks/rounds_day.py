"""A beursvloer of 250 through the pages: planned in the background, no-shows ticked, somebody late on a phone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from fastapi.testclient import TestClient
from rich.console import Console
from rich.table import Table

from graph.database import open_engine, reading
from graph.rounds import Round, RoundGuest
from service.app import create_app
from service.keys import read_safe
from service.links import Links
from service.rounds.gathering import find_round
from service.rounds.kept import read_plan
from service.rounds.programme import programme_of
from service.settings import Settings
from tests.builders import partner
from tests.service.serving import make_database, set_clock
from tests.service.signed_in import add_person

N_PARTNERS, N_SLOTS, SHARE_ABSENT = 250, 12, 0.1
DAY = datetime(2037, 3, 18, 15, 5)  # noqa: DTZ001 -- where rounds are held
ABILITIES = ("stageplek", "taalles", "gastles techniek", "vervoer", "zaal", "maaltijd", "muziek", "hulp bij ICT")


def report(console: Console) -> None:
    """Play the day, and print how long each page takes, how large it is and what changed."""
    with TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        with _serving(settings) as client:
            console.print(_play(client, settings))


def _settings(folder: Path) -> Settings:
    chance = np.random.default_rng(0)
    rows = []
    for at in range(N_PARTNERS + 1):
        seeks, offers = chance.choice(ABILITIES, 2, replace=False).tolist()
        sector = "bedrijf" if at % 2 else "primair-onderwijs"
        rows.append(partner(f"p{at:03}", name=f"Partner {at:03}", sector=sector, seeks=seeks, offers=offers))
    make_database(folder, rows)
    return Settings(database_url=f"sqlite:///{folder / 'osmose.db'}", home=folder)


@contextmanager
def _serving(settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings)
    set_clock(app, DAY)
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1)) as client:
        yield client


def _play(client: TestClient, settings: Settings) -> Table:
    table = Table("step", title=f"a beursvloer of {N_PARTNERS} with {N_SLOTS} slots, through the pages")
    for heading in ("seconds", "kB", "what"):
        table.add_column(heading, justify="right")

    def step(what: str, method: str, path: str, told: str = "", **sent: object) -> str:
        began = time.perf_counter()
        answer = client.request(method, path, **sent)
        answer.raise_for_status()
        table.add_row(what, f"{time.perf_counter() - began:.2f}", f"{len(answer.content) / 1000:.0f}", told)
        return answer.text

    form = {"kind": "market", "title": "Beursvloer", "days": DAY.date().isoformat(), "begins_at": "15:00"}
    numbers = {"slot_minutes": "10", "n_slots": str(N_SLOTS), "usual_room": "8", "seconds": "60"}
    client.post("/werkbank/rondes", data=form | numbers).raise_for_status()
    for side, odd in (("one", 0), ("other", 1)):
        names = "\n".join(f"p{at:03}" for at in range(N_PARTNERS) if at % 2 == odd)
        where = "/werkbank/rondes/1/deelnemers"
        step(f"a list of {N_PARTNERS // 2} names", "POST", where, data={"side": side, "lijst": names, "komt": "ja"})
    _plan(client, table)
    step("the page of the plan", "GET", "/werkbank/rondes/1/plan/1")
    step("shared with all", "POST", "/werkbank/rondes/1/plan/1/delen")
    step("the page of the day", "GET", "/werkbank/rondes/1/dag")
    chance = np.random.default_rng(1)
    absent = [f"p{at:03}" for at in chance.choice(N_PARTNERS, round(SHARE_ABSENT * N_PARTNERS), replace=False)]
    step(
        f"{len(absent)} ticked as absent, planned again",
        "POST",
        "/werkbank/rondes/1/dag",
        data={"hoe": "absent", "vanaf": "0", "wie": absent},
    )
    table.add_row("of the others' programme changed", "", "", f"{_share(settings, 2):.1%}")
    late = f"p{N_PARTNERS:03}"
    client.post("/werkbank/rondes/1/deelnemers", data={"side": "one", "lijst": late})
    link = _link(settings, late)
    step("the page of who was not planned, on a phone", "GET", link)
    step("it is here, planned again", "POST", f"{link}/hier")
    table.add_row("of the others' programme changed", "", "", f"{_share(settings, 3):.1%}")
    table.add_row("meetings of who was not planned", "", "", str(_n_entries(settings, 3, late)))
    step("its programme, on a phone", "GET", link)
    for paper in ("programma.pdf", "tafelkaarten.pdf", "badges.pdf", "bestand.xlsx", "agenda.ics"):
        step(paper, "GET", f"/werkbank/rondes/1/plan/3/{paper}")
    return table


def _plan(client: TestClient, table: Table) -> None:
    """Begin to plan, and look at the page of progress until the plan is there."""
    began, n_looks, slowest = time.perf_counter(), 0, 0.0
    client.post("/werkbank/rondes/1/plannen")
    told = set()
    while True:
        asked = time.perf_counter()
        answer = client.get("/werkbank/rondes/1/bezig", follow_redirects=False)
        slowest, n_looks = max(slowest, time.perf_counter() - asked), n_looks + 1
        if answer.status_code == 303:
            break
        told.add(answer.text.partition('class="progress">')[2].partition("<")[0])
        time.sleep(0.25)
    seconds = f"{time.perf_counter() - began:.2f}"
    table.add_row("planned in the background", seconds, "", f"{n_looks} looks, the slowest {slowest:.2f} s")
    table.add_row("stages told meanwhile", "", "", str(len(told)))


def _link(settings: Settings, partner_id: str) -> str:
    person = add_person(settings, "directie@voorbeeld.example", partners=partner_id)
    return f"/ronde/{Links(read_safe(settings)).make('round', {'person': person, 'partner': partner_id, 'round': 1})}"


def _share(settings: Settings, number: int) -> float:
    """Return which share of the meetings of those who came in time is not what it was in the plan before."""
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        row: Round = find_round(session, 1)
        was, now = (
            {
                (each.partner_id, each.slot): each.with_ids
                for each in programme_of(row, read_plan(session, row, at).planned)
            }
            for at in (number - 1, number)
        )
        there = {
            each.partner_id
            for each in session.query(RoundGuest)
            if each.state == "coming" and each.partner_id != f"p{N_PARTNERS:03}"
        }
    engine.dispose()
    before = {cell: met for cell, met in was.items() if cell[0] in there}
    after = {cell: met for cell, met in now.items() if cell[0] in there}
    n_changed = sum(after.get(cell) != met for cell, met in before.items()) + len(after.keys() - before.keys())
    return n_changed / len(before)


def _n_entries(settings: Settings, number: int, partner_id: str) -> int:
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        row = find_round(session, 1)
        entries = programme_of(row, read_plan(session, row, number).planned)
    engine.dispose()
    return sum(each.partner_id == partner_id for each in entries)
