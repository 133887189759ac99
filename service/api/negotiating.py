"""In which form an answer leaves and a body comes in: what a request asks for or brings beyond that is refused."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException

JSON, CSV = "application/json", "text/csv"


def choose_type(accept: str, offered: Sequence[str]) -> str | None:
    """Return which of the types on offer a header Accept prefers, the first of equals; None where it takes none.

    >>> choose_type("*/*", [JSON, CSV]), choose_type("text/csv;q=0.9, application/json;q=0.5", [JSON, CSV])
    ('application/json', 'text/csv')
    >>> choose_type("text/html", [JSON, CSV]), choose_type("", [JSON])
    (None, 'application/json')
    """
    ranges = [_read_range(each) for each in accept.split(",") if each.strip()] or [("*/*", 1.0)]
    by_quality = {each: _quality(each, ranges) for each in offered}
    best = max(by_quality, key=lambda each: by_quality[each])  # the first of equals
    return best if by_quality[best] > 0 else None


def require_json_wanted(request: Request) -> None:
    """Raise 406 where the answer is wanted as something else than JSON."""
    if choose_type(request.headers.get("Accept", "*/*"), [JSON]) is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE)


def require_json_given(request: Request) -> None:
    """Raise 415 where the request brings a body that does not say to be JSON."""
    has_body = request.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in request.headers
    named = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if has_body and named != JSON:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _read_range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((part.removeprefix("q=") for part in parameters if part.startswith("q=")), "1")
    try:
        return name, float(quality)
    except ValueError:
        return name, 0.0


def _quality(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much a type is wanted: what names it most exactly decides (RFC 9110, 12.5.1)."""
    matching = (offered, f"{offered.partition('/')[0]}/*", "*/*")
    found = [(matching.index(name), -quality) for name, quality in ranges if name in matching]
    return -min(found)[1] if found else 0.0
