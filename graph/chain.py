"""The chain of learning: which partners of one step work with which of the next, and where nobody does, by place."""

from itertools import pairwise

import numpy as np
import pandas as pd

from graph.network import Network

STEPS = ("kinderopvang", "primair-onderwijs", "voortgezet-onderwijs", "mbo")
"""Sectors in the order in which somebody grows up."""


def chain(network: Network, steps: tuple[str, ...] = STEPS) -> pd.DataFrame:
    """Return one row per place and two steps that follow each other, by place and step.

    place, step, next; n_step and n_next: partners of the place; n_linked: those of the step with a tie to somebody of
    the next step, wherever that is; n_reached: those of the next step, in this place, with a tie back. Places without a
    partner of either step are left out, and so are partners whose place nobody knows.
    """
    partners = network.partners
    rows = []
    for place in sorted(set(partners["place"]) - {""}):
        is_here = (partners["place"] == place).to_numpy()
        for step, following in pairwise(steps):
            is_step, is_next = ((partners["sector"] == sector).to_numpy() for sector in (step, following))
            here, there = is_step & is_here, is_next & is_here
            if not (here.any() or there.any()):
                continue
            ties = network.adjacency > 0
            n_linked = int((np.asarray(ties[here][:, is_next].sum(axis=1)) > 0).sum())
            n_reached = int((np.asarray(ties[there][:, is_step].sum(axis=1)) > 0).sum())
            rows.append((place, step, following, int(here.sum()), int(there.sum()), n_linked, n_reached))
    return pd.DataFrame(rows, columns=["place", "step", "next", "n_step", "n_next", "n_linked", "n_reached"])
