"""How much a request may bring: bounded before anybody is recognised, since it is read before that."""

import re
from email.policy import HTTP as EMAIL_POLICY
from http import HTTPStatus

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.headers import Tell

LARGEST_BODY = 1_000_000
"""Bytes of a form or of JSON; the longest profile there can be takes a tenth of it."""
UPLOADS = re.compile(r"/werkbank/invoer(/registers)?|/(werkbank|mijn/[^/]+)/verhalen/\d+/fotos")
"""Where files are brought in: read only after the asker is let in, with a bound of their own (`service.uploads`).

No other route may be among them: FastAPI reads the fields of a form before it asks who sends them.
"""


class Bounded:
    """Refuses a body that is too large: by the length that it claims, or else as soon as too much of it has come."""

    def __init__(self, app: ASGIApp, *, tell: Tell) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        if _is_in_another_encoding(Headers(scope=scope).get("content-type", "")):
            await self._tell(Request(scope), HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE))(scope, receive, send)
            return

        length = Headers(scope=scope).get("content-length", "")
        is_upload = UPLOADS.fullmatch(scope["path"]) is not None
        if not is_upload and length.isascii() and length.isdecimal() and int(length[:20]) > LARGEST_BODY:
            await self._tell(Request(scope), _too_large())(scope, receive, send)
            return

        n_received = 0

        async def receive_bounded() -> Message:
            nonlocal n_received
            message = await receive()
            n_received += len(message.get("body", b""))
            if n_received > LARGEST_BODY:
                raise _too_large()
            return message

        await self._app(scope, receive if is_upload else receive_bounded, send)


def _too_large() -> HTTPException:
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _is_in_another_encoding(content_type: str) -> bool:
    """Whether a body says to be in another encoding than UTF-8, which is all that browsers send to our pages.

    A form is decoded by whatever it names, and by some come out texts that nobody can store ("unicode_escape").
    """
    if not content_type:
        return False
    named = EMAIL_POLICY.header_factory("content-type", content_type).params.get("charset", "utf-8")
    return named.lower() not in {"utf-8", "utf8", "us-ascii"}
