"""Who is asking and what they may see: every read of the served network passes here."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from typing import Annotated, Any

import numpy as np
import pandas as pd
from fastapi import Depends, Request
from pandas.api.types import is_string_dtype

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
    Role.STAFF: _AMONG_PARTNERS | {"capacity", "suggestions", "answers"},
}
"""What each role sees of a partner: columns, phrases, themes, who is suggested to it, and what it answered."""

_TABLES = {"themes": "partner_themes", "memberships": "memberships", "answers": "answers"}
"""Fields that are tables of a Network of their own."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks."""

    role: Role

    def sees(self, field: str) -> bool:
        """Whether this field of partners may reach the asker."""
        return field in FIELDS[self.role]

    def sees_all(self, fields: set[str]) -> bool:
        """Whether all these fields may."""
        return fields <= FIELDS[self.role]


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
    """Return the network without what the asker may not see; the network itself for who may see everything."""
    sides = [side for side in ("seeks", "offers") if asker.sees(side)]
    seen = {
        "partners": network.partners.assign(**_emptied(network.partners, asker)),
        "phrases": network.phrases[network.phrases["side"].isin(sides)].reset_index(drop=True),
        **{table: getattr(network, table).iloc[:0] for field, table in _TABLES.items() if not asker.sees(field)},
    }
    is_all = asker.sees_all({*network.partners.columns, "seeks", "offers", *_TABLES})
    return network if is_all else replace(network, **seen)


def _emptied(table: pd.DataFrame, asker: Asker) -> dict[str, "pd.Series[Any]"]:
    """Return the columns that the asker may not see, empty and of the same type."""
    everywhere = np.ones(len(table), dtype=np.bool_)
    return {
        column: table[column].mask(everywhere, "") if is_string_dtype(table[column]) else table[column].mask(everywhere)
        for column in table.columns
        if not asker.sees(column)
    }


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
        # Prepared again: a matcher of the whole network would name phrases that are hidden here. It takes as long as a
        # full read of the texts, for each role that asks and after each change.
        matcher=Matcher(network, snapshot.matcher.ranker, encoder=snapshot.matcher.encoder),
        aliases=snapshot.aliases if asker.sees("aliases") else {},
        shows_suggestions=asker.sees("suggestions"),
    )


def read_as_asker(request: Request, asker: Annotated[Asker, Depends(recognise)]) -> Snapshot:
    """Lend a route the present snapshot, as far as the one who asks may see it; one request gets one."""
    snapshots: Snapshots = request.app.state.snapshots
    return as_seen_by(snapshots.current(), asker)


SnapshotReader = Annotated[Snapshot, Depends(read_as_asker)]
