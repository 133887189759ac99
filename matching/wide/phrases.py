"""What the phrases of partners tell of pairs, each different phrase compared once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.network import Network, Positions
from matching.comparing import MIN_SIMILARITY
from matching.products import largest_per_row, values_at
from matching.said import Said
from matching.texts import ASSOCIATED, Texts, TextSpace
from matching.wide.lists import Answered
from matching.wide.nearest import N_DIGITS, Nearest
from matching.wide.sayings import Sayings, numbered

N_BEST = 50
"""Different answers kept of each need: many are given by several partners."""


ANSWERED_BY = {
    "seeks_offered": ("sought", "offers"),
    "offers_alike": ("offers", "offers"),
    "seeks_alike": ("seeks", "seeks"),
}
"""What is asked, and what answers it: needs read as needs, offers, and needs read as offers."""
SIDE = {"sought": "seeks", "seeks": "seeks", "offers": "offers"}


Compare = Callable[[TextSpace, Texts, Texts], sparse.csr_array]
"""Finds the best answers of each need, given what is asked and what answers: shape (n_needs, n_answers)."""


def about_best(space: TextSpace, needs: Texts, answers: Texts) -> sparse.csr_array:
    """Return about the best answers of each need (see `Nearest`)."""
    return Nearest.of(space, answers).best(needs, N_BEST)


@dataclass(frozen=True)
class WidePhrases:
    """The signals of phrases: who seeks what another one offers, and who says the same."""

    texts: dict[str, npt.NDArray[np.object_]]
    """The different phrases of each side, by number; they keep their numbers when others come."""
    by_signal: dict[str, Answered]
    parts: dict[str, list[Texts]]
    """The phrases as they were read, those that came later after the others; nothing where they were let go."""

    @classmethod
    def of(
        cls, network: Network, space: TextSpace, neighbour: npt.NDArray[np.int32], compare: "Compare | None" = None
    ) -> "WidePhrases":
        """Compare the phrases of one network; `compare` finds the best `N_BEST` answers (`about_best` by default)."""
        texts, said = {}, {}
        for side in ("seeks", "offers"):
            phrases = network.phrases[network.phrases["side"] == side]
            number, different = numbered(phrases["text"].tolist())
            texts[side] = np.array(different, dtype=object)
            said[side] = Sayings.of(phrases["partner"].to_numpy(np.int64), number, len(different), neighbour)
        read = _read(space, {side: of.tolist() for side, of in texts.items()})
        find = compare or about_best
        similar = {name: find(space, read[asked], read[answers]) for name, (asked, answers) in ANSWERED_BY.items()}
        return cls(texts, _answered(said, similar), {name: [of] for name, of in read.items()})

    @property
    def offers(self) -> Said | None:
        """Nothing: phrases are read once, whoever says them."""
        return None

    def turn(self) -> None:
        """Nothing to make ready."""

    def let_go(self) -> None:
        """Forget how the phrases were read; `updated` cannot be asked then."""
        self.parts.clear()

    def updated(self, told: Network, positions: Positions, space: TextSpace) -> "WidePhrases":
        """Return the signals after some partners said something else.

        `told` holds these partners alone, `positions` where they stand among all, both in ascending order. New phrases
        are compared with all others; who said one before says it again for nothing.
        """
        texts, said, new = dict(self.texts), {}, {}
        for side, signal in (("seeks", "seeks_alike"), ("offers", "offers_alike")):
            phrases = told.phrases[told.phrases["side"] == side]
            known = {text: number for number, text in enumerate(self.texts[side])}
            new[side] = [text for text in dict.fromkeys(phrases["text"]) if text not in known]
            known |= {text: len(known) + at for at, text in enumerate(new[side])}
            texts[side] = np.concatenate([self.texts[side], np.array(new[side], dtype=object)])
            numbers = phrases["text"].map(known).to_numpy(np.int64)
            who = positions[phrases["partner"].to_numpy(np.int64)]
            said[side] = self.by_signal[signal].asked.replaced(positions, who, numbers, len(known))
        read = _read(space, new)
        parts = {name: [*of, read[name]] if new[SIDE[name]] else of for name, of in self.parts.items()}
        similar = {
            name: widened(
                self.by_signal[name].similarity,
                _compared(space, [read[asked]], parts[answers]) if new[SIDE[asked]] else None,
                _compared(space, self.parts[asked], [read[answers]]) if new[SIDE[answers]] else None,
            )
            for name, (asked, answers) in ANSWERED_BY.items()
        }
        return WidePhrases(texts, _answered(said, similar), parts)

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


def _read(space: TextSpace, texts: dict[str, list[str]]) -> dict[str, Texts]:
    return {
        "sought": space.sought(texts["seeks"]),
        "seeks": space.offered(texts["seeks"]),
        "offers": space.offered(texts["offers"]),
    }


def _answered(said: dict[str, Sayings], similar: dict[str, sparse.csr_array]) -> dict[str, Answered]:
    meets = Answered(said["seeks"], said["offers"], similar["seeks_offered"])
    return {
        "seeks_offered": meets,
        "offers_sought": meets.turned,
        **{
            f"{side}_alike": Answered(said[side], said[side], _both_ways(similar[f"{side}_alike"]))
            for side in ("offers", "seeks")
        },
    }


def _compared(space: TextSpace, needs: list[Texts], answers: list[Texts]) -> npt.NDArray[np.float32]:
    """Return all similarities of a few texts of one side with all of the other."""
    parts = [[_similarity(space, need, answer) for answer in answers] for need in needs]
    return np.asarray(np.block(parts), np.float32)


def _similarity(space: TextSpace, needs: Texts, answers: Texts) -> npt.NDArray[np.float32]:
    if needs.shared.shape[0] < answers.shared.shape[0]:  # the few are turned around, and not the many
        summed = (answers.shared @ needs.columns).toarray().T
    else:
        summed = (needs.shared @ answers.columns).toarray()
    summed = summed + ASSOCIATED * (needs.associated @ answers.associated.T)
    return np.asarray(np.round(space.blend(summed, needs, answers), N_DIGITS), np.float32)


def widened(
    similarity: sparse.csr_array,
    of_new: npt.NDArray[np.float32] | None,
    with_new: npt.NDArray[np.float32] | None,
) -> sparse.csr_array:
    """Return similarities with rows for new needs, `of_new`, and columns for new answers to the needs of before.

    Only the best of each need are kept: `N_BEST` of a new one, and a new answer where it is as good as those of before.
    """
    if with_new is not None:
        counts = np.diff(similarity.indptr)
        least = np.full(len(counts), np.inf, np.float32)
        np.minimum.at(least, np.repeat(np.arange(len(counts)), counts), similarity.data)
        least = np.where(counts < N_BEST, MIN_SIMILARITY, least)
        kept = with_new * ((with_new > MIN_SIMILARITY) & (with_new >= least[:, np.newaxis]))
        similarity = sparse.csr_array(sparse.hstack([similarity, sparse.csr_array(kept)], format="csr"))
    if of_new is not None:
        best = largest_per_row(of_new, N_BEST, MIN_SIMILARITY)
        similarity = sparse.csr_array(sparse.vstack([similarity, best], format="csr"))
    similarity.sort_indices()
    return similarity


def _both_ways(similarity: sparse.csr_array) -> sparse.csr_array:
    """Each phrase keeps its best alone, so the greater of both counts."""
    return sparse.csr_array(similarity.maximum(sparse.csr_array(similarity.T.tocsr())))
