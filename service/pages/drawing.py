"""What the browser needs to draw the network: places, marks, ties and their years, in as few bytes as will do."""

from typing import NotRequired, TypedDict

import numpy as np

from graph.network import Positions
from service.pages.marks import SHAPES, mark_of
from service.pages.overview import UNKNOWN_YEAR, Overview
from service.pages.placing import place

MOST_DRAWN = 400
"""How many partners are drawn at most: those with the most ties. More can be told apart by no eye."""


class ShapeOut(TypedDict):
    corners: int
    depth: float
    turn: float
    reach: float


class SectorOut(TypedDict):
    id: str
    shape: int
    hollow: bool
    colour: int


class PartnerOut(TypedDict):
    id: str
    name: str
    sector: int
    themes: list[str]
    x: float
    y: float
    aliases: NotRequired[list[str]]
    came: NotRequired[int]
    left: NotRequired[int]


class Drawing(TypedDict):
    """The network as the script `network.js` reads it; ties are (first, second, year, number of collaborations)."""

    shapes: list[ShapeOut]
    sectors: list[SectorOut]
    partners: list[PartnerOut]
    ties: list[tuple[int, int, int, int]]


def draw(overview: Overview) -> Drawing:
    """Return what is drawn of a network: at most `MOST_DRAWN` partners, and the ties among them."""
    drawn = _most_tied(overview)
    places = place(overview.network.adjacency[drawn][:, drawn]).round(3)
    return Drawing(
        shapes=[ShapeOut(corners=s.corners, depth=s.depth, turn=s.turn, reach=s.reach) for s in SHAPES],
        sectors=_sectors(overview),
        partners=_partners(overview, drawn, places.tolist()),
        ties=_ties(overview, drawn),
    )


def _most_tied(overview: Overview) -> Positions:
    n_ties = overview.count_ties()
    most_tied = np.argsort(-n_ties, kind="stable")[:MOST_DRAWN]
    return np.sort(most_tied).astype(np.int64)


def _sectors(overview: Overview) -> list[SectorOut]:
    marks = [(sector, mark_of(position)) for position, sector in enumerate(overview.network.sectors["id"])]
    return [SectorOut(id=sector, shape=mark.shape, hollow=mark.is_hollow, colour=mark.colour) for sector, mark in marks]


def _partners(overview: Overview, drawn: Positions, places: list[list[float]]) -> list[PartnerOut]:
    network = overview.network
    sectors = {sector: position for position, sector in enumerate(network.sectors["id"])}
    themes = network.partner_themes
    theme_ids = network.themes["id"]
    themes_of: dict[int, list[str]] = {}
    for partner, theme in zip(themes["partner"], themes["theme"], strict=True):
        themes_of.setdefault(partner, []).append(theme_ids[theme])
    came, left = overview.presence
    partners: list[PartnerOut] = []
    for position, (x, y) in zip(drawn.tolist(), places, strict=True):
        row = network.partners.loc[position]
        partner = PartnerOut(
            id=row["id"], name=row["name"], sector=sectors[row["sector"]], themes=themes_of.get(position, []), x=x, y=y
        )
        if aliases := overview.aliases.get(row["id"]):
            partner["aliases"] = list(aliases)
        if came[position] > 0:
            partner["came"] = int(came[position])
        if left[position] < UNKNOWN_YEAR:
            partner["left"] = int(left[position])
        partners.append(partner)
    return partners


def _ties(overview: Overview, drawn: Positions) -> list[tuple[int, int, int, int]]:
    place_of = np.full(overview.network.n_partners, -1)
    place_of[drawn] = np.arange(len(drawn))
    ties = overview.ties
    table = np.column_stack(
        [place_of[ties["first"]], place_of[ties["second"]], ties["year"], ties["n_collaborations"]]
    ).astype(int)
    kept = table[(table[:, 0] >= 0) & (table[:, 1] >= 0)]
    return [(first, second, year, count) for first, second, year, count in kept.tolist()]
