"""Answers that come as JSON or as a table of CSV, whichever a request asks for."""

import csv
import io
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from starlette.exceptions import HTTPException

from graph.reading.csv_files import guard
from service.api.negotiating import CSV, JSON, choose_type
from service.api.shapes import COMMON, NOT_MODIFIED, Asked, problem, send_changed
from service.headers import API_VERSION
from service.visibility import SnapshotReader

Cell = str | int | float | bool | None

NEITHER = problem(HTTPStatus.NOT_ACCEPTABLE, "What the header Accept asks for is neither JSON nor CSV.")
AS_CSV: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK.value: {"content": {CSV: {"schema": {"type": "string"}}}, "description": "As JSON, or as CSV."}
}


class TableAsked(Asked):
    """How the answer comes."""

    format: Literal["json", "csv"] | SkipJsonSchema[None] = Field(
        default=None, description="Instead of the header Accept.", examples=["json"]
    )


def read_wanted(request: Request, response: Response, snapshot: SnapshotReader) -> str:
    """Return the media type in which the answer leaves, and name the answer by it; raise 406 for another."""
    return name_table(request, response, snapshot.version)


def name_table(request: Request, response: Response, version: str) -> str:
    """Do the same for what comes from a state that `version` names."""
    asked = {"json": JSON, "csv": CSV}.get(request.query_params.get("format", ""))
    wanted = asked or choose_type(request.headers.get("Accept", "*/*"), [JSON, CSV])
    response.headers.add_vary_header("Accept")
    if wanted is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, headers={"Vary": "Accept"})
    send_changed(request, response, f'W/"{API_VERSION}-{version}{"-csv" if wanted == CSV else ""}"')
    return wanted


Wanted = Annotated[str, Depends(read_wanted)]


def make_table_router(path: str, tag: str) -> APIRouter:
    """Return the router of a resource whose answers come as JSON or as CSV; its routes take `Wanted`."""
    return APIRouter(prefix=path, tags=[tag], responses={**AS_CSV, **NOT_MODIFIED, **COMMON, **NEITHER})


def answer_csv(response: Response, columns: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """Return a table as CSV (RFC 4180) in UTF-8: commas, points in numbers, empty for None; no text is a formula.

    `response` holds the head that was worked out before.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    answer = Response(file.getvalue(), media_type=f"{CSV}; charset=utf-8; header=present")
    answer.headers.update(response.headers)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return answer
