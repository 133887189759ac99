"""What stands in the head of every answer, and which requests the service answers at all."""

from collections.abc import Callable, Collection
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.caching import DOCUMENT_SECONDS, Keeping, tell_keeping
from service.problems import ForeignRequest, UnknownHost

API_PREFIX = "/v1"
API_VERSION = "1.0.0"
DOCUMENT_PATH = f"{API_PREFIX}/openapi.json"

SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

MAY_BE_FRAMED = "frame-ancestors *"
"""What stands in the policy of a page that any site may show within its own."""

Tell = Callable[[Request, Exception], Response]
"""Makes the answer that tells an error."""


def is_api(path: str) -> bool:
    """Whether a path belongs to the API.

    >>> is_api("/v1/partners"), is_api("/v1"), is_api("/v10")
    (True, True, False)
    """
    return path == API_PREFIX or path.startswith(f"{API_PREFIX}/")


def add_headers(headers: MutableHeaders, scope: Scope, status: int) -> None:
    """Add what every answer has, and what every answer of the API has."""
    path: str = scope["path"]
    for name, value in SAFE_HEADERS.items():
        headers.setdefault(name, value)  # a page may be stricter, or frame one of our own
    if MAY_BE_FRAMED in headers["Content-Security-Policy"]:
        del headers["X-Frame-Options"]  # it knows no way to say so
    if path == DOCUMENT_PATH:
        headers["Access-Control-Allow-Origin"] = "*"  # whoever may ask the API, everybody may read what it is
        headers.setdefault("Cache-Control", f"public, max-age={DOCUMENT_SECONDS}")
    keeping = scope.get("state", {}).get("keeping", Keeping.NOBODY)
    tell_keeping(headers, path, status, keeping, is_api=is_api(path))
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if is_api(path):
        headers["API-Version"] = API_VERSION


class Gate:
    """Refuses requests under a foreign name, and heads every answer that leaves; HEAD gets the head of GET's answer."""

    # A page elsewhere can have its own name point to this machine (DNS rebinding) and would then read as this machine
    # does; Starlette's TrustedHostMiddleware does not know [::1] and answers in plain text.

    def __init__(self, app: ASGIApp, *, allowed_hosts: Collection[str], tell: Tell) -> None:
        self._app = app
        self._allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        scope.setdefault("state", {})  # shared with the routes: what they find out about the asker is told here
        is_head = scope["method"] == "HEAD"
        if is_head:
            scope["method"] = "GET"

        async def send_headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message), scope, message["status"])
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        name = host_name(Headers(scope=scope).get("host", ""))
        if name in self._allowed_hosts:
            await self._app(scope, receive, send_headed)
        else:
            refusal = self._tell(Request(scope), UnknownHost(f"this service does not answer under the name '{name}'"))
            await refusal(scope, receive, send_headed)


class SameOrigin:
    """Refuses what another site makes a browser send: the session of whoever sits there would go with it.

    A browser tells where a request comes from (Sec-Fetch-Site; Origin in older ones), and no page can alter that; what
    is no browser, and so carries no session of its own accord, tells neither. OWASP's cheat sheet on cross-site request
    forgery has this as "Fetch Metadata"; forms need no token of their own.
    """

    def __init__(self, app: ASGIApp, *, tell: Tell) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"} and _is_foreign(scope):
            refusal = self._tell(Request(scope), ForeignRequest("this was sent from a page of another site"))
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if site := headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and split_address(origin).netloc.lower() != headers.get("host", "").lower()


def split_address(text: str) -> SplitResult:
    """Return the parts of an address that a program sent in a head; all of them empty where it is none.

    >>> split_address("http://localhost/a?b").path, split_address("http://[").path
    ('/a', '')
    """
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def host_name(host: str) -> str:
    """Return the name in a Host header, without its port.

    >>> host_name("localhost:8000"), host_name("[::1]:8000"), host_name("Example.org")
    ('localhost', '[::1]', 'example.org')
    """
    name, bracket, _port = host.lower().partition("]")
    return name + bracket if bracket else name.partition(":")[0]
