"""A place for who came later: beside whom it works with, and nobody else moves."""

from collections import defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import count
from math import cos, floor, hypot, sin, sqrt

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from graph.network import Mask, Positions
from service.places.layout import RING_DISTANCE, RING_STEP
from service.places.stress import Places

Place = tuple[float, float]
"""x and y."""

NARROWEST, WIDEST = 0.007, 0.03
"""Between these lies how far a newcomer stands from everybody at least: as far as is usual in this picture."""
GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
"""Turned by it again and again, spots around a point never fall on one line."""


def place_beside(places: Places, is_placed: Mask, ties: sparse.csr_array) -> Places:
    """Return all places, with one for each partner that had none; shapes (n_partners, 2), (n_partners,) and both.

    A newcomer stands at the free spot nearest to the middle of its partners; who has most of them standing goes first.
    Those whom no tie leads to who stands go outside of everybody, on rings, those that ties lead between side by side.

    >>> path = sparse.csr_array([[0, 1.0, 0], [1, 0, 1], [0, 1, 0]])
    >>> place_beside(np.array([[0.0, 0], [9, 9], [1, 0]]), np.array([True, False, True]), path).round(2).tolist()
    [[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]]
    """
    places, is_placed = places.copy(), is_placed.copy()
    standing = places[is_placed]
    gap = _usual_gap(standing)
    ground = _Ground(standing, gap)
    for newcomer, partners in _in_turn(is_placed, ties):
        places[newcomer] = ground.take_spot_near(places[partners].mean(axis=0))
    outside = _side_by_side(np.flatnonzero(~is_placed), ties)
    places[outside] = _spots_outside(places[is_placed], gap, len(outside))
    return places


def _usual_gap(standing: Places) -> float:
    if len(standing) < 2:  # noqa: PLR2004 -- between two
        return WIDEST
    nearest = cKDTree(standing).query(standing, k=2)[0][:, 1]
    return float(np.clip(np.median(nearest), NARROWEST, WIDEST))


def _in_turn(is_placed: Mask, ties: sparse.csr_array) -> Iterator[tuple[int, Positions]]:
    """Yield each newcomer that ties lead to from who stands, with its partners that stand; then it stands as well."""
    n_standing = np.asarray((ties[:, is_placed] > 0).sum(axis=1)).astype(np.int64)
    queue = [(-int(n_standing[at]), at) for at in np.flatnonzero(~is_placed & (n_standing > 0)).tolist()]
    heapify(queue)
    while queue:
        _, newcomer = heappop(queue)
        if is_placed[newcomer]:
            continue  # it stood in the queue with fewer partners, too
        partners = ties.indices[ties.indptr[newcomer] : ties.indptr[newcomer + 1]]
        yield newcomer, partners[is_placed[partners]]
        is_placed[newcomer] = True
        waiting = partners[~is_placed[partners]]
        n_standing[waiting] += 1
        for at in waiting.tolist():
            heappush(queue, (-int(n_standing[at]), at))


class _Ground:
    """Who stands where, by squares as wide as the gap: to look around a spot takes the same time however many stand."""

    def __init__(self, standing: Places, gap: float) -> None:
        self._gap = gap
        self._squares: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
        self._middles, self._reaches = np.zeros((0, 2)), np.zeros(0)
        """Around which points somebody was placed, and how far from each no spot was free: none will be."""
        for x, y in standing.tolist():
            self._take((x, y))

    def take_spot_near(self, middle: npt.NDArray[np.float64]) -> Place:
        """Take the first spot of a spiral around `middle` at which nobody stands near, beyond what is known as full."""
        x, y = middle.tolist()
        full = float((self._reaches - np.hypot(*(self._middles - middle).T)).max(initial=0.0))
        for step in count(floor((full / (0.5 * self._gap)) ** 2)):
            far, angle = 0.5 * self._gap * sqrt(step), GOLDEN_ANGLE * step
            spot = (x + far * cos(angle), y + far * sin(angle))
            if self._is_free(spot):
                self._middles = np.vstack([self._middles, middle])
                self._reaches = np.append(self._reaches, far)
                self._take(spot)
                return spot
        raise AssertionError("a spiral never ends")

    def _take(self, spot: Place) -> None:
        self._squares[self._square(spot)].append(spot)

    def _square(self, spot: Place) -> tuple[int, int]:
        return floor(spot[0] / self._gap), floor(spot[1] / self._gap)

    def _is_free(self, spot: Place) -> bool:
        column, row = self._square(spot)
        around = ((column + right, row + up) for right in (-1, 0, 1) for up in (-1, 0, 1))
        return all(
            hypot(x - spot[0], y - spot[1]) >= self._gap for square in around for x, y in self._squares.get(square, ())
        )


def _side_by_side(newcomers: Positions, ties: sparse.csr_array) -> Positions:
    _, component = connected_components(ties[newcomers][:, newcomers], directed=False)
    ordered: Positions = newcomers[np.argsort(component, kind="stable")]
    return ordered


def _spots_outside(standing: Places, gap: float, n_spots: int) -> Places:
    """Return the first free spots of the rings around everybody, beginning at the top; shape (n_spots, 2)."""
    found, n_found = [np.zeros((0, 2))], 0
    for ring in count():
        if n_found >= n_spots:
            break
        radius = RING_DISTANCE + RING_STEP * ring
        n_here = int(2 * np.pi * radius / RING_STEP)
        angles = np.pi / 2 + 2 * np.pi * np.arange(n_here) / n_here
        spots = radius * np.column_stack([np.cos(angles), np.sin(angles)])
        if len(standing):
            spots = spots[cKDTree(standing).query(spots)[0] >= gap]
        found.append(spots)
        n_found += len(spots)
    return np.concatenate(found)[:n_spots]
