"""What chance alone would give: the same partners in as many collaborations of the same sizes, with others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network
from graph.tie_graph import TieGraph, from_pairs

TRADES_AT_FIRST, TRADES_BETWEEN = 40, 5
"""Trades per collaboration: after the first a network has forgotten what it was, after the others it is another one. In
Oss 5 change 81 % of who takes part in what and 80 change 85 %, but closed triangles come to rest only after 40."""


@dataclass(frozen=True)
class BesideChance:
    """A figure of a network beside the same figure of networks rewired by chance."""

    observed: float
    mean: float
    """Mean of the rewired networks."""
    spread: float
    """Their standard deviation."""
    z: float | None
    """(observed - mean) / spread; `None` where they are all alike."""
    p: float
    """Share of networks, this one counted in, as far from the middle or farther: two-sided, 1 / (n + 1) … 1."""
    n_draws: int


class Rewiring:
    """Draws networks in which each partner is in as many collaborations, and each collaboration has as many partners.

    Curveball (Strona 2014, Nature Communications 5, 4114; it draws all such networks alike: Carstens 2015, Physical
    Review E 91, 042812): two collaborations at a time put the partners that only one of them has together and deal them
    out anew. Leads are dealt among leads and the others among the others, so that each partner leads as often, too.
    Ties follow from collaborations as in `Network.ties`.
    """

    def __init__(self, network: Network, random: np.random.Generator) -> None:
        parts = network.participations
        n = len(network.collaborations)
        self.leads = _sets(parts[parts["role"] == "lead"], n)
        """The leads of each collaboration of the network drawn last, by position."""
        self.others = [of - leads for of, leads in zip(_sets(parts, n), self.leads, strict=True)]
        """Its other partners."""
        self._has_lead = network.collaborations["has_lead"].to_numpy(np.bool_)
        self._ids = network.partners["id"].to_numpy(object)
        self._sectors = network.partners["sector"].to_numpy(object)
        self._random = random
        self._trade(TRADES_AT_FIRST * n)

    def draw(self) -> TieGraph:
        """Return the ties of the next rewired network."""
        self._trade(TRADES_BETWEEN * len(self.leads))
        members = [lead | other for lead, other in zip(self.leads, self.others, strict=True)]
        # Without a lead all are tied to all; where the lead is out of sight nobody is.
        hubs = [lead if is_led else of for lead, of, is_led in zip(self.leads, members, self._has_lead, strict=True)]
        shape = (len(members), len(self._ids))
        met = sparse.coo_array(_incidence(hubs, shape).T @ _incidence(members, shape))
        return from_pairs(self._ids, self._sectors, met.row.astype(np.int64), met.col.astype(np.int64))

    def _trade(self, n_trades: int) -> None:
        leads, others = self.leads, self.others
        for one, other in self._random.integers(0, max(len(leads), 1), (n_trades, 2)).tolist():
            of_one, of_other = leads[one] | others[one], leads[other] | others[other]
            for sets in (leads, others):
                left, right = sets[one] - of_other, sets[other] - of_one
                if left and right:
                    dealt = self._random.permutation(sorted(left | right)).tolist()
                    sets[one] = (sets[one] - left) | set(dealt[: len(left)])
                    sets[other] = (sets[other] - right) | set(dealt[len(left) :])


def _sets(parts: pd.DataFrame, n: int) -> list[set[int]]:
    """Return the partners of each of n collaborations."""
    sets: list[set[int]] = [set() for _ in range(n)]
    for collaboration, partner in zip(parts["collaboration"].tolist(), parts["partner"].tolist(), strict=True):
        sets[collaboration].add(partner)
    return sets


def _incidence(sets: list[set[int]], shape: tuple[int, int]) -> sparse.csr_array:
    ends = np.cumsum([0, *map(len, sets)])
    columns = np.array([partner for each in sets for partner in sorted(each)], dtype=np.int64)
    return sparse.csr_array((np.ones(len(columns)), columns, ends), shape=shape)


def beside_chance(
    network: Network,
    graph: TieGraph,
    figures: Mapping[str, Callable[[TieGraph], float | None]],
    n_draws: int = 500,
    seed: int = 0,
) -> dict[str, BesideChance]:
    """Return figures of `graph`, the ties of `network`, beside those of rewired networks, by name.

    A figure that a graph does not have (`None`) is left out.
    """
    rewiring = Rewiring(network, np.random.default_rng(seed))
    observed = {name: figure(graph) for name, figure in figures.items()}
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(n_draws):
        chance = rewiring.draw()
        for name, figure in figures.items():
            value = figure(chance)
            if value is not None:
                drawn[name].append(value)
    return {
        name: compare(value, np.array(drawn[name]))
        for name, value in observed.items()
        if value is not None and drawn[name]
    }


def compare(observed: float, drawn: npt.NDArray[np.float64]) -> BesideChance:
    """Return a figure beside those of networks drawn by chance, one at least."""
    mean, spread = float(drawn.mean()), float(drawn.std())
    is_spread = spread > 1e-12 * max(abs(mean), 1)
    # The observed one counts among the rest, in the middle too: by chance alone it is any of them (Phipson 2010).
    middle = (drawn.sum() + observed) / (len(drawn) + 1)
    # As far or farther, but for rounding: figures are ratios of counts, and equal ones must count.
    as_far = int((np.abs(drawn - middle) >= abs(observed - middle) - 1e-12).sum())
    return BesideChance(
        observed=observed,
        mean=mean,
        spread=spread,
        z=(observed - mean) / spread if is_spread else None,
        p=(as_far + 1) / (len(drawn) + 1),
        n_draws=len(drawn),
    )
