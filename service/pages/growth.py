"""The growth pages: how the network grew and what binds it, each figure with its sentence, table and definition."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from service.figures.all import SLOW, headings, titles
from service.figures.charts import narrowed
from service.figures.figure import Figure
from service.lists_out import Kind, table_response
from service.pages.growth_reader import Growth, GrowthReader, by_heading, draw_once
from service.pages.rendering import render

router = APIRouter(include_in_schema=False)

Form = Annotated[Literal["smal", ""], Query()]
"""For how wide a screen a chart is: a telephone or any other."""

PAGE_SECONDS = 0.5
"""So long the page waits for its quick figures, which is for those who see them first, and a chart or a file for its
own; the page asks again for those that take longer."""
FIGURE_SECONDS = 5.0
"""So long the page of one figure waits for it."""
ROWS_SHOWN = 25
"""Rows of a table on the page of all figures; the page of one figure shows `ROWS_ALONE`, its file all."""
ROWS_ALONE = 300


@router.get("/groei")
def show_growth(request: Request, growth: Growth) -> HTMLResponse:
    """Show all figures of the part and the years that the address asks for; the slow ones follow."""
    if growth.view is None:
        return render(request, "growth.html", view=None)
    return render(
        request,
        "growth.html",
        view=growth.view,
        options=growth.options(),
        headed=[(name, headings()[name], keys) for name, keys in by_heading(growth.keys).items()],
        titles=titles(),
        made=_made_so_far(growth) if growth.n_meant else None,
        withheld=growth.withheld,
        rows_shown=ROWS_SHOWN,
    )


def _made_so_far(growth: GrowthReader) -> dict[str, Figure | None]:
    """Have all figures made, and return those that are made within `PAGE_SECONDS`; nobody waits for the slow ones."""
    keys = [key for key in growth.keys if key not in growth.withheld]
    for key in keys:
        growth.figure(key, 0)
    return {key: growth.figure(key, 0 if key in SLOW else PAGE_SECONDS, since_asked=True) for key in keys}


@router.get("/groei/{key}.svg")
def draw_figure(key: str, growth: Growth, vorm: Form = "") -> Response:
    """Draw the chart of one figure, for a telephone where the address says so."""
    drawing = draw_once(_with_chart(_made(growth, key)), narrow=vorm == "smal")
    return Response(drawing, media_type="image/svg+xml")


@router.get("/groei/{key}.json")
def specify_figure(key: str, growth: Growth, vorm: Form = "") -> Response:
    """Return the chart of one figure as Vega-Lite, for whoever wants to explore it or draw it otherwise."""
    spec = _with_chart(_made(growth, key)).spec
    return JSONResponse(narrowed(spec) if spec and vorm == "smal" else spec)


@router.get("/groei/{key}/bestand.{kind}")
def download_figure(key: str, kind: Kind, growth: Growth) -> Response:
    """Return the whole table of one figure as a file."""
    figure = _made(growth, key)
    names = [name for name, _label in figure.columns]
    rows = figure.table[names].astype(object).where(figure.table[names].notna(), None).to_numpy().tolist()
    return table_response(rows, [label for _name, label in figure.columns], f"groei-{key}", kind)


@router.get("/groei/{key}")
def show_figure(request: Request, key: str, growth: Growth) -> HTMLResponse:
    """Show one figure; htmx takes it from here into the page of all."""
    _require(growth, key)
    is_part = request.headers.get("HX-Request") == "true"
    is_withheld = key in growth.withheld
    # The page of all asks again and again: if each of that waited here, nobody else would be answered.
    figure = None if is_withheld else growth.figure(key, 0 if is_part else FIGURE_SECONDS)
    return render(
        request,
        "growth_part.html" if is_part else "growth_figure.html",
        view=growth.view,
        key=key,
        title=titles()[key],
        figure=figure,
        is_withheld=is_withheld,
        rows_shown=ROWS_SHOWN if is_part else ROWS_ALONE,
    )


def _require(growth: GrowthReader, key: str) -> None:
    if key not in growth.keys or growth.view is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _made(growth: GrowthReader, key: str) -> Figure:
    """Return a figure; raise 404 where there is none of this name, and 503 while it is in the making."""
    _require(growth, key)
    figure = growth.figure(key, PAGE_SECONDS)
    if figure is None:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"})
    return figure


def _with_chart(figure: Figure) -> Figure:
    if figure.spec is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return figure
