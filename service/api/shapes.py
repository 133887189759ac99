"""What all resources share: how models are written, pages of lists, and answers that a reader has already."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import pandas as pd
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core.core_schema import CoreSchema, literal_schema
from starlette.exceptions import HTTPException

from graph.errors import UnreadableCell
from graph.network import Positions
from graph.reading.cells import clean
from graph.reading.tables import LONGEST_ID
from service.api.negotiating import require_json_wanted
from service.caching import holds
from service.headers import API_PREFIX, API_VERSION
from service.problems import MEDIA_TYPE, Outdated, Problem
from service.visibility import SnapshotReader

Item = TypeVar("Item")

PROBLEM_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def problem(status: HTTPStatus, description: str) -> dict[int | str, dict[str, Any]]:  # Any: FastAPI's own type
    """Return what the document says of an answer that tells a problem."""
    return {status.value: {"description": description, "content": PROBLEM_CONTENT}}


NOT_FOUND = problem(HTTPStatus.NOT_FOUND, "Nothing has this id, or nothing that the one who asks may know of.")
CONFLICT = problem(HTTPStatus.CONFLICT, "This cannot be done in the state that things are in.")
OUTDATED = problem(HTTPStatus.PRECONDITION_FAILED, "It is no longer what the ETag in If-Match names.")
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NOT_MODIFIED.value: {"description": "It is still what the ETag in If-None-Match names."}
}
COMMON = {
    **problem(HTTPStatus.NOT_ACCEPTABLE, "The header Accept does not take application/json."),
    **problem(HTTPStatus.BAD_REQUEST, "A part of the request is unknown, or its value cannot be used."),
    **problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer, or has to be upgraded first."),
    "default": {"description": "Something else went wrong.", "model": Problem, "content": PROBLEM_CONTENT},
}


class Out(BaseModel):
    """Something that leaves: its fields in lowerCamelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Asked(BaseModel):
    """The query of a request: keys in lowerCamelCase, and none that the route does not know."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class Given(BaseModel):
    """What a request brings to be stored: keys in lowerCamelCase, none that the route does not know, types as said."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="forbid", strict=True)


NO_NUL = r"^[^\u0000]*$"
"""PostgreSQL does not even compare a text with this character."""
_NO_CONTROLS = r"^[^\u0000-\u0008\u000e-\u001f\u007f\ufffe\uffff]*$"
_ONE_VALUE = r"^[^\u0000-\u001f\u007f\u0085\u2028\u2029\ufffe\uffff;|]*$"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _clean(text: str) -> str:
    try:
        return clean(text)
    except UnreadableCell as error:
        raise ValueError(str(error)) from None


def _require_iso(text: object) -> object:
    if not isinstance(text, str) or not ISO_DAY.fullmatch(text):
        raise ValueError("expected a day such as 2019-01-01")
    return text


Text = Annotated[str, Field(pattern=_NO_CONTROLS), AfterValidator(_clean)]
"""A text as a file of the exchange format may hold it: trimmed, and without characters that no text has."""
Value = Annotated[str, Field(pattern=_ONE_VALUE), AfterValidator(_clean)]
"""One of several values of a cell: it holds nothing that separates values there."""
Id = Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=r"^[^\u0000-\u0020\u007f/;|]+$")]
"""An id that somebody names."""
# Pydantic alone takes numbers too, as seconds since 1970.
Day = Annotated[date, Field(strict=False), BeforeValidator(_require_iso)]
# SQLite keeps no zone; all that is stored is in UTC.
Moment = Annotated[datetime, AfterValidator(lambda moment: moment if moment.tzinfo else moment.replace(tzinfo=UTC))]


@dataclass(frozen=True)
class OneOf:
    """Marks a text that is one of some: the same ones as in the database."""

    choices: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        return literal_schema(list(self.choices))


class PageAsked(Asked):
    """Which page of a list is wanted."""

    page: int = Field(default=1, ge=1, le=1_000_000, description="Number of the page.", examples=[1])
    page_size: int = Field(default=20, ge=1, le=100, description="Items on a page.", examples=[20])


class Links(Out):
    """Addresses of this answer and of those beside it."""

    self_: str = Field(serialization_alias="self", description="This answer.", examples=["/v1/themes?page=2"])
    prev: str | None = Field(default=None, description="The page before.", examples=["/v1/themes?page=1"])
    next: str | None = Field(default=None, description="The page after.", examples=["/v1/themes?page=3"])


class ListOut(Out, Generic[Item]):
    """All items at once."""

    items: list[Item]
    total: int = Field(description="How many there are.", examples=[164])
    links: Links


