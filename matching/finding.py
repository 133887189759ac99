"""Free text in, partners that could answer it out."""

from dataclasses import dataclass

import numpy as np

from graph.network import Network, Positions
from matching.altered import altered
from matching.meanings import Scores
from matching.said import Said
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
    """Holds all that partners offer and say of themselves, as it was read."""

    def __init__(self, network: Network, space: TextSpace, offers: Said | None = None) -> None:
        """Read all that can answer; `offers`, where they were read already."""
        self._network = network
        self._space = space
        self._offers = offers or Said.side(network, "offers", space.offered)
        self._profiles = _profiles(network, space)

    def turn(self) -> None:
        """Make ready for the first who asks (see `Said.turn`)."""
        self._offers.turn()
        self._profiles.turn()

    def updated(self, network: Network, positions: Positions, offers: Said | None = None) -> "Finder":
        """Return a finder in a network in which the partners at some positions tell something else.

        `positions` are in ascending order; `offers` are all that are offered now, where they were read already.
        """
        if not len(positions):
            return altered(self, _network=network)
        is_changed = np.isin(np.arange(network.n_partners), positions)
        told = network.of(positions)
        if offers is None:
            new = Said.side(told, "offers", self._space.offered).of_partners(positions)
            offers = self._offers.updated(is_changed, new)
        profiles = self._profiles.updated(is_changed, _profiles(told, self._space).of_partners(positions))
        return altered(self, _network=network, _offers=offers, _profiles=profiles)

    def find(self, text: str, top: int = 10, asker: str | None = None) -> list[Finding]:
        """Return up to `top` partners that could answer `text`, best first, equal ones by id; `asker` is left out.

        Raise `ValueError` if `top` is below 1.
        """
        if top < 1:
            raise ValueError(f"top must be at least 1, not {top}")
        sought = self._space.sought([text])
        by_offer = self._offers.answering(self._space, sought)[0]
        by_profile = self._profiles.answering(self._space, sought)[0] * PROFILE_SHARE
        scores = np.concatenate([by_offer, by_profile])
        partner = np.concatenate([self._offers.partner, self._profiles.partner])
        hits = np.flatnonzero((scores > MIN_SCORE) & (partner != self._network.positions.get(asker or "", -1)))
        best = hits[_best_of_each(scores[hits], partner[hits], top)]
        ids = self._network.partners["id"].to_numpy()[partner[best]]
        return [
            Finding(partner_id, rank, float(scores[row]), *self._phrase(row))
            for rank, (partner_id, row) in enumerate(zip(ids, best, strict=True), start=1)
        ]

    def _phrase(self, row: int) -> tuple[str, str]:
        """Return the words of an offer or a profile, numbered in this order, and which of both it is."""
        n_offers = len(self._offers.text)
        if row < n_offers:
            return self._offers.text[row], "offers"
        return self._profiles.text[row - n_offers], "profile"


def _profiles(network: Network, space: TextSpace) -> Said:
    """Read each description (or name, without one)."""
    partners = network.partners
    told = partners["description"].where(partners["description"] != "", partners["name"])
    return Said.of(np.arange(len(partners)), told.tolist(), space.offered)


def _best_of_each(scores: Scores, partner: Positions, top: int) -> Positions:
    """Return where the best score of each partner stands, best first, equal ones by partner; no more than `top`.

    >>> _best_of_each(np.array([0.5, 0.9, 0.9, 0.7]), np.array([1, 1, 0, 2]), top=2).tolist()
    [2, 1]
    """
    n_looked_at = top
    while True:  # of 100,000 phrases only the best are put in order
        n_looked_at *= 4
        is_all = len(scores) <= n_looked_at
        some = (
            np.arange(len(scores))
            if is_all
            else np.flatnonzero(scores >= np.partition(scores, -n_looked_at)[-n_looked_at])
        )
        ordered = some[np.lexsort((some, partner[some], -scores[some]))]
        first = np.sort(np.unique(partner[ordered], return_index=True)[1])
        if is_all or len(first) >= top:
            return ordered[first[:top]]
