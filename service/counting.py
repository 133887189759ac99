"""Figures of the running service for Prometheus: counts, seconds and moments, and nothing of anybody.

With several processes each writes its own numbers into files of one folder, which `service.commands.listening` makes,
and whichever is asked adds them up.
"""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder that several processes share, as prometheus-client wants it: set before it is imported."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
READ_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Counters:
    """What one process counts; `exposition` tells it, with what the other processes counted."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter(
            "osmose_http_requests", "Requests answered.", ["method", "route", "status"], registry=own
        )
        self._request_seconds = Histogram(
            "osmose_http_request_seconds",
            "Seconds from the head of a request to the end of its answer.",
            ["method", "route"],
            buckets=REQUEST_SECONDS,
            registry=own,
        )
        self.in_flight = Gauge(
            "osmose_http_requests_in_flight", "Requests under way.", multiprocess_mode="livesum", registry=own
        )
        self.read_seconds = Histogram(
            "osmose_network_read_seconds", "Seconds of reading the network.", buckets=READ_SECONDS, registry=own
        )
        self._read_at = Gauge(
            "osmose_network_read_timestamp_seconds",
            "When the network was read that is served; of several processes the oldest.",
            multiprocess_mode="livemin",
            registry=own,
        )
        self._database_errors = Counter(
            "osmose_database_errors", "Errors that the database gave, by kind.", ["kind"], registry=own
        )
        self._done_at = Gauge(
            "osmose_background_last_success_timestamp_seconds",
            "When work in the background last succeeded.",
            ["job"],
            multiprocess_mode="max",
            registry=own,
        )
        self._failed = Counter(
            "osmose_background_failures", "How often work in the background failed.", ["job"], registry=own
        )

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer; `route` is a pattern, and a method that nobody knows is one with all others of its kind."""
        known = method if method in METHODS else "other"
        self._requests.labels(known, route, status).inc()
        self._request_seconds.labels(known, route).observe(seconds)

    def count_read(self, seconds: float) -> None:
        """Count that the network was read just now."""
        self.read_seconds.observe(seconds)
        self._read_at.set_to_current_time()

    def count_work(self, job: str, *, failed: bool) -> None:
        """Count one look of a job in the background."""
        if failed:
            self._failed.labels(job).inc()
        else:
            self._done_at.labels(job).set_to_current_time()

    def listen_to(self, engine: Engine) -> None:
        """Count every error that the database gives."""

        def count(context: ExceptionContext) -> None:
            self._database_errors.labels(type(context.original_exception).__name__).inc()

        event.listen(engine, "handle_error", count)

    def exposition(self, asked: Collector) -> bytes:
        """Return all figures in Prometheus's text format; `asked` gives those that are worked out now."""
        now = CollectorRegistry()
        now.register(asked)
        if folder := os.environ.get(FOLDER):
            _forget_the_dead(Path(folder))
            shared = CollectorRegistry()
            MultiProcessCollector(shared, folder)  # type: ignore[no-untyped-call] # the library does not say
            return generate_latest(shared) + generate_latest(now)
        return generate_latest(self._registry) + generate_latest(now)


def _forget_the_dead(folder: Path) -> None:
    """Leave out what processes had under way that live no more; what they counted stays."""
    for pid in {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*.db")}:
        try:
            os.kill(pid, 0)
        except OSError:  # nobody has this number, or somebody else's process by now
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call] # the library does not say