class PageOut(ListOut[Item], Generic[Item]):
    """One page of a list; `total` counts all pages."""

    page: int = Field(description="Number of the page.", examples=[1])
    page_size: int = Field(description="Items on a page.", examples=[20])


def _know_unchanged(request: Request, response: Response, snapshot: SnapshotReader) -> None:
    """Name the state that an answer comes from, and send nothing to a reader that has the answer of this state."""
    send_changed(request, response, f'W/"{API_VERSION}-{snapshot.version}"')


def send_changed(request: Request, response: Response, etag: str) -> None:
    """Name an answer by its ETag, and send nothing to a reader that has it."""
    if holds(request, etag):
        varies = {"Vary": response.headers["Vary"]} if "Vary" in response.headers else {}
        raise HTTPException(HTTPStatus.NOT_MODIFIED, headers={"ETag": etag, **varies})
    response.headers["ETag"] = etag


def require_match(request: Request, etag: str) -> None:
    """Raise `Outdated` where the request goes out from another state than the one that `etag` names."""
    named = _named(request, "If-Match")
    if named and not {"*", etag} & set(named):
        raise Outdated("somebody changed this since; read it again, and then decide")


def _named(request: Request, header: str) -> list[str]:
    return [each.strip() for each in request.headers.get(header, "").split(",") if each.strip()]


def _keep_nowhere(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


def _refuse_parameters(_asked: Annotated[Asked, Query()]) -> None:
    pass


AS_JSON = Depends(require_json_wanted)
"""For routes whose answers come as JSON alone."""
KEPT_NOWHERE = Depends(_keep_nowhere)
"""For a route whose answer nobody may keep: that of a write, and what tells of persons."""
NO_PARAMETERS = Depends(_refuse_parameters)
"""For a route that takes no query: whatever stands there is refused."""


def make_router(path: str, tag: str) -> APIRouter:
    """Return the router of a resource of the network: its answers are named by the state that they come from."""
    return APIRouter(
        prefix=path, tags=[tag], dependencies=[AS_JSON, Depends(_know_unchanged)], responses={**NOT_MODIFIED, **COMMON}
    )


def make_plain_router(path: str, tag: str) -> APIRouter:
    """Return the router of a resource whose routes say themselves what their answers are named by."""
    return APIRouter(prefix=path, tags=[tag], dependencies=[AS_JSON], responses=COMMON)


def make_private_router(path: str, tag: str) -> APIRouter:
    """Return the router of a resource that is written, or tells of persons: nobody keeps its answers."""
    return APIRouter(prefix=path, tags=[tag], dependencies=[AS_JSON, KEPT_NOWHERE], responses=COMMON)


def cut_page(
    request: Request, asked: PageAsked, positions: Positions, describe: Callable[[Positions], list[Item]]
) -> PageOut[Item]:
    """Return one page of what stands at `positions`; only what stands on it is described."""
    start = (asked.page - 1) * asked.page_size
    last_page = max(1, -(-len(positions) // asked.page_size))
    links = Links(
        self_=address(request),
        prev=address(request, page=min(asked.page - 1, last_page)) if asked.page > 1 else None,
        next=address(request, page=asked.page + 1) if asked.page < last_page else None,
    )
    return PageOut(
        items=describe(positions[start : start + asked.page_size]),
        total=len(positions),
        page=asked.page,
        page_size=asked.page_size,
        links=links,
    )


def list_all(request: Request, items: list[Item]) -> ListOut[Item]:
    """Return a list that has no pages."""
    return ListOut(items=items, total=len(items), links=Links(self_=address(request)))


def address(request: Request, **changes: int) -> str:
    """Return the address of a request, with some parameters of its query changed."""
    query = urlencode({**request.query_params, **changes})
    path = API_PREFIX + request.scope["path"].removeprefix(API_PREFIX)
    return f"{path}?{query}" if query else path


def rows_of(table: pd.DataFrame, key: str, positions: Positions) -> pd.DataFrame:
    """Return the rows of some positions: few of a long table, before anything is worked out of them."""
    return table[table[key].isin(positions)]


def texts_by(rows: pd.DataFrame, key: str, value: str) -> dict[int, list[str]]:
    """Return the texts in a column by the positions in another one, in the order of the rows."""
    texts: dict[int, list[str]] = {}
    for position, text in zip(rows[key].tolist(), rows[value], strict=True):
        texts.setdefault(position, []).append(text)
    return texts


def known(value: Any) -> Any:  # noqa: ANN401 -- a cell of any column
    """Return a cell, or None where nobody knows.

    >>> known(float("nan")), known("Oss")
    (None, 'Oss')
    """
    return None if pd.isna(value) else value
