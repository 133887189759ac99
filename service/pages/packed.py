"""Data for the picture: packed once, and answered by nothing new where the browser has it already."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request, Response

from service.caching import holds


@dataclass(frozen=True)
class Packed:
    """Something as JSON, compressed."""

    body: bytes
    tag: str
    """Names the content, as ETag."""


def pack(content: object) -> Packed:
    """Return something as compressed JSON: the same content gives the same bytes."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Packed(gzip.compress(plain, mtime=0), f'W/"{sha256(plain).hexdigest()[:20]}"')


def tag_order(ids: Sequence[str]) -> str:
    """Return a text that names these ids in this order: lists that belong to partners by position carry it.

    >>> tag_order(["a", "b"]) == tag_order(["b", "a"])
    False
    """
    return sha256("\n".join(ids).encode()).hexdigest()[:20]


def answer_packed(request: Request, packed: Packed) -> Response:
    """Answer with it, or by 304 to a browser that holds it."""
    headers = {"ETag": packed.tag, "Vary": "Accept-Encoding"}
    if holds(request, packed.tag):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed.body, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed.body), media_type="application/json", headers=headers)
