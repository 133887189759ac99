"""The growth pages: how the network grew and what binds it, each figure with its sentence, table and definition."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Annotated

import pandas as pd
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from graph.introducing import Introductions
from graph.parts import Part
from graph.pulse.counting import count_figures, read_figures
from service.access import OFFICE
from service.figures.all import FIGURES, OF_THE_OFFICE
from service.figures.charts import draw
from service.figures.figure import Figure, Looked
from service.house import ReadingSession
from service.lists_out import Kind, table_response
from service.pages.asked import read_asked, read_year
from service.pages.reader import PageReader, Pages
from service.pages.rendering import render
from service.recognising import Asking
from service.snapshot import Snapshot

router = APIRouter(include_in_schema=False)

YEARS_SHOWN = 15
"""Years that are shown unless others are asked for."""


@dataclass(frozen=True)
class View:
    """What the address asks for."""

    part: Part
    first: int
    last: int

    @property
    def parameters(self) -> dict[str, object]:
        """The view as the query of an address."""
        of = {"sector": self.part.sector, "thema": self.part.theme, "plaats": self.part.place}
        return {**of, "vanaf": self.first, "tot": self.last}


@dataclass(frozen=True)
class _Rows:
    """Rows that are only ever added to, read only where no figure of the same number of rows is kept."""

    n: int
    read: Callable[[], pd.DataFrame] = field(compare=False)


class GrowthReader:
    """Makes the figures that one request asks for; what was made for the same network and view is kept."""

    def __init__(self, request: Request, asker: Asking, pages: Pages, session: ReadingSession) -> None:
        introductions = Introductions(session)
        self.pages = pages
        self.keys = [key for key in FIGURES if key not in OF_THE_OFFICE or asker.role in OFFICE]
        self.years = pages.overview.years
        self.view = _read_view(request, pages, self.years) if self.years else None
        self._steps = _Rows(introductions.count_steps(), introductions.history)
        self._pulse = _Rows(count_figures(session), lambda: self._read_pulse(session))
        # Kept with the read of the network: every request has a reader of its own.
        snapshot = pages.snapshot
        self._figure = snapshot.views.get("growth", lambda: lru_cache(maxsize=256)(partial(_figure, snapshot)))

    def _read_pulse(self, session: Session) -> pd.DataFrame:
        """Return what may be shown of the pulse in the years looked at; partners answer, too, when nothing begins."""
        assert self.view is not None  # noqa: S101 -- no figure is made without
        assert self.years is not None  # noqa: S101 -- the same
        told = read_figures(session, self.view.part)
        years = told["quarter"].str[:4].astype(int)
        last = self.view.last if self.view.last < self.years[1] else years.max()
        return told[(years >= self.view.first) & (years <= last)]

    def figure(self, key: str) -> Figure:
        """Return one figure; raise 404 where there is none of this name for the one who asks."""
        if key not in self.keys or self.view is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return self._figure(self._steps, self._pulse, self.view, key)

    def figures(self) -> list[Figure]:
        """Return all figures, in the order in which they are read."""
        return [self.figure(key) for key in self.keys]


def _figure(snapshot: Snapshot, steps: _Rows, pulse: _Rows, view: View, key: str) -> Figure:
    day = snapshot.network.day or date.today()  # noqa: DTZ011 -- the day where the service is
    until = min(date(view.last, 12, 31), day)
    return FIGURES[key](Looked(snapshot.history, until, view.first, view.part, steps.read(), pulse.read()))


@lru_cache(maxsize=256)
def _drawing(figure: Figure) -> str:
    assert figure.spec is not None  # noqa: S101 -- who asks has seen to it
    return draw(figure.spec)


Growth = Annotated[GrowthReader, Depends()]


@router.get("/groei")
def show_growth(request: Request, growth: Growth) -> HTMLResponse:
    """Show all figures of the part and the years that the address asks for."""
    if growth.view is None or growth.years is None:
        return render(request, "growth.html", view=None)
    return render(
        request,
        "growth.html",
        view=growth.view,
        figures=growth.figures(),
        years=[(str(year), str(year)) for year in range(growth.years[0], growth.years[1] + 1)],
        sectors=growth.pages.sector_options,
        themes=growth.pages.theme_options,
        places=[(place, place) for place in growth.pages.overview.common_places],
    )


@router.get("/groei/{key}.svg")
def draw_figure(key: str, growth: Growth) -> Response:
    """Draw the chart of one figure."""
    return Response(_drawing(_with_chart(growth.figure(key))), media_type="image/svg+xml")


@router.get("/groei/{key}.json")
def specify_figure(key: str, growth: Growth) -> Response:
    """Return the chart of one figure as Vega-Lite, for whoever wants to draw it otherwise."""
    return JSONResponse(_with_chart(growth.figure(key)).spec)


@router.get("/groei/{key}/bestand.{kind}")
def download_figure(key: str, kind: Kind, growth: Growth) -> Response:
    """Return the table of one figure as a file."""
    figure = growth.figure(key)
    names = [name for name, _label in figure.columns]
    rows = figure.table[names].astype(object).where(figure.table[names].notna(), None).to_numpy().tolist()
    return table_response(rows, [label for _name, label in figure.columns], f"groei-{key}", kind)


def _with_chart(figure: Figure) -> Figure:
    if figure.spec is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return figure


def _read_view(request: Request, pages: PageReader, years: tuple[int, int]) -> View:
    asked, query = read_asked(request, pages.overview), request.query_params
    last = read_year(query.get("tot", ""), years) or years[1]
    first = read_year(query.get("vanaf", ""), (years[0], last)) or max(years[0], last - YEARS_SHOWN + 1)
    sector = asked.sectors[0] if asked.sectors else ""
    return View(Part(sector=sector, theme=asked.theme, place=asked.place), first, last)
