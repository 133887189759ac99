"""How close two partners stand in the network, though they do not work together yet."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network, Positions
from matching.products import ones_like, scale_rows, top_products
from matching.recency import ages_in_years, fade

Dense = npt.NDArray[np.float32]
"""One row per partner that asks, one column per partner of the network."""

RESTART = 0.3
"""Chance that the walker of rooted PageRank goes home at each step."""
N_STEPS = 3
"""Steps that the walk is followed: longer ones reach everybody alike and cost most of the time."""
N_REACHED = 300
"""Partners kept per step of a walk, the likeliest: bounds time and memory where two steps reach a whole network."""
HALF_LIFE_YEARS = 2.0
"""A tie counts half for the walk after so many years."""


@dataclass(frozen=True)
class Closeness:
    """The matrices from which closeness is computed for any block of partners."""

    has_tie: sparse.csr_array
    """1 where two partners are tied: shape (n_partners, n_partners)."""
    degrees: Dense
    """Partners each one is tied to: shape (n_partners,)."""
    steps: sparse.csr_array
    """Chance of each next step of the walk, newer ties likelier; rows sum to 1, or 0 for the isolated."""

    @classmethod
    def of(cls, network: Network) -> "Closeness":
        """Prepare the matrices of one network; newer ties are those closer to its last day."""
        ties = network.ties
        ages = ages_in_years(network)[ties["collaboration"].to_numpy()]
        recent = network.weigh_ties(ties["weight"].to_numpy() * fade(ages, HALF_LIFE_YEARS))
        has_tie = ones_like(network.adjacency)
        return cls(has_tie, np.diff(has_tie.indptr).astype(np.float32), scale_rows(recent))

    def shared_partners(self, rows: Positions) -> Dense:
        """Count the partners that both are tied to."""
        return _dense(self.has_tie[rows] @ self.has_tie)

    def adamic_adar(self, rows: Positions) -> Dense:
        """Sum 1 / log(degree) over the shared partners (Adamic and Adar 2003, Social Networks 25)."""
        # A shared partner has two ties at least, so the logarithm never is 0 where it counts.
        weights = 1 / np.log(np.maximum(self.degrees, 2))
        return _dense(self.has_tie[rows] * weights @ self.has_tie)

    def resource_allocation(self, rows: Positions) -> Dense:
        """Sum 1 / degree over the shared partners (Zhou, Lü and Zhang 2009, European Physical Journal B 71)."""
        return _dense(self.has_tie[rows] * (1 / np.maximum(self.degrees, 1)) @ self.has_tie)

    def rooted_pagerank(self, rows: Positions) -> Dense:
        """Return where a walker is found that starts at each row and goes home now and then.

        It follows newer and smaller gatherings more often, for `N_STEPS` steps (Liben-Nowell and Kleinberg 2007,
        Journal of the American Society for Information Science and Technology 58).
        """
        walk = sparse.csr_array(self.steps[rows])
        share = RESTART * (1 - RESTART)
        reached = walk * share
        for _ in range(N_STEPS - 1):
            walk = top_products(walk, self.steps, N_REACHED)
            share *= 1 - RESTART
            reached = reached + walk * share
        return _dense(reached)


def _dense(matrix: sparse.csr_array) -> Dense:
    block: Dense = sparse.csr_array(matrix).toarray().astype(np.float32, copy=False)
    return block
