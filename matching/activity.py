"""How active each partner is, and how readily sectors meet."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network
from matching.recency import ages_in_years, fade

Column = npt.NDArray[np.float32]

HALF_LIFE_YEARS = 1.0
"""A collaboration counts half for somebody's activity after so many years."""
LONG_AGO_YEARS = 20.0
"""Stands for never, where somebody has not begun anything."""


def activity(network: Network) -> dict[str, Column]:
    """Return what tells how likely a partner is to begin something with anyone; each of shape (n_partners,), ≥ 0."""
    n_partners = network.n_partners
    ties = network.ties
    ages = ages_in_years(network)
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    partner, collaboration = parts["partner"].to_numpy(), parts["collaboration"].to_numpy()
    tie_weights = fade(ages[ties["collaboration"].to_numpy()], HALF_LIFE_YEARS)
    both_ends = np.concatenate([ties["first"].to_numpy(), ties["second"].to_numpy()])
    youngest = np.full(n_partners, LONG_AGO_YEARS)
    np.minimum.at(youngest, partner, ages[collaboration])
    columns = {
        "degree": np.log1p(np.diff(network.adjacency.indptr)),
        "recent_ties": np.log1p(np.bincount(both_ends, np.tile(tie_weights, 2), n_partners)),
        "recent_work": np.log1p(np.bincount(partner, fade(ages[collaboration], HALF_LIFE_YEARS), n_partners)),
        "last_seen": LONG_AGO_YEARS - youngest,
    }
    return {name: column.astype(np.float32) for name, column in columns.items()}


def codes(values: "pd.Series[str]") -> npt.NDArray[np.int64]:
    """Return a number for each distinct text, -1 for the empty one; letter case does not count.

    >>> codes(pd.Series(["Oss", "", "oss", "Heesch"])).tolist()
    [1, -1, 1, 0]
    """
    number, different = pd.factorize(values, use_na_sentinel=False)  # many say the same few things
    folded = pd.Series(different, dtype=str).str.strip().str.casefold()
    return pd.Categorical(folded.mask(folded == "")).codes.astype(np.int64)[number]


def mixing(network: Network) -> Column:
    """Return how readily each sector ties with each other one: shape (n_sectors, n_sectors).

    The logarithm of tie weight found against what sizes alone would give, one tie added to both so that small sectors
    claim nothing; 0 is as often as by chance.
    """
    sector = codes(network.partners["sector"])
    n_sectors = int(sector.max(initial=0)) + 1
    member = sparse.csr_array((np.ones(len(sector)), (np.arange(len(sector)), sector)), shape=(len(sector), n_sectors))
    found = (member.T @ network.adjacency @ member).toarray()
    sizes = np.bincount(sector, minlength=n_sectors)
    expected = found.sum(axis=1, keepdims=True) * sizes / max(sizes.sum(), 1)
    readiness: Column = np.log((found + 1) / (expected + 1)).astype(np.float32)
    return readiness
