"""What new ties would do to a network: figures over draws of who says yes, beside today's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.batch import SHOWN, Batch, Figures, Pairs
from graph.tie_graph import TieGraph

N_DRAWS = 200
N_DRAWS_OF_WAYS = 50
"""Draws for the efficiency of a network of more than `LARGE` partners: its ways take long to follow."""
LARGE = 1000


def figures_of(graph: TieGraph) -> Figures:
    """Return the figures that a batch of new ties is judged by (`graph.batch.SHOWN`), as they are."""
    return Batch(graph, np.empty((0, 2), dtype=np.int64)).figures(np.empty(0, dtype=np.bool_))


@dataclass(frozen=True)
class Outlook:
    """A figure today and as it would be, over draws of who says yes."""

    today: float
    mean: float
    low: float
    high: float
    """2.5 and 97.5 % of the draws."""
    n_draws: int
    """How many draws it is of; 1 where nothing is left to chance."""


def what_if(
    batch: Batch, chance_of_yes: float | npt.NDArray[np.float64], n_draws: int = N_DRAWS, seed: int = 0
) -> dict[str, Outlook]:
    """Return the outlook of each figure if some of the ties of a batch came about, each by itself.

    `chance_of_yes` is one for all or one per pair, within 0 … 1. Where nothing is left to chance nothing is drawn.
    Raise `ValueError` for another chance.
    """
    chances = np.broadcast_to(np.asarray(chance_of_yes, dtype=np.float64), len(batch.pairs))
    if not ((chances >= 0) & (chances <= 1)).all():
        raise ValueError(f"a chance of yes lies within 0 … 1, not {chance_of_yes}")
    today = batch.figures(np.zeros(len(chances), dtype=np.bool_))
    drawn = _draw(batch, chances, n_draws, np.random.default_rng(seed))
    return {name: _outlook(today[name], np.array(drawn[name])) for name in SHOWN}


def _draw(
    batch: Batch, chances: npt.NDArray[np.float64], n_draws: int, random: np.random.Generator
) -> dict[str, list[float]]:
    """Return what each figure comes to, draw by draw."""
    if np.isin(chances, (0, 1)).all():
        return {name: [figure] for name, figure in batch.figures(chances == 1).items()}
    comes = random.random((n_draws, len(chances))) < chances
    n_of_ways = n_draws if batch.graph.n <= LARGE else min(n_draws, N_DRAWS_OF_WAYS)
    quick = [batch.quick_figures(each) for each in comes]
    return {
        **{name: [each[name] for each in quick] for name in quick[0]},
        "efficiency": [batch.efficiency(each, random) for each in comes[:n_of_ways]],
    }


def _outlook(today: float, drawn: npt.NDArray[np.float64]) -> Outlook:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Outlook(today, float(drawn.mean()), float(low), float(high), len(drawn))


def positions_of(graph: TieGraph, pairs: Sequence[tuple[str, str]]) -> Pairs:
    """Return pairs of ids as positions, of shape (n_pairs, 2); pairs with somebody who is not there are left out."""
    at = {one: position for position, one in enumerate(graph.ids.tolist())}
    found = [(at[one], at[other]) for one, other in pairs if one in at and other in at]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
