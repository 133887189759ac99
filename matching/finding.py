"""Free text in, partners that could answer it out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.network import Network
from matching.texts import TextSpace

PROFILE_SHARE = 0.6
"""What a match with the whole profile counts beside one with an offer: it says what a partner is, not what it gives."""
MIN_SCORE = 0.05
"""Below this a phrase shares no more with the text than any two Dutch sentences do."""


@dataclass(frozen=True)
class Finding:
    """A partner that could answer a text, and the phrase that says so."""

    partner_id: str
    rank: int
    """1 is best."""
    score: float
    """Similarity of text and phrase, 0 … 1."""
    phrase: str
    """In the partner's own words."""
    side: str
    """"offers", or "profile" where the description answers better than any offer."""


class Finder:
    """Holds the vectors of all that partners offer and say of themselves."""

    def __init__(self, network: Network, space: TextSpace) -> None:
        self._network = network
        self._space = space
        self._phrases = _answering_phrases(network)
        self._share = np.where(self._phrases["side"] == "offers", 1.0, PROFILE_SHARE)
        self._offered = space.offered(self._phrases["text"].tolist())

    def find(self, text: str, top: int = 10, asker: str | None = None) -> list[Finding]:
        """Return up to `top` partners that could answer `text`, best first, equal ones by id; `asker` is left out.

        Raise `ValueError` if `top` is below 1.
        """
        if top < 1:
            raise ValueError(f"top must be at least 1, not {top}")
        scores = self._space.similarity(self._space.sought([text]), self._offered)[0] * self._share
        hits = self._phrases.assign(score=scores)[scores > MIN_SCORE]
        if asker is not None:
            hits = hits[hits["partner"] != self._network.positions.get(asker, -1)]
        hits = hits.sort_values(["score", "partner"], ascending=[False, True], kind="stable")
        best = hits.drop_duplicates("partner").head(top)
        ids = self._network.partners["id"].to_numpy()[best["partner"]]
        return [
            Finding(partner_id, rank, float(score), phrase, side)
            for rank, (partner_id, score, phrase, side) in enumerate(
                zip(ids, best["score"], best["text"], best["side"], strict=True), start=1
            )
        ]


def _answering_phrases(network: Network) -> pd.DataFrame:
    """Return partner, side, text: each offer, and each description (or name, without one)."""
    offers = network.phrases[network.phrases["side"] == "offers"]
    partners = network.partners
    told = partners["description"].where(partners["description"] != "", partners["name"])
    profiles = pd.DataFrame({"partner": np.arange(len(partners)), "side": "profile", "text": told})
    return pd.concat([offers, profiles], ignore_index=True)
