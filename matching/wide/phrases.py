"""What the phrases of partners tell of pairs, each different phrase compared once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from graph.network import Network, Positions
from matching.comparing import MIN_SIMILARITY
from matching.forked import shared_out
from matching.patched import PatchedRows
from matching.products import largest_per_row
from matching.said import Said
from matching.texts import ASSOCIATED, Texts, TextSpace
from matching.wide.lists import Answered
from matching.wide.nearest import N_DIGITS, Nearest
from matching.wide.sayings import Sayings

N_BEST = 50
"""Different answers kept of each need: many are given by several partners."""
N_NEW = 64
"""New phrases compared with all others at a time: bounds memory where many partners change at once."""

ANSWERED_BY = {
    "seeks_offered": ("sought", "offers"),
    "offers_alike": ("offers", "offers"),
    "seeks_alike": ("seeks", "seeks"),
}
"""What is asked, and what answers it: needs read as needs, offers, and needs read as offers."""
LOOKED_THROUGH = {"seeks_offered": 1.0, "offers_alike": 0.4, "seeks_alike": 0.4}
"""Share of what is otherwise gathered for each phrase: what says the same shares so much that it comes first. To look
through the whole changed no recall at 100,000 partners, and took twelve seconds longer."""
SIDE = {"sought": "seeks", "seeks": "seeks", "offers": "offers"}


Compare = Callable[[TextSpace, Texts, Texts], sparse.csr_array]
"""Finds the best answers of each need, given what is asked and what answers: shape (n_needs, n_answers)."""


def about_best(
    space: TextSpace, needs: Texts, answers: Texts, share: float = 1.0, *, may_fork: bool = False
) -> sparse.csr_array:
    """Return about the best answers of each need (see `Nearest`)."""
    return Nearest.of(space, answers).best(needs, N_BEST, share, may_fork=may_fork)


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
        cls,
        network: Network,
        space: TextSpace,
        neighbour: npt.NDArray[np.int32],
        compare: "Compare | None" = None,
        *,
        may_fork: bool = False,
    ) -> "WidePhrases":
        """Compare the phrases of one network; `compare` finds the best `N_BEST` answers (`about_best` by default).

        `may_fork`: whether several processes may do it (see `matching.forked`).
        """
        texts, said = {}, {}
        for side in ("seeks", "offers"):
            phrases = network.phrases[network.phrases["side"] == side]
            number, texts[side] = pd.factorize(phrases["text"].to_numpy(object))
            said[side] = Sayings.of(phrases["partner"].to_numpy(np.int64), number, len(texts[side]), neighbour)
        read = _read(space, {side: of.tolist() for side, of in texts.items()}, may_fork=may_fork)
        similar = {}
        for name, (asked, answers) in ANSWERED_BY.items():
            find = compare or partial(about_best, share=LOOKED_THROUGH[name], may_fork=may_fork)
            similar[name] = find(space, read[asked], read[answers])
        similar["offers_sought"] = sparse.csr_array(similar["seeks_offered"].T.tocsr())
        similar |= {name: _both_ways(similar[name]) for name in ("offers_alike", "seeks_alike")}
        held = {name: PatchedRows.unchanged(of) for name, of in similar.items()}
        return cls(texts, _answered(said, held), {name: [of] for name, of in read.items()})

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
        before = self._similar
        similar = dict(before)
        for name, (asked, answers) in ANSWERED_BY.items():
            if new[SIDE[asked]] or new[SIDE[answers]]:
                rows = _best_of_new(space, read[asked], parts[answers])
                columns = _as_good(space, self.parts[asked], read[answers], before[name].by_row(_least))
                similar |= _widened(name, before, rows, columns)
        return WidePhrases(texts, _answered(said, similar), parts)

    @property
    def _similar(self) -> dict[str, PatchedRows]:
        return {name: of.similarity for name, of in self.by_signal.items()}

    def words(self, seeker: Positions, offerer: Positions) -> list[tuple[str, str]]:
        """Return need and answer of each pair that meet best; empty texts where none do."""
        meets = self.by_signal["seeks_offered"]
        of_need, need = meets.asked.of_partners(seeker)
        of_both, answer = meets.answers.of_partners(offerer[of_need])
        pair, need = of_need[of_both], need[of_both]
        similarity = meets.similarity.at(need, answer)
        best = np.lexsort((answer, need, -similarity, pair))
        pairs, first = np.unique(pair[best], return_index=True)
        found = [("", "")] * len(seeker)
        for at, row in zip(pairs.tolist(), best[first].tolist(), strict=True):
            if similarity[row] > 0:
                found[at] = (self.texts["seeks"][need[row]], self.texts["offers"][answer[row]])
        return found


def _read(space: TextSpace, texts: dict[str, list[str]], *, may_fork: bool = False) -> dict[str, Texts]:
    def read(name: str) -> Texts:
        return (space.sought if name == "sought" else space.offered)(texts[SIDE[name]])

    names = ("offers", "sought", "seeks")  # longest first
    return dict(zip(names, shared_out(read, names, may_fork=True) if may_fork else map(read, names), strict=True))


def _answered(said: dict[str, Sayings], similar: dict[str, PatchedRows]) -> dict[str, Answered]:
    seeks, offers = said["seeks"], said["offers"]
    return {
        "seeks_offered": Answered(seeks, offers, similar["seeks_offered"]),
        "offers_sought": Answered(offers, seeks, similar["offers_sought"]),
        "offers_alike": Answered(offers, offers, similar["offers_alike"]),
        "seeks_alike": Answered(seeks, seeks, similar["seeks_alike"]),
    }


def _best_of_new(space: TextSpace, new: Texts, answers: list[Texts]) -> sparse.csr_array:
    """Return the best `N_BEST` answers of each new need: shape (n_new, n_answers)."""
    blocks = [sparse.csr_array((0, sum(len(one.associated) for one in answers)), dtype=np.float32)]
    for start in range(0, len(new.associated), N_NEW):
        some = new[start : start + N_NEW]
        similarity = np.hstack([_similarity(space, some, answer) for answer in answers])
        blocks.append(largest_per_row(similarity, N_BEST, MIN_SIMILARITY))
    return sparse.csr_array(sparse.vstack(blocks, format="csr"))


def _as_good(space: TextSpace, needs: list[Texts], new: Texts, least: npt.NDArray[np.float32]) -> sparse.csr_array:
    """Return the new answers that are as good as the `least` of those of before: shape (n_needs, n_new)."""
    blocks = [sparse.csr_array((len(least), 0), dtype=np.float32)]
    for start in range(0, len(new.associated), N_NEW):
        some = new[start : start + N_NEW]
        similarity = np.vstack([_similarity(space, need, some) for need in needs])
        is_met = (similarity > MIN_SIMILARITY) & (similarity >= least[:, np.newaxis])
        blocks.append(sparse.csr_array(similarity * is_met))
    return sparse.csr_array(sparse.hstack(blocks, format="csr"))


def _similarity(space: TextSpace, needs: Texts, answers: Texts) -> npt.NDArray[np.float32]:
    shape = (needs.shared.shape[0], answers.shared.shape[0])
    if not all(shape):
        return np.zeros(shape, np.float32)  # without texts there are no columns to meet in
    if shape[0] < shape[1]:  # the few are turned around, and not the many
        summed = (answers.shared @ needs.columns).toarray().T
    else:
        summed = (needs.shared @ answers.columns).toarray()
    summed = summed + ASSOCIATED * (needs.associated @ answers.associated.T)
    return np.asarray(np.round(space.blend(summed, needs, answers), N_DIGITS), np.float32)


def _widened(
    name: str, similar: dict[str, PatchedRows], rows: sparse.csr_array, columns: sparse.csr_array
) -> dict[str, PatchedRows]:
    """Return the similarities of a signal with rows for new needs, and columns for new answers to those of before.

    Shapes: `rows` (n_new_needs, n_answers and new ones), `columns` (n_needs, n_new_answers).
    """
    before = similar[name]
    if name == "seeks_offered":
        below, beside = sparse.csr_array(rows.T.tocsr()), sparse.csr_array(columns.T.tocsr())
        n_answers = before.shape[1]
        turned = _bordered(similar["offers_sought"], below[:n_answers], beside, below[n_answers:])
        return {name: _bordered(before, columns, rows[:, :n_answers], rows[:, n_answers:]), "offers_sought": turned}
    n_before = before.shape[0]
    below = sparse.csr_array(rows[:, :n_before].maximum(columns.T.tocsr()))
    return {name: _bordered(before, sparse.csr_array(below.T.tocsr()), below, _both_ways(rows[:, n_before:]))}


def _bordered(
    matrix: PatchedRows, columns: sparse.csr_array, rows: sparse.csr_array, corner: sparse.csr_array
) -> PatchedRows:
    """Return a matrix with further columns and rows; by `corner` where both meet."""
    touched = np.flatnonzero(np.diff(columns.indptr))
    upper = sparse.hstack([matrix[touched], columns[touched]], format="csr")
    new = sparse.csr_array(sparse.vstack([upper, sparse.hstack([rows, corner], format="csr")], format="csr"))
    new.sort_indices()
    return matrix.replaced(np.concatenate([touched, matrix.shape[0] + np.arange(rows.shape[0])]), new)


def _least(similarity: sparse.csr_array) -> npt.NDArray[np.float32]:
    """Return the similarity from which an answer is among the best of each need; the lowest while it has few."""
    counts = np.diff(similarity.indptr)
    least = np.full(len(counts), MIN_SIMILARITY, np.float32)
    is_any = counts > 0
    if is_any.any():
        least[is_any] = np.minimum.reduceat(similarity.data, similarity.indptr[:-1][is_any])
    least[counts < N_BEST] = MIN_SIMILARITY
    return least


def _both_ways(similarity: sparse.csr_array) -> sparse.csr_array:
    """Each phrase keeps its best alone, so the greater of both counts."""
    return sparse.csr_array(similarity.maximum(sparse.csr_array(similarity.T.tocsr())))
