"""The page of the network: picture, panel of the chosen partner, and the same as a table."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

import numpy as np
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from graph.network import Positions
from graph.year_themes import current_year_theme
from service.days import Today
from service.house import InHouse, ReadingSession
from service.introductions.reasons import DISMISSALS
from service.pages.asked import Asked, read_asked
from service.pages.details import PartnerBrief
from service.pages.focus import read_focus
from service.pages.keys import PictureKeys, picture_keys
from service.pages.leaning import kept, leant_of, note_of
from service.pages.marks import Mark
from service.pages.meetings import Meetings
from service.pages.overview import ORDERS, Order
from service.pages.packed import answer_packed, pack, tag_order
from service.pages.paging import cut_page
from service.pages.panel import NEIGHBOURS_IN_PANEL, view_panel, view_tie
from service.pages.reader import PageReader, Pages
from service.pages.rendering import address, render, tell_address
from service.pages.sizing import COLUMNS, in_thousandths, meaning_of
from service.pages.way import REASONS, options
from service.places.public import public_ties
from service.recognising import Asking
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.visibility import as_seen_by
from service.year_themes.leaning import lean_of

ROWS_PER_PAGE = 25
MOST_TIED_IN_PANEL = 5

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    partner: PartnerBrief
    n_ties: int
    first_year: int | None
    measured: str
    """The value of the chosen measure, put as the page does; a dash where there is none."""


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
    leant = leant_of(request, session, today) if pages.shows_suggestions else None
    parameters = {**view.parameters, **focus.parameters, **kept(leant)}
    lean = lean_of(leant)
    meetings = Meetings(session, pages.snapshot, describer, today, lean) if pages.shows_suggestions else None
    meant = _meant(pages, view)
    keys = picture_keys(pages, view)
    tie, chosen = view_tie(describer, view, focus), view_panel(describer, view, focus, meetings)
    most_tied = meant[:0] if tie or chosen else overview.order(meant, "-banden", view.year)[:MOST_TIED_IN_PANEL]
    page = cut_page(overview.order(meant, view.order, view.year, keys.measured), view.page, ROWS_PER_PAGE)
    answer = render(
        request,
        "network.html",
        view=view,
        parameters=parameters,
        focus=focus,
        years=overview.years,
        themes=pages.theme_options,
        sectors=_legend(pages),
        keys=keys,
        tie=tie,
        chosen=chosen,
        n_neighbours_seen=NEIGHBOURS_IN_PANEL,
        dismissals=options(REASONS, DISMISSALS),
        lean=note_of(request, leant),
        year_theme=current_year_theme(session, today),
        today=today,
        captions=_captions(house.settings.office_name, today),
        most_tied=_rows(pages, most_tied, view, keys),
        summary=_summary(pages, meant, view),
        columns=_columns(view),
        rows=_rows(pages, page.items, view, keys),
        page=page,
    )
    return tell_address(request, answer, address("/netwerk", parameters, pagina=page.shown_number))


@router.get("/netwerk/data.json")
def read_drawing(request: Request, house: InHouse, asker: Asking) -> Response:
    """Read what the browser needs to draw the network; 202 with how far it is while everybody is being laid out."""
    whole = house.snapshots.current()
    standing = house.places.stand(public_ties(whole))
    if isinstance(standing, float):
        return JSONResponse({"share": round(standing, 2)}, status_code=HTTPStatus.ACCEPTED)
    return answer_packed(request, PageReader(as_seen_by(whole, asker)).drawing(standing))


@router.get("/netwerk/maat/{size}.json")
def read_measure(request: Request, size: str, pages: Pages) -> Response:
    """Read a measure of every partner, in the order that it names; 202 while it is being worked out.

    The partners may have changed since the drawing was read: then it names another order.
    """
    if size not in COLUMNS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    values = pages.sizing.get(size)
    if values is None:
        return JSONResponse({}, status_code=HTTPStatus.ACCEPTED)
    order = tag_order(pages.overview.network.partners["id"].tolist())
    return answer_packed(request, pack({"order": order, "values": in_thousandths(values)}))


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


def _rows(pages: PageReader, positions: Positions, view: Asked, keys: PictureKeys) -> list[Row]:
    n_ties = pages.overview.count_ties(view.year)
    first_years = pages.overview.first_years
    until = view.year or pages.overview.last_year
    return [
        Row(
            pages.describer.brief(position),
            int(n_ties[position]),
            int(first_years[position]) if first_years[position] <= until else None,
            keys.say_measured(position),
        )
        for position in positions.tolist()
    ]


def _columns(view: Asked) -> list[Column]:
    labels = {"naam": _("Name"), "sector": _("Sector"), "plaats": _("Place"), "banden": _("Ties")}
    if view.size:
        labels["maat"] = meaning_of(view.size).label
    labels["sinds"] = _("Since")
    return [_column(name, label, view.order) for name, label in labels.items()]


def _column(name: str, label: str, order: Order) -> Column:
    ascending, descending = (known for known in ORDERS if known.removeprefix("-") == name)
    direction = {ascending: "ascending", descending: "descending"}.get(order, "")
    # The most come first when someone asks for ties or a measure; everything else begins with its first.
    first, second = (descending, ascending) if name in ("banden", "maat") else (ascending, descending)
    return Column(name, label, name in ("banden", "maat", "sinds"), direction, second if order == first else first)


def _legend(pages: PageReader) -> list[SectorEntry]:
    network, in_use = pages.overview.network, pages.overview.sectors_in_use
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
