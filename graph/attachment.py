"""How new ties come about: denser with growth, towards the well connected, or by closing triangles."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import softmax
from scipy.stats import linregress
from scipy.stats import t as student

from graph.network import Mask, Network, Positions
from graph.tie_graph import TieGraph

Column = npt.NDArray[np.float64]

N_ALTERNATIVES = 20
"""Partners that might have been met instead, drawn per new tie: a sample will do (McFadden 1978; Overgoor 2019)."""


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
    interval after Student, which is rather too narrow: years build on each other. `None` below three years with
    different numbers of partners.
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
    met: there before, and not tied to it. Who meets in one collaboration meets together, so the intervals are those of
    as many observations as there are collaborations (Liang and Zeger 1986). Empty where too few of them tied
    partners who were there before.
    """
    random = np.random.default_rng(seed)
    sets = [each for year in _years(network, until) for each in year.choice_sets(random)]
    owners = np.concatenate([each.collaborations for each in sets]) if sets else np.array([], dtype=np.int64)
    n_sets, n_owners = len(owners), len(np.unique(owners))
    if n_owners < 2 * len(CHOICES):
        return {}
    features = np.concatenate([each.features for each in sets])
    weights = fit_choices(features)
    spread = _spread(features, weights, np.unique(owners, return_inverse=True)[1])
    wide = spread * float(student.ppf(0.975, n_owners - 1))
    found = zip(CHOICES, weights, wide, strict=True)
    return {name: Estimate(float(one), float(one - by), float(one + by), n_sets) for name, one, by in found}


RIDGE = 1e-3
"""Keeps a coefficient finite where every choice goes the same way; too small to be seen otherwise."""


def fit_choices(features: npt.NDArray[np.float64]) -> Column:
    """Return the coefficients under which the first of each set is most likely chosen.

    `features` has the shape (n_sets, n_alternatives + 1, n_features). With the one chosen in front the conditional
    logit is a softmax; its likelihood has one maximum.
    """

    def loss(weights: Column) -> tuple[float, Column]:
        chance = _chances(features, weights)
        slope = np.einsum("ij,ijk->k", chance, features) - features[:, 0].sum(axis=0)
        likely = -np.log(chance[:, 0]).sum()
        return float(likely + RIDGE * weights @ weights / 2), slope + RIDGE * weights

    found: Column = minimize(loss, np.zeros(features.shape[2]), jac=True, method="BFGS").x
    return found


def _chances(features: Column, weights: Column) -> Column:
    """Return how likely each of a set is chosen; shape (n_sets, n_alternatives + 1)."""
    chances: Column = softmax(features @ weights, axis=1)
    return chances


def _spread(features: Column, weights: Column, owners: npt.NDArray[np.int64]) -> Column:
    """Return the standard errors of coefficients, with observations of one owner (0 … k-1) taken together."""
    chance = _chances(features, weights)
    mean = np.einsum("ij,ijk->ik", chance, features)
    around = features - mean[:, None, :]
    bread = np.linalg.inv(np.einsum("ij,ijk,ijl->kl", chance, around, around) + RIDGE * np.eye(len(weights)))
    n_owners = int(owners.max()) + 1
    scores = np.zeros((n_owners, len(weights)))
    np.add.at(scores, owners, features[:, 0] - mean)
    few = n_owners / (n_owners - 1)
    spread: Column = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * few)
    return spread


@dataclass(frozen=True)
class _ChoiceSets:
    features: Column
    """Shape (n_sets, 1 + N_ALTERNATIVES, len(CHOICES)), the partner chosen in front."""
    collaborations: npt.NDArray[np.int64]
    """What each tie came about in; shape (n_sets,)."""


class _Year:
    """The ties before a year, and those that came in it."""

    def __init__(self, network: Network, before: pd.DataFrame, new: pd.DataFrame) -> None:
        self.new = new
        first, second = before["first"].to_numpy(np.int64), before["second"].to_numpy(np.int64)
        sectors = network.partners["sector"].to_numpy(object)
        self._ties = TieGraph(network.partners["id"].to_numpy(object), sectors, first, second)
        self.degrees = self._ties.degrees

    def choice_sets(self, random: np.random.Generator) -> list[_ChoiceSets]:
        """Return the choices of the year; none where nobody had anybody to choose between."""
        is_there = self.degrees > 0
        ends = self.new[["first", "second"]].to_numpy(np.int64)
        ends = np.where(random.random((len(ends), 1)) < 0.5, ends, ends[:, ::-1])  # noqa: PLR2004 -- either
        # Who is tied is there: left to choose are all but these, the chooser and the chosen.
        n_others = int(is_there.sum()) - self.degrees[ends[:, 0]] - 2
        kept = is_there[ends].all(axis=1) & (n_others > 0)
        if not kept.any():
            return []
        chooser, chosen = ends[kept].T
        others = self._draw_others(chooser, chosen, np.flatnonzero(is_there), random)
        features = self._features(chooser, np.column_stack([chosen, others]))
        return [_ChoiceSets(features, self.new["collaboration"].to_numpy(np.int64)[kept])]

    def _draw_others(
        self, chooser: Positions, chosen: Positions, there: Positions, random: np.random.Generator
    ) -> Positions:
        """Draw until nobody drawn is the chooser, the chosen or tied already; shape (n_sets, N_ALTERNATIVES)."""
        others = random.choice(there, (len(chooser), N_ALTERNATIVES))
        while True:
            is_wrong = (others == chooser[:, None]) | (others == chosen[:, None]) | self._are_tied(chooser, others)
            if not is_wrong.any():
                return others
            others[is_wrong] = random.choice(there, int(is_wrong.sum()))

    def _are_tied(self, chooser: Positions, others: Positions) -> Mask:
        n = self._ties.n
        low, high = np.minimum(chooser[:, None], others), np.maximum(chooser[:, None], others)
        are_tied: Mask = np.isin(low * n + high, self._ties.first * n + self._ties.second)
        return are_tied

    def _features(self, chooser: Positions, others: Positions) -> Column:
        ties, codes = self._ties.adjacency, self._ties.sector_codes
        of_chooser = ties[np.repeat(chooser, others.shape[1])]
        shared = np.asarray(of_chooser.multiply(ties[others.ravel()]).sum(axis=1)).reshape(others.shape)
        is_alike = codes[others] == codes[chooser][:, None]
        return np.stack([np.log1p(self.degrees[others]), np.log1p(shared), is_alike], axis=2).astype(np.float64)


def _years(network: Network, until: date) -> list[_Year]:
    """Return the years up to a day, each with the pairs that first met in it and the collaboration they met in."""
    known = network.begun_by(until)
    starts = known.collaborations["start"].dt.year
    met = known.ties.assign(year=starts.to_numpy()[known.ties["collaboration"]])
    met = met.sort_values(["year", "collaboration"], kind="stable").drop_duplicates(["first", "second"])
    return [_Year(network, met[met["year"] < year], met[met["year"] == year]) for year in sorted(met["year"].unique())]
