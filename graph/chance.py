"""What chance alone would give: the same partners in as many collaborations of the same sizes, with others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network
from graph.tie_graph import TieGraph, from_pairs

TRADES_PER_COLLABORATION = 5
"""Trades after which a network has forgotten what it was (Strona 2014 found it mixed after as many as it has rows)."""


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
    """Share of networks, this one counted in, whose figure is as far from the mean: two-sided, 1 / (n + 1) … 1."""
    n_draws: int


class Rewiring:
    """Draws networks in which each partner is in as many collaborations, and each collaboration has as many partners.

    Curveball (Strona 2014, Nature Communications 5, 4114): two collaborations at a time put the partners that only one
    of them has together and deal them out anew. A collaboration with a lead has one afterwards, drawn among its
    partners by how often each leads. Ties follow from collaborations as in `Network.ties`.
    """

    def __init__(self, network: Network) -> None:
        parts = network.participations
        n = len(network.collaborations)
        members = parts.groupby("collaboration")["partner"].unique()
        self._members = [np.asarray(members.get(each, []), dtype=np.int64) for each in range(n)]
        leads = parts[parts["role"] == "lead"].drop_duplicates(["collaboration", "partner"])
        self._n_leads = np.bincount(leads["collaboration"], minlength=n)
        self._leading = np.bincount(leads["partner"], minlength=network.n_partners).astype(np.float64)
        self._ids = network.partners["id"].to_numpy(object)
        self._sectors = network.partners["sector"].to_numpy(object)

    def draw(self, random: np.random.Generator) -> TieGraph:
        """Return the ties of one rewired network."""
        return self._tied(self.trade(random), random)

    def trade(self, random: np.random.Generator) -> list[npt.NDArray[np.int64]]:
        """Return the partners of each collaboration of one rewired network, by position and in ascending order."""
        sets = [set(each.tolist()) for each in self._members]
        n = len(sets)
        for one, other in random.integers(0, max(n, 1), (TRADES_PER_COLLABORATION * n, 2)).tolist():
            left, right = sets[one] - sets[other], sets[other] - sets[one]
            if not left or not right:
                continue
            dealt = random.permutation(np.array(sorted(left | right))).tolist()
            shared = sets[one] & sets[other]
            sets[one], sets[other] = shared | set(dealt[: len(left)]), shared | set(dealt[len(left) :])
        return [np.array(sorted(each), dtype=np.int64) for each in sets]

    def _tied(self, members: list[npt.NDArray[np.int64]], random: np.random.Generator) -> TieGraph:
        hubs = [self._draw_leads(of, count, random) for of, count in zip(members, self._n_leads.tolist(), strict=True)]
        hubs = [lead if len(lead) else of for lead, of in zip(hubs, members, strict=True)]  # without lead: all with all
        shape = (len(members), len(self._ids))
        met = sparse.coo_array(_incidence(hubs, shape).T @ _incidence(members, shape))
        return from_pairs(self._ids, self._sectors, met.row.astype(np.int64), met.col.astype(np.int64))

    def _draw_leads(
        self, members: npt.NDArray[np.int64], n_leads: int, random: np.random.Generator
    ) -> npt.NDArray[np.int64]:
        if not n_leads:
            return members[:0]
        weights = self._leading[members] + 1e-9  # where nobody ever leads, anybody may
        return random.choice(members, n_leads, replace=False, p=weights / weights.sum())


def _incidence(sets: list[npt.NDArray[np.int64]], shape: tuple[int, int]) -> sparse.csr_array:
    ends = np.cumsum([0, *map(len, sets)])
    columns = np.concatenate(sets) if sets else np.array([], dtype=np.int64)
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
    random, rewiring = np.random.default_rng(seed), Rewiring(network)
    observed = {name: figure(graph) for name, figure in figures.items()}
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(n_draws):
        chance = rewiring.draw(random)
        for name, figure in figures.items():
            value = figure(chance)
            if value is not None:
                drawn[name].append(value)
    return {
        name: _compare(value, np.array(drawn[name]))
        for name, value in observed.items()
        if value is not None and drawn[name]
    }


def _compare(observed: float, drawn: npt.NDArray[np.float64]) -> BesideChance:
    mean, spread = float(drawn.mean()), float(drawn.std())
    is_spread = spread > 1e-12 * max(abs(mean), 1)
    # As far or farther, but for rounding: figures are ratios of counts, and equal ones must count.
    as_far = int((np.abs(drawn - mean) >= abs(observed - mean) - 1e-12).sum())
    return BesideChance(
        observed=observed,
        mean=mean,
        spread=spread,
        z=(observed - mean) / spread if is_spread else None,
        p=(as_far + 1) / (len(drawn) + 1),
        n_draws=len(drawn),
    )
