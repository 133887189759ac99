"""What the phrases of partners tell of pairs, each different phrase compared once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network, Positions
from matching.products import values_at
from matching.said import Said
from matching.texts import TextSpace
from matching.wide.lists import Answered
from matching.wide.nearest import Nearest
from matching.wide.sayings import Sayings, numbered

N_BEST = 50
"""Different answers kept of each need: many are given by several partners."""


@dataclass(frozen=True)
class WidePhrases:
    """The signals of phrases: who seeks what another one offers, and who says the same."""

    texts: dict[str, npt.NDArray[np.object_]]
    """The different phrases of each side, by number."""
    by_signal: dict[str, Answered]

    @classmethod
    def of(cls, network: Network, space: TextSpace, neighbour: npt.NDArray[np.int32]) -> "WidePhrases":
        """Compare the phrases of one network."""
        texts, said = {}, {}
        for side in ("seeks", "offers"):
            phrases = network.phrases[network.phrases["side"] == side]
            number, different = numbered(phrases["text"].tolist())
            texts[side] = np.array(different, dtype=object)
            said[side] = Sayings.of(phrases["partner"].to_numpy(), number, len(different), neighbour)
        offers, seeks = (space.offered(texts[side].tolist()) for side in ("offers", "seeks"))
        sought = space.sought(texts["seeks"].tolist())
        among_offers, among_needs = Nearest.of(space, offers), Nearest.of(space, seeks)
        meets = Answered(said["seeks"], said["offers"], among_offers.best(sought, N_BEST))
        return cls(
            texts,
            {
                "seeks_offered": meets,
                "offers_sought": meets.turned,
                "offers_alike": Answered(said["offers"], said["offers"], _both_ways(among_offers.best(offers, N_BEST))),
                "seeks_alike": Answered(said["seeks"], said["seeks"], _both_ways(among_needs.best(seeks, N_BEST))),
            },
        )

    offers: Said | None = None
    """All that is offered, where it was read in full."""

    def turn(self) -> None:
        """Nothing to make ready."""

    def words(self, seeker: Positions, offerer: Positions) -> list[tuple[str, str]]:
        """Return need and answer of each pair that meet best; empty texts where none do."""
        meets = self.by_signal["seeks_offered"]
        of_need, need = meets.asked.of_partners(seeker)
        of_both, answer = meets.answers.of_partners(offerer[of_need])
        pair, need = of_need[of_both], need[of_both]
        similarity = values_at(meets.similarity, need, answer)
        best = np.lexsort((answer, need, -similarity, pair))
        pairs, first = np.unique(pair[best], return_index=True)
        found = [("", "")] * len(seeker)
        for at, row in zip(pairs.tolist(), best[first].tolist(), strict=True):
            if similarity[row] > 0:
                found[at] = (self.texts["seeks"][need[row]], self.texts["offers"][answer[row]])
        return found


def _both_ways(similarity: sparse.csr_array) -> sparse.csr_array:
    """Each phrase keeps its best alone, so the greater of both counts."""
    return sparse.csr_array(similarity.maximum(sparse.csr_array(similarity.T.tocsr())))
