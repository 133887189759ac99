"""How close two partners stand in the network, though they do not work together yet."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.products import ones_like, scale_rows, top_products, unit_rows
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
N_COMPANIONS = 60
"""Partners of like company that are asked whom they work with."""
SHARPENING = 1.5
"""Power of the cosine: those of nearly the same company say most."""


@dataclass(frozen=True)
class Closeness:
    """The matrices from which closeness is computed for any block of partners."""

    has_tie: sparse.csr_array
    """1 where two partners are tied: shape (n_partners, n_partners)."""
    degrees: Dense
    """Partners each one is tied to: shape (n_partners,)."""
    steps: sparse.csr_array
    """Chance of each next step of the walk, newer ties likelier; rows sum to 1, or 0 for the isolated."""
    strengths: Dense
    """Weight of all recent ties of each partner together: shape (n_partners,)."""
    recent: sparse.csr_array
    """How recent each tie is, 0 … 1."""
    companies: sparse.csr_array
    """`has_tie` with rows of length 1: the product of two tells how much of their company two partners share."""

    @classmethod
    def of(cls, network: Network) -> "Closeness":
        """Prepare the matrices of one network; newer ties are those closer to its last day."""
        ties = network.ties
        ages = ages_in_years(network)[ties["collaboration"].to_numpy()]
        met = network.acquaintances  # in what and when is not known: as a project of two, just begun
        recent = sparse.csr_array(network.weigh_ties(ties["weight"].to_numpy() * fade(ages, HALF_LIFE_YEARS)) + met)
        has_tie = ones_like(sparse.csr_array(network.adjacency + met))
        return cls(
            has_tie=has_tie,
            degrees=np.diff(has_tie.indptr).astype(np.float32),
            steps=scale_rows(recent),
            strengths=np.asarray(recent.sum(axis=1), np.float32),
            recent=sparse.csr_array(_latest(network, fade(ages, HALF_LIFE_YEARS)).maximum(met)),
            companies=unit_rows(has_tie),
        )

    def shared_partners(self, rows: Positions) -> Dense:
        """Count the partners that both are tied to."""
        return _dense(self._shared(rows))

    def near(self, rows: Positions) -> dict[str, sparse.csr_array]:
        """Return all signals of whom two steps reach, by name of the signal: shape (len(rows), n_partners) each."""
        signals = {
            "shared_partners": self._shared(rows),
            "resource_allocation": self._allocated(rows),
            "rooted_pagerank": self._walked(rows),
            "companions": self._companions(rows),
        }
        for of in signals.values():
            of.sort_indices()  # or to look a value up would take as long as a row is
        return signals | {"rooted_pagerank_back": self._walked_back(rows, signals["rooted_pagerank"])}

    def adamic_adar(self, rows: Positions) -> Dense:
        """Sum 1 / log(degree) over the shared partners (Adamic and Adar 2003, Social Networks 25)."""
        # A shared partner has two ties at least, so the logarithm never is 0 where it counts.
        weights = 1 / np.log(np.maximum(self.degrees, 2))
        return _dense(self.has_tie[rows] * weights @ self.has_tie)

    def resource_allocation(self, rows: Positions) -> Dense:
        """Sum 1 / degree over the shared partners (Zhou, Lü and Zhang 2009, European Physical Journal B 71)."""
        return _dense(self._allocated(rows))

    def rooted_pagerank(self, rows: Positions) -> Dense:
        """Return where a walker is found that starts at each row and goes home now and then.

        It follows newer and smaller gatherings more often, for `N_STEPS` steps (Liben-Nowell and Kleinberg 2007,
        Journal of the American Society for Information Science and Technology 58).
        """
        return _dense(self._walked(rows))

    def rooted_pagerank_back(self, rows: Positions, there: Dense) -> Dense:
        """Return where each walker that starts elsewhere finds the partners of `rows`, from `there`, their own walks.

        Ties lead both ways, so the chance to go from a to b is that from b to a, times the strength of b over that of a
        (detailed balance).
        """
        share = 1 / np.maximum(self.strengths, np.float32(1e-9))
        return np.asarray(there * self.strengths[rows][:, np.newaxis] * share, np.float32)

    def companions(self, rows: Positions) -> Dense:
        """Return how recently those work with each partner who keep the same company as the asking one.

        The nearest neighbours of collaborative filtering (Sarwar and others 2001, World Wide Web Conference 10):
        `N_COMPANIONS` of them, by the cosine of whom they work with.
        """
        return _dense(self._companions(rows))

    def _shared(self, rows: Positions) -> sparse.csr_array:
        return sparse.csr_array(self.has_tie[rows] @ self.has_tie)

    def _allocated(self, rows: Positions) -> sparse.csr_array:
        return sparse.csr_array(self.has_tie[rows] * (1 / np.maximum(self.degrees, 1)) @ self.has_tie)

    def _walked(self, rows: Positions) -> sparse.csr_array:
        walk = sparse.csr_array(self.steps[rows])
        share = RESTART * (1 - RESTART)
        reached = walk * share
        for _ in range(N_STEPS - 1):
            walk = top_products(walk, self.steps, N_REACHED)
            share *= 1 - RESTART
            reached = reached + walk * share
        return sparse.csr_array(reached)

    def _walked_back(self, rows: Positions, there: sparse.csr_array) -> sparse.csr_array:
        """Return the same as `rooted_pagerank_back`."""
        share = 1 / np.maximum(self.strengths, np.float32(1e-9))
        own = np.repeat(self.strengths[rows], np.diff(there.indptr))
        back = np.asarray(there.data * own * share[there.indices], np.float32)
        return sparse.csr_array((back, there.indices, there.indptr), shape=there.shape)

    def _companions(self, rows: Positions) -> sparse.csr_array:
        alike = top_products(self.companies[rows], self.companies_of_each, N_COMPANIONS)
        alike.data = alike.data**SHARPENING
        return sparse.csr_array(alike @ self.recent)

    @cached_property
    def companies_of_each(self) -> sparse.csr_array:
        """`companies` turned around."""
        return sparse.csr_array(self.companies.T)


def _latest(network: Network, faded: npt.NDArray[np.float64]) -> sparse.csr_array:
    """Return for each tie how recent its newest collaboration is."""
    first, second = network.ties["first"].to_numpy(), network.ties["second"].to_numpy()
    by_pair = pd.Series(faded).groupby([first, second]).max()
    one, other = (by_pair.index.get_level_values(level).to_numpy() for level in (0, 1))
    both_ways = (np.concatenate([one, other]), np.concatenate([other, one]))
    shape = (network.n_partners, network.n_partners)
    return sparse.csr_array((np.tile(by_pair.to_numpy(np.float32), 2), both_ways), shape=shape)


def _dense(matrix: sparse.csr_array) -> Dense:
    block: Dense = sparse.csr_array(matrix).toarray().astype(np.float32, copy=False)
    return block
