"""What partners answered to suggestions, as examples to learn from."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network
from matching.candidates import Mask
from matching.features import FEATURES, Matrix
from matching.history import blocks
from matching.looking import signals_of
from matching.products import values_at
from matching.texts import TextSpace

WEIGHT_BY_ANSWER = {"accepted": 1.0, "declined": 1.0, "ignored": 0.3}
"""How much an answer tells of whether the pair fits. "No room now" tells of the moment and "already known" of the past;
who did not answer may have been away."""


@dataclass(frozen=True)
class Answered:
    """Pairs that were answered, with their features: columns of one length."""

    features: Matrix
    is_newcomer: Mask
    said_yes: Mask
    weights: npt.NDArray[np.float64]

    @property
    def n_yes(self) -> int:
        """How many said yes."""
        return int(self.said_yes.sum())

    def __len__(self) -> int:
        return len(self.weights)


NOTHING_ANSWERED = Answered(
    np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.bool_), np.zeros(0, np.bool_), np.zeros(0)
)


def answered_pairs(network: Network, space: TextSpace) -> Answered:
    """Return the latest answer of each partner about each other one, with the features of the pair before it.

    An answer is no evidence of itself, and neither is what came of it: the features are those of the network as it was
    when the year of the answer began, without any answer.
    """
    answers = network.last_answers
    telling = answers[answers["answer"].isin(list(WEIGHT_BY_ANSWER))]
    if telling.empty:
        return NOTHING_ANSWERED
    parts = [_of_year(network, space, int(year), of_year) for year, of_year in telling.groupby(telling["day"].dt.year)]
    return Answered(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.is_newcomer for part in parts]),
        np.concatenate([part.said_yes for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _of_year(network: Network, space: TextSpace, year: int, telling: pd.DataFrame) -> Answered:
    before = network.begun_by(date(year - 1, 12, 31))
    shape = (network.n_partners, network.n_partners)
    said = sparse.csr_array((np.arange(1, len(telling) + 1), (telling["partner"], telling["suggested"])), shape=shape)
    signals = signals_of(replace(before, answers=network.answers.iloc[:0]), space)
    features, is_newcomer, number = [], [], []
    for rows in blocks(np.unique(telling["partner"].to_numpy())):
        pairs = signals.pairs(rows, also=said)
        of_pairs = values_at(said, pairs.partner, pairs.candidate)
        kept = of_pairs > 0
        features.append(pairs.features[kept])
        is_newcomer.append(pairs.is_newcomer[kept])
        number.append(of_pairs[kept] - 1)
    answer = telling["answer"].to_numpy()[np.concatenate(number)]
    weights = np.array([WEIGHT_BY_ANSWER[each] for each in answer], np.float64)
    return Answered(np.concatenate(features), np.concatenate(is_newcomer), answer == "accepted", weights)
