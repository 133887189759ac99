"""How often somebody may try: counted by what is tried and by who tries, in the process that answers."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute

from graph.errors import GraphError
from service.house import House, InHouse

LIMITS: dict[str, RateLimitItem] = {
    "links asked by a client": RateLimitItemPerMinute(10, 10),
    "links to an address by a client": RateLimitItemPerHour(5),
    "links to an address": RateLimitItemPerHour(30),
    "links tried": RateLimitItemPerMinute(30, 10),
    "tokens refused": RateLimitItemPerMinute(20, 10),
    "answers by link": RateLimitItemPerMinute(300, 10),
    "teams asked by a partner": RateLimitItemPerDay(10),
    "programmes on paper": RateLimitItemPerMinute(120, 10),
}
"""What may be tried how often. A school of a hundred people may share one address of the internet.

Links to an address are counted by who asks for them first: who knows an address must not be able to use up, from one
place, what its owner may ask for, since a link is good only where it was asked for.
"""

HOME_BITS = 64
"""Bits of an IPv6 address that name a house; the others its owner chooses at will."""


class TooMany(GraphError):
    """Somebody tried something too often."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"this was tried too often; try again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds


def count_try(house: House, what: str, who: str) -> None:
    """Count one try of `what`, a key of `LIMITS`; raise `TooMany`, and count nothing, where that was one too many."""
    if not house.limiter.hit(LIMITS[what], what, who):
        refuse_more(house, what, who)


def refuse_more(house: House, what: str, who: str) -> None:
    """Raise `TooMany` where no try is left; count nothing."""
    item = LIMITS[what]
    if not house.limiter.test(item, what, who):
        reset_at = house.limiter.get_window_stats(item, what, who).reset_time
        raise TooMany(max(1, round(reset_at - time.time())))


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
