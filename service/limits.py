"""How often somebody may try: counted by what is tried and by who tries, for all processes on one database together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from fastapi import Request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.attempts import Attempt
from graph.database import transaction
from graph.errors import GraphError
from service.house import House, InHouse


@dataclass(frozen=True)
class Limit:
    """So many tries within any stretch of time of this length."""

    n_tries: int
    within: timedelta


LIMITS: dict[str, Limit] = {
    "links asked by a client": Limit(10, timedelta(minutes=10)),
    "links to an address by a client": Limit(5, timedelta(hours=1)),
    "links to an address": Limit(30, timedelta(hours=1)),
    "links tried": Limit(30, timedelta(minutes=10)),
    "tokens refused": Limit(20, timedelta(minutes=10)),
    "answers by link": Limit(300, timedelta(minutes=10)),
    "teams asked by a partner": Limit(10, timedelta(days=1)),
    "programmes on paper": Limit(120, timedelta(minutes=10)),
}
"""What may be tried how often. A school of a hundred people may share one address of the internet.

Links to an address are counted by who asks for them first: who knows an address must not be able to use up, from one
place, what its owner may ask for, since a link is good only where it was asked for.
"""

LONGEST = max(limit.within for limit in LIMITS.values())
"""After so long no try counts any more."""

HOME_BITS = 64
"""Bits of an IPv6 address that name a house; the others its owner chooses at will."""


class TooMany(GraphError):
    """Somebody tried something too often."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"this was tried too often; try again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds


def count_try(house: House, what: str, who: str) -> None:
    """Count one try of `what`, a key of `LIMITS`; raise `TooMany`, and count nothing, where that was one too many."""
    house.snapshots.ready()
    who_hash, now = _digest(house, what, who), datetime.now(UTC)
    # With a lock of its own, so that nobody who signs in waits for an import that writes for minutes.
    with transaction(house.engine, lock=_number(who_hash)) as session:
        _refuse(session, LIMITS[what], who_hash, now)
        outlived = Attempt.made_at <= now - LIMITS[what].within
        session.execute(delete(Attempt).where(Attempt.who_hash == who_hash, outlived))
        session.add(Attempt(who_hash=who_hash, made_at=now))


def _refuse(session: Session, limit: Limit, who_hash: str, now: datetime) -> None:
    counts = (Attempt.who_hash == who_hash, Attempt.made_at > now - limit.within)
    latest = select(Attempt.made_at).where(*counts).order_by(Attempt.made_at.desc()).limit(limit.n_tries)
    made = session.scalars(latest).all()
    if len(made) == limit.n_tries:
        free_at = made[-1].replace(tzinfo=made[-1].tzinfo or UTC) + limit.within
        raise TooMany(max(1, ceil((free_at - now).total_seconds())))


def _digest(house: House, what: str, who: str) -> str:
    return house.safe.digest("attempt", f"{what}: {who}")


def _number(who_hash: str) -> int:
    """Return a lock of PostgreSQL for a digest."""
    return int.from_bytes(sha256(who_hash.encode()).digest()[:8], signed=True)


def limiting(what: str) -> Callable[[Request, House], None]:
    """Return a dependency of a route that counts one try by the client: `Depends(limiting("answers by link"))`."""

    def count(request: Request, house: InHouse) -> None:
        count_try(house, what, client_of(request))

    return count


def client_of(request: Request) -> str:
    """Return from where a request comes: one address, or the 64 bits of IPv6 that one house has."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOME_BITS), strict=False))
    return host
