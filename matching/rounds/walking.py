"""Walking little: which offerer sits at which table, and which meetings change slots so that seekers walk less."""

from dataclasses import dataclass
from itertools import combinations
from time import monotonic

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from matching.candidates import Mask
from matching.model import Weights
from matching.rounds.slots import NOBODY
from matching.rounds.staged import Counts, Progress

LEAST_GAIN = 1e-9
N_TURNS = 12
"""Turns of the search, unless asked otherwise; twice as many save some 3 % of the metres."""
N_SWEEPS = 8
"""Looks at all pairs of slots in each turn."""
HEAT = 20.0
"""Metres that a change may cost at the beginning, on the mean; it falls to nothing."""
N_LAST_SWEEPS = 60
"""Looks at all pairs of slots at the end, at most; it ends once nothing gets better."""


@dataclass(frozen=True)
class Search:
    """How long to look, and by which draw."""

    n_turns: int
    seed: int
    ends_at: float
    """By the clock of `time.monotonic`."""
    progress: Progress | None = None


@dataclass(frozen=True)
class Hall:
    """Who is there when, and how far it is between tables."""

    metres: Weights
    """Shape (n_tables, n_tables)."""
    seeker_there: Mask
    """Shape (n_seekers, n_slots)."""
    offerer_there: Mask


def walked(table_metres: Weights, met: Counts) -> Weights:
    """Return how far each seeker walks: shape (n_seekers,).

    `table_metres` tells how far it is between the tables of two offerers, `met` whom each meets in each slot.
    """
    if not (met >= 0).any():
        return np.zeros(len(met))
    n_slots = met.shape[1]
    latest = np.maximum.accumulate(np.where(met >= 0, np.arange(n_slots), NOBODY), axis=1)
    at = np.where(latest >= 0, np.take_along_axis(met, np.maximum(latest, 0), axis=1), NOBODY)
    before, after = at[:, :-1], at[:, 1:]
    steps: Weights = np.where(before >= 0, table_metres[before, after], 0.0)
    metres: Weights = steps.sum(axis=1)
    return metres


def least_walked(table_metres: Weights, met: Counts) -> Weights:
    """Return what each seeker walks at least, in whatever order: the shortest tree that joins its tables."""
    least = np.zeros(len(met))
    for seeker, row in enumerate(met):
        tables = row[row >= 0]
        least[seeker] = minimum_spanning_tree(table_metres[np.ix_(tables, tables)]).sum() if len(tables) else 0.0
    return least


def walk_less(hall: Hall, table_of: Counts, met: Counts, search: Search) -> tuple[Counts, Counts, bool]:
    """Return whom each seeker meets in each slot, the table of each offerer, and whether time ended the search.

    Slots are changed for the tables and tables for the slots in turns, while it cools; at last until no two slots can
    be improved.
    """
    chance = np.random.default_rng(search.seed)
    for turn in range(search.n_turns):
        apart = _apart(hall, table_of)
        if walked(apart, met).sum() <= least_walked(apart, met).sum() + LEAST_GAIN:
            break
        if monotonic() > search.ends_at:
            return met, table_of, True
        if search.progress:
            search.progress("walking", turn, search.n_turns)
        for _ in range(N_SWEEPS):
            met = sweep(hall, table_of, met, HEAT * (1 - turn / search.n_turns), chance)
        table_of = seat_offerers(hall, walks_between(met, len(table_of)), start=table_of)
    return _settled(hall, table_of, met), table_of, False


def _settled(hall: Hall, table_of: Counts, met: Counts) -> Counts:
    metres = walked(_apart(hall, table_of), met).sum()
    for _ in range(N_LAST_SWEEPS):
        met = sweep(hall, table_of, met)
        before, metres = metres, walked(_apart(hall, table_of), met).sum()
        if metres > before - LEAST_GAIN:
            break
    return met


def sweep(
    hall: Hall, table_of: Counts, met: Counts, heat: float = 0.0, chance: np.random.Generator | None = None
) -> Counts:
    """Return meetings in other slots, after a look at each two slots.

    The meetings of two slots fall apart into paths and rings, each of which can change its slots by itself; each that
    saves metres is flipped. With `heat`, in metres, one that costs some may be flipped too, by chance (simulated
    annealing, Kirkpatrick et al. 1983, Science 220).
    """
    apart, met = _apart(hall, table_of), met.copy()
    now = walked(apart, met)
    for slot, other in combinations(range(met.shape[1]), 2):
        flipped = met.copy()
        flipped[:, [slot, other]] = met[:, [other, slot]]
        part, is_stuck = _parts(hall, met, slot, other)
        then = walked(apart, flipped)
        saved = np.bincount(part, now - then, len(is_stuck))
        least = LEAST_GAIN if chance is None else -heat * chance.exponential(size=len(is_stuck))
        wins = ((saved > least) & ~is_stuck)[part]
        met[wins], now[wins] = flipped[wins], then[wins]
    return met


