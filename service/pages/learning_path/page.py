"""The page of the educational agenda: who links the steps of learning, place by place, and where nobody does."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.learning_path.words import say_beside, say_broken, say_path
from service.lists_out import Kind, table_response
from service.pages.learning_path.files import TABLES
from service.pages.learning_path.reader import PATH, Learning
from service.pages.learning_path.view import MOST_SHOWN, view_places, view_steps, view_transitions
from service.pages.rendering import render

router = APIRouter(include_in_schema=False)

Table = Literal["overgangen", "verbindingen", "organisaties"]


@router.get(PATH)
def show_learning_path(request: Request, learning: Learning) -> HTMLResponse:
    """Show the path of the place, theme and day that the address asks for."""
    paths, path, describer = learning.paths, learning.path, learning.pages.describer
    rows = [] if learning.place else view_places(paths)
    return render(
        request,
        "learning_path.html",
        is_empty=learning.network.n_partners == 0,
        learning=learning,
        sentences=say_path(path, learning.scope),
        steps=view_steps(path, paths, describer),
        transitions=view_transitions(path, paths, describer, learning.scope.theme),
        place_rows=rows,
        broken=say_broken(sum(row.is_broken for row in rows), len(rows)),
        beside=say_beside(paths),
        most_shown=MOST_SHOWN,
    )


@router.get(PATH + "/{table}/bestand.{kind}")
def download_learning_path(table: Table, kind: Kind, learning: Learning) -> Response:
    """Return a whole table of the page as a file."""
    columns, rows = TABLES[table](learning)
    return table_response(rows, columns, f"onderwijsagenda-{table}", kind)
