"""The page of the network: picture, panel of the chosen partner, and the same as a table."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from graph.network import Positions
from service.house import InHouse, ReadingSession
from service.introductions.reasons import DISMISSALS
from service.pages.asked import Asked, read_asked
from service.pages.details import PartnerBrief
from service.pages.drawing import MOST_DRAWN
from service.pages.focus import read_focus
from service.pages.marks import Mark
from service.pages.meetings import Meetings
from service.pages.office import Today
from service.pages.overview import ORDERS, Order
from service.pages.paging import cut_page
from service.pages.panel import NEIGHBOURS_IN_PANEL, view_panel, view_tie
from service.pages.reader import PageReader, Pages
from service.pages.rendering import address, render, tell_address
from service.pages.way import REASONS, options
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number

ROWS_PER_PAGE = 25
MOST_TIED_IN_PANEL = 5

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    partner: PartnerBrief
    n_ties: int
    first_year: int | None


@dataclass(frozen=True)
class Column:
    """A head of the table: what it says, how the table is ordered by it now, and what its button does."""

    name: str
    label: str
    is_number: bool
    direction: str
    next_order: Order


@dataclass(frozen=True)
class SectorEntry:
    """A line of the legend."""

    id: str
    label: str
    mark: Mark


@router.get("/")
@router.get("/netwerk")
def show_network(request: Request, pages: Pages, session: ReadingSession, house: InHouse, today: Today) -> HTMLResponse:
    """Show the network in the view that the address asks for."""
    overview = pages.overview
    if overview.network.n_partners == 0:
        return render(request, "network.html", view=None)
    view = read_asked(request, overview)
    describer = pages.describer
    focus = read_focus(request, view, describer)
    parameters = {**view.parameters, **focus.parameters}
    meetings = Meetings(session, pages.snapshot, describer, today) if pages.shows_suggestions else None
    meant = _meant(pages, view)
    page = cut_page(overview.order(meant, view.order, view.year), view.page, ROWS_PER_PAGE)
    answer = render(
        request,
        "network.html",
        view=view,
        parameters=parameters,
        focus=focus,
        years=overview.years,
        themes=pages.theme_options,
        sectors=_legend(pages),
        n_left_out=max(overview.network.n_partners - MOST_DRAWN, 0),
        tie=view_tie(describer, view, focus),
        chosen=view_panel(describer, view, focus, meetings),
        n_neighbours_seen=NEIGHBOURS_IN_PANEL,
        dismissals=options(REASONS, DISMISSALS),
        today=today,
        captions=_captions(house.settings.office_name, today),
        most_tied=_rows(pages, overview.order(meant, "-banden", view.year)[:MOST_TIED_IN_PANEL], view),
        summary=_summary(pages, meant, view),
        columns=_columns(view.order),
        rows=_rows(pages, page.items, view),
        page=page,
    )
    return tell_address(request, answer, address("/netwerk", parameters, pagina=page.shown_number))


@router.get("/netwerk/data.json")
def read_drawing(pages: Pages) -> Response:
    """Read what the browser needs to draw the network."""
    return Response(pages.drawing_json, media_type="application/json")


def _captions(office: str, today: date) -> dict[str, str]:
    """Say what a picture that is saved shows: now, and in a past year that comes where {year} stands."""
    words = {"office": office, "date": say_date(today.isoformat())}
    return {
        "now": _("Network of partners of %(office)s. Made on %(date)s.") % words,
        "then": _("Network of partners of %(office)s at the end of {year}. Made on %(date)s.") % words,
    }


def _meant(pages: PageReader, view: Asked) -> Positions:
    """Positions of the partners that the filters mean and that were there in the view's year."""
    overview = pages.overview
    return np.flatnonzero(overview.select(view.filters) & overview.is_present(view.year)).astype(np.int64)


def _rows(pages: PageReader, positions: Positions, view: Asked) -> list[Row]:
    n_ties = pages.overview.count_ties(view.year)
    first_years = pages.overview.first_years
    until = view.year or pages.overview.last_year
    return [
        Row(
            pages.describer.brief(position),
            int(n_ties[position]),
            int(first_years[position]) if first_years[position] <= until else None,
        )
        for position in positions.tolist()
    ]


def _columns(order: Order) -> list[Column]:
    labels = {"naam": _("Name"), "sector": _("Sector"), "plaats": _("Place"), "banden": _("Ties"), "sinds": _("Since")}
    return [_column(name, label, order) for name, label in labels.items()]


def _column(name: str, label: str, order: Order) -> Column:
    ascending, descending = (known for known in ORDERS if known.removeprefix("-") == name)
    direction = {ascending: "ascending", descending: "descending"}.get(order, "")
    # The most ties come first when someone asks for ties; everything else begins with its first.
    first, second = (descending, ascending) if name == "banden" else (ascending, descending)
    return Column(name, label, name in ("banden", "sinds"), direction, second if order == first else first)


def _legend(pages: PageReader) -> list[SectorEntry]:
    network = pages.overview.network
    in_use = set(network.partners["sector"])
    return [
        SectorEntry(sector, label, pages.describer.marks[sector])
        for sector, label in zip(network.sectors["id"], network.sectors["label"], strict=True)
        if sector in in_use
    ]


def _summary(pages: PageReader, meant: Positions, view: Asked) -> str:
    """Say in one sentence how many partners and ties the view has; who was there in a past year, few know."""
    ties = pages.overview.ties
    is_meant = np.zeros(pages.overview.network.n_partners, dtype=np.bool_)
    is_meant[meant] = True
    seen = is_meant[ties["first"]] & is_meant[ties["second"]]
    if view.year is not None:
        seen &= (ties["year"] <= view.year).to_numpy()
    n_partners, n_ties = len(meant), int(seen.sum())
    between = ngettext("%(n)s tie among them", "%(n)s ties among them", n_ties) % {"n": say_number(n_ties)}
    if view.year is None:
        partners = ngettext("%(n)s partner", "%(n)s partners", n_partners) % {"n": say_number(n_partners)}
        return _("%(partners)s, %(ties)s.") % {"partners": partners, "ties": between}
    n_tied = int(np.count_nonzero(pages.overview.count_ties(view.year)[meant]))
    return ngettext(
        "At the end of %(year)s %(tied)s of the %(n)s partners had a tie; %(ties)s.",
        "At the end of %(year)s %(tied)s of the %(n)s partners had ties; %(ties)s.",
        n_tied,
    ) % {"year": view.year, "tied": say_number(n_tied), "n": say_number(n_partners), "ties": between}
