"""Does one initiative set off the next? Collaborations that follow from who met in an earlier one, beside chance."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network


@dataclass(frozen=True)
class Snowball:
    """How many collaborations follow from earlier ones."""

    n_collaborations: int
    """Collaborations that began long enough ago to be followed."""
    n_followed: int
    """Of these, the ones from which at least one other follows within the time."""
    mean_followers: float | None
    """Followers per collaboration; `None` without collaborations."""
    mean_by_chance: float | None
    """The same if the same collaborations had begun in another order."""
    z: float | None
    p: float | None
    """Share of orders, this one counted in, with as many followers or more: one-sided, 1 / (n + 1) … 1."""


def snowball(network: Network, day: date, within_days: int = 365, n_draws: int = 500, seed: int = 0) -> Snowball:
    """Count the collaborations that follow within some days from one whose partners met there.

    One follows from an earlier one when it began after it, within the time, and holds two partners who had done nothing
    together before the earlier one and met in it. Chance: the days on which collaborations began are dealt out anew
    among them, so that sizes, partners and the number per year stay and the order goes. More than by chance may also
    mean that the same partners were busy in the same years: what follows need not be caused.
    """
    begun = np.flatnonzero((network.collaborations["start"] <= np.datetime64(day, "s")).to_numpy())
    days = network.collaborations["start"].to_numpy().astype("datetime64[D]").astype(np.int64)[begun]
    pairs = _pairs(network.ties, begun)
    last = np.datetime64(day, "D").astype(np.int64) - within_days
    observed = _followers(pairs, days, within_days)[days <= last]
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(n_draws if len(observed) else 0):
        dealt = random.permutation(days)
        drawn.append(_followers(pairs, dealt, within_days)[dealt <= last].mean())
    return _tell(observed, np.array(drawn))


def _tell(observed: npt.NDArray[np.int64], drawn: npt.NDArray[np.float64]) -> Snowball:
    if not len(observed):
        return Snowball(0, 0, None, None, None, None)
    mean, spread = observed.mean(), float(drawn.std())
    return Snowball(
        n_collaborations=len(observed),
        n_followed=int((observed > 0).sum()),
        mean_followers=float(mean),
        mean_by_chance=float(drawn.mean()),
        z=float((mean - drawn.mean()) / spread) if spread > 0 else None,
        p=(int((drawn >= mean - 1e-12).sum()) + 1) / (len(drawn) + 1),
    )


def _pairs(ties: pd.DataFrame, begun: npt.NDArray[np.int64]) -> sparse.csc_array:
    """Return which collaborations hold which tied pair: shape (n_collaborations, n_pairs)."""
    position = pd.Series(np.arange(len(begun)), index=begun)
    kept = ties[ties["collaboration"].isin(begun)]
    pair = kept.groupby(["first", "second"]).ngroup().to_numpy()
    rows = position[kept["collaboration"]].to_numpy()
    shape = (len(begun), int(pair.max(initial=-1)) + 1)
    return sparse.csc_array((np.ones(len(kept)), (rows, pair)), shape=shape)


def _followers(pairs: sparse.csc_array, days: npt.NDArray[np.int64], within: int) -> npt.NDArray[np.int64]:
    """Return how many collaborations follow from each: shape (n_collaborations,).

    A pair met in the collaboration that began first of those that hold it; in each later one of them within the time it
    carries on. Of two that began on one day the pair met in the first by position.
    """
    pair = np.repeat(np.arange(pairs.shape[1]), np.diff(pairs.indptr))
    order = np.lexsort((pairs.indices, days[pairs.indices], pair))
    holds, pair = pairs.indices[order].astype(np.int64), pair[order]
    first = np.searchsorted(pair, pair)
    met_in = holds[first]
    later = days[holds] - days[met_in]
    follows = (holds != met_in) & (later > 0) & (later <= within)
    links = np.unique(np.column_stack([met_in[follows], holds[follows]]), axis=0).reshape(-1, 2)
    counts: npt.NDArray[np.int64] = np.bincount(links[:, 0], minlength=pairs.shape[0]).astype(np.int64)
    return counts
