"""How new ties come about: denser with growth, towards the well connected, or by closing triangles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import linregress
from scipy.stats import t as student

from graph.network import Network

Column = npt.NDArray[np.float64]

N_ALTERNATIVES = 20
"""Partners that might have been met instead, drawn for each new tie (Overgoor 2019 shows that few are enough)."""
N_RESAMPLED = 200
MOST_CHOICES = 2000
"""New ties that are looked at; of more a sample, whose coefficients are as near as makes no difference."""


@dataclass(frozen=True)
class Estimate:
    """A figure estimated from a history, with its 95 % interval and how many observations it rests on."""

    value: float
    low: float
    high: float
    n: int


def densification(counts: pd.DataFrame) -> Estimate | None:
    """Return a in ties ~ partners ** a over the years (Leskovec 2007): 1 for constant degree, above it ever denser.

    `counts` has a row per year with partners and ties (`graph.growth`); least squares of the logarithms, with its
    interval after Student. `None` below three years with different numbers of partners.
    """
    used = counts[(counts["partners"] > 0) & (counts["ties"] > 0)]
    if used["partners"].nunique() < 3:  # noqa: PLR2004 -- a line and something left over
        return None
    found = linregress(np.log(used["partners"]), np.log(used["ties"]))
    wide = float(student.ppf(0.975, len(used) - 2) * found.stderr)
    return Estimate(float(found.slope), float(found.slope - wide), float(found.slope + wide), len(used))


def attachment_kernel(network: Network, until: date) -> pd.DataFrame:
    """Return how the chance of a new tie grows with the ties that one has: degree, rate, n_new, n_exposed.

    Rate: new ties per partner-year of those who had so many at the beginning of the year (Jeong 2003), relative to the
    mean rate of all. Counted in years, among partners who had taken part in something before.
    """
    new, exposed = np.zeros(network.n_partners, np.int64), np.zeros(network.n_partners, np.int64)
    for year in _years(network, until):
        before, came = year.degrees, year.new
        is_there = before > 0
        np.add.at(exposed, before[is_there], 1)
        ends = np.concatenate([came["first"], came["second"]]).astype(np.int64)
        np.add.at(new, before[ends[is_there[ends]]], 1)
    degree = np.flatnonzero(exposed)
    if not new.sum():
        return pd.DataFrame({"degree": [], "rate": [], "n_new": [], "n_exposed": []}).astype(np.float64)
    rate = new[degree] / exposed[degree] / (new.sum() / exposed.sum())
    return pd.DataFrame({"degree": degree, "rate": rate, "n_new": new[degree], "n_exposed": exposed[degree]})


CHOICES = ("popularity", "closure", "same_sector")
"""popularity: log(1 + ties); closure: log(1 + shared partners); same_sector: 1 or 0."""


def choices(network: Network, until: date, seed: int = 0) -> dict[str, Estimate]:
    """Return what draws partners to each other, as coefficients of a conditional logit (McFadden 1974), by `CHOICES`.

    Each new tie is a choice of one partner, drawn of the two, between the other and `N_ALTERNATIVES` whom it might have
    met: there before, and not tied to it. Intervals: `N_RESAMPLED` times as many collaborations are drawn, since who
    meets in one meets together. Empty where too few ties came about between partners who were there before.
    """
    random = np.random.default_rng(seed)
    share = min(1.0, MOST_CHOICES / max(len(network.tie_days), 1))
    sets = [each for year in _years(network, until) for each in year.choice_sets(random, share)]
    if len(sets) < 2 * len(CHOICES):
        return {}
    features = np.stack([each.features for each in sets])
    owners = np.array([each.collaboration for each in sets])
    fitted = fit_choices(features)
    groups = [np.flatnonzero(owners == owner) for owner in np.unique(owners)]
    drawn = np.array(
        [
            fit_choices(features[np.concatenate([groups[at] for at in random.integers(0, len(groups), len(groups))])])
            for _ in range(N_RESAMPLED)
        ]
    )
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return {
        name: Estimate(float(fitted[at]), float(low[at]), float(high[at]), len(sets)) for at, name in enumerate(CHOICES)
    }


RIDGE = 1e-3
"""Keeps a coefficient finite where every choice goes the same way; too small to be seen otherwise."""


def fit_choices(features: npt.NDArray[np.float64]) -> Column:
    """Return the coefficients under which the first of each set is most likely chosen.

    `features` has the shape (n_sets, n_alternatives + 1, n_features). With the one chosen in front the conditional
    logit is a softmax; its likelihood has one maximum.
    """

    def loss(weights: Column) -> tuple[float, Column]:
        utility = features @ weights
        utility -= utility.max(axis=1, keepdims=True)
        odds = np.exp(utility)
        chance = odds / odds.sum(axis=1, keepdims=True)
        slope = np.einsum("ij,ijk->k", chance, features) - features[:, 0].sum(axis=0)
        likely = -np.log(chance[:, 0]).sum()
        return float(likely + RIDGE * weights @ weights / 2), slope + RIDGE * weights

    found: Column = minimize(loss, np.zeros(features.shape[2]), jac=True, method="BFGS").x
    return found


@dataclass(frozen=True)
class _ChoiceSet:
    features: Column
    """Shape (1 + N_ALTERNATIVES, len(CHOICES)), the partner chosen in front."""
    collaboration: int


class _Year:
    """The ties before a year, and those that came in it."""

    def __init__(self, network: Network, before: pd.DataFrame, new: pd.DataFrame) -> None:
        n = network.n_partners
        self.new = new
        self._ties = np.zeros((n, n), dtype=np.bool_)
        self._ties[before["first"], before["second"]] = self._ties[before["second"], before["first"]] = True
        self.degrees = self._ties.sum(axis=1)
        self._sectors = network.partners["sector"].to_numpy(object)

    def choice_sets(self, random: np.random.Generator, share: float) -> list[_ChoiceSet]:
        is_there = self.degrees > 0
        sets = []
        for first, second, collaboration in self.new[["first", "second", "collaboration"]].itertuples(index=False):
            if share < 1 and random.random() >= share:
                continue
            chooser, chosen = (first, second) if random.random() < 0.5 else (second, first)  # noqa: PLR2004 -- either
            others = np.flatnonzero(is_there & ~self._ties[chooser])
            others = others[(others != chooser) & (others != chosen)]
            if is_there[chooser] and is_there[chosen] and len(others):
                drawn = random.choice(others, N_ALTERNATIVES)
                sets.append(_ChoiceSet(self._features(chooser, np.array([chosen, *drawn])), int(collaboration)))
        return sets

    def _features(self, chooser: int, others: npt.NDArray[np.int64]) -> Column:
        shared = (self._ties[chooser] & self._ties[others]).sum(axis=1)
        is_alike = self._sectors[others] == self._sectors[chooser]
        return np.column_stack([np.log1p(self.degrees[others]), np.log1p(shared), is_alike]).astype(np.float64)


def _years(network: Network, until: date) -> Iterator[_Year]:
    """Yield the years up to a day, each with the pairs that first met in it and the collaboration they met in."""
    # One after the other: each holds who was tied to whom as a table of all pairs.
    starts = network.collaborations["start"].dt.year
    met = network.ties.assign(year=starts.to_numpy()[network.ties["collaboration"]])
    met = met[met["year"] <= until.year].sort_values(["year", "collaboration"], kind="stable")
    met = met.drop_duplicates(["first", "second"])
    for year in sorted(met["year"].unique()):
        yield _Year(network, met[met["year"] < year], met[met["year"] == year])
