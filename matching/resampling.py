"""Intervals of means: what is drawn again and again, and how far the means spread."""

from dataclasses import dataclass

import numpy as np

from matching.candidates import Mask
from matching.measuring import Values

N_RESAMPLES = 1000
"""Draws of partners with replacement behind each interval."""
N_DRAWS = 500
"""Draws of collaborations with replacement behind each interval."""
INTERVAL = (2.5, 97.5)
"""Percentiles of the draws: a 95 % interval (Efron and Tibshirani 1993, An Introduction to the Bootstrap)."""


def resampled_means(values: Values, seed: int = 0) -> Values:
    """Return the mean of each draw of `values` with replacement: shape (N_RESAMPLES,).

    The draws depend on the number of values and the seed alone, so that two methods measured on the same partners are
    compared draw by draw.

    >>> resampled_means(np.array([0.5, 0.5])).tolist() == [0.5] * N_RESAMPLES
    True
    """
    draws = np.random.default_rng(seed).integers(0, len(values), (N_RESAMPLES, len(values)))
    means: Values = values[draws].mean(axis=1)
    return means


def draw(is_drawn_from: Mask, seed: int = 0) -> Mask:
    """Return which items stand in each of `N_DRAWS` draws with replacement, after a first column with all of them.

    As many are drawn each time as there are to draw from: shape (n_items, 1 + N_DRAWS). Drawn twice counts once.

    >>> drawn = draw(np.array([True, False, True]))
    >>> drawn[:, 0].tolist(), drawn[1].any(), bool(drawn[:, 1:].sum(axis=0).min() >= 1)
    ([True, False, True], np.False_, True)
    """
    chance = np.random.default_rng(seed)
    items = np.flatnonzero(is_drawn_from)
    drawn = np.zeros((1 + N_DRAWS, len(is_drawn_from)), dtype=bool)
    drawn[0] = is_drawn_from
    if len(items):
        for one in drawn[1:]:
            one[chance.choice(items, len(items))] = True
    return drawn.T


@dataclass(frozen=True)
class Sample:
    """A measure summed over queries, in what happened (first) and in each draw: shape (1 + N_DRAWS,) each."""

    sums: Values
    counts: Values

    @classmethod
    def of(cls, by_query: Values) -> "Sample":
        """Sum the values of queries over rows; NaN, a query that met nobody in a draw, is left out."""
        return cls(np.nansum(by_query, axis=0), np.isfinite(by_query).sum(axis=0).astype(float))

    def __add__(self, other: "Sample") -> "Sample":
        """Take the queries of two cut-offs together: every query counts once."""
        return Sample(self.sums + other.sums, self.counts + other.counts)

    @property
    def n(self) -> int:
        """Queries behind the value."""
        return int(self.counts[0])

    @property
    def means(self) -> Values:
        """Mean over the queries in each draw; NaN where there is none."""
        return np.divide(self.sums, self.counts, out=np.full_like(self.sums, np.nan), where=self.counts > 0)


def interval(means: Values, least: float = 0.0) -> tuple[float, float, float]:
    """Return the first of `means` with the bounds of its interval, within `least` … 1; all NaN without a first.

    A draw holds about 63 % of the collaborations, so that queries have fewer to find, and the means of the draws lie a
    little off what happened: they are centred on it, and only their spread is taken.

    >>> [round(bound, 3) for bound in interval(np.array([0.5, 0.3, 0.4, 0.5]))]
    [0.5, 0.405, 0.595]
    """
    value = float(means[0])
    if np.isnan(value):
        return value, value, value
    drawn = means[1:][np.isfinite(means[1:])]
    low, high = value + np.percentile(drawn, INTERVAL) - drawn.mean() if len(drawn) else (value, value)
    return value, float(np.clip(low, least, 1)), float(np.clip(high, least, 1))
