"""What the log of requests says: which page, with what outcome; never who asked, what was sought, or a signed link."""

import logging
from copy import deepcopy
from typing import Any

from uvicorn.config import LOGGING_CONFIG

SHORTEST_TOKEN = 32
"""Letters from which a part of a path may be a token; the shortest that we make has 43."""
CUT = "..."
N_ARGUMENTS = 5
"""Of uvicorn's line about a request: address of the client, method, path with query, version, status."""


class WithoutPersons(logging.Filter):
    """Takes the client's address, the query and all tokens out of uvicorn's line about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, with less in it."""
        if isinstance(record.args, tuple) and len(record.args) == N_ARGUMENTS:
            _client, method, path, version, status = record.args
            record.args = (CUT, method, plain_path(str(path)), version, status)
        return True


def plain_path(path: str) -> str:
    """Return a path as it may be logged.

    >>> plain_path("/antwoord/eyJpbnRyb2R1Y3Rpb24iOjEyLCJwZXJzb24iOjd9.aSbQ.vX2"), plain_path("/partners?zoek=Jansen")
    ('/antwoord/...', '/partners')
    """
    return "/".join(CUT if len(part) >= SHORTEST_TOKEN else part for part in path.partition("?")[0].split("/"))


def logging_config() -> dict[str, Any]:
    """Return uvicorn's configuration of logs, with `WithoutPersons` before the log of requests."""
    config = deepcopy(LOGGING_CONFIG)
    config["filters"] = {"without_persons": {"()": "service.logs.WithoutPersons"}}
    config["handlers"]["access"]["filters"] = ["without_persons"]
    return config
