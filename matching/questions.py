"""The one question to a partner whose answer would help most to find whom it could meet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.network import Network, Positions
from matching.candidates import Mask
from matching.reasons import OF_THE_LIST
from matching.suggestion import Suggestion
from matching.texts import TextSpace

Values = npt.NDArray[np.float64]

KINDS_BY_PART = {
    "seeks": ("they_offer",),
    "offers": ("they_seek",),
    "audience": ("they_offer", "they_seek"),
    "themes": ("shared_themes",),
    "description": ("similar_work",),
    "place": ("place",),
}
"""What each part of a profile can bring: kinds of reasons."""
FEW_SUGGESTIONS = 5
"""With fewer than so many suggestions that stand out a question is asked."""


def stands_out(suggestion: Suggestion) -> bool:
    """Return whether anything speaks for a pair: in a small network the average candidate is listed as well.

    That it is seldom suggested to others (exposure), or that the list leans to it, says nothing of the pair.

    >>> from matching.reasons import Reason
    >>> stands_out(Suggestion("a", "b", 1, 0.0, (Reason("place", 0.0),), chance=0.02))
    False
    """
    return any(reason.contribution > 0 for reason in suggestion.reasons if reason.kind not in OF_THE_LIST)


@dataclass(frozen=True)
class Question:
    """What a partner has not said yet."""

    part: str
    """One of `KINDS_BY_PART`."""
    gain: float
    """By how much those who said it have better reasons of this kind: log-odds, ≥ 0."""


class Questions:
    """Knows what it is worth in a network to have said something."""

    def __init__(self, network: Network, space: TextSpace, suggestions: Sequence[Suggestion]) -> None:
        """Measure on the best suggestions of some partners what each part of a profile brings."""
        self._space = space
        strongest = _strongest(network, suggestions)
        asked = np.unique([network.position(one.partner_id) for one in suggestions]).astype(np.int64)
        has = _has_said(network, space, asked)
        self._gains = {
            part: _gain(np.sum([strongest[kind] for kind in kinds], axis=0)[asked], has[part])
            for part, kinds in KINDS_BY_PART.items()
        }

    def ask(self, network: Network, position: int) -> Question | None:
        """Return the most helpful question to the partner at a position, `None` where nothing is left to ask.

        What is said is that of `network`, which may be a later one of the same partners.
        """
        has = _has_said(network, self._space, np.array([position]))
        missing = [part for part in KINDS_BY_PART if not has[part][0]]
        if not missing:
            return None
        best = max(missing, key=lambda part: self._gains[part])  # of equal gains the first in the order above
        return Question(best, self._gains[best])


def _has_said(network: Network, space: TextSpace, positions: Positions) -> dict[str, Mask]:
    """Return which of the partners at some positions have said each part: shape (len(positions),)."""
    partners = network.partners.iloc[positions]
    phrases = network.phrases[np.isin(network.phrases["partner"], positions)]
    names_audience = phrases[space.names_audience(phrases["text"].tolist())]
    said = {
        "seeks": phrases.loc[phrases["side"] == "seeks", "partner"],
        "offers": phrases.loc[phrases["side"] == "offers", "partner"],
        "audience": names_audience["partner"],
        "themes": network.partner_themes["partner"],
    }
    has: dict[str, Mask] = {part: np.isin(positions, who) for part, who in said.items()}
    # For whom is asked of those who said what.
    has["audience"] |= ~(has["seeks"] | has["offers"])
    return has | {part: (partners[part] != "").to_numpy() for part in ("description", "place")}


def _strongest(network: Network, suggestions: Sequence[Suggestion]) -> dict[str, Values]:
    """Return the greatest contribution of each kind among the suggestions of each partner, 0 where there is none."""
    strongest = {kind: np.zeros(network.n_partners) for kinds in KINDS_BY_PART.values() for kind in kinds}
    for one in suggestions:
        position = network.position(one.partner_id)
        for reason in one.reasons:
            if reason.kind in strongest:
                strongest[reason.kind][position] = max(strongest[reason.kind][position], reason.contribution)
    return strongest


def _gain(values: Values, has: Mask) -> float:
    """Return by how much those who have said it are better off; 0 where nobody has."""
    if not has.any():
        return 0.0
    without = values[~has].mean() if not has.all() else 0.0
    return max(float(values[has].mean() - without), 0.0)
