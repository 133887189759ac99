"""The meter of exposure: who is in sight, who is flooded, and how evenly suggestions are spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.network import Network
from matching.exposure import room
from matching.measuring import gini
from matching.suggestion import Suggestion


@dataclass(frozen=True)
class Meter:
    """What the lists of everybody together do to each partner."""

    coverage: float
    """Share of the partners that stand in somebody's list, 0 … 1."""
    gini: float
    """How unevenly the places are spread: 0 is evenly, 1 all to one (see matching.measuring)."""
    across: float
    """Share of the suggestions that lead to another sector, 0 … 1."""
    above_room: tuple[str, ...]
    """Ids of partners of whom more contacts are expected than they have room for."""
    unseen: tuple[str, ...]
    """Ids of partners that are nobody's suggestion."""


def read_meter(network: Network, suggestions: Sequence[Suggestion]) -> Meter:
    """Read the meter on the suggestions for everybody."""
    suggested = np.array([network.position(one.suggested_id) for one in suggestions], np.int64)
    asking = np.array([network.position(one.partner_id) for one in suggestions], np.int64)
    n_lists = np.bincount(suggested, minlength=network.n_partners)
    contacts = np.bincount(suggested, [one.chance for one in suggestions], network.n_partners)
    ids, sector = network.partners["id"].to_numpy(object), network.partners["sector"].to_numpy(object)
    return Meter(
        coverage=float((n_lists > 0).mean()) if network.n_partners else 0.0,
        gini=gini(n_lists.astype(float)),
        across=float((sector[suggested] != sector[asking]).mean()) if len(suggestions) else 0.0,
        above_room=tuple(ids[contacts > room(network) + 1e-9]),
        unseen=tuple(ids[n_lists == 0]),
    )
