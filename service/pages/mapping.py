"""Partners on a map: where they are on earth, as far as the one who asks may know."""

from dataclasses import dataclass
from math import cos, radians

import numpy as np
import numpy.typing as npt

from graph.network import Mask, Positions
from service.pages.overview import Overview

EARTH_METRES = 6_378_137
"""Radius of the sphere of Web Mercator."""
STEPS = 30_000
"""The longer side of the map in whole numbers: 3 metres for a country."""
SIDE_BY_SIDE = 90
"""How far apart, in steps, partners at one address are drawn."""
MOST_NAMES = 40
"""Place names on the map at most."""


@dataclass(frozen=True, eq=False)
class GeoMap:
    """Where partners are, in whole steps to the right and up from the lower left corner."""

    positions: Positions
    """Of the partners that are on it; shape (n,)."""
    places: npt.NDArray[np.int64]
    """Shape (n, 2)."""
    metres_per_step: float
    """In the middle of the map: Mercator stretches what lies further north."""
    names: list[tuple[str, int, int]]
    """Place names with the middle of their partners, those with most partners first."""


def has_place(overview: Overview) -> Mask:
    """Of which partners the asker may know the coordinates; shape (n_partners,)."""
    partners = overview.network.partners
    known: Mask = (partners["latitude"].notna() & partners["longitude"].notna()).to_numpy()
    return known


def make_map(overview: Overview) -> GeoMap | None:
    """Return the map of all partners whose coordinates the asker may know; `None` without any."""
    positions = np.flatnonzero(has_place(overview))
    if not len(positions):
        return None
    partners = overview.network.partners.iloc[positions]
    north = np.clip(partners["latitude"].to_numpy(np.float64), -85, 85)  # Mercator has no poles
    turned = np.radians(np.column_stack([partners["longitude"].to_numpy(np.float64), north]))
    flat = np.column_stack([turned[:, 0], np.log(np.tan(np.pi / 4 + turned[:, 1] / 2))])
    low, extent = flat.min(axis=0), max(float(np.ptp(flat, axis=0).max()), 1e-6)
    places = np.rint((flat - low) / extent * STEPS).astype(np.int64)
    metres = EARTH_METRES * cos(radians(float(north.min() + north.max()) / 2)) * extent / STEPS
    return GeoMap(positions, _side_by_side(places), metres, _place_names(partners["place"].tolist(), places))


def _side_by_side(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Move partners at one point onto a spiral around it, so that each can be seen and chosen."""
    _, point, counts = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(point.ravel(), kind="stable")
    starts = np.cumsum(counts) - counts
    nth = np.empty(len(places), dtype=np.int64)
    nth[order] = np.arange(len(places)) - np.repeat(starts, counts)
    angle, far = nth * np.pi * (3 - 5**0.5), SIDE_BY_SIDE * np.sqrt(nth)
    return np.asarray(places + np.rint(np.column_stack([far * np.cos(angle), far * np.sin(angle)])).astype(np.int64))


def _place_names(names: list[str], places: npt.NDArray[np.int64]) -> list[tuple[str, int, int]]:
    known = sorted({name for name in names if name})
    of = np.array(names, dtype=object)
    middles = {name: np.rint(places[of == name].mean(axis=0)).astype(int).tolist() for name in known}
    by_size = sorted(known, key=lambda name: -int(np.count_nonzero(of == name)))
    return [(name, *middles[name]) for name in by_size[:MOST_NAMES]]
