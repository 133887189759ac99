"""Errors as HTTP tells them: the status of each, and problem details (RFC 9457) for programs."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Literal

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from graph.errors import (
    AlreadyRunning,
    DatabaseUnavailable,
    GraphError,
    IllegalStep,
    LaterDatabase,
    OldDatabase,
    UnknownIntroduction,
    UnknownPartner,
)
from matching.errors import UnreadableModel
from service.access import NotAllowed, NotSignedIn
from service.links import BrokenLink, EndedLink
from service.people import AlreadyKnown, BadAddress, UnknownPerson
from service.report.freezing import NoSuchYear
from service.tokens import UnknownScope

MEDIA_TYPE = "application/problem+json"


class UnknownCollaboration(GraphError):
    """No collaboration is stored under this id."""


class ForeignRequest(GraphError):
    """A page of another site made a browser send this."""


class UnknownHost(GraphError):
    """The service does not answer under the name that a request calls it by."""


PROBLEMS: dict[type[GraphError], HTTPStatus] = {
    UnknownHost: HTTPStatus.BAD_REQUEST,
    UnknownScope: HTTPStatus.BAD_REQUEST,
    BadAddress: HTTPStatus.BAD_REQUEST,
    BrokenLink: HTTPStatus.NOT_FOUND,
    EndedLink: HTTPStatus.GONE,
    UnknownPerson: HTTPStatus.NOT_FOUND,
    AlreadyKnown: HTTPStatus.CONFLICT,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    ForeignRequest: HTTPStatus.FORBIDDEN,
    UnknownIntroduction: HTTPStatus.NOT_FOUND,
    IllegalStep: HTTPStatus.CONFLICT,
    AlreadyRunning: HTTPStatus.CONFLICT,
    NoSuchYear: HTTPStatus.NOT_FOUND,
    UnknownPartner: HTTPStatus.NOT_FOUND,
    UnknownCollaboration: HTTPStatus.NOT_FOUND,
    DatabaseUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    OldDatabase: HTTPStatus.SERVICE_UNAVAILABLE,
    LaterDatabase: HTTPStatus.SERVICE_UNAVAILABLE,
    UnreadableModel: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Location(BaseModel):
    """Which part of the request is meant."""

    name: str = Field(description="Name of the parameter.", examples=["page"])


class InvalidInput(BaseModel):
    """One thing wrong with a request."""

    place: str = Field(serialization_alias="in", description="Where it stands: query or path.", examples=["query"])
    location: Location
    code: str = Field(description="What kind of fault it is.", examples=["greater_than_equal"])
    detail: str = Field(description="The fault in words.", examples=["Input should be greater than or equal to 1"])


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: Literal["about:blank"] = Field(default="about:blank", description="The status says what kind it is.")
    title: str = Field(description="The status in words.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What went wrong this time.", examples=["no partner has the id 'x'"])
    errors: list[InvalidInput] | None = Field(None, description="Every fault of the request, where it has some.")


def status_of(error: Exception) -> HTTPStatus:
    """Return the status that tells this error; 500 where it is none of the asker's making.

    >>> status_of(UnknownPartner("no partner has the id 'x'"))
    <HTTPStatus.NOT_FOUND: 404>
    """
    if isinstance(error, HTTPException):
        return HTTPStatus(error.status_code)
    if isinstance(error, RequestValidationError):
        return HTTPStatus.BAD_REQUEST
    return next((PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS), HTTPStatus.INTERNAL_SERVER_ERROR)


def answer_problem(error: Exception) -> JSONResponse:
    """Return the answer that tells a program what went wrong; nothing of the inside for what is our own fault."""
    status = status_of(error)
    faults = [_fault(**each) for each in error.errors()] if isinstance(error, RequestValidationError) else None
    problem = Problem(title=status.phrase, status=status, detail=_detail(error, status), errors=faults)
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == HTTPStatus.UNAUTHORIZED:
        headers = {"WWW-Authenticate": "Bearer"}
    content = problem.model_dump(by_alias=True, exclude_none=True)
    return JSONResponse(content, status, headers, MEDIA_TYPE)


def _detail(error: Exception, status: HTTPStatus) -> str:
    if isinstance(error, RequestValidationError):
        return "the request has parameters that cannot be used"
    if isinstance(error, HTTPException):
        return status.description or str(error.detail)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "something went wrong on our side"
    return str(error)


def _fault(*, loc: Sequence[str | int], type: str, msg: str, **_others: object) -> InvalidInput:  # noqa: A002 -- pydantic's names
    place, *names = map(str, loc)
    return InvalidInput(place=place, location=Location(name=".".join(names)), code=type, detail=msg)
