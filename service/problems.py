"""Errors as HTTP tells them: the status of each, and problem details (RFC 9457) for programs."""

import errno
import os
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from graph.activities import UnknownActivity
from graph.collaborating import EndsTooEarly, UnknownOwnCollaboration
from graph.errors import (
    AlreadyRunning,
    DatabaseUnavailable,
    FullDisk,
    GraphError,
    IllegalStep,
    LaterDatabase,
    OldDatabase,
    UnknownCollaboration,
    UnknownFormat,
    UnknownIntroduction,
    UnknownMunicipality,
    UnknownPartner,
    UnknownTheme,
    UnmergeablePartners,
    UnstorableValue,
    UnwritableFile,
)
from graph.grants import UnknownGrant
from graph.pulse.questions import NoSuchLevel, NotAsked
from graph.rounds import UnknownRound
from graph.stories import UnknownStory
from graph.year_themes import UnknownYearTheme, YearTaken
from matching.errors import ImpossibleRound, UnknownSector, UnreadableModel
from service.access import NotAllowed, NotSignedIn
from service.activities.signing_up import NoRoomForMore, NotSignedUp, NotThatMany, SignUpClosed
from service.activities.writing import NotInThisState, TooSmall
from service.casework import UnknownNote
from service.collaborations_stored import RefusedCollaboration, StoredAlready
from service.grants.applying import NotOpen, NotReady
from service.grants.deciding import BadAmount
from service.grants.schemes import OverBudget, SchemeInUse
from service.limits import TooMany
from service.links import BrokenLink, EndedLink
from service.logs import REQUEST_ID
from service.mail.waiting import UnknownMail
from service.openid import ProviderRefused, ProviderUnavailable, UnknownSubject
from service.people import AlreadyKnown, BadAddress, UnknownPerson
from service.profiles_stored import RefusedProfile
from service.report.freezing import NoSuchYear
from service.roles import LastStaff, UnknownContact
from service.room import NoSuchPause, NoSuchRoom
from service.signing_in import OtherBrowser
from service.tokens import UnknownScope, UnknownToken
from service.webhook_targets import RefusedTarget
from service.webhooks_stored import UnknownWebhook

MEDIA_TYPE = "application/problem+json"


class ForeignRequest(GraphError):
    """A page of another site made a browser send this."""


class Outdated(GraphError):
    """What a request goes out from has changed since."""


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
    FullDisk: HTTPStatus.INSUFFICIENT_STORAGE,
    OldDatabase: HTTPStatus.SERVICE_UNAVAILABLE,
    LaterDatabase: HTTPStatus.SERVICE_UNAVAILABLE,
    UnreadableModel: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownNote: HTTPStatus.NOT_FOUND,
    UnknownOwnCollaboration: HTTPStatus.NOT_FOUND,
    EndsTooEarly: HTTPStatus.BAD_REQUEST,
    NoSuchRoom: HTTPStatus.BAD_REQUEST,
    NoSuchPause: HTTPStatus.BAD_REQUEST,
    UnmergeablePartners: HTTPStatus.CONFLICT,
    UnknownMunicipality: HTTPStatus.NOT_FOUND,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    OtherBrowser: HTTPStatus.FORBIDDEN,
    UnknownToken: HTTPStatus.NOT_FOUND,
    LastStaff: HTTPStatus.CONFLICT,
    UnknownContact: HTTPStatus.NOT_FOUND,
    ProviderUnavailable: HTTPStatus.BAD_GATEWAY,
    ProviderRefused: HTTPStatus.BAD_REQUEST,
    UnknownSubject: HTTPStatus.FORBIDDEN,
    UnknownMail: HTTPStatus.NOT_FOUND,
    Outdated: HTTPStatus.PRECONDITION_FAILED,
    RefusedProfile: HTTPStatus.BAD_REQUEST,
    RefusedCollaboration: HTTPStatus.BAD_REQUEST,
    StoredAlready: HTTPStatus.CONFLICT,
    RefusedTarget: HTTPStatus.BAD_REQUEST,
    UnknownWebhook: HTTPStatus.NOT_FOUND,
    UnknownFormat: HTTPStatus.NOT_FOUND,
    UnwritableFile: HTTPStatus.CONFLICT,
    UnstorableValue: HTTPStatus.BAD_REQUEST,
    NotAsked: HTTPStatus.NOT_FOUND,
    NoSuchLevel: HTTPStatus.BAD_REQUEST,
    UnknownTheme: HTTPStatus.NOT_FOUND,
    UnknownSector: HTTPStatus.NOT_FOUND,
    UnknownStory: HTTPStatus.NOT_FOUND,
    UnknownRound: HTTPStatus.NOT_FOUND,
    ImpossibleRound: HTTPStatus.CONFLICT,
    UnknownYearTheme: HTTPStatus.NOT_FOUND,
    YearTaken: HTTPStatus.CONFLICT,
    UnknownActivity: HTTPStatus.NOT_FOUND,
    SignUpClosed: HTTPStatus.CONFLICT,
    NotThatMany: HTTPStatus.BAD_REQUEST,
    NoRoomForMore: HTTPStatus.CONFLICT,
    NotSignedUp: HTTPStatus.NOT_FOUND,
    TooSmall: HTTPStatus.CONFLICT,
    NotInThisState: HTTPStatus.CONFLICT,
    UnknownGrant: HTTPStatus.NOT_FOUND,
    NotOpen: HTTPStatus.CONFLICT,
    NotReady: HTTPStatus.CONFLICT,
    OverBudget: HTTPStatus.CONFLICT,
    SchemeInUse: HTTPStatus.CONFLICT,
    BadAmount: HTTPStatus.BAD_REQUEST,
}


