"""The log: one line for each thing that happens, as text or JSON, with the id of its request and nothing personal.

No line holds an address of a client, a query, or a part of a path that stands for somebody or lets somebody in: a
request is told by the pattern of its route (`service.watching`).
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

REQUESTS = "osmose.requests"
"""The logger of the lines that tell a request each."""
TOLD = ("method", "route", "status", "milliseconds")
"""What a line about a request says of it, beside its words."""
LINE = "%(when)s %(levelname)s %(name)s [%(request_id)s] %(message)s"

REQUEST_ID: ContextVar[str] = ContextVar("REQUEST_ID", default="")
"""The id of the request that is answered here; empty outside of requests. Each request has a context of its own."""


class WithRequest(logging.Filter):
    """Gives each line its moment, as ISO 8601 in UTC, and the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, with more in it."""
        record.when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        record.request_id = REQUEST_ID.get() or "-"
        return True


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback is a text in it, so that it stays one line."""
        told: dict[str, Any] = {
            "time": record.__dict__["when"],
            "level": record.levelname,
            "logger": record.name,
            "request_id": record.__dict__["request_id"],
            "message": record.getMessage(),
        }
        told |= {name: record.__dict__[name] for name in TOLD if name in record.__dict__}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def logging_config(log_format: str = "text", level: str = "info") -> dict[str, Any]:
    """Return the configuration of all logs of the service, as `logging.config.dictConfig` takes it.

    uvicorn's own line about a request has the address of the client and the whole path in it, and is not written.
    """
    made_by = {"text": {"format": LINE}, "json": {"()": "service.logs.JsonLines"}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"with_request": {"()": "service.logs.WithRequest"}},
        "formatters": {"line": made_by[log_format]},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "line",
                "filters": ["with_request"],
            },
            "nowhere": {"class": "logging.NullHandler"},
        },
        "loggers": {
            "uvicorn": {"handlers": ["stderr"], "level": level.upper(), "propagate": False},
            "uvicorn.access": {"handlers": ["nowhere"], "propagate": False},
            "osmose": {"handlers": ["stderr"], "level": level.upper(), "propagate": False},
        },
    }
