"""Charts of figures beside what they are laid beside: dots with intervals, two dots a row, and clouds of dots."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from service.figures.charts import COLOURS, MUTED, NARROW_BESIDE_NAMES, finished
from service.figures.figure import Spec

SIZE = 90
"""Area of a dot, in square pixels."""
ROW = 30
"""Height of a row, in pixels."""
SHAPES = ("circle", "diamond")


def intervals(table: pd.DataFrame, name: str, value: tuple[str, str], band: tuple[str, str], rule: float) -> Spec:
    """Return a chart of a dot per row with its interval, and an upright line at `rule`, where nothing differs."""
    shown = _named(table, name)
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip(f"{value[0]}:Q", title=value[1], format=".2f")]
    base = alt.Chart(shown).encode(y=_rows(shown), tooltip=tips)
    x = alt.X(f"{value[0]}:Q", title=value[1])
    wide = base.mark_rule(color=COLOURS[0], strokeWidth=3).encode(x=alt.X(f"{band[0]}:Q"), x2=f"{band[1]}:Q")
    dot = base.mark_point(color=COLOURS[0], filled=True, size=SIZE).encode(x=x)
    none = alt.Chart(pd.DataFrame({"at": [rule]})).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="at:Q")
    return finished(alt.layer(none, wide, dot), height=max(80, ROW * len(shown)), narrow_width=NARROW_BESIDE_NAMES)


def beside(
    table: pd.DataFrame, name: str, series: Sequence[tuple[str, str]], title: str, band: tuple[str, str] | None = None
) -> Spec:
    """Return a chart of two dots per row, one per column of `series`, told apart by shape and colour.

    `band` are the columns of an interval, drawn as a broad line behind the dots.
    """
    shown = _named(table, name)
    names = [label for _, label in series]
    long = pd.concat(
        [pd.DataFrame({"name": shown["name"], "value": shown[column], "series": label}) for column, label in series]
    )
    sort = shown["name"].tolist()
    dots = (
        alt.Chart(long)
        .mark_point(filled=True, size=SIZE, opacity=1)
        .encode(
            y=alt.Y("name:N", title=None, sort=sort),
            x=alt.X("value:Q", title=title),
            color=alt.Color("series:N", title=None, scale=alt.Scale(domain=names, range=COLOURS[: len(names)])),
            shape=alt.Shape("series:N", title=None, scale=alt.Scale(domain=names, range=SHAPES[: len(names)])),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("series:N", title=" "),
                alt.Tooltip("value:Q", title=title, format=".3f"),
            ],
        )
    )
    layers = [dots]
    if band:
        wide = alt.Chart(shown).mark_rule(color=COLOURS[1], strokeWidth=8, opacity=0.3)
        layers = [wide.encode(y=_rows(shown), x=f"{band[0]}:Q", x2=f"{band[1]}:Q"), dots]
    return finished(alt.layer(*layers), height=max(80, ROW * len(shown)), narrow_width=NARROW_BESIDE_NAMES)


def cloud(table: pd.DataFrame, x: tuple[str, str], y: tuple[str, str], line: str | None = None) -> Spec:
    """Return a chart of a dot per row on two logarithmic axes; `line` is a column to draw a line of."""
    tips = [alt.Tooltip(f"{name}:Q", title=title) for name, title in (x, y)]
    base = alt.Chart(table).encode(
        x=alt.X(f"{x[0]}:Q", title=x[1], scale=alt.Scale(type="log", nice=False, padding=12), axis=_few()),
        y=alt.Y(f"{y[0]}:Q", title=y[1], scale=alt.Scale(type="log", nice=False, padding=12), axis=_few()),
    )
    dots = base.mark_point(filled=True, size=50, color=COLOURS[0], opacity=0.8).encode(tooltip=tips)
    if line is None:
        return finished(dots)
    fitted = base.mark_line(color=COLOURS[1], strokeDash=[6, 3]).encode(y=alt.Y(f"{line}:Q"))
    return finished(alt.layer(fitted, dots))


def _few() -> alt.Axis:
    return alt.Axis(tickCount=6, format="~r", labelOverlap=True)


def _rows(shown: pd.DataFrame) -> alt.Y:
    return alt.Y("name:N", title=None, sort=shown["name"].tolist())


def _named(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.drop(columns="name", errors="ignore").assign(name=table[name])
