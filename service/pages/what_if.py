"""What if: what a batch of suggestions would do to the network, which ties serve an aim, and who would be missed."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from graph.best_ties import N_SOURCES
from service.figures.serving import aim_labels
from service.lists_out import Kind, Value, table_response
from service.pages.rendering import render
from service.pages.sketch import Sketched, sketch
from service.pages.what_if_asked import BEST, ON_THE_WAY, SIZES, TICKED
from service.pages.what_if_reader import LookAhead
from service.texts import gettext as _

T = TypeVar("T")

PATH = "/groei/wat-als"
CANDIDATES_SHOWN = 50
"""Suggestions that can be ticked."""
HOLDERS_SHOWN = 20
TableName = Literal["figuren", "banden", "zonder", "dragers"]

router = APIRouter(include_in_schema=False)

Looking = Annotated[LookAhead, Depends()]


@router.get(PATH)
def show_what_if(request: Request, looking: Looking) -> HTMLResponse:
    """Show the outlook for a batch, the best ties for an aim, and what the leaving of a partner would do."""
    ahead, asked, loss = looking.ahead, looking.asked, looking.loss
    pages, present = looking.pages, looking.ahead.network.partners
    return render(
        request,
        "what_if.html",
        asked=asked,
        choices=[(choice, label) for choice, label in _choice_labels().items() if choice in looking.choices],
        sizes=[(str(each), str(each)) for each in SIZES],
        sectors=pages.sector_options,
        themes=pages.theme_options,
        places=[(place, place) for place in pages.overview.common_places],
        outlook=looking.outlook,
        batch=looking.rows(looking.candidates),
        proposals=looking.rows(ahead.best(asked.part, CANDIDATES_SHOWN)),
        aims=list(aim_labels().items()),
        serving=looking.serving(),
        n_weighed=ahead.n_weighed(asked.aim),
        is_estimated=asked.aim == "shorten" and ahead.graph.n > N_SOURCES,
        partners=sorted(zip(present["id"], present["name"], strict=True), key=lambda one: str(one[1]).casefold()),
        loss=loss,
        leaver=looking.brief(asked.leaver) if loss else None,
        cut_off=[looking.brief(each) for each in loss.cut_off] if loss else [],
        lost=[looking.brief(each) for each in loss.lost] if loss else [],
        holders=[(looking.brief(each), n) for each, n in ahead.holders[:HOLDERS_SHOWN]],
        n_holders=len(ahead.holders),
    )


def _choice_labels() -> dict[str, str]:
    return {
        BEST: _("The best suggestions of today"),
        ON_THE_WAY: _("Introductions that run now"),
        TICKED: _("The ones ticked below"),
    }


@router.get(PATH + "/figuren.svg")
def draw_outlook(looking: Looking) -> Response:
    """Draw what the batch would do to each figure."""
    return Response(_required(looking.outlook).drawing, media_type="image/svg+xml")


@router.get(PATH + "/netwerk.svg")
def draw_batch(looking: Looking) -> Response:
    """Draw the network with the ties of the batch dashed."""
    if not looking.candidates:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    pairs = [(looking.position(one), looking.position(other)) for one, other in (c.pair for c in looking.candidates)]
    shown = Sketched(dashed=pairs, named={end for pair in pairs for end in pair})
    return _sketched(looking, shown, _("The network with the new ties dashed"))


@router.get(PATH + "/zonder.svg")
def draw_loss(looking: Looking) -> Response:
    """Draw the network with the ties of the leaver dashed, and those named that it would cut off."""
    loss = _required(looking.loss)
    leaver = looking.position(looking.asked.leaver)
    shown = Sketched(
        dashed=[(leaver, looking.position(each)) for each in loss.lost],
        named={leaver, *map(looking.position, loss.cut_off)},
        crossed=leaver,
    )
    return _sketched(
        looking, shown, _("The network without %(name)s") % {"name": looking.brief(looking.asked.leaver).name}
    )


def _sketched(looking: LookAhead, shown: Sketched, title: str) -> Response:
    return Response(sketch(looking.pages.overview, shown, title), media_type="image/svg+xml")


@router.get(PATH + "/{table}/bestand.{kind}")
def download_what_if(table: TableName, kind: Kind, looking: Looking) -> Response:
    """Return a table of the page as a file."""
    columns, rows = _TABLES[table](looking)
    return table_response(rows, columns, f"wat-als-{table}", kind)


_Table = tuple[list[str], Sequence[Sequence[Value]]]


def _figures(looking: LookAhead) -> _Table:
    figure = _required(looking.outlook).figure
    names = [name for name, _label in figure.columns]
    rows: list[list[Value]] = figure.table[names].astype(object).to_numpy().tolist()
    return [label for _name, label in figure.columns], rows


def _ties(looking: LookAhead) -> _Table:
    columns = [_("Id"), _("Name"), _("Id"), _("Name"), aim_labels()[looking.asked.aim]]
    return columns, [(row.one.id, row.one.name, row.other.id, row.other.name, row.told) for row in looking.serving()]


def _losses(looking: LookAhead) -> _Table:
    return [_("Figure"), _("With"), _("Without")], _required(looking.loss).rows


def _holders(looking: LookAhead) -> _Table:
    named = [(each, looking.brief(each).name, n) for each, n in looking.ahead.holders]
    return [_("Id"), _("Name"), _("Cut off")], named


_TABLES: dict[TableName, Callable[[LookAhead], _Table]] = {
    "figuren": _figures,
    "banden": _ties,
    "zonder": _losses,
    "dragers": _holders,
}


def _required(found: T | None) -> T:
    """Return what there is to show; raise 404 where there is nothing."""
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found
