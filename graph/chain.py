"""The path of learning: which partners of one step work with which of the next, and where nobody does, by place."""

from itertools import pairwise

import numpy as np
import pandas as pd

from graph.network import Mask, Network, Positions

STEPS = ("kinderopvang", "primair-onderwijs", "voortgezet-onderwijs", "mbo", "volwasseneneducatie")
"""Sectors in the order in which somebody grows up and goes on learning."""


def chain(network: Network, steps: tuple[str, ...] = STEPS) -> pd.DataFrame:
    """Return one row per place and two steps that follow each other, by place and step.

    place, step, next; n_step and n_next: partners of the place; n_linked: those of the step with a tie to somebody of
    the next step, wherever that is; n_reached: those of the next step, in this place, with a tie back. A partner that
    names two places counts in both. Places without a partner of either step are left out, and so are partners whose
    place nobody knows.
    """
    return count_by_place(network, work_along(network, steps), steps)


def count_by_place(network: Network, work: pd.DataFrame, steps: tuple[str, ...] = STEPS) -> pd.DataFrame:
    """Return what `chain` returns, by some of the rows of `work_along` alone."""
    places, step_of = places_of(network), steps_of(network, steps)
    counted = [_count(places, step_of, work, at) for at in range(len(steps) - 1)]
    found = pd.concat(
        part.assign(step=step, next=following) for part, (step, following) in zip(counted, pairwise(steps), strict=True)
    )
    columns = ["place", "step", "next", "n_step", "n_next", "n_linked", "n_reached"]
    # Steps were put together in their order, and a stable sort keeps it within a place.
    return found.sort_values("place", kind="stable", ignore_index=True)[columns]


def work_along(network: Network, steps: tuple[str, ...] = STEPS) -> pd.DataFrame:
    """Return who of one step did what with whom of the next: partner, next_partner, collaboration, step.

    The first three are positions, `step` is that of `partner` in `steps`. One row per tie and collaboration.
    """
    step_of, ties = steps_of(network, steps), network.ties
    first, second = ties["first"].to_numpy(), ties["second"].to_numpy()
    on_path = (step_of[first] >= 0) & (step_of[second] >= 0)
    forth, back = (on_path & (step_of[second] - step_of[first] == way) for way in (1, -1))
    partner, following = np.where(back, second, first), np.where(back, first, second)
    work = pd.DataFrame(
        {
            "partner": partner,
            "next_partner": following,
            "collaboration": ties["collaboration"].to_numpy(),
            "step": step_of[partner],
        }
    )
    along: pd.DataFrame = work[forth | back]
    return along.sort_values(["step", "partner", "next_partner", "collaboration"], ignore_index=True)


def steps_of(network: Network, steps: tuple[str, ...] = STEPS) -> Positions:
    """Return the position in `steps` of the sector of each partner, -1 for one beside the path: (n_partners,)."""
    at = {sector: position for position, sector in enumerate(steps)}
    return np.array([at.get(sector, -1) for sector in network.partners["sector"]], np.int64)


def places_of(network: Network) -> pd.DataFrame:
    """Return one row per partner and place that it names, in their order: partner (position), place.

    A slash parts several places: "Oss/Heesch" is Oss, and Heesch. Partners without a place are left out.
    """
    named = network.partners["place"].str.split("/").explode().str.strip()
    places = pd.DataFrame({"partner": named.index.to_numpy(np.int64), "place": named.to_numpy(object)})
    known = places["place"].notna() & (places["place"] != "")
    return places[known].drop_duplicates(ignore_index=True)


def _count(places: pd.DataFrame, step_of: Positions, work: pd.DataFrame, at: int) -> pd.DataFrame:
    here, of_step = places["partner"].to_numpy(), work[work["step"] == at]
    is_step, is_next = step_of == at, step_of == at + 1
    counted = pd.DataFrame(
        {
            "place": places["place"],
            "n_step": is_step[here],
            "n_next": is_next[here],
            "n_linked": _among(of_step["partner"], len(step_of))[here],
            "n_reached": _among(of_step["next_partner"], len(step_of))[here],
        }
    )
    counted = counted[(is_step | is_next)[here]]
    by_place: pd.DataFrame = counted.groupby("place", as_index=False).sum()
    return by_place


def _among(positions: "pd.Series[int]", n_partners: int) -> Mask:
    among: Mask = np.zeros(n_partners, dtype=np.bool_)
    among[positions.to_numpy()] = True
    return among
