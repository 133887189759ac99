"""What was long ago counts less."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.network import Network

Years = npt.NDArray[np.float64]

DAYS_PER_YEAR = 365.25


def last_day(network: Network) -> pd.Timestamp:
    """Return the latest beginning that is known, `NaT` without any.

    Not the day of asking: a network that was last written down years ago would have nothing recent to learn from.
    """
    latest: pd.Timestamp = network.collaborations["start"].max()
    return latest


def ages_in_years(network: Network) -> Years:
    """Return how long ago each collaboration began, seen from the last day: shape (n_collaborations,), ≥ 0."""
    ages: Years = (last_day(network) - network.collaborations["start"]).dt.days.to_numpy() / DAYS_PER_YEAR
    return ages


def fade(ages_years: Years, half_life_years: float) -> Years:
    """Return weights that halve with each half-life.

    >>> fade(np.array([0.0, 2.0, 4.0]), 2.0)
    array([1.  , 0.5 , 0.25])
    """
    return 0.5 ** (ages_years / half_life_years)
