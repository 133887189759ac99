"""A picture of the network drawn on the server: ties that could come, or end, dashed, and those they are of by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

from graph.network import Positions
from service.figures.charts import INK, LINE
from service.pages.marks import mark_colours, mark_of
from service.pages.overview import Overview
from service.places.layout import lay_out

WIDTH, HEIGHT, EDGE = 1000, 720, 60
DASHED = "#b3261e"
MOST_DRAWN = 400
"""Partners that are drawn, those with the most ties, unless more than these are named or have dashed ties."""
MANY = 40
"""More dashed ties than these are drawn thinner."""
LETTER, LINE_HEIGHT = 7.0, 15
"""Width of a letter of a name, about, and height of its line."""

_Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sketched:
    """What a picture is to show, by positions."""

    dashed: Sequence[tuple[int, int]]
    named: Collection[int]
    crossed: int | None = None
    """Who leaves; its ties are dashed."""

    @property
    def drawn(self) -> set[int]:
        """Who is drawn however few ties it has: who is named, and both ends of what is dashed."""
        return {*self.named, *(end for pair in self.dashed for end in pair)}


def sketch(overview: Overview, shown: Sketched, title: str) -> str:
    """Return the picture as SVG; `title` is what it says to who cannot see it.

    Drawn are those that are named, the ends of dashed ties, and those with most ties: `MOST_DRAWN` in all, or more
    where the first two are more.
    """
    drawn = _drawn(overview, sorted(shown.drawn))
    at = {position: number for number, position in enumerate(drawn.tolist())}
    points = _on_paper(lay_out(overview.network.adjacency[drawn][:, drawn]))
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family="Liberation Sans, Arial, sans-serif" font-size="13"><title>{escape(title)}</title>'
    )
    parts = [
        opened,
        _ties(overview, shown, at, points),
        _dashes(shown, at, points),
        *_marks(overview, shown, at, points),
        *_names(overview, shown.named, at, points),
        "</svg>",
    ]
    return "".join(parts)


def _drawn(overview: Overview, always: Sequence[int]) -> Positions:
    is_here = overview.is_present()
    is_here[always] = True
    rank = np.where(is_here, overview.count_ties().astype(np.float64), -1.0)
    rank[always] = np.inf
    most = np.argsort(-rank, kind="stable")[: min(max(MOST_DRAWN, len(always)), int(is_here.sum()))]
    return np.sort(most).astype(np.int64)


def _on_paper(places: _Points) -> _Points:
    """Return places as points of the picture, y down."""
    extent = np.maximum(np.abs(places).max(axis=0, initial=0.0), 1e-9)
    half = np.array([WIDTH / 2, HEIGHT / 2])
    points: _Points = half + places / extent * np.array([1, -1]) * (half - EDGE)
    return points


def _ties(overview: Overview, shown: Sketched, at: dict[int, int], points: _Points) -> str:
    lines = [
        f"M{_point(points[at[one]])}L{_point(points[at[other]])}"
        for one, other in zip(overview.ties["first"].tolist(), overview.ties["second"].tolist(), strict=True)
        if one in at and other in at and shown.crossed not in {one, other}
    ]
    return f'<path d="{"".join(lines)}" stroke="{LINE}" stroke-width="1" fill="none"/>'


def _dashes(shown: Sketched, at: dict[int, int], points: _Points) -> str:
    lines = [f"M{_point(points[at[one]])}L{_point(points[at[other]])}" for one, other in shown.dashed]
    width = 2.0 if len(lines) <= MANY else 1.2
    return f'<path d="{"".join(lines)}" stroke="{DASHED}" stroke-width="{width}" stroke-dasharray="7 4" fill="none"/>'


def _marks(overview: Overview, shown: Sketched, at: dict[int, int], points: _Points) -> list[str]:
    sectors = {sector: position for position, sector in enumerate(overview.network.sectors["id"])}
    of = overview.network.partners["sector"]
    found = []
    for position, number in at.items():
        mark = mark_of(sectors[of[position]])
        colour, size = mark_colours()[mark.colour], 0.9 if position in shown.named else 0.5
        fill = "#ffffff" if mark.is_hollow else colour
        found.append(
            f'<polygon points="{mark.outline}" transform="translate({_point(points[number])}) scale({size})" '
            f'fill="{fill}" stroke="{colour}" stroke-width="2"/>'
        )
        if position == shown.crossed:
            where = f'transform="translate({_point(points[number])})"'
            found.append(f'<path d="M-12-12L12 12M12-12L-12 12" {where} stroke="{DASHED}" stroke-width="4"/>')
    return found


def _names(overview: Overview, named: Collection[int], at: dict[int, int], points: _Points) -> list[str]:
    """Return the names beside their marks, each where it covers no other if there is such a place."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for position in sorted(named, key=lambda each: points[at[each]][1]):
        name = str(overview.network.partners["name"][position])
        width = len(name) * LETTER
        x, y = _free_place(points[at[position]], width, taken)
        taken.append((x, y, width))
        found.append(
            f'<text x="{x:.0f}" y="{y:.0f}" fill="{INK}" stroke="#faf7f1" stroke-width="3" paint-order="stroke">'
            f"{escape(name)}</text>"
        )
    return found


def _free_place(point: _Points, width: float, taken: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    x, y = float(point[0]), float(point[1])
    right, left = x + 11, x - 11 - width
    downs = (0, -LINE_HEIGHT, LINE_HEIGHT, -2 * LINE_HEIGHT, 2 * LINE_HEIGHT)
    places = [(side, y + 4 + down) for down in downs for side in (right, left)]
    inside = [(px, py) for px, py in places if px >= 0 and px + width <= WIDTH] or [(max(0.0, WIDTH - width), y + 4)]
    free = (
        (px, py)
        for px, py in inside
        if not any(abs(py - ty) < LINE_HEIGHT - 1 and px < tx + tw and tx < px + width for tx, ty, tw in taken)
    )
    return next(free, inside[0])


def _point(point: _Points) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
