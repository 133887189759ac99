"""The application: API and pages over one snapshot, with every error told in the form its asker reads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

from graph.database import open_engine
from graph.errors import GraphError
from service.api.application import make_api
from service.background import working
from service.bodies import Bounded
from service.caching import NamedByEncoding
from service.encoding import read_encoder
from service.headers import API_PREFIX, Gate, SameOrigin, add_headers, is_api
from service.health import router as health
from service.house import House
from service.keys import read_safe
from service.logs import REQUEST_ID
from service.pages.errors import show_error
from service.pages.noticing import notice_what_is_public
from service.pages.routes import router as pages
from service.problems import answer_problem, headers_of, status_of
from service.recognising import admit
from service.sessions import SESSION_LIFE, cookie_name
from service.settings import Settings, read_settings
from service.snapshot import Snapshots
from service.stopping import lingering
from service.watching import HEADER, Watched

STATIC = Path(__file__).parent / "static"
SESSION_SECONDS = int(SESSION_LIFE.total_seconds())
"""So long a browser may show its cookie; when signing in ends is told by the database."""


def create_app(settings: Settings) -> FastAPI:
    """Return the application on the database of the settings; nothing is read before the first request.

    Raise `DatabaseUnavailable` when the address of the database is none, and `EncoderUnavailable` when the encoder
    that the settings name cannot be used.
    """
    engine = open_engine(settings.database_url, statement_seconds=settings.database_statement_seconds)
    safe = read_safe(settings)
    snapshots = Snapshots(engine, settings.model_path, read_encoder(settings))
    app = FastAPI(openapi_url=None, redirect_slashes=False, lifespan=_living)
    api = make_api(settings)
    house = app.state.house = api.state.house = House.of(settings, engine, safe, snapshots)
    app.mount(API_PREFIX, api)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.include_router(health)
    app.router.routes.extend(all_pages().routes)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(NamedByEncoding)
    app.add_middleware(
        SessionMiddleware,
        secret_key=safe.key_for("session").hex(),
        session_cookie=cookie_name(settings.base_url),
        max_age=SESSION_SECONDS,
        same_site="lax",  # strict would leave out who follows a link in a mail
        https_only=settings.base_url.startswith("https://"),
    )
    app.add_middleware(Bounded, tell=tell)
    app.add_middleware(SameOrigin, tell=tell)
    app.add_middleware(Gate, allowed_hosts=settings.allowed_hosts, tell=tell)
    app.add_middleware(Watched, counters=house.counters)
    for kind in (HTTPException, RequestValidationError, GraphError):
        app.add_exception_handler(kind, tell)
    app.add_exception_handler(OSError, tell_disk)
    app.add_exception_handler(Exception, tell_fault)
    return app


@cache
def all_pages() -> FastAPI:
    """Return all pages and nothing else: they hold no state, so every application of a process has the same ones."""
    alone = FastAPI(openapi_url=None)
    alone.include_router(pages, dependencies=[Depends(admit), Depends(notice_what_is_public)])
    return alone


def create_app_from_environment() -> FastAPI:
    """Return the application as the environment sets it; what each worker process starts."""
    return create_app(read_settings())


def tell(request: Request, error: Exception) -> Response:
    """Tell a program by problem details and people by a page what went wrong; one slash too many is passed over."""
    path, status = request.url.path, status_of(error)
    if is_api(path):
        return answer_problem(error)
    if status == HTTPStatus.NOT_FOUND and path.strip("/") and path.endswith("/"):
        # All slashes in front become one: two would name another host.
        shorter = request.url.replace(scheme="", netloc="", path=f"/{path.strip('/')}")
        return RedirectResponse(str(shorter), HTTPStatus.PERMANENT_REDIRECT)
    if status == HTTPStatus.UNAUTHORIZED and request.method == "GET":
        where = str(request.url.replace(scheme="", netloc=""))
        return RedirectResponse(f"/aanmelden?{urlencode({'verder': where})}", HTTPStatus.SEE_OTHER)
    page = show_error(request, status, error)
    page.headers.update(headers_of(error))
    return page


def tell_disk(request: Request, error: Exception) -> Response:
    """Tell that a disk is full or cannot be written to; any other error of the system is one of the program."""
    if status_of(error) == HTTPStatus.INTERNAL_SERVER_ERROR:
        raise error
    return tell(request, error)


def tell_fault(request: Request, error: Exception) -> Response:
    """Tell an error of the program itself; this answer passes no middleware, so it is headed here."""
    answer = tell(request, error)
    add_headers(answer.headers, request.scope, answer.status_code)
    answer.headers[HEADER] = REQUEST_ID.get()
    return answer


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    with lingering(house):
        async with working(house):
            yield
    house.engine.dispose()
