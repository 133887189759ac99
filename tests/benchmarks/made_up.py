"""A made-up network of any size with the properties of the real ones, as a database.

    python -m tests.benchmarks made-up 100000 /tmp/network.db

writes a SQLite database with the vocabulary, 100,000 partners, what they say and what they did; the same each time. At
10,000 it takes 6 s, at 100,000 about a minute. From Python: `make_up(engine, n_partners)`; `Place.make_up(name, n)`
for the stages of a benchmark. `python -m tests.benchmarks likeness` shows it beside the networks it is like.

Each partner is one of Oss told anew: in that one's sector, with as many needs, offers and themes, in words of the
thesaurus. Each collaboration is one of Oss, held in another place by partners of the same sectors, mostly from there; a
few are large, as European ones are. So sizes, sectors that meet and shares of texts come from the real network, and a
country is many places that are tied to each other.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Engine, insert

from graph.database import open_engine, transaction
from graph.model import (
    Collaboration,
    CollaborationTheme,
    Interest,
    Offering,
    Participation,
    Partner,
    PartnerTheme,
)
from graph.repository import Repository
from graph.vocabulary import prepare
from tests.benchmarks.made_up_texts import Writer, read_table
from tests.benchmarks.made_up_work import PLACES_PER_REGION, Gatherings, gather

N_COLLABORATIONS_PER_PARTNER = 0.9
"""Between Oss (.70, so far as they are known) and European research (.85)."""
FIRST_YEAR, N_YEARS = 2005, 20
PARTNERS_PER_PLACE, PLACE_SPREAD = 250, 0.8
"""Mean, and the spread of the logarithm: a town has ten times the partners of a village."""
SHARE_ELSEWHERE = 0.12
"""Partners that name no place, as in Oss."""
SHARE_WITH_ROOM_TOLD, MOST_ROOM = 0.05, 12
N_ROWS = 20_000
"""Rows stored at a time."""

Row = dict[str, object]


@dataclass(frozen=True)
class Partners:
    """Columns of one length."""

    ids: list[str]
    template: np.ndarray
    """The partner of Oss that each is like."""
    sector: np.ndarray
    place: np.ndarray
    """Number of its place, -1 without one."""
    themes: list[list[str]]
    n_places: int


def make_up(engine: Engine, n_partners: int, n_collaborations: int | None = None, seed: int = 0) -> None:
    """Store a made-up network in a new database, made ready here."""
    prepare(engine)
    chance = np.random.default_rng(seed)
    oss = read_table("oss/partners.csv")
    partners = _partners(oss, n_partners, chance)
    writer = Writer(chance)
    n_wanted = round(n_partners * N_COLLABORATIONS_PER_PARTNER) if n_collaborations is None else n_collaborations
    work = gather(partners.sector, partners.place, partners.n_places, n_wanted, chance)
    with transaction(engine) as session:
        for table, rows in (
            (Partner, _partner_rows(partners, writer, chance)),
            (PartnerTheme, _theme_rows(partners)),
            (Interest, _phrase_rows(partners, writer.needs, oss["seeks"])),
            (Offering, _phrase_rows(partners, writer.offers, oss["offers"])),
            (Collaboration, _collaboration_rows(work, writer, chance)),
            (CollaborationTheme, _work_theme_rows(work)),
            (Participation, _participation_rows(work, partners.ids)),
        ):
            for block in _blocks(rows):
                session.execute(insert(table), block)
        Repository(session).record_change("made up")


def main(arguments: list[str]) -> None:
    """Make up a network as the command line says: how many partners, and where."""
    if len(arguments) != 2 or not arguments[0].isdigit():
        sys.exit("say how many partners, and the file to write: made-up 10000 network.db")
    path = Path(arguments[1])
    if path.exists():
        sys.exit(f"{path} exists already")
    make_up(open_engine(f"sqlite:///{path}"), int(arguments[0]))


def _partners(oss: pd.DataFrame, n_partners: int, chance: np.random.Generator) -> Partners:
    template = chance.integers(len(oss), size=n_partners)
    n_places = max(1, round(n_partners / PARTNERS_PER_PLACE))
    sizes = chance.lognormal(0, PLACE_SPREAD, n_places)
    place = chance.choice(n_places, n_partners, p=sizes / sizes.sum())
    place[chance.random(n_partners) < SHARE_ELSEWHERE] = -1
    themes = [[theme for theme in one.split(";") if theme] for one in oss["themes"]]
    return Partners(
        ids=[f"p{at:07}" for at in range(n_partners)],
        template=template,
        sector=oss["sector"].to_numpy(object)[template],
        place=place,
        themes=[themes[at] for at in template],
        n_places=n_places,
    )


def _partner_rows(partners: Partners, writer: Writer, chance: np.random.Generator) -> Iterator[Row]:
    names = writer.place_names(partners.n_places)
    tells_room = chance.random(len(partners.ids)) < SHARE_WITH_ROOM_TOLD
    rooms = chance.integers(MOST_ROOM + 1, size=len(partners.ids))
    centres = np.column_stack([chance.uniform(51, 53, partners.n_places), chance.uniform(4, 7, partners.n_places)])
    around = chance.normal(0, 0.02, (len(partners.ids), 2))
    for at, (partner_id, sector, place) in enumerate(zip(partners.ids, partners.sector, partners.place, strict=True)):
        latitude, longitude = (centres[place] + around[at]).tolist() if place >= 0 else (None, None)
        yield {
            "id": partner_id,
            "name": writer.name(at, names[place] if place >= 0 else ""),
            "sector_id": sector,
            "description": writer.description(partners.template[at]),
            "place": names[place] if place >= 0 else "",
            "postcode": f"{1000 + place // PLACES_PER_REGION % 9000} AA" if place >= 0 else "",
            "latitude": latitude,
            "longitude": longitude,
            "capacity": int(rooms[at]) if tells_room[at] else None,
        }


def _theme_rows(partners: Partners) -> Iterator[Row]:
    for partner_id, themes in zip(partners.ids, partners.themes, strict=True):
        for position, theme in enumerate(themes):
            yield {"partner_id": partner_id, "position": position, "theme_id": theme}


def _phrase_rows(partners: Partners, write, said: "pd.Series[str]") -> Iterator[Row]:
    n_said = [len([phrase for phrase in one.split(";") if phrase]) for one in said]
    for partner_id, template, themes in zip(partners.ids, partners.template, partners.themes, strict=True):
        for position in range(n_said[template]):
            yield {"partner_id": partner_id, "position": position, "text": write(themes)}


def _collaboration_rows(work: Gatherings, writer: Writer, chance: np.random.Generator) -> Iterator[Row]:
    n = len(work.ids)
    # Ever more of them, as where people write down what they do now and remember little of what was.
    begins = np.datetime64(f"{FIRST_YEAR}-01-01") + (np.sqrt(chance.random(n)) * N_YEARS * 365).astype(int)
    ends = begins + chance.integers(100, 1500, n)
    has_end, has_grant = chance.random(n) < work.share_ended, chance.random(n) < work.share_granted
    for at, collaboration_id in enumerate(work.ids):
        yield {
            "id": collaboration_id,
            "title": writer.title(work.template[at]),
            "description": writer.told(work.template[at]),
            "kind": work.kinds[at],
            "start_date": str(begins[at]),
            "starts_on": begins[at].item(),
            "end_date": str(ends[at]) if has_end[at] else "",
            "ends_on": ends[at].item() if has_end[at] else None,
            "grant_euro": 1000 if has_grant[at] else None,
        }


def _work_theme_rows(work: Gatherings) -> Iterator[Row]:
    for collaboration_id, themes in zip(work.ids, work.themes, strict=True):
        for position, theme in enumerate(themes):
            yield {"collaboration_id": collaboration_id, "position": position, "theme_id": theme}


def _participation_rows(work: Gatherings, ids: list[str]) -> Iterator[Row]:
    for collaboration, partner, position in zip(work.collaboration, work.partner, work.position, strict=True):
        is_lead = position == 0 and work.is_led[collaboration]
        yield {
            "collaboration_id": work.ids[collaboration],
            "partner_id": ids[partner],
            "role": "lead" if is_lead else "participant",
            "position": int(position),
        }


def _blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        block.append(row)
        if len(block) == N_ROWS:
            yield block
            block = []
    if block:
        yield block
