"""The meter of exposure: who is in sight, who is flooded, and how evenly suggestions are spread."""

from collections.abc import Iterable
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


class Tally:
    """Counts the suggestions for everybody as they come."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._sector = network.partners["sector"].to_numpy(object)
        self._n_lists = np.zeros(network.n_partners, np.int64)
        self._contacts = np.zeros(network.n_partners)
        self._n_across = 0

    def add(self, one: Suggestion) -> None:
        """Count one suggestion."""
        suggested, asking = self._network.position(one.suggested_id), self._network.position(one.partner_id)
        self._n_lists[suggested] += 1
        self._contacts[suggested] += one.chance
        self._n_across += self._sector[suggested] != self._sector[asking]

    def meter(self) -> Meter:
        """Read the meter."""
        network, n_lists = self._network, self._n_lists
        ids = network.partners["id"].to_numpy(object)
        return Meter(
            coverage=float((n_lists > 0).mean()) if network.n_partners else 0.0,
            gini=gini(n_lists.astype(float)),
            across=float(self._n_across / n_lists.sum()) if n_lists.any() else 0.0,
            above_room=tuple(ids[self._contacts > room(network) + 1e-9]),
            unseen=tuple(ids[n_lists == 0]),
        )


def read_meter(network: Network, suggestions: Iterable[Suggestion]) -> Meter:
    """Read the meter on the suggestions for everybody."""
    tally = Tally(network)
    for one in suggestions:
        tally.add(one)
    return tally.meter()
