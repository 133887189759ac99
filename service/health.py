"""Whether the process lives, and whether it can serve; and its figures, for whoever watches over it.

Alive is not ready: a process that waits for its database lives and must not be killed; it is not ready and gets no
askers.
"""

import asyncio
import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from graph.database import require_current
from graph.errors import GraphError
from service.access import NotAllowed
from service.counted_now import CountedNow
from service.house import House, InHouse
from service.problems import MEDIA_TYPE, make_problem
from service.recognising import is_loopback

LOOK_SECONDS = 5.0
"""So long a look may take; one that takes longer is waited for by the next who asks, and no second one is begun."""
LEAST_FREE_BYTES = 50_000_000
"""With less than this left a disk is as good as full: a large import writes more at once."""

router = APIRouter()


class NotReady(GraphError):
    """Something that the service cannot do without is missing; the message is a sentence without anything secret."""


@dataclass
class Readiness:
    """Looks whether a house can serve, once at a time however many ask."""

    house: House
    _look: asyncio.Task[dict[str, str]] | None = field(default=None)

    async def look(self) -> dict[str, str]:
        """Return what each check says: "ok", or in a sentence what is wrong."""
        if self.house.is_leaving.is_set():
            return {"process": "the service was told to stop"}
        if self._look is None or self._look.done():
            # Beside the threads of the requests: those may all wait for the database.
            self._look = asyncio.create_task(asyncio.to_thread(look_at, self.house))
        done, _ = await asyncio.wait({self._look}, timeout=LOOK_SECONDS)
        if not done:
            return {"network": f"not read after {LOOK_SECONDS:g} seconds"}
        return self._look.result()


def look_at(house: House) -> dict[str, str]:
    """Return what each check says of a house: "ok", or in a sentence what is wrong."""
    checks: dict[str, Callable[[House], None]] = {
        "database": _check_database,
        "network": _check_network,
        "home": _check_home,
        "disk": _check_disks,
    }
    return {name: _outcome(check, house) for name, check in checks.items()}


def _outcome(check: Callable[[House], None], house: House) -> str:
    try:
        check(house)
    except NotReady as error:
        return str(error)
    except GraphError as error:  # its words may name the database's host and user: the log of the service has them
        return WORDS.get(type(error).__name__, type(error).__name__)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the service is not ready
        return type(error).__name__
    return "ok"


WORDS = {
    "DatabaseUnavailable": "the database does not answer",
    "OldDatabase": "the database is of an earlier version; run: osmose database upgrade",
    "LaterDatabase": "the database is of a later version of Osmose",
    "UnreadableModel": "what osmose fit learned cannot be read",
}


def _check_database(house: House) -> None:
    house.snapshots.ready()
    require_current(house.engine)


def _check_network(house: House) -> None:
    house.snapshots.current()


def _check_home(house: House) -> None:
    home = house.settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=home) as file:
            file.write(b"is there room?")
    except OSError as error:
        raise NotReady(f"OSMOSE_HOME cannot be written to: {error.strerror}") from None


def _check_disks(house: House) -> None:
    for what, folder in _folders(house).items():
        free_bytes = shutil.disk_usage(folder).free
        if free_bytes < LEAST_FREE_BYTES:
            raise NotReady(f"the disk of {what} is full: {free_bytes // 1_000_000} MB left")
    if (path := _file_of(house)) and not os.access(path, os.W_OK):
        raise NotReady(f"the file of the database cannot be written to: {os.strerror(errno.EROFS)}, or not our own")


def _folders(house: House) -> dict[str, Path]:
    folders = {"OSMOSE_HOME": house.settings.home}
    return folders | ({"the database": path.parent} if (path := _file_of(house)) else {})


def _file_of(house: House) -> Path | None:
    """Return the file of the database; None where it is a server's."""
    url = house.engine.url
    is_file = house.engine.dialect.name == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)).absolute() if is_file else None


def _readiness(request: Request, house: InHouse) -> Readiness:
    if not hasattr(request.app.state, "readiness"):
        request.app.state.readiness = Readiness(house)
    readiness: Readiness = request.app.state.readiness
    return readiness


@router.get("/healthz", include_in_schema=False)
async def healthz() -> Response:
    """Tell that the process lives; touch nothing."""
    return _say({"status": "ok"})


@router.get("/readyz", include_in_schema=False)
async def readyz(readiness: Annotated[Readiness, Depends(_readiness)]) -> Response:
    """Tell whether the service can serve, and what is missing if it cannot."""
    checks = await readiness.look()
    wrong = {name: told for name, told in checks.items() if told != "ok"}
    if not wrong:
        return _say({"status": "ok", "checks": checks})
    status = HTTPStatus.SERVICE_UNAVAILABLE
    problem = make_problem(status, "; ".join(f"{name}: {told}" for name, told in wrong.items()))
    return _say(problem | {"checks": checks}, status, MEDIA_TYPE)


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, house: InHouse) -> Response:
    """Give the figures for Prometheus to this machine itself, and to who sends the token of the settings.

    They tell numbers only, but how many mails wait and which pages are read is not for everybody.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted = house.settings.metrics_token.get_secret_value()
    has_token = scheme.lower() == "bearer" and bool(wanted) and compare_digest(token.encode(), wanted.encode())
    if not has_token and not is_loopback(request):
        raise NotAllowed("only this machine itself, or who has the token of OSMOSE_METRICS_TOKEN, reads the figures")
    return Response(
        house.counters.exposition(CountedNow(house)),
        media_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


def _say(content: object, status: int = HTTPStatus.OK, media_type: str = "application/json") -> Response:
    return JSONResponse(content, status, {"Cache-Control": "no-store"}, media_type)
