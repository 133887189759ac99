"""The queue of the day: pairs worth introducing, best first, in three lanes, and nobody in it too often."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.network import Mask, Network, Positions
from matching.activity import codes, mixing
from matching.model import Weights
from matching.suggestion import Suggestion

Lane = str
LANES: tuple[Lane, ...] = ("close", "bridge", "newcomer")
"""close: a close fit; bridge: to another sector that seldom works with the own; newcomer: one of the two is new."""

NEWCOMER_DAYS = 365
"""So long after it became a partner somebody is new, whatever it does already."""
PLACES_PER_LANE = 10
PLACES_PER_PARTNER = 3
"""How often a partner stands in the queue of a day at most, so that the day's work is spread."""
N_ALL = 1000
"""In a network of so many partners or fewer everybody's suggestions are looked at."""
N_DRAWN = 300
"""In a larger one those of so many, who wait longest for a contact."""
SHARE_NEW = 1 / 3
"""Share of these for whom nobody ever met; else, where most have no collaboration, there would be newcomers only."""

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Queued:
    """A pair in the queue, in the direction of its better score."""

    suggestion: Suggestion
    lane: Lane

    @property
    def pair(self) -> tuple[str, str]:
        """The ids of the two in their order, whichever of them is suggested to the other."""
        return pair_key(self.suggestion)


def pair_key(suggestion: Suggestion) -> tuple[str, str]:
    """Return the ids of a suggested pair in their order.

    >>> pair_key(Suggestion("school", "bakker", 1, 2.0, (), 0.1))
    ('bakker', 'school')
    """
    one, other = sorted((suggestion.partner_id, suggestion.suggested_id))
    return one, other


class Lanes:
    """Tells which lane a pair of one network belongs in."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._sector = codes(network.partners["sector"])
        readiness = mixing(network)
        self._are_strange: Mask = readiness + readiness.T < 0
        self._is_new = is_newcomer(network)

    def of(self, one_id: str, other_id: str) -> Lane:
        """Return the lane of a pair; raise `UnknownPartner` for an id that the network does not hold."""
        one, other = self._network.position(one_id), self._network.position(other_id)
        if self._is_new[one] or self._is_new[other]:
            return "newcomer"
        ours, theirs = self._sector[one], self._sector[other]
        return "bridge" if ours != theirs and self._are_strange[ours, theirs] else "close"


def is_newcomer(network: Network) -> Mask:
    """Return who has no collaboration yet, or is a partner for less than `NEWCOMER_DAYS`: shape (n_partners,)."""
    without: Mask = np.diff(network.adjacency.indptr) == 0
    if network.day is None:
        return without
    since = network.partners["since"].to_numpy("datetime64[s]")
    return without | (since > np.datetime64(network.day, "s") - np.timedelta64(NEWCOMER_DAYS, "D"))


def better_directions(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Return one suggestion for each pair, that with the better score, best first; equal ones by their ids.

    >>> both = [Suggestion("a", "b", 1, 2.0, (), 0.1), Suggestion("b", "a", 1, 3.0, (), 0.1)]
    >>> [(one.partner_id, one.score) for one in better_directions(both)]
    [('b', 3.0)]
    """
    ordered = sorted(suggestions, key=lambda one: (-one.score, pair_key(one), one.partner_id))
    best: dict[tuple[str, str], Suggestion] = {}
    for one in ordered:
        best.setdefault(pair_key(one), one)
    return list(best.values())


def make_queue(  # noqa: PLR0913 -- every limit is named
    suggestions: Sequence[Suggestion],
    lanes: Lanes,
    *,
    room: Mapping[str, float],
    places: Mapping[Lane, int],
    stood: Mapping[str, int],
    kept_away: Collection[tuple[str, str]] = (),
) -> list[Queued]:
    """Return the pairs that staff look at, best first: each lane has at most its `places`, and nobody is overasked.

    `suggestions` hold each pair once, best first (`better_directions`). `room` tells how many partners each can still
    be asked about, `stood` how often it stood in the queue of the day already, `kept_away` the pairs, in the order of
    their ids, that are not wanted. Whoever stands in neither has no room, or stood there never.
    """
    queue = []
    left, times, away = dict(places), dict(stood), set(kept_away)
    for suggestion in suggestions:
        if not any(left.values()):
            break
        pair = pair_key(suggestion)
        if pair in away or any(times.get(one, 0) >= min(PLACES_PER_PARTNER, room.get(one, 0)) for one in pair):
            continue
        lane = lanes.of(*pair)
        if left.get(lane, 0) > 0:
            queue.append(Queued(suggestion, lane))
            left[lane] -= 1
            times |= {one: times.get(one, 0) + 1 for one in pair}
    return queue


def whom_to_serve(network: Network, last_contact: Days, seed: int) -> list[str] | None:
    """Return the ids of whose suggestions to look at: None for everybody, else those who wait longest for a contact.

    `last_contact` is the last day on which something was begun for each, `NaT` for never: shape (n_partners,). Of who
    wait equally long some are drawn by `seed`, so that another day serves others.
    """
    if network.n_partners <= N_ALL:
        return None
    is_new = is_newcomer(network)
    n_new = min(round(N_DRAWN * SHARE_NEW), int(is_new.sum()))
    waiting = _longest_first(last_contact, seed)
    drawn = np.concatenate([waiting[is_new[waiting]][:n_new], waiting[~is_new[waiting]][: N_DRAWN - n_new]])
    return [str(partner_id) for partner_id in network.partners["id"].to_numpy()[np.sort(drawn)]]


def _longest_first(last_contact: Days, seed: int) -> Positions:
    drawn: Weights = np.random.default_rng(seed).random(len(last_contact))
    since = np.where(
        np.isnat(last_contact), np.iinfo(np.int64).min, last_contact.astype("datetime64[s]").view(np.int64)
    )
    return np.lexsort((drawn, since))


def last_tie_days(network: Network) -> Days:
    """Return the last day on which each partner began something with another one, `NaT` for never: (n_partners,)."""
    ties = network.tie_days
    latest = np.full(network.n_partners, np.iinfo(np.int64).min)
    days = ties["latest"].to_numpy("datetime64[s]").view(np.int64)  # NaT is the smallest number
    for end in ("first", "second"):
        np.maximum.at(latest, ties[end].to_numpy(), days)
    return latest.view("datetime64[s]")
