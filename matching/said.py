"""What partners say, as it was read: phrases of one side, of which some may be taken back and others added."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.network import Mask, Network, Positions
from matching.meanings import Scores
from matching.texts import Texts, TextSpace

Reader = Callable[[Sequence[str]], Texts]
"""Reads texts: `TextSpace.sought` or `TextSpace.offered`."""


@dataclass(frozen=True)
class Said:
    """Phrases of one side, one row each; a row keeps its number when others come.

    What is no longer said stays as a row that answers nothing: cutting it out would copy all the others.
    """

    partner: Positions
    """Who says it: shape (n_phrases,)."""
    text: npt.NDArray[np.object_]
    """In the partner's own words: shape (n_phrases,)."""
    is_said: Mask
    """Whether it still is: shape (n_phrases,)."""
    parts: tuple[Texts, ...]
    """The phrases as they were read: those read at first, and those that came later."""

    @classmethod
    def of(cls, partner: Positions, texts: Sequence[str], read: Reader) -> "Said":
        """Read phrases; `partner` has the shape (n_phrases,)."""
        return cls(partner, np.array(texts, dtype=object), np.ones(len(texts), np.bool_), (read(texts),))

    def turn(self) -> None:
        """Turn the phrases around now, and not for the first who asks: of 60,000 it takes a fifth of a second."""
        for part in self.parts:
            _ = part.columns

    @classmethod
    def side(cls, network: Network, side: str, read: Reader) -> "Said":
        """Read all that partners seek, or offer."""
        phrases = network.phrases[network.phrases["side"] == side]
        return cls.of(phrases["partner"].to_numpy(np.int64), phrases["text"].tolist(), read)

    def of_partners(self, positions: Positions) -> "Said":
        """Return the same said by the partners at these positions, given in the order of those who say it here."""
        return replace(self, partner=positions[self.partner])

    def updated(self, is_changed: Mask, new: "Said") -> "Said":
        """Return the same without what changed partners said, and with what they say now in the last rows.

        `is_changed` has the shape (n_partners,); `new` was read at once.
        """
        first, *later = self.parts
        later += new.parts if len(new.text) else ()  # read without a text, it has no columns to stand below others
        return Said(
            np.concatenate([self.partner, new.partner]),
            np.concatenate([self.text, new.text]),
            np.concatenate([self.is_said & ~is_changed[self.partner], new.is_said]),
            (first, Texts.joined(later)) if later else (first,),
        )

    def answering(self, space: TextSpace, needs: Texts) -> Scores:
        """Return how well each phrase, as an answer, meets each need: shape (n_needs, n_phrases), 0 where not said."""
        scores = _side_by_side([space.similarity(needs, part) for part in self.parts])
        if not self.is_said.all():
            scores[:, ~self.is_said] = 0
        return scores

    def needing(self, space: TextSpace, answers: Texts) -> Scores:
        """Return how well each answer meets each phrase, as a need: shape (n_phrases, n_answers), 0 where not said."""
        # As if the answers sought: it is the same either way, and the phrases are turned around already.
        scores = _side_by_side([space.similarity(answers, part) for part in self.parts])
        scores[:, ~self.is_said] = 0
        turned: Scores = scores.T
        return turned


def _side_by_side(scores: list[Scores]) -> Scores:
    return scores[0] if len(scores) == 1 else np.hstack(scores)  # the first may be large: no copy of it by itself
