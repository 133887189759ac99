"""All methods at one cut-off: each ranks everybody for everybody, and is judged by who met.

Of each method only this is kept, so that memory stays bounded for a network of 30,000 partners: the rank of each
partner that was met (no scores), who stands in the list of ten of each partner, and a sum per measure and draw.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.network import Network, Positions
from matching.activity import codes
from matching.baselines import Method, baselines
from matching.candidates import Mask, known_pairs, new_for
from matching.closeness import Dense
from matching.encoder import Encoder
from matching.features import Pairs
from matching.history import blocks
from matching.lists import Candidates, Lister
from matching.looking import signals_of
from matching.measuring import TOP, Values, best_of, foresight, in_sight, ranks_of
from matching.model import Ranker
from matching.outcomes import Outcomes, hubs
from matching.resampling import Sample
from matching.suggest import fit
from matching.texts import TextSpace

OWN = "osmose"
"""Each partner's own ranking of everybody new."""
BALANCED = "osmose-balanced"
"""The suggestions as people see them (see matching.lists)."""
N_AT_ONCE = 50
"""Draws looked at together: bounds memory to some hundred bytes per pair that met."""


@dataclass(frozen=True)
class Judged:
    """The figures of one cut-off."""

    samples: dict[str, dict[str, Sample]]
    """What was foreseen, by method and measure."""
    in_sight: dict[str, dict[str, float]]
    """Who stands in the lists, by method and measure."""
    n_lists: int


def own_ranking(network: Network, ranker: Ranker, encoder: Encoder | None = None) -> Method:
    """Return each partner's own ranking by the matcher; those who are no candidates score -inf."""
    signals = signals_of(network, TextSpace(network, encoder))
    return lambda rows: _in_block(signals.pairs(rows), rows, ranker, network.n_partners)


def _in_block(pairs: Pairs, rows: Positions, ranker: Ranker, n_partners: int) -> Dense:
    scores = np.full((len(rows), n_partners), -np.inf, dtype=np.float32)
    scores[np.searchsorted(rows, pairs.partner), pairs.candidate] = ranker.score(pairs)
    return scores


class Ranking:
    """All methods at one cut-off: what they rank is taken in block by block, then judged by what came later."""

    def __init__(self, before: Network, outcomes: Outcomes, seed: int = 0, encoder: Encoder | None = None) -> None:
        self.before, self.outcomes = before, outcomes
        self._ranker = fit(before, seed, encoder)
        self._signals = signals_of(before, TextSpace(before, encoder))
        has_no_room = (before.partners["capacity"] == 0).to_numpy()
        self._prices = np.where(has_no_room, np.inf, self._ranker.price_column(before))
        self._lister = Lister(before)
        self._baselines = baselines(before, seed)
        names = (OWN, BALANCED, *self._baselines)
        self._ranks = {name: np.full(len(outcomes.asking), np.inf) for name in names}
        self._tail_ranks = {name: np.full(len(outcomes.asking), np.inf) for name in names}
        self._lists = {name: np.full((before.n_partners, TOP), -1) for name in names}

    def take_in(self) -> Iterator[int]:
        """Let each method rank everybody for everybody, and yield how many partners were done, block by block."""
        before, outcomes, left_out = self.before, self.outcomes, hubs(self.before)
        known = known_pairs(before)
        for rows in blocks(np.arange(before.n_partners)):
            pairs = slice(*np.searchsorted(outcomes.asking, [rows[0], rows[-1] + 1]))
            row, met = outcomes.asking[pairs] - rows[0], outcomes.met[pairs]
            for name, scores in self._scores(rows, new_for(rows, known)):
                best = best_of(scores)
                is_suggested = ~np.isneginf(np.take_along_axis(scores, best, axis=1))
                self._lists[name][rows, : best.shape[1]] = np.where(is_suggested, best, -1)
                self._ranks[name][pairs], self._tail_ranks[name][pairs] = ranks_of(scores, row, met, left_out)
            yield len(rows)

    def judge(self, drawn: Mask) -> Judged:
        """Return the figures of all methods; `drawn` tells which collaborations count in each draw (see `draw`)."""
        sector = codes(self.before.partners["sector"])
        seen = {name: in_sight(lists, sector) for name, lists in self._lists.items()}
        parts: dict[str, dict[str, list[Sample]]] = {name: {} for name in self._ranks}
        for start in range(0, drawn.shape[1], N_AT_ONCE):
            counts = drawn[:, start : start + N_AT_ONCE].astype(np.float32)
            is_met = np.asarray(self.outcomes.brought @ counts) > 0
            for name, of_method in parts.items():
                for measure, sample in self._foresight(name, is_met).items():
                    of_method.setdefault(measure, []).append(sample)
        samples = {
            name: {measure: _all_draws(several) for measure, several in of_method.items()}
            for name, of_method in parts.items()
        }
        return Judged(samples, seen, self.before.n_partners)

    def _scores(self, rows: Positions, is_new: Mask) -> Iterator[tuple[str, Dense | Values]]:
        pairs = self._signals.pairs(rows)
        own = np.where(is_new, _in_block(pairs, rows, self._ranker, self.before.n_partners), -np.inf)
        yield OWN, own
        yield BALANCED, self._shown(pairs, rows)
        for name, method in self._baselines.items():
            yield name, np.where(is_new, method(rows), -np.inf)

    def _shown(self, pairs: Pairs, rows: Positions) -> Values:
        """Return scores less prices of who stands in the lists, -inf for everybody else."""
        candidates = Candidates.of(pairs, self._ranker.score(pairs), self._ranker.fit_of_both(pairs))
        lists = self._lister.choose(candidates, self._prices, TOP)
        candidate = candidates.candidate[lists.row, lists.place]
        shown = np.full((len(rows), self.before.n_partners), -np.inf)
        row = np.searchsorted(rows, candidates.partner[lists.row])
        shown[row, candidate] = candidates.score[lists.row, lists.place] - self._prices[candidate]
        return shown

    def _foresight(self, name: str, is_met: Mask) -> dict[str, Sample]:
        """Sum the measures of one method over its queries: of all, without hubs, and of newcomers."""
        asking, met = self.outcomes.asking, self.outcomes.met
        is_newcomer = np.diff(self.before.adjacency.indptr)[asking] == 0
        is_tail = ~np.isin(met, hubs(self.before))
        ranks, tail_ranks = self._ranks[name], self._tail_ranks[name]
        samples = _samples(ranks, is_met, asking)
        samples["tail_ndcg"] = _samples(tail_ranks[is_tail], is_met[is_tail], asking[is_tail])["ndcg"]
        samples["newcomer_ndcg"] = _samples(ranks[is_newcomer], is_met[is_newcomer], asking[is_newcomer])["ndcg"]
        return samples


def _samples(ranks: Values, is_met: Mask, asking: Positions) -> dict[str, Sample]:
    starts = np.flatnonzero(np.diff(asking, prepend=-1))
    return {measure: Sample.of(by_query) for measure, by_query in foresight(ranks, is_met, starts).items()}


def _all_draws(several: list[Sample]) -> Sample:
    sums, counts = zip(*((one.sums, one.counts) for one in several), strict=True)
    return Sample(np.concatenate(sums), np.concatenate(counts))
