"""Which pairs may be suggested at all."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.closeness import Dense
from matching.products import keep_largest

N_ALL = 1000
"""In a network of so many partners or fewer, everybody new is a candidate."""
N_PER_SIGNAL = 100
"""In a larger one, so many best of each signal are."""

Mask = npt.NDArray[np.bool_]


ROOM_DAYS = 180
"""So long after "no room now" a pair is suggested again, and after "yes" if nothing came of it."""


def known_pairs(network: Network) -> sparse.csr_array:
    """Return the pairs that know each other: tied, acquainted, or one a member of the other; symmetric."""
    members = network.memberships
    pairs = (members["member"].to_numpy(), members["parent"].to_numpy())
    belongs = sparse.csr_array((np.ones(len(members)), pairs), shape=(network.n_partners, network.n_partners))
    return sparse.csr_array(network.adjacency + network.acquaintances + belongs + belongs.T)


def closed_pairs(network: Network) -> sparse.csr_array:
    """Return the pairs that may not be suggested on the network's day: the known, and those that an answer keeps away.

    Who declined, or was declined, is not suggested again, unless the one who declined answers otherwise later; "no room
    now" and "yes" keep a pair away for `ROOM_DAYS`. What was seen and not answered may come back. Symmetric: a no of
    one side is a no to the pair. Who pauses (`pausing`) meets nobody new either.
    """
    answers = network.last_answers
    is_recent = (_today(network) - answers["day"]).dt.days < ROOM_DAYS
    kept_away = (answers["answer"] == "declined") | (answers["answer"].isin(["no_room", "accepted"]) & is_recent)
    one, other = (answers.loc[kept_away, side].to_numpy() for side in ("partner", "suggested"))
    shape = (network.n_partners, network.n_partners)
    answered = sparse.csr_array((np.ones(len(one)), (one, other)), shape=shape)
    return sparse.csr_array(known_pairs(network) + answered + answered.T)


def pausing(network: Network) -> Mask:
    """Return who pauses on the network's day, and so meets nobody new: shape (n_partners,)."""
    return np.asarray(network.partners["paused_until"] >= _today(network), np.bool_)


def _today(network: Network) -> pd.Timestamp:
    today: pd.Timestamp = pd.Timestamp(network.day) if network.day else network.answers["day"].max()
    return today


def new_for(rows: Positions, known: sparse.csr_array) -> Mask:
    """Return whom each row does not know yet, itself excepted: shape (n_rows, n_partners)."""
    is_new: Mask = known[rows].toarray() == 0
    is_new[np.arange(len(rows)), rows] = False
    return is_new


def choose(is_new: Mask, signals: Iterable[Dense | sparse.csr_array], busiest_first: Positions) -> Mask:
    """Return the candidates of each row: those new to it that some signal puts among its best, and the busiest."""
    if is_new.shape[1] <= N_ALL:
        return is_new
    chosen = np.zeros_like(is_new)
    chosen[:, busiest_first[:N_PER_SIGNAL]] = True
    for signal in signals:
        row, column = _largest(signal) if sparse.issparse(signal) else _largest_of_block(np.where(is_new, signal, 0))
        chosen[row, column] = True
    return chosen & is_new


def _largest(signal: sparse.csr_array) -> tuple[Positions, Positions]:
    row, column = keep_largest(signal, N_PER_SIGNAL).nonzero()
    return row, column


def _largest_of_block(signal: Dense) -> tuple[Positions, Positions]:
    # Of the negative: the other way round takes seven times as long where most values are 0.
    best = np.argpartition(-signal, N_PER_SIGNAL, axis=1)[:, :N_PER_SIGNAL]
    row, place = np.nonzero(np.take_along_axis(signal, best, axis=1))
    return row, best[row, place]
