"""Charts in one look: Altair specifications, drawn as SVG on the server."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from service.figures.figure import Spec
from service.texts import LANGUAGE

WIDTH, HEIGHT = 620, 260
INK, MUTED, LINE = "#14323b", "#4b6169", "#d8d2c4"
COLOURS = ("#11606f", "#c2551b", "#6d51a6", "#35803c", "#8a6b00", "#54666e")
"""Told apart by the colour-blind too, and never the only sign: series differ in dash or stand in the legend's order."""
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])

_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "aria": False,  # what is read aloud is the sentence and the table, and not every mark in English
    "padding": {"left": 40, "top": 5, "right": 24, "bottom": 5},  # fonts differ, and a name must not be cut off
    "font": "Liberation Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": MUTED,
        "gridColor": LINE,
        "domainColor": MUTED,
        "tickColor": MUTED,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelLimit": 240,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelLimit": 280,
        "orient": "top",
    },
}
NARROW_WIDTH, NARROW_BESIDE_NAMES = 250, 160
"""Of a chart on a telephone, and of one with names beside it."""
NARROW_NAMES = 110
LONG_NAME = 14
"""Letters of a name beyond which a legend puts the names below each other."""
MOST_STEPS = 400
"""Steps that a curve is drawn with; more cannot be told apart."""


_FORMATS: dict[str, Any] = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
}[LANGUAGE]


def draw(spec: Spec, *, narrow: bool = False) -> str:
    """Return a chart as SVG, for a telephone if `narrow`; numbers have Dutch commas and points."""
    drawing = vl_convert.vegalite_to_svg(
        narrowed(spec) if narrow else spec, format_locale=_FORMATS, allowed_base_urls=[]
    )
    # Without labels (see `aria` above) the parts of a chart are nothing that could be read aloud.
    return re.sub(r' (?:role="graphics-\w+"|aria-roledescription="[^"]*")', "", drawing)


def narrowed(spec: Spec) -> Spec:
    """Return the specification of the same chart for a telephone."""
    config = spec["config"] | {
        "axis": spec["config"]["axis"] | {"labelLimit": NARROW_NAMES},
        "legend": spec["config"]["legend"] | {"columns": 1},
        "padding": {"left": 24, "top": 5, "right": 12, "bottom": 5},
    }
    return spec | {"width": spec["usermeta"]["narrowWidth"], "config": config}


def lines(table: pd.DataFrame, x: tuple[str, str], series: Sequence[tuple[str, str]], y_title: str) -> Spec:
    """Return a chart of one line per column of `series` over the column `x`, each with its name."""
    long = _long(table, x[0], series)
    names = [label for _, label in series]
    base = alt.Chart(long).encode(
        x=alt.X("x:O", title=x[1], axis=alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=8)),
        y=alt.Y("value:Q", title=y_title),
        color=_colour(names, symbolType="stroke", symbolSize=500, symbolStrokeWidth=3),
        strokeDash=alt.StrokeDash("series:N", title=None, sort=names, scale=alt.Scale(domain=names, range=DASHES)),
        tooltip=_series_tip(x[1], y_title),
    )
    return finished(base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=28)))


def bars(table: pd.DataFrame, x: tuple[str, str], series: Sequence[tuple[str, str]], y_title: str) -> Spec:
    """Return a chart of stacked bars per value of the column `x`, one part per column of `series`."""
    long = _long(table, x[0], series)
    names = [label for _, label in series]
    chart = (
        alt.Chart(long)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("x:O", title=x[1], axis=alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=8)),
            y=alt.Y("value:Q", title=y_title),
            color=_colour(names),
            order=alt.Order("rank:Q"),
            tooltip=_series_tip(x[1], y_title),
        )
    )
    return finished(chart)


def stacked(table: pd.DataFrame, name: tuple[str, str], series: Sequence[tuple[str, str]], title: str) -> Spec:
    """Return a chart of one lying bar per row, in the order of the table, with a part per column of `series`."""
    long = _long(table, name[0], series)
    names = [label for _, label in series]
    chart = (
        alt.Chart(long)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y("x:N", title=None, sort=table[name[0]].tolist()),
            x=alt.X("value:Q", title=title),
            color=_colour(names),
            order=alt.Order("rank:Q"),
            tooltip=_series_tip(name[1], title),
        )
    )
    return finished(chart, height=max(80, 24 * len(table)), narrow_width=NARROW_BESIDE_NAMES)


def ranking(table: pd.DataFrame, name: str, value: str, title: str) -> Spec:
    """Return a chart of one bar per row, in the order of the table, with the name beside it."""
    shown = table[[name, value]].rename(columns={name: "name", value: "value"})
    chart = (
        alt.Chart(shown)
        .mark_bar(color=COLOURS[0])
        .encode(
            y=alt.Y("name:N", title=None, sort=shown["name"].tolist()),
            x=alt.X("value:Q", title=title, axis=_ticks(shown["value"])),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("value:Q", title=title)],
        )
    )
    return finished(chart, height=max(80, 24 * len(shown)), narrow_width=NARROW_BESIDE_NAMES)


