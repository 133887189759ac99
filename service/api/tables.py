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
from service.api.shapes import COMMON, NOT_MODIFIED, Asked, problem, send_changed
from service.headers import API_VERSION
from service.visibility import SnapshotReader

JSON, CSV = "application/json", "text/csv"
Cell = str | int | float | bool | None

NOT_ACCEPTABLE = problem(HTTPStatus.NOT_ACCEPTABLE, "What the header Accept asks for is neither JSON nor CSV.")
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
    wanted = asked or choose_type(request.headers.get("Accept", "*/*"))
    response.headers.add_vary_header("Accept")
    if wanted is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, headers={"Vary": "Accept"})
    send_changed(request, response, f'W/"{API_VERSION}-{version}{"-csv" if wanted == CSV else ""}"')
    return wanted


Wanted = Annotated[str, Depends(read_wanted)]


def make_table_router(path: str, tag: str) -> APIRouter:
    """Return the router of a resource whose answers come as JSON or as CSV; its routes take `Wanted`."""
    return APIRouter(prefix=path, tags=[tag], responses={**AS_CSV, **NOT_MODIFIED, **NOT_ACCEPTABLE, **COMMON})


def choose_type(accept: str) -> str | None:
    """Return which of JSON and CSV a header Accept prefers, JSON where it does not say; None where it takes neither.

    >>> choose_type("*/*"), choose_type("text/csv;q=0.9, application/json;q=0.5"), choose_type("text/html")
    ('application/json', 'text/csv', None)
    """
    ranges = [_read_range(each) for each in accept.split(",") if each.strip()] or [("*/*", 1.0)]
    by_quality = {offered: _quality(offered, ranges) for offered in (JSON, CSV)}
    best = max(by_quality, key=lambda offered: by_quality[offered])  # the first of equals
    return best if by_quality[best] > 0 else None


def _read_range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((part.removeprefix("q=") for part in parameters if part.startswith("q=")), "1")
    try:
        return name, float(quality)
    except ValueError:
        return name, 0.0


def _quality(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much a type is wanted: what names it most exactly decides (RFC 9110, 12.5.1)."""
    matching = (offered, f"{offered.partition('/')[0]}/*", "*/*")
    found = [(matching.index(name), -quality) for name, quality in ranges if name in matching]
    return -min(found)[1] if found else 0.0


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
