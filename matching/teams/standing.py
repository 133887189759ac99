"""How each partner stands before any team is made: how it is reached, whether it has room, how much is asked of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from graph.network import Mask, Network, Positions
from matching.activity import activity
from matching.products import ones_like
from matching.teams.signals import Values

MOST_STEPS = 3
"""Within so many ties of the asker somebody is reachable: two others at most stand in between."""
SHARE_USUAL = 0.05
"""Share of the partners that are the usual suspects: those who began most lately."""


@dataclass(frozen=True)
class Reach:
    """Ways over ties from one partner to all others."""

    n_steps: Positions
    """Ties to go, -1 where there is no way: shape (n_partners,)."""
    came_from: Positions
    """Who stands before each on a shortest way, -1 for nobody: shape (n_partners,)."""

    @classmethod
    def of(cls, network: Network, asker: int) -> "Reach":
        """Follow the ties, and acquaintances, from one partner; of equally short ways the same is taken each time."""
        ties = ones_like(sparse.csr_array(network.adjacency + network.acquaintances))
        order, before = breadth_first_order(sparse.csr_matrix(ties), asker, directed=False)
        n_steps = np.full(network.n_partners, -1)
        n_steps[asker] = 0
        for each in order[1:]:
            n_steps[each] = n_steps[before[each]] + 1
        return cls(n_steps, np.where(before < 0, -1, before).astype(np.int64))

    @property
    def is_near(self) -> Mask:
        """Who is reachable."""
        near: Mask = (self.n_steps > 0) & (self.n_steps <= MOST_STEPS)
        return near

    def between(self, position: int) -> list[int]:
        """Return who stands between the asker and a partner, in the order of the way."""
        way: list[int] = []
        each = int(self.came_from[position])
        while each >= 0 and self.n_steps[each] > 0:
            way.append(each)
            each = int(self.came_from[each])
        return way[::-1]


def busyness(network: Network) -> Values:
    """Return how much each partner began lately, beside who began most: 0 … 1, shape (n_partners,)."""
    recent = activity(network)["recent_work"].astype(np.float64)
    share: Values = recent / max(recent.max(initial=0.0), 1e-9)
    return share


def usual_suspects(busy: Values) -> Mask:
    """Return who is among the busiest `SHARE_USUAL` of the network, equal ones by position; who did nothing never is.

    >>> usual_suspects(np.array([0.5, 1.0, 0.0])).tolist()
    [False, True, False]
    """
    n_usual = int(np.ceil(SHARE_USUAL * len(busy)))
    is_usual = np.zeros(len(busy), np.bool_)
    is_usual[np.lexsort((np.arange(len(busy)), -busy))[:n_usual]] = True
    return is_usual & (busy > 0)


def has_room(network: Network) -> Mask:
    """Return who says to have room for anybody new, and does not pause on the network's day: shape (n_partners,)."""
    day = pd.Timestamp(network.day) if network.day else pd.Timestamp.max
    partners = network.partners
    room: Mask = ~((partners["capacity"] == 0) | (partners["paused_until"] >= day)).to_numpy(np.bool_)
    return room


def declined(network: Network, asker: int) -> Positions:
    """Return who did not want to meet a partner, or whom it did not want to meet, by their latest answers."""
    answers = network.last_answers
    answers = answers[answers["answer"] == "declined"]
    by_it = answers.loc[answers["partner"] == asker, "suggested"]
    of_it = answers.loc[answers["suggested"] == asker, "partner"]
    return np.union1d(by_it.to_numpy(np.int64), of_it.to_numpy(np.int64))
