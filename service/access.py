"""Who is asking and what they may see: every read of the served network passes here."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Request

from graph.errors import GraphError
from graph.network import Network
from matching.suggest import Matcher
from service.snapshot import Snapshot, Snapshots


class NotAllowed(GraphError):
    """The one who asks may not see this."""


class Role(StrEnum):
    """As what somebody asks."""

    STAFF = "staff"
    WORKING_GROUP = "working_group"
    PARTNER = "partner"
    PUBLIC = "public"


_IN_PUBLIC = frozenset(
    {"id", "name", "sector", "description", "place", "country", "website", "since", "until", "source"}
)
_IN_PUBLIC |= {"offers", "themes", "memberships", "aliases"}
_AMONG_PARTNERS = _IN_PUBLIC | {"seeks", "postcode", "latitude", "longitude"}

FIELDS = {
    Role.PUBLIC: _IN_PUBLIC,
    Role.PARTNER: _AMONG_PARTNERS,
    Role.WORKING_GROUP: _AMONG_PARTNERS,
    Role.STAFF: _AMONG_PARTNERS | {"capacity", "suggestions"},
}
"""What each role sees of a partner: columns, phrases, themes, and who is suggested to it."""

EMPTY = {"latitude": float("nan"), "longitude": float("nan"), "capacity": float("nan")}
"""What stands in a hidden column; an empty text in all others."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks."""

    role: Role

    def sees(self, field: str) -> bool:
        """Whether this field of partners may reach the asker."""
        return field in FIELDS[self.role]


OPERATOR = Asker(Role.STAFF)
"""Who runs the command line: able to read the database itself."""


def recognise(request: Request) -> Asker:
    """Tell who sends a request: as long as nobody logs in, staff on this machine itself and the public elsewhere."""
    return Asker(Role.STAFF if request.client and _is_loopback(request.client.host) else Role.PUBLIC)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def visible_network(network: Network, asker: Asker) -> Network:
    """Return the network without what the asker may not see; all of it, the same object, for who may see everything."""
    columns = [column for column in network.partners.columns if not asker.sees(column)]
    sides = [side for side in ("seeks", "offers") if asker.sees(side)]
    if not columns and len(sides) == 2:  # noqa: PLR2004 -- both sides
        return network
    phrases = network.phrases[network.phrases["side"].isin(sides)].reset_index(drop=True)
    hidden = {column: EMPTY.get(column, "") for column in columns}
    return replace(network, partners=network.partners.assign(**hidden), phrases=phrases)


# The snapshot of each role, and those of the one before while its last answers leave.
@lru_cache(maxsize=2 * len(Role))
def as_seen_by(snapshot: Snapshot, asker: Asker) -> Snapshot:
    """Return a snapshot that holds nothing that the asker may not see."""
    network = visible_network(snapshot.network, asker)
    if network is snapshot.network:
        return snapshot
    return replace(
        snapshot,
        version=f"{snapshot.version}-{asker.role}",
        history=visible_network(snapshot.history, asker),
        network=network,
        # Prepared again: a matcher of the whole network would name phrases that are hidden here.
        matcher=Matcher(network, snapshot.matcher.ranker),
        shows_suggestions=asker.sees("suggestions"),
    )


def read_as_asker(request: Request, asker: Annotated[Asker, Depends(recognise)]) -> Snapshot:
    """Lend a route the present snapshot, as far as the one who asks may see it; one request gets one."""
    snapshots: Snapshots = request.app.state.snapshots
    return as_seen_by(snapshots.current(), asker)


SnapshotReader = Annotated[Snapshot, Depends(read_as_asker)]
