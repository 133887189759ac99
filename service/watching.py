"""Every request watched from outside of everything else: named by an id, counted, timed, and told in one line."""

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.counting import Counters
from service.logs import REQUEST_ID, REQUESTS, TOLD

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""An id that a proxy gave and that is taken over: nothing in it that could forge a line of the log."""
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by programs, and so left out of the log."""

_log = logging.getLogger(REQUESTS)


class Watched:
    """Gives each request its id, and counts and logs it when its answer is complete."""

    def __init__(self, app: ASGIApp, *, counters: Counters) -> None:
        self._app = app
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        # Never set back: each request is a task with a context of its own, and its last words come after this.
        REQUEST_ID.set(id_of(Headers(scope=scope).get(HEADER, "")))
        method, began_at, status = scope["method"], time.perf_counter(), 500

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = REQUEST_ID.get()
            await send(message)

        with self._counters.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, send_named)
            finally:
                self._tell(method, pattern_of(scope), status, time.perf_counter() - began_at)

    def _tell(self, method: str, route: str, status: int, seconds: float) -> None:
        self._counters.count_request(method, route, status, seconds)
        if route not in PROBES:
            told = dict(zip(TOLD, (method, route, status, round(seconds * 1000)), strict=True))
            _log.info("%(method)s %(route)s %(status)d %(milliseconds)d ms", told, extra=told)


def id_of(given: str) -> str:
    """Return the id that a proxy gave if it is well formed, a new one otherwise.

    >>> id_of("0f3c-77.a_b"), id_of("two words") == "two words"
    ('0f3c-77.a_b', False)
    """
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


def pattern_of(scope: Scope) -> str:
    """Return the path of the route that a request came to, as it is declared; with a star where no route took it.

    >>> pattern_of({"root_path": "/static"}), pattern_of({})
    ('/static/*', '/*')
    """
    route = scope.get("route")
    root: str = scope.get("root_path", "")
    return f"{root}{route.path if route is not None else '/*'}"
