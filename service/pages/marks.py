"""Marks of the sectors: a shape, filled or hollow, and a colour, the same in the picture, the legend and the lists."""

import re
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin, sqrt
from pathlib import Path

THEME = Path(__file__).parents[1] / "static" / "theme.css"
N_COLOURS = 10
"""How many colours the style sheet names: --mark-0 and on."""


@dataclass(frozen=True)
class Shape:
    """A star with `corners` corners; `depth` is how far its dents lie from the middle, as a share of its corners.

    A regular polygon is a star whose dents lie on its sides, so that three numbers say all the shapes, here as in the
    shader that draws them.
    """

    corners: int
    depth: float
    turn: float = 0.0
    """Radians, counter-clockwise, from a corner that points up."""

    @classmethod
    def polygon(cls, corners: int, turn: float = 0.0) -> "Shape":
        return cls(corners, cos(pi / corners), turn)

    @property
    def reach(self) -> float:
        """How far the corners lie from the middle when the area is that of a circle of radius 1."""
        return sqrt(pi / (self.corners * self.depth * sin(pi / self.corners)))

    def outline(self, radius: float) -> str:
        """Return the points of an SVG polygon around 0,0, y down.

        >>> Shape.polygon(4).outline(10)
        '0,-12.5 -6.3,-6.3 -12.5,0 -6.3,6.3 0,12.5 6.3,6.3 12.5,0 6.3,-6.3'
        """
        points = []
        for step in range(2 * self.corners):
            far = radius * self.reach * (1 if step % 2 == 0 else self.depth)
            angle = pi / 2 + self.turn + step * pi / self.corners
            points.append(f"{_short(far * cos(angle))},{_short(-far * sin(angle))}")
        return " ".join(points)


def _short(number: float) -> str:
    return f"{round(number, 1) + 0:g}"  # + 0 turns -0.0 into 0.0


SHAPES = (
    Shape.polygon(32),  # a circle, as near as a screen shows
    Shape.polygon(4, turn=pi / 4),
    Shape.polygon(3),
    Shape.polygon(4),
    Shape(5, depth=0.45),
    Shape.polygon(6),
    Shape.polygon(3, turn=pi),
    Shape(4, depth=0.38),
    Shape(8, depth=0.62),
)


@dataclass(frozen=True)
class Mark:
    """How a sector looks: which of `SHAPES`, hollow or filled, and which colour."""

    shape: int
    is_hollow: bool
    colour: int

    @property
    def outline(self) -> str:
        """Points of the mark within a square of 24 by 24 around 0,0."""
        return _outline(self.shape)


@cache
def _outline(shape: int) -> str:
    return SHAPES[shape].outline(7.5)


def mark_of(sector_position: int) -> Mark:
    """Return the mark of the sector at this position of the sectors' table.

    The first 18 differ without their colour: 9 shapes filled, then hollow. Beyond these, colour and shape together.

    >>> mark_of(0), mark_of(9)
    (Mark(shape=0, is_hollow=False, colour=0), Mark(shape=0, is_hollow=True, colour=9))
    """
    n_shapes = len(SHAPES)
    return Mark(
        shape=sector_position % n_shapes,
        is_hollow=sector_position // n_shapes % 2 == 1,
        colour=sector_position % N_COLOURS,
    )


@cache
def mark_colours() -> list[str]:
    """Return the colours of the marks on a light ground, as the style sheet of the pages names them."""
    named = re.findall(r"--mark-(\d+): (#[0-9a-f]{6});", THEME.read_text(encoding="utf-8"))
    first = {int(number): colour for number, colour in reversed(named)}  # later rules are those of the dark
    return [first[number] for number in sorted(first)]
