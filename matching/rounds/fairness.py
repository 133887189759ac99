"""What a plan does for the worst served, for the median, and how evenly it serves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.measuring import gini

FEW = 3
"""Choices that count as among the first."""


@dataclass(frozen=True)
class Served:
    """What one of the round got, of what it could have got; higher is better."""

    got: tuple[float, ...]
    """At least one value."""
    possible: tuple[float, ...]
    """The values of everything that the rules allowed it, what it got among them."""


@dataclass(frozen=True)
class Fairness:
    """Figures over those who got something; None where nobody did."""

    n_served: int
    n_without: int
    worst: float | None
    """The lowest mean of what somebody got."""
    median: float | None
    mean: float | None
    gini: float | None
    """How unequally high what they got stands among what each could have got: 0 is equally high for all."""
    first_choice: float | None
    """Share of those whose best is the best they could have got, 0 … 1."""
    first_three: float | None
    """Share of those whose best is among the three best they could have got, 0 … 1."""


def measure(served: Sequence[Served], n_without: int) -> Fairness:
    """Return the figures of a plan, for one side of it.

    >>> one, other = Served((2.0,), (2.0, 1.0)), Served((1.0,), (3.0, 1.0))
    >>> figures = measure([one, other], n_without=0)
    >>> figures.worst, figures.median, figures.gini, figures.first_choice
    (1.0, 1.5, 0.5, 0.5)
    """
    if not served:
        return Fairness(0, n_without, None, None, None, None, None, None)
    means = np.array([np.mean(one.got) for one in served])
    n_better = np.array([sum(value > max(one.got) for value in one.possible) for one in served])
    return Fairness(
        n_served=len(served),
        n_without=n_without,
        worst=_rounded(means.min()),
        median=_rounded(np.median(means)),
        mean=_rounded(means.mean()),
        gini=_rounded(gini(np.array([_standing(one) for one in served]))),
        first_choice=_rounded((n_better == 0).mean()),
        first_three=_rounded((n_better < FEW).mean()),
    )


def _standing(one: Served) -> float:
    """Return where what somebody got stands, on the mean, among what it could have got: 0 the worst, 1 the best."""
    if len(one.possible) == 1:
        return 1.0
    n_worse = [sum(value < got for value in one.possible) for got in one.got]
    n_equal = [sum(value == got for value in one.possible) - 1 for got in one.got]
    return float(np.mean(n_worse) + np.mean(n_equal)) / (len(one.possible) - 1)


def _rounded(value: float | np.floating) -> float:
    return round(float(value), 4)
