"""Figures for Prometheus that are worked out when they are asked for: what waits to leave, how old the backup is."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from graph.database import reading
from graph.errors import GraphError
from graph.outbox import Mail, WebhookCall
from service.house import House
from service.mail.sending import OVERTAKEN, WITHDRAWN

WELL_ENDED = (OVERTAKEN, WITHDRAWN)
"""Faults of mails that did not leave, and need not."""


class CountedNow(Collector):
    """Reads the database of a house; where it does not answer, the figures say that and leave the others out."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[Metric]:
        """Yield each figure."""
        yield InfoMetricFamily("osmose", "What runs here.", {"version": version("osmose")})
        yield from _backups(self._house.settings.backup_path)
        try:
            self._house.snapshots.ready()
            with reading(self._house.engine) as session:
                yield from [_up(is_up=True), *_waiting(session)]
        except GraphError:
            yield _up(is_up=False)


def _up(*, is_up: bool) -> Metric:
    return GaugeMetricFamily("osmose_database_up", "Whether the database answers: 1 or 0.", int(is_up))


def _waiting(session: Session) -> list[Metric]:
    mails = GaugeMetricFamily(
        "osmose_mails", "Mails that wait, that wait after a failure, and that were given up.", labels=["state"]
    )
    is_waiting = Mail.sent_at.is_(None) & Mail.given_up_at.is_(None)
    mails.add_metric(["waiting"], _count(session, is_waiting))
    mails.add_metric(["failed"], _count(session, is_waiting & (Mail.n_tries > 0)))
    mails.add_metric(["given_up"], _count(session, Mail.given_up_at.is_not(None) & Mail.fault.not_in(WELL_ENDED)))
    calls = GaugeMetricFamily(
        "osmose_webhook_calls", "Calls of webhooks that wait, and that were given up.", labels=["state"]
    )
    calls.add_metric(["waiting"], _count(session, WebhookCall.sent_at.is_(None) & WebhookCall.given_up_at.is_(None)))
    calls.add_metric(["given_up"], _count(session, WebhookCall.given_up_at.is_not(None)))
    oldest = session.scalar(select(func.min(Mail.due_at)).where(is_waiting))
    overdue = GaugeMetricFamily(
        "osmose_mail_overdue_seconds",
        "How long the mail that should have left first is late; 0 if none is.",
        _seconds_since(oldest),
    )
    return [mails, calls, overdue]


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(which)) or 0


def _seconds_since(moment: datetime | None) -> float:
    if moment is None:
        return 0.0
    in_zone = moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # SQLite gives UTC and does not say so
    return max(0.0, (datetime.now(UTC) - in_zone).total_seconds())


def _is_whole(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")  # so a copy is named until it is whole


def _backups(folder: Path | None) -> Iterator[Metric]:
    """Yield the age of the latest file in the folder of backups; nothing where none is set, or it holds none."""
    with suppress(OSError):
        files = [path.stat() for path in folder.iterdir() if _is_whole(path)] if folder else []
        if files:
            latest = max(files, key=lambda file: file.st_mtime)
            age = max(0.0, time.time() - latest.st_mtime)
            yield GaugeMetricFamily("osmose_backup_age_seconds", "How old the latest backup is.", age)
            yield GaugeMetricFamily("osmose_backup_bytes", "How large the latest backup is.", latest.st_size)
