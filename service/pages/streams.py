"""The neighbourhood of a partner as streams: one line from its mark to each name beside it."""

from dataclasses import dataclass

from service.pages.details import Neighbour, PartnerBrief
from service.texts import gettext as _

ROW_HEIGHT = 36
"""Pixels per name; the style sheet gives each name the same."""

WIDTH = 120
"""Pixels on a wide screen; a narrow one presses the picture together."""

MOST_NEIGHBOURS = 12
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Stream:
    """A line to one partner: the wider, the more they did together; dashed if it is a suggestion."""

    partner: PartnerBrief
    path: str
    width: float
    is_suggested: bool


@dataclass(frozen=True)
class Streams:
    """The whole picture, and its words for who does not see it."""

    lines: list[Stream]
    width: int
    height: int
    label: str
    n_left_out: int


def draw_streams(name: str, neighbours: list[Neighbour], suggested: list[PartnerBrief]) -> Streams:
    """Draw the partner called `name` with those it works with most and those it could meet first."""
    shown, hinted = neighbours[:MOST_NEIGHBOURS], suggested[:MOST_SUGGESTED]
    height = ROW_HEIGHT * max(len(shown) + len(hinted), 2)
    together = [(neighbour.partner, 1.5 + min(neighbour.n_collaborations, 6), False) for neighbour in shown]
    apart = [(partner, 2.0, True) for partner in hinted]
    lines = [
        Stream(partner, _path(row, height), width, is_suggested)
        for row, (partner, width, is_suggested) in enumerate([*together, *apart])
    ]
    names = ", ".join(neighbour.partner.name for neighbour in shown)
    label = _("%(name)s works with %(names)s.") % {"name": name, "names": names}
    return Streams(lines, WIDTH, height, label, n_left_out=len(neighbours) - len(shown))


def _path(row: int, height: int) -> str:
    """Return an SVG path from the middle on the left to a row on the right, level at both ends."""
    middle, end = height / 2, ROW_HEIGHT * (row + 0.5)
    bend = WIDTH / 2
    return f"M4 {middle:g}C{bend:g} {middle:g} {bend:g} {end:g} {WIDTH - 4} {end:g}"
