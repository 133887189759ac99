"""What the browser needs to draw the network, in as few bytes as will do: columns of whole numbers (`unpacked.js`)."""

from typing import NotRequired, TypedDict

import numpy as np

from service.pages.colouring import OTHERS, Colourings
from service.pages.mapping import make_map
from service.pages.marks import SHAPES, mark_of
from service.pages.overview import UNKNOWN_YEAR, Overview
from service.pages.packed import tag_order
from service.places.keeping import Standing

SCALE = 4000
"""Steps of a place from the middle to the edge of the picture: a quarter of a pixel on a wide screen."""


class ShapeOut(TypedDict):
    corners: int
    depth: float
    turn: float
    reach: float


class MarkOut(TypedDict):
    shape: int
    hollow: bool
    colour: int


class PartnersOut(TypedDict):
    """One entry per partner in each list; the dictionaries name the few by their position."""

    id: list[str]
    name: list[str]
    sector: list[int]
    themes: list[list[int]]
    x: list[int]
    y: list[int]
    aliases: dict[int, list[str]]
    came: dict[int, int]
    left: dict[int, int]
    theme_mark: list[int]
    group_mark: list[int]


class TiesOut(TypedDict):
    """One entry per tie in each list, ordered by `first`, of which stands how much it grew from the tie before."""

    first: list[int]
    second: list[int]
    year: list[int]
    count: list[int]


class MapOut(TypedDict):
    """Where partners are on earth, in steps; `partner` are their positions."""

    partner: list[int]
    x: list[int]
    y: list[int]
    metres: float
    names: list[tuple[str, int, int]]


class Drawing(TypedDict):
    """The network as the script `unpacked.js` reads it."""

    order: str
    """Names who the partners are, in their order: a measure that carries it is of these."""
    scale: int
    shapes: list[ShapeOut]
    marks: list[MarkOut]
    sectors: list[str]
    themes: list[str]
    partners: PartnersOut
    ties: TiesOut
    map: NotRequired[MapOut]


def draw(overview: Overview, colourings: Colourings, standing: Standing) -> Drawing:
    """Return what is drawn of a network: everybody, and all ties."""
    network = overview.network
    n_marks = max(len(network.sectors), OTHERS + 1)
    drawing = Drawing(
        order=tag_order(network.partners["id"].tolist()),
        scale=SCALE,
        shapes=[ShapeOut(corners=s.corners, depth=s.depth, turn=s.turn, reach=s.reach) for s in SHAPES],
        marks=[MarkOut(shape=m.shape, hollow=m.is_hollow, colour=m.colour) for m in map(mark_of, range(n_marks))],
        sectors=network.sectors["id"].tolist(),
        themes=network.themes["id"].iloc[overview.themes_in_use].tolist(),
        partners=_partners(overview, colourings, standing),
        ties=_ties(overview),
    )
    if geo_map := make_map(overview):
        drawing["map"] = MapOut(
            partner=geo_map.positions.tolist(),
            x=geo_map.places[:, 0].tolist(),
            y=geo_map.places[:, 1].tolist(),
            metres=geo_map.metres_per_step,
            names=geo_map.names,
        )
    return drawing


def _partners(overview: Overview, colourings: Colourings, standing: Standing) -> PartnersOut:
    network = overview.network
    ids = network.partners["id"].tolist()
    positions = {sector: position for position, sector in enumerate(network.sectors["id"])}
    in_use = {theme: position for position, theme in enumerate(overview.themes_in_use.tolist())}
    themes: list[list[int]] = [[] for _ in ids]
    for partner, theme in network.partner_themes[["partner", "theme"]].itertuples(index=False):
        themes[partner].append(in_use[theme])
    places = np.rint(SCALE * np.array([standing.places[each] for each in ids]).reshape(-1, 2)).astype(int)
    came, left = overview.presence
    return PartnersOut(
        id=ids,
        name=network.partners["name"].tolist(),
        sector=[positions[sector] for sector in network.partners["sector"]],
        themes=themes,
        x=places[:, 0].tolist(),
        y=places[:, 1].tolist(),
        aliases={at: list(names) for at, each in enumerate(ids) if (names := overview.aliases.get(each))},
        came={at: int(came[at]) for at in np.flatnonzero(came > 0).tolist()},
        left={at: int(left[at]) for at in np.flatnonzero(left < UNKNOWN_YEAR).tolist()},
        theme_mark=colourings.by_theme.marks.tolist(),
        group_mark=colourings.by_group.marks.tolist(),
    )


def _ties(overview: Overview) -> TiesOut:
    ties = overview.ties.sort_values(["first", "second"])
    return TiesOut(
        first=np.diff(ties["first"].to_numpy(), prepend=0).tolist(),
        second=ties["second"].tolist(),
        year=ties["year"].tolist(),
        count=ties["n_collaborations"].tolist(),
    )
