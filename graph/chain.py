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
    found = pd.concat([_link(network, step, following) for step, following in pairwise(steps)])
    # Steps were put together in their order, and a stable sort keeps it within a place.
    return found.sort_values("place", kind="stable", ignore_index=True)


def _link(network: Network, step: str, following: str) -> pd.DataFrame:
    sectors, places = network.partners["sector"].to_numpy(object), network.partners["place"].to_numpy(object)
    is_step, is_next = sectors == step, sectors == following
    counted = pd.DataFrame(
        {
            "place": places,
            "step": step,
            "next": following,
            "n_step": is_step,
            "n_next": is_next,
            "n_linked": is_step & (network.adjacency @ is_next.astype(np.float64) > 0),
            "n_reached": is_next & (network.adjacency @ is_step.astype(np.float64) > 0),
        }
    )
    counted = counted[(is_step | is_next) & (places != "")]
    by_place: pd.DataFrame = counted.groupby(["place", "step", "next"], as_index=False).sum()
    return by_place