DISKS: dict[int | None, HTTPStatus] = {
    errno.ENOSPC: HTTPStatus.INSUFFICIENT_STORAGE,
    errno.EDQUOT: HTTPStatus.INSUFFICIENT_STORAGE,
    errno.EROFS: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What a disk refuses beside the database: a large upload waits in a file, and mails can be files too."""
RETRY_SECONDS = 10
"""When to ask again where the database does not answer: most of the time it is being started anew."""


class Location(BaseModel):
    """Which part of the request is meant."""

    name: str = Field(description="Name of the parameter, or way to the field.", examples=["page"])


class InvalidInput(BaseModel):
    """One thing wrong with a request."""

    place: str = Field(serialization_alias="in", description="query, path or body.", examples=["query"])
    location: Location
    code: str = Field(description="What kind of fault it is.", examples=["greater_than_equal"])
    detail: str = Field(description="The fault in words.", examples=["Input should be greater than or equal to 1"])


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: Literal["about:blank"] = Field(default="about:blank", description="The status says what kind it is.")
    title: str = Field(description="The status in words.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What went wrong this time.", examples=["no partner has the id 'x'"])
    request_id: str | None = Field(
        None,
        serialization_alias="requestId",
        description="The request in the log of the service, as the head X-Request-ID names it too.",
        examples=["5f0c6f1f7d0e4a6c8a2b9e1d3c4b5a69"],
    )
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
    if isinstance(error, OSError):
        return DISKS.get(error.errno, HTTPStatus.INTERNAL_SERVER_ERROR)
    return next((PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS), HTTPStatus.INTERNAL_SERVER_ERROR)


def answer_problem(error: Exception) -> JSONResponse:
    """Return the answer that tells a program what went wrong; nothing of the inside for what is our own fault."""
    status = status_of(error)
    faults = [_fault(**each) for each in error.errors()] if isinstance(error, RequestValidationError) else None
    content = make_problem(status, _detail(error, status), faults)
    return JSONResponse(content, status, {**headers_of(error), "Content-Language": "en"}, MEDIA_TYPE)


def make_problem(status: HTTPStatus, detail: str, faults: list[InvalidInput] | None = None) -> dict[str, Any]:
    """Return problem details as JSON holds them, with the id of the request that is answered.

    Its `instance` would be an address; a request has none, so it is named by a member of its own.
    """
    request_id = REQUEST_ID.get() or None
    problem = Problem(title=status.phrase, status=status, detail=detail, errors=faults, request_id=request_id)
    return problem.model_dump(by_alias=True, exclude_none=True)


def headers_of(error: Exception) -> Mapping[str, str]:
    """Return what the head of an answer tells of an error beside its status."""
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_after_seconds)}
    if isinstance(error, DatabaseUnavailable):
        return {"Retry-After": str(RETRY_SECONDS)}
    if status_of(error) == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    return (error.headers if isinstance(error, HTTPException) else None) or {}


def _detail(error: Exception, status: HTTPStatus) -> str:
    if isinstance(error, RequestValidationError):
        return "the request has parts that cannot be used"
    if isinstance(error, HTTPException):
        return status.description or str(error.detail)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "something went wrong on our side"
    if isinstance(error, OSError):  # its own words name a file
        return f"nothing was stored: {os.strerror(error.errno or 0).lower()}"
    return str(error)


def _fault(*, loc: Sequence[str | int], type: str, msg: str, **_others: object) -> InvalidInput:  # noqa: A002 -- pydantic's names
    place, *names = map(str, loc)
    return InvalidInput(place=place, location=Location(name=".".join(names)), code=type, detail=msg)
