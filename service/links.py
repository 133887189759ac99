"""Links that carry what they are for: signed, ending by themselves, and good for one purpose only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadData, BadSignature, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from graph.errors import GraphError
from graph.sealing import Safe

LIVES = {
    "answer": timedelta(days=21),
    "outcome": timedelta(days=60),
    "profile": timedelta(days=60),
    "unsubscribe": timedelta(days=3650),
    "invite": timedelta(days=14),
    "story": timedelta(days=60),
    "round": timedelta(days=183),
    "activity": timedelta(days=366),  # the page says what is over
    "grant": timedelta(days=60),
    "suggested": timedelta(days=92),  # the page says when it is too late
    "pulse": timedelta(days=92),  # a quarter; the page says when that one is over
}
"""How long a link of each purpose is good for."""


class BrokenLink(GraphError):
    """A link was altered, cut off, or made for something else."""


class EndedLink(GraphError):
    """A link was good once, and is no longer."""


@dataclass(frozen=True)
class Links:
    """Makes and reads links; what they carry is signed and not hidden, so it holds ids only.

    >>> links = Links(Safe(["a secret"]))
    >>> links.read("answer", links.make("answer", {"introduction": 12, "person": 7}))["introduction"]
    12
    """

    safe: Safe

    def make(self, purpose: str, carried: dict[str, Any]) -> str:
        """Return the token of a link."""
        return str(self._serializer(purpose).dumps(carried))

    def read(self, purpose: str, token: str) -> dict[str, Any]:
        """Return what a token carries; raise `BrokenLink` or `EndedLink`."""
        signature = token.rpartition(".")[2]
        try:
            # The last letter has bits that nothing is read from, and other signs are passed over: one way to write it.
            if base64_encode(base64_decode(signature)).decode() != signature:
                raise BadSignature("written otherwise")
            # Not by `max_age`: that refuses a link from the future, and its maker's clock may have been fast.
            carried, made_at = self._serializer(purpose).loads(token, return_timestamp=True)
        except BadData:
            raise BrokenLink("this link is not one of ours") from None
        if datetime.now(UTC) - made_at > LIVES[purpose]:
            raise EndedLink("this link is no longer good")
        read: dict[str, Any] = carried
        return read

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.safe.key_for("links"), salt=purpose)
