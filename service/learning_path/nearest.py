"""Where a step is that a place lacks: the nearest places that have it, as far as anybody knows where places are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.chain import STEPS
from service.learning_path.path import Paths

EARTH_KM = 6371.0
MOST = 3


@dataclass(frozen=True)
class Elsewhere:
    """A place that has a step."""

    place: str
    km: float | None
    """As the crow flies; None where the place of one of the two is not known."""


def nearest(paths: Paths, place: str, sector: str) -> list[Elsewhere]:
    """Return up to `MOST` other places with a partner of a step, the nearest first, those of unknown distance last.

    A place lies in the middle of those of its partners whose coordinates the one who asks may see.
    """
    located, at = paths.located, STEPS.index(sector)
    having = located["place"][paths.step_of[located["partner"].to_numpy()] == at]
    points = paths.network.partners[["latitude", "longitude"]].astype(float).iloc[located["partner"]]
    middles = points.assign(place=located["place"].to_numpy()).groupby("place").mean()
    found = [Elsewhere(each, _km(middles.loc[place].to_numpy(), middles.loc[each].to_numpy())) for each in set(having)]
    ordered = sorted(found, key=lambda one: (one.km is None, one.km or 0.0, one.place))
    return [one for one in ordered if one.place != place][:MOST]


def _km(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float | None:
    """Return the great-circle distance of two points in degrees, by the haversine (Sinnott 1984).

    >>> _km(np.array([51.765, 5.518]), np.array([51.735, 5.53])).__round__(1)
    3.4
    """
    (lat, lon), (other_lat, other_lon) = np.radians(one), np.radians(other)
    half = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    km = float(2 * EARTH_KM * np.arcsin(np.sqrt(half)))
    return None if np.isnan(km) else km