def _apart(hall: Hall, table_of: Counts) -> Weights:
    apart: Weights = hall.metres[np.ix_(table_of, table_of)]
    return apart


def _parts(hall: Hall, met: Counts, slot: int, other: int) -> tuple[Counts, Mask]:
    """Return to which path or ring of two slots each seeker belongs, and which of these cannot be flipped.

    Someone is not there in both slots: shape (n_seekers,) and (n_parts,).
    """
    n_seekers = len(met)
    n_all = n_seekers + len(hall.offerer_there)
    seekers, offerers = _edges(met, (slot, other))
    ends = (seekers, offerers + n_seekers)
    n_parts, part = connected_components(
        sparse.coo_array((np.ones(len(seekers)), ends), shape=(n_all, n_all)), directed=False
    )
    is_stuck = np.zeros(n_parts, np.bool_)
    for now, then in ((slot, other), (other, slot)):
        here, there = _edges(met, (now,))
        is_stuck[part[here[~hall.seeker_there[here, then]]]] = True
        is_stuck[part[here[~hall.offerer_there[there, then]]]] = True
    return part[:n_seekers].astype(np.int64), is_stuck


def _edges(met: Counts, slots: tuple[int, ...]) -> tuple[Counts, Counts]:
    """Return seeker and offerer of each meeting in some slots."""
    of = met[:, list(slots)]
    seekers, _ = np.nonzero(of >= 0)
    return seekers, of[of >= 0]


def seat_offerers(hall: Hall, walks: Weights, start: Counts | None = None) -> Counts:
    """Return the table of each offerer, so that those between whom people walk are near to each other.

    `walks` tells how many walk from one to another, both ways counted: symmetric, shape (n_offerers, n_offerers). A
    quadratic assignment: neighbours by the second eigenvector first (Fiedler 1973, Czechoslovak Mathematical Journal
    23), then the best swap of two tables until none is better. `start` is where to begin instead.
    """
    n_tables, n_offerers = len(hall.metres), len(walks)
    flow = np.zeros((n_tables, n_tables))  # empty tables take part in swaps as offerers nobody visits
    flow[:n_offerers, :n_offerers] = walks
    if not n_offerers:
        return np.zeros(0, np.int64)
    table_of = _by_neighbourhood(hall.metres, flow) if start is None else _with_empty(start, n_tables)
    for _ in range(n_tables * n_tables):
        apart = hall.metres[np.ix_(table_of, table_of)]
        product = flow @ apart
        own = np.diag(product)
        gain = own[:, np.newaxis] + own - product - product.T - 2 * flow * apart
        one, other = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[one, other] < LEAST_GAIN:
            break
        table_of[[one, other]] = table_of[[other, one]]
    return table_of[:n_offerers]


def walks_between(met: Counts, n_offerers: int) -> Weights:
    """Return how many seekers walk between each two offerers, as the slots are now."""
    walks = np.zeros((n_offerers, n_offerers))
    for row in met:
        offerers = row[row >= 0]
        np.add.at(walks, (offerers[:-1], offerers[1:]), 1)
    return walks + walks.T


def shared_seekers(seeker: Counts, offerer: Counts, n_offerers: int) -> Weights:
    """Return how many seekers meet both of each two offerers; the first two tell of each meeting who is in it."""
    shape = (int(seeker.max(initial=-1)) + 1, n_offerers)
    meets = sparse.csr_array((np.ones(len(seeker)), (seeker, offerer)), shape=shape)
    shared: Weights = (meets.T @ meets).toarray()
    np.fill_diagonal(shared, 0.0)
    return shared


def snake(metres: Weights) -> Counts:
    """Return the tables in the order of a walk past all of them: always on to the nearest that was not passed yet."""
    left, order = set(range(1, len(metres))), [0]
    while left:
        order.append(min(left, key=lambda one: (metres[order[-1], one], one)))
        left.remove(order[-1])
    return np.array(order, np.int64)


def _by_neighbourhood(metres: Weights, flow: Weights) -> Counts:
    laplacian = np.diag(flow.sum(axis=1)) - flow
    _, vectors = np.linalg.eigh(laplacian)
    second = vectors[:, min(1, len(flow) - 1)]
    second = second * np.sign(second[np.argmax(np.abs(second))])  # the library may give either sign
    table_of = np.empty(len(flow), np.int64)
    table_of[np.lexsort((np.arange(len(flow)), np.round(second, 9)))] = snake(metres)
    return table_of


def _with_empty(start: Counts, n_tables: int) -> Counts:
    return np.concatenate([start, np.setdiff1d(np.arange(n_tables), start)])
