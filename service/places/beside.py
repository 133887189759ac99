"""A place for who came later: beside whom it works with, and nobody else moves."""

from itertools import count

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.spatial import cKDTree

from graph.network import Mask
from service.places.layout import RING_DISTANCE, RING_STEP
from service.places.stress import Places

Place = npt.NDArray[np.float64]
"""x and y, shape (2,)."""

NARROWEST, WIDEST = 0.007, 0.03
"""Between these lies how far a newcomer stands from everybody at least: as far as is usual in this picture."""
GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
"""Turned by it again and again, spots around a point never fall on one line."""


def place_beside(places: Places, is_placed: Mask, ties: sparse.csr_array) -> Places:
    """Return all places, with one for each partner that had none; shapes (n_partners, 2), (n_partners,) and both.

    A newcomer stands at the free spot nearest to the middle of its partners; who has most of them standing goes first.
    Those that none stands of go outside of everybody, partners beside each other.

    >>> path = sparse.csr_array([[0, 1.0, 0], [1, 0, 1], [0, 1, 0]])
    >>> place_beside(np.array([[0.0, 0], [9, 9], [1, 0]]), np.array([True, False, True]), path).round(2).tolist()
    [[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]]
    """
    places, is_placed = places.copy(), is_placed.copy()
    gap = _usual_gap(places[is_placed])
    n_standing = np.asarray((ties[:, is_placed] > 0).sum(axis=1)).astype(np.int64)
    for _ in range(int((~is_placed).sum())):
        newcomer = int(np.where(is_placed, -1, n_standing).argmax())
        standing = places[is_placed]
        partners = ties.indices[ties.indptr[newcomer] : ties.indptr[newcomer + 1]]
        if n_standing[newcomer]:
            places[newcomer] = _free_spot(places[partners[is_placed[partners]]].mean(axis=0), standing, gap)
        else:
            places[newcomer] = _outside(standing, gap)
        is_placed[newcomer] = True
        n_standing[partners] += 1
    return places


def _usual_gap(standing: Places) -> float:
    if len(standing) < 2:  # noqa: PLR2004 -- between two
        return WIDEST
    nearest = cKDTree(standing).query(standing, k=2)[0][:, 1]
    return float(np.clip(np.median(nearest), NARROWEST, WIDEST))


def _free_spot(middle: Place, standing: Places, gap: float) -> Place:
    """Return the first spot of a spiral around `middle` at which nobody stands near."""
    for step in count():
        far, angle = 0.5 * gap * np.sqrt(step), GOLDEN_ANGLE * step
        spot = middle + far * np.array([np.cos(angle), np.sin(angle)])
        if _is_free(spot, standing, gap):
            return np.asarray(spot)
    raise AssertionError("a spiral never ends")


def _outside(standing: Places, gap: float) -> Place:
    """Return the first free spot on the rings around everybody, beginning at the top."""
    for ring in count():
        radius = RING_DISTANCE + RING_STEP * ring
        n_spots = int(2 * np.pi * radius / RING_STEP)
        for angle in np.pi / 2 + 2 * np.pi * np.arange(n_spots) / n_spots:
            spot = radius * np.array([np.cos(angle), np.sin(angle)])
            if _is_free(spot, standing, gap):
                return spot
    raise AssertionError("there is always another ring")


def _is_free(spot: Place, standing: Places, gap: float) -> bool:
    return not len(standing) or float(np.hypot(*(standing - spot).T).min()) >= gap