def matrix(table: pd.DataFrame, rows: str, columns: str, value: str, title: str) -> Spec:
    """Return a chart of a square per row of the table, darker for more, with the number in it."""
    shown = table[[rows, columns, value]].rename(columns={rows: "row", columns: "column", value: "value"})
    middle = float(shown["value"].max()) / 2 if len(shown) else 0.0
    base = alt.Chart(shown).encode(
        x=alt.X("column:N", title=None, sort=None, axis=alt.Axis(labelAngle=-50, orient="top", labelLimit=180)),
        y=alt.Y("row:N", title=None, sort=None),
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("column:N", title="–"),
            alt.Tooltip("value:Q", title=title),
        ],
    )
    squares = base.mark_rect(stroke="white").encode(
        color=alt.Color("value:Q", title=title, scale=alt.Scale(range=["#edf5f4", "#0c3d48"]))
    )
    numbers = base.mark_text(fontSize=11).encode(
        text=alt.Text("value:Q"),
        color=alt.condition(f"datum.value > {middle}", alt.value("white"), alt.value(INK)),
    )
    n = max(shown["row"].nunique(), 1)
    return finished(alt.layer(squares, numbers), width=34 * n, height=26 * n, narrow_width=34 * n)


def curve(table: pd.DataFrame, x: tuple[str, str], y: tuple[str, str], band: tuple[str, str]) -> Spec:
    """Return a chart of a step function with the band of its interval."""
    shown = table.iloc[:: max(1, len(table) // MOST_STEPS)]
    tips = [alt.Tooltip(f"{x[0]}:Q", title=x[1], format=".1f"), alt.Tooltip(f"{y[0]}:Q", title=y[1], format=".0%")]
    base = alt.Chart(shown).encode(x=alt.X(f"{x[0]}:Q", title=x[1]), tooltip=tips)
    area = base.mark_area(opacity=0.25, color=COLOURS[0], interpolate="step-after").encode(
        y=alt.Y(f"{band[0]}:Q", title=y[1], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        y2=f"{band[1]}:Q",
    )
    line = base.mark_line(color=COLOURS[0], strokeWidth=2.5, interpolate="step-after").encode(y=f"{y[0]}:Q")
    return finished(alt.layer(area, line))


def intervals(table: pd.DataFrame, today: str, percentages: Collection[str]) -> Spec:
    """Return a small chart per value of `figure`: a bar from `low` to `high` and a dot at `mean` for each `way`.

    The vertical line is `today`, told once below. Figures among `percentages` are told as such.
    """
    ways = table["way"].drop_duplicates().tolist()
    charts = []
    for name in table["figure"].drop_duplicates():
        base = alt.Chart(table[table["figure"] == name]).encode(y=alt.Y("way:N", title=None, sort=ways))
        axis = alt.Axis(tickCount=4, labelOverlap=True, format="~p" if name in percentages else "~g")
        bar = base.mark_bar(height=7, color=COLOURS[0], opacity=0.35).encode(
            x=alt.X("low:Q", title=None, axis=axis, scale=alt.Scale(zero=False, nice=True)), x2="high:Q"
        )
        dot = base.mark_point(filled=True, size=70, color=COLOURS[0], opacity=1).encode(x="mean:Q")
        line = base.mark_rule(color=COLOURS[1], strokeWidth=2, strokeDash=[5, 3]).encode(x="mean(today):Q", y=alt.Y())
        charts.append(alt.layer(bar, line, dot).properties(width=240, height=26 * len(ways), title=name))
    note = alt.TitleParams(today, orient="bottom", anchor="start", color=MUTED, fontSize=13, fontWeight="normal")
    chart = alt.concat(*charts, columns=2, spacing=24, title=note)
    spec: Spec = chart.configure(**_CONFIG).configure_title(fontSize=13, anchor="start", color=INK).to_dict()
    return spec


def _long(table: pd.DataFrame, x: str, series: Sequence[tuple[str, str]]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"x": table[x].astype(str), "value": table[column], "series": label, "rank": rank})
        for rank, (column, label) in enumerate(series)
    ]
    return pd.concat(parts, ignore_index=True)


def _colour(names: list[str], **legend: Any) -> alt.Color:  # noqa: ANN401 -- options of alt.Legend
    """Return the colours of some series; names too long to stand beside each other stand below each other."""
    below: dict[str, Any] = {"columns": 1} if max(map(len, names)) > LONG_NAME else {}
    return alt.Color(
        "series:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=COLOURS[: len(names)]),
        legend=alt.Legend(**below, **legend),
    )


def _ticks(values: "pd.Series[Any]") -> alt.Axis:
    """Return an axis without halves where there are only whole numbers."""
    return alt.Axis(tickMinStep=1) if (values == values.round()).all() else alt.Axis()


def _series_tip(x_title: str, y_title: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("x:N", title=x_title),
        alt.Tooltip("series:N", title=" "),
        alt.Tooltip("value:Q", title=y_title),
    ]


def finished(
    chart: "alt.Chart | alt.LayerChart | alt.FacetChart",
    width: int = WIDTH,
    height: int = HEIGHT,
    narrow_width: int = NARROW_WIDTH,
) -> Spec:
    """Return the specification of a chart in the look of all charts, for whatever draws it: here or a browser."""
    spec: Spec = chart.properties(width=width, height=height).configure(**_CONFIG).to_dict()
    # What no drawing program knows by itself: how numbers are written here, and how wide it is on a telephone.
    return spec | {"usermeta": {"embedOptions": {"formatLocale": _FORMATS}, "narrowWidth": narrow_width}}
