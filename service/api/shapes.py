"""What all resources share: how models are written, pages of lists, and answers that a reader has already."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import pandas as pd
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException

from graph.network import Positions
from service.headers import API_PREFIX, API_VERSION
from service.problems import MEDIA_TYPE, Problem
from service.visibility import SnapshotReader

Item = TypeVar("Item")

PROBLEM_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def problem(status: HTTPStatus, description: str) -> dict[int | str, dict[str, Any]]:  # Any: FastAPI's own type
    """Return what the document says of an answer that tells a problem."""
    return {status.value: {"description": description, "content": PROBLEM_CONTENT}}


NOT_FOUND = problem(HTTPStatus.NOT_FOUND, "Nothing has this id.")
FORBIDDEN = problem(HTTPStatus.FORBIDDEN, "The one who asks may not see this.")
_COMMON = {
    HTTPStatus.NOT_MODIFIED.value: {"description": "It is still what the ETag in If-None-Match names."},
    **problem(HTTPStatus.BAD_REQUEST, "A parameter is unknown, or its value cannot be used."),
    **problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer, or has to be upgraded first."),
    "default": {"description": "Something else went wrong.", "model": Problem, "content": PROBLEM_CONTENT},
}


class Out(BaseModel):
    """Something that leaves: its fields in lowerCamelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Asked(BaseModel):
    """The query of a request: keys in lowerCamelCase, and none that the route does not know."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


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
    etag = f'W/"{API_VERSION}-{snapshot.version}"'
    if etag in (given.strip() for given in request.headers.get("If-None-Match", "").split(",")):
        raise HTTPException(HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    response.headers["ETag"] = etag


def _refuse_parameters(_asked: Annotated[Asked, Query()]) -> None:
    pass


NO_PARAMETERS = Depends(_refuse_parameters)
"""For a route that takes no query: whatever stands there is refused."""


def make_router(path: str, tag: str) -> APIRouter:
    """Return the router of a resource."""
    return APIRouter(prefix=path, tags=[tag], dependencies=[Depends(_know_unchanged)], responses=_COMMON)


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


def texts_by(table: pd.DataFrame, key: str, value: str, positions: Iterable[int]) -> dict[int, list[str]]:
    """Return the texts in a column by the positions in another one, in the order of the table."""
    rows = table[table[key].isin(list(positions))]
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
