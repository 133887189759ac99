"""Who tells or did something else in one state of a network than in another of the same partners."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.network import Network

Marks = npt.NDArray[np.uint64]
"""Numbers that are the same where what they stand for is: sums of digests, so that order does not count."""

_ALIKE = ("themes", "theme_labels", "theme_broader", "theme_answers", "sectors")
"""The tables that have to be the same for profiles and work to be compared."""


def who_differs(before: Network, after: Network) -> list[str] | None:
    """Return the ids of the partners whose profile or work is another one in `after`, in ascending order.

    Work is what somebody took part in, and all that is told of it. `None` where the partners themselves are others, or
    the words in which they are described: themes and sectors.
    """
    are_same = before.partners["id"].equals(after.partners["id"])
    if not are_same or not all(getattr(before, name).equals(getattr(after, name)) for name in _ALIKE):
        return None
    partner_ids: list[str] = after.partners["id"][_marks(before) != _marks(after)].tolist()
    return partner_ids


def _marks(network: Network) -> Marks:
    """Return a number for all that each partner tells and did: shape (n_partners,)."""
    marks = _digests(network.partners)
    for told in (network.phrases, network.partner_themes):
        np.add.at(marks, told["partner"].to_numpy(), _digests(told.drop(columns="partner")))
    parts = network.participations
    work = pd.DataFrame({"work": _work(network)[parts["collaboration"]], "role": parts["role"]})
    np.add.at(marks, parts["partner"].to_numpy(), _digests(work))
    return marks


def _work(network: Network) -> Marks:
    """Return a number for all that is told of each collaboration: shape (n_collaborations,)."""
    marks = _digests(network.collaborations)
    themed = network.collaboration_themes
    np.add.at(marks, themed["collaboration"].to_numpy(), _digests(themed[["theme"]]))
    return marks


def _digests(rows: pd.DataFrame) -> Marks:
    return np.array(pd.util.hash_pandas_object(rows, index=False, categorize=False), np.uint64)
