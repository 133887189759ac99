"""What the log of requests must not hold: a link that was followed is a key until it ends."""

import copy
import logging
import re
from typing import Any

from uvicorn.config import LOGGING_CONFIG

_TOKEN = re.compile(r"(?<=/)[\w.\-]{40,}")
"""A part of a path that is as long as a token; no id of a partner in use is."""


class HidesTokens(logging.Filter):
    """Replaces tokens in the addresses that uvicorn logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide what must be hidden of a record; it is always logged."""
        if isinstance(record.args, tuple):
            record.args = tuple(hide_tokens(each) if isinstance(each, str) else each for each in record.args)
        return True


def hide_tokens(path: str) -> str:
    """Return a path without the tokens in it.

    >>> hide_tokens("/aanmelden/" + 43 * "x"), hide_tokens("/partners/het-hooghuis")
    ('/aanmelden/…', '/partners/het-hooghuis')
    """
    return _TOKEN.sub("…", path)


def log_config() -> dict[str, Any]:
    """Return uvicorn's own way of logging, with tokens hidden."""
    config = copy.deepcopy(LOGGING_CONFIG)
    config["filters"] = {"tokens": {"()": HidesTokens}}
    config["handlers"]["access"]["filters"] = ["tokens"]
    return config
