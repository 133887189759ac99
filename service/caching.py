"""Who may keep an answer, and under which name it is asked for again: by its route, by who asks, and how it went."""

import re
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access import Asker, Role
from service.rules import Rule


class Keeping(StrEnum):
    """Who may keep an answer."""

    SHARED = "shared"
    """Everybody, caches on the way included: nobody in particular asked, and everybody gets the same."""
    OWN = "own"
    """Only who asked: it is open to everybody, but this is how one of them sees it."""
    NOBODY = "nobody"
    """Nobody: it is about persons, or is not open to everybody."""


OPEN_SECONDS = 5
"""So long an answer of the API that is open to everybody is good without asking again; no list here may be older."""
DOCUMENT_SECONDS = 300
"""So long the document that describes the API is good: it changes with the program alone."""
YEAR_SECONDS = 31_536_000
VARIES = ("Accept-Encoding", "Authorization", "Cookie")
"""What an answer of a route depends on beside its address: how it is packed, and who asks."""
OF_OTHER_SITES = ("Origin",)
"""What an answer of the API depends on as well: whether a page elsewhere may read it."""
OF_HTMX = ("HX-Request", "HX-Current-URL")
"""What a page depends on as well: htmx gets a part of it, or is told another address to show."""

_OF_ONE_MOMENT = re.compile(r"\{token\}|/aanmelden|/healthz|/readyz")
_STATIC = "/static/"
_VENDORED = re.compile(r"/static/vendor/.*-\d+\.\d+\.\d+\.(umd\.)?(min\.)?(js|css)")
"""Files whose name holds their version: another content gets another name."""


def is_open(path: str, rule: Rule) -> bool:
    """Whether what a route answers to somebody unknown is the same for everybody, and may be kept by all.

    >>> from service.rules import RULES
    >>> is_open("/partners", RULES["GET /partners"]), is_open("/antwoord/{token}", RULES["GET /antwoord/{token}"])
    (True, False)
    """
    is_for_all = Role.PUBLIC in rule.roles and not rule.is_personal and not rule.is_known
    return is_for_all and _OF_ONE_MOMENT.search(path) is None


def keeping_of(path: str, rule: Rule, asker: Asker) -> Keeping:
    """Return who may keep what a route answers to this asker."""
    if not is_open(path, rule):
        return Keeping.NOBODY
    return Keeping.SHARED if asker.role is Role.PUBLIC and asker.person_id is None else Keeping.OWN


def tell_keeping(headers: MutableHeaders, path: str, status: int, keeping: Keeping, *, is_api: bool) -> None:
    """Write into the head of an answer who may keep it; a route that said so itself is not contradicted."""
    if status >= HTTPStatus.BAD_REQUEST:
        headers["Cache-Control"] = "no-store"  # what is wrong now may be right in a moment
    elif path.startswith(_STATIC):
        is_named = _VENDORED.fullmatch(path) is not None
        headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable" if is_named else "public, no-cache"
        return
    own = [each.strip() for each in headers.get("Vary", "").split(",") if each.strip()]
    headers["Vary"] = ", ".join(sorted({*own, *VARIES, *(OF_OTHER_SITES if is_api else OF_HTMX)}))
    if keeping is Keeping.SHARED and "Set-Cookie" not in headers:
        headers.setdefault("Cache-Control", f"public, max-age={OPEN_SECONDS}" if is_api else "public, no-cache")
    elif keeping is Keeping.NOBODY and "ETag" not in headers:
        headers.setdefault("Cache-Control", "private, no-store")
    headers.setdefault("Cache-Control", "private, no-cache")  # asked again each time, and answered by 304 where it can


def name_page(text: str) -> str:
    """Return the ETag of a page: weak, since it names what the page says and not the bytes it is sent as.

    >>> name_page("a") == name_page("a"), name_page("a") == name_page("b"), name_page("a")[:3]
    (True, False, 'W/"')
    """
    return f'W/"{sha256(text.encode()).hexdigest()[:20]}"'


def holds(request: Request, etag: str) -> bool:
    """Whether whoever asks says to hold an answer already (RFC 9110, 13.1.2: weak or strong is all the same here)."""
    named = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    return "*" in named or etag.removeprefix("W/") in named


_SUFFIX, _BARE = b'-gzip"', b'"'
_CONDITIONS = {b"if-match", b"if-none-match"}


class NamedByEncoding:
    """Gives a strong ETag another name where the body leaves compressed, and takes that name back when it is asked for.

    A strong ETag names bytes, and compressed ones are others (RFC 9110, 8.8.3.3).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        was_compressed = _SUFFIX in Headers(scope=scope).get("if-none-match", "").encode("latin-1")
        # In place: who watches from outside reads from the same scope which route was taken.
        scope["headers"] = [(name, _bare(value) if name in _CONDITIONS else value) for name, value in scope["headers"]]

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_same = message["status"] == HTTPStatus.NOT_MODIFIED and was_compressed
                etag = headers.get("ETag", "")
                if etag.startswith('"') and (is_same or headers.get("Content-Encoding") == "gzip"):
                    headers["ETag"] = f"{etag[:-1]}{_SUFFIX.decode('latin-1')}"
            await send(message)

        await self._app(scope, receive, send_named)


def _bare(value: bytes) -> bytes:
    return value.replace(_SUFFIX, _BARE)
