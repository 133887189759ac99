"""The network as a picture: a year beside the year before, every partner at the same place in both."""

from datetime import date
from html import escape

import numpy as np
import pandas as pd

from graph.network import Mask, Network, Positions
from graph.tie_graph import TieGraph, tie_graph
from service.pages.marks import Mark, mark_colours, mark_of
from service.places.layout import lay_out
from service.places.stress import Places
from service.report.kept import Picture, ReportedFigure
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number

MOST_DRAWN = 400
"""Partners that are drawn at most: those with the most ties."""
SIZE, MARGIN = 400, 14
VERSION = 1
OLD, NEW, APART = "#9fb6b8", "#c2551b", "#54666e"


def show_network(history: Network, day: date) -> ReportedFigure:
    """Draw the ties of a year beside those of the year before it, with the partners of each sector as a table."""
    network = history.at(day)
    graph, is_new = tie_graph(network), (network.tie_days["since"].dt.year == day.year).to_numpy()
    then = TieGraph(graph.ids, graph.sectors, graph.first[~is_new], graph.second[~is_new])
    drawn = np.sort(np.argsort(-graph.degrees, kind="stable")[:MOST_DRAWN]).astype(np.int64)
    places = lay_out(graph.adjacency[drawn][:, drawn]) if len(drawn) else np.zeros((0, 2))
    marks = {sector: mark_of(position) for position, sector in enumerate(network.sectors["id"])}
    nobody = np.zeros(graph.m, dtype=np.bool_)
    pictures = [
        Picture(
            str(day.year - 1),
            _words(then, date(day.year - 1, 12, 31), 0),
            _draw(then, nobody[~is_new], drawn, places, marks),
        ),
        Picture(str(day.year), _words(graph, day, int(is_new.sum())), _draw(graph, is_new, drawn, places, marks)),
    ]
    table = _by_sector(network, then, graph)
    return ReportedFigure(
        key="netwerk",
        title=_("The network in a picture"),
        sentence=pictures[1].words,
        definition=_(
            "The partners that were there on the last day; at most %(most)s are drawn, those with the most ties. Each "
            "stands at the same place in both pictures: near those with whom it works. Shape and colour tell the "
            "sector. A thick line is a tie that is new that year; a small dot is a partner without a tie by then."
        )
        % {"most": say_number(MOST_DRAWN)},
        version=VERSION,
        header=[
            _("Sector"),
            _("Partners with a tie, %(year)s") % {"year": day.year - 1},
            _("Partners with a tie, %(year)s") % {"year": day.year},
            _("All partners, %(year)s") % {"year": day.year},
        ],
        rows=[[label, *map(say_number, counts)] for label, *counts in table.itertuples(index=False)],
        pictures=[*pictures, _legend(network, marks)],
    )


def _words(graph: TieGraph, day: date, n_new: int) -> str:
    n_tied = int((graph.degrees > 0).sum())
    said = _("On %(day)s %(tied)s of %(all)s partners had a tie; ties in all: %(ties)s") % {
        "day": say_date(day.isoformat()),
        "tied": say_number(n_tied),
        "all": say_number(graph.n),
        "ties": say_number(graph.m),
    }
    return said + (_(", new: %(new)s.") % {"new": say_number(n_new)} if n_new else ".")


def _by_sector(network: Network, then: TieGraph, now: TieGraph) -> pd.DataFrame:
    """Return the sectors with partners: label, and how many had a tie then, have one now, and are there."""
    sectors = pd.Series(now.sectors)
    counts = pd.DataFrame(
        {
            "then": sectors[then.degrees > 0].value_counts(),
            "now": sectors[now.degrees > 0].value_counts(),
            "all": sectors.value_counts(),
        }
    ).fillna(0)
    ordered = network.sectors[network.sectors["id"].isin(counts.index)]
    return counts.astype(int).reindex(ordered["id"]).set_axis(ordered["label"]).reset_index()


def _draw(graph: TieGraph, is_new: Mask, drawn: Positions, places: Places, marks: dict[str, Mark]) -> str:
    """Return an SVG of the drawn partners and their ties, new ones thick and above the others."""
    at = _on_paper(places)
    position = np.full(graph.n, -1)
    position[drawn] = np.arange(len(drawn))
    lines = []
    for tie in np.argsort(is_new, kind="stable").tolist():
        one, other = int(position[graph.first[tie]]), int(position[graph.second[tie]])
        if one >= 0 and other >= 0:
            look = f'stroke="{NEW}" stroke-width="2"' if is_new[tie] else f'stroke="{OLD}" stroke-width="0.7"'
            (x, y), (to_x, to_y) = at[one], at[other]
            lines.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" {look}/>')
    partners = [
        _mark(marks[graph.sectors[each]], x, y, 0.5)
        if graph.degrees[each]
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{APART}"/>'
        for each, (x, y) in zip(drawn.tolist(), at, strict=True)
    ]
    return _svg(SIZE, SIZE, lines + partners)


def _on_paper(places: Places) -> list[tuple[float, float]]:
    """Return places between the margins of the picture, y down."""
    reach = float(np.abs(places).max(initial=0)) or 1.0
    scaled = SIZE / 2 + (SIZE / 2 - MARGIN) * places * [1, -1] / reach
    return [(x, y) for x, y in scaled.tolist()]


def _mark(mark: Mark, x: float, y: float, scale: float) -> str:
    colour = mark_colours()[mark.colour]
    paint = f'fill="white" stroke="{colour}" stroke-width="2.5"' if mark.is_hollow else f'fill="{colour}"'
    return f'<polygon transform="translate({x:.1f},{y:.1f}) scale({scale})" points="{mark.outline}" {paint}/>'


def _legend(network: Network, marks: dict[str, Mark]) -> Picture:
    """Return the marks of the sectors that have partners, in two columns."""
    shown = network.sectors[network.sectors["id"].isin(network.partners["sector"])]
    half = (len(shown) + 1) // 2
    rows = []
    for number, (sector, label) in enumerate(zip(shown["id"], shown["label"], strict=True)):
        x, y = 12 + 300 * (number // half), 14 + 20 * (number % half)
        text = f'<text x="{x + 16}" y="{y + 4.5}" font-size="13" fill="#14323b" font-family="sans-serif">'
        rows += [_mark(marks[sector], x, y, 0.9), f"{text}{escape(label)}</text>"]
    words = ngettext(
        "The marks of %(n)s sector; the table names it.",
        "The marks of %(n)s sectors; the table names them.",
        len(shown),
    )
    return Picture(_("Marks"), words % {"n": say_number(len(shown))}, _svg(600, max(20 * half + 8, 20), rows))


def _svg(width: int, height: int, inner: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        + "".join(inner)
        + "</svg>"
    )
