"""The entry: a network in, suggested contacts with reasons out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from scipy import sparse

from graph.network import Network, Positions
from matching.altered import altered
from matching.answers import answered_pairs
from matching.encoder import Encoder
from matching.exposure import TOP, learn_prices
from matching.features import Pairs, Signals
from matching.finding import Finder, Finding
from matching.forked import shared_out
from matching.history import N_ROWS, blocks, examples
from matching.lean import Lean, Leaning, concerns
from matching.lists import Candidates, Lister
from matching.looking import signals_of
from matching.model import Ranker, Weights
from matching.products import replace_rows, values_at
from matching.questions import Question, Questions
from matching.reasons import Evidence, Reason
from matching.recency import last_day
from matching.suggestion import Suggestion
from matching.texts import TextSpace

N_MEASURED = 200
"""Partners on whose suggestions it is measured what each part of a profile brings."""

N_FORKED = 5000
"""Partners from which on several processes work: to make them takes as long as a hundred suggestions."""

Told = TypeVar("Told")
Progress = Callable[[int, int], None]
"""Told how many partners are done, and of how many."""


def fit(network: Network, seed: int = 0, encoder: Encoder | None = None) -> Ranker:
    """Learn from a network's own past which evidence counts, and from its present who is suggested too often.

    The prior stands where there is too little of a past. With an `encoder` texts are also compared by it, which the
    ranker's card tells; the ranker works with another one, or without, as well.
    """
    space = TextSpace(network, encoder)
    ranker = Ranker.fit(
        examples(network, space, seed),
        {
            "n_partners": network.n_partners,
            "n_collaborations": len(network.collaborations),
            "last_day": str(last_day(network)),
            "seed": seed,
            **({"encoder": encoder.name} if encoder else {}),
        },
        answered_pairs(network, space),
    )
    return replace(ranker, prices=learn_prices(network, ranker, seed, space))


class Matcher:
    """Everything prepared once for one network, to suggest and to find in it."""

    def __init__(  # noqa: PLR0913 -- what was prepared already may be given
        self,
        network: Network,
        ranker: Ranker,
        space: TextSpace | None = None,
        encoder: Encoder | None = None,
        *,
        finds: bool = True,
        signals: Signals | None = None,
        may_fork: bool = False,
    ) -> None:
        """Prepare a network; `finds`: whether anything but `suggest` will be asked, which takes time and memory.

        `signals` of this network and `space`, where they were prepared already. `may_fork`: whether other processes may
        do a part of it, which is for a process without other threads (see `forked`).
        """
        space = space or TextSpace(network, encoder)
        self.network = network
        self.ranker = ranker
        self.encoder = encoder
        self.space = space
        self._signals = signals or signals_of(network, space, may_fork=may_fork)
        self._evidence = Evidence(self._signals)
        self._lister = Lister(network)
        self._learned_prices = ranker.price_column(network)
        self._prices = _prices(network, self._learned_prices)
        if finds:  # of a large network this takes seconds, which the first who asks would wait for
            self._finder.turn()
            self._signals.phrases.turn()
            _ = self._concerns
        else:
            self._signals.phrases.let_go()

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.network, self.space, self._signals.phrases.offers)

    def updated(self, network: Network, partner_ids: Sequence[str]) -> "Matcher":
        """Return a matcher of a network in which some partners tell something else and nothing else differs.

        This one stays as it is. Everybody's suggestions and findings know what is told now: phrases, description,
        themes, place, sector, capacity. Words, and what each of them tells, stay those of the network that was read
        whole: a word that nobody used then is compared by its letters and parts, and counts by itself from the next
        full read on. Raise `UnknownPartner` for an id that the network does not hold.
        """
        positions = np.unique(self._rows_of(network, partner_ids))
        return self._carry_over(network, positions, self._signals.updated(network, positions, self.space))

    def renewed(self, network: Network, partner_ids: Sequence[str]) -> "Matcher":
        """Return a matcher of a network in which these partners tell or did something else; any may have answered.

        As `updated`: the same partners, themes and day (see `graph.differing`), and words stay those of the full read.
        What `keeping_away` kept away is forgotten.
        """
        positions = np.unique(self._rows_of(network, partner_ids))
        return self._carry_over(network, positions, self._signals.renewed(network, positions, self.space))

    def _carry_over(self, network: Network, positions: Positions, signals: Signals) -> "Matcher":
        parts: dict[str, object] = {
            "_signals": signals,
            "_evidence": self._evidence.updated(signals),
            "_lister": self._lister.updated(network),
            "_prices": _prices(network, self._learned_prices),
        }
        held = copy(self)  # requests ask this one meanwhile: what they make of it now is not the other's
        made = vars(held)
        if "_finder" in made:
            parts["_finder"] = made["_finder"].updated(network, positions, signals.phrases.offers)
        if len(positions) and "_concerns" in made:
            concerned = concerns(network.of(positions), self.space)
            parts["_concerns"] = replace_rows(made["_concerns"], positions, concerned)
        # What answers to questions are worth, once it was measured, stays: to measure it again would take seconds.
        return altered(held, network=network, **parts)

    def keeping_away(self, pairs: Iterable[tuple[str, str]]) -> "Matcher":
        """Return a matcher that suggests none of these pairs either, beside what the network itself keeps away.

        This one stays as it is; what another call kept away is forgotten. Who is not in the network is passed over.
        """
        return altered(self, _signals=self._signals.keeping_away(pairs))

    def suggest(
        self,
        partner_ids: Sequence[str] | None = None,
        top: int = 10,
        *,
        balanced: bool = True,
        lean: Lean | None = None,
    ) -> list[Suggestion]:
        """Return up to `top` suggestions for each partner named (for all by default), best first within each.

        Balanced, as people see it, those who stand in more lists than they can bear give way to others (which is a
        reason too, exposure), those without room are left out, and so are those who hardly fit: a list may be short, or
        empty. Some places are for other sectors and for a newcomer (see matching.lists). Not balanced, it is each
        partner's own ranking of everybody.
        With a `lean` who fits a theme stands higher among those who are suggested anyhow, which is a reason too.
        Raise `UnknownPartner` for an id that the network does not hold, and `ValueError` if `top` is below 1.
        """
        return list(self.iterate(partner_ids, top, balanced=balanced, lean=lean))

    def iterate(
        self,
        partner_ids: Sequence[str] | None = None,
        top: int = 10,
        progress: Progress | None = None,
        *,
        balanced: bool = True,
        lean: Lean | None = None,
    ) -> Iterator[Suggestion]:
        """Yield what `suggest` returns, block by block: memory stays bounded for a large network."""
        return self.told(_as_it_is, partner_ids, top, progress, balanced=balanced, lean=lean, may_fork=False)

    def told(  # noqa: PLR0913 -- what `iterate` takes, and how to tell it
        self,
        tell: Callable[[Suggestion], Told],
        partner_ids: Sequence[str] | None = None,
        top: int = 10,
        progress: Progress | None = None,
        *,
        balanced: bool = True,
        lean: Lean | None = None,
        may_fork: bool = True,
    ) -> Iterator[Told]:
        """Yield what `tell` makes of each suggestion; for many partners several processes tell, and send only that.

        Not where other threads are at work, as in a service: it may not fork (see `forked`). Raise as `suggest` does,
        and `ProcessLost`.
        """
        if top < 1:
            raise ValueError(f"top must be at least 1, not {top}")
        rows = self._rows(partner_ids)
        leaning = Leaning.of(lean, self.network, self._concerns) if lean else None

        def tell_block(block: Positions) -> list[Told]:
            return [tell(one) for one in self.suggest_block(block, top, leaning, balanced=balanced)]

        n_done = 0
        for suggestions in shared_out(tell_block, blocks(rows), may_fork=may_fork and len(rows) > N_FORKED):
            yield from suggestions
            n_done = min(n_done + N_ROWS, len(rows))
            if progress:
                progress(n_done, len(rows))

    def question(self, partner_id: str) -> Question | None:
        """Return what would help most to know of a partner; `None` where nothing is left to ask.

        Raise `UnknownPartner` for an id that the network does not hold.
        """
        return self._questions.ask(self.network, self.network.position(partner_id))

    @cached_property
    def _questions(self) -> Questions:
        rows = np.arange(self.network.n_partners)
        if len(rows) > N_MEASURED:
            rows = np.sort(np.random.default_rng(0).choice(rows, N_MEASURED, replace=False))
        best = self.suggest_block(rows, TOP, None, balanced=False)
        return Questions(self.network, self.space, best)

    @cached_property
    def _concerns(self) -> sparse.csr_array:
        return concerns(self.network, self.space)

    def find(self, text: str, top: int = 10, asker: str | None = None) -> list[Finding]:
        """Return up to `top` partners that could answer `text`, best first; the one who asks is left out."""
        return self._finder.find(text, top, asker)

    def scores_between(self, ones: Sequence[str], others: Sequence[str]) -> Weights:
        """Return the score of each of `others` as a suggestion for each of `ones`: shape (n_ones, n_others).

        Whoever they know already has a score too, and so has who has no room; exposure takes nothing off. A partner is
        worth 0 to itself. Raise `UnknownPartner` for an id that the network does not hold.
        """
        rows, row_of = np.unique(self._rows_of(self.network, ones), return_inverse=True)
        columns = self._rows_of(self.network, others)
        scores = np.zeros((len(rows), self.network.n_partners))
        for pairs in self._pairs_of(np.repeat(rows, len(columns)), np.tile(columns, len(rows))):
            scores[np.searchsorted(rows, pairs.partner), pairs.candidate] = self.ranker.score(pairs)
        between: Weights = scores[np.ix_(row_of, columns)]
        return between

    def explain(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[Reason, ...]]:
        """Return why the second of each pair fits the first, strongest first, whether they know each other or not.

        A partner and itself have no reasons. Raise `UnknownPartner` for an id that the network does not hold.
        """
        one, other = (self._rows_of(self.network, [pair[side] for pair in pairs]) for side in (0, 1))
        ids = self.network.partners["id"].to_numpy()
        explained: dict[tuple[str, str], tuple[Reason, ...]] = dict.fromkeys(pairs, ())
        for of in self._pairs_of(one, other):
            contributions = self.ranker.contributions(of) | {"exposure": np.zeros(len(of.partner))}
            reasons = self._evidence.reasons(of.partner, of.candidate, contributions)
            explained |= dict(zip(zip(ids[of.partner], ids[of.candidate], strict=True), reasons, strict=True))
        return explained

    def _pairs_of(self, one: Positions, other: Positions) -> Iterator[Pairs]:
        """Yield these pairs with their features, block by block, without a partner and itself."""
        is_pair = one != other
        n = self.network.n_partners
        wanted = sparse.csr_array((np.ones(is_pair.sum()), (one[is_pair], other[is_pair])), shape=(n, n))
        for block in blocks(np.unique(one)):
            pairs = self._signals.pairs(block, wanted)
            yield pairs[values_at(wanted, pairs.partner, pairs.candidate) > 0]

    def _rows(self, partner_ids: Sequence[str] | None) -> Positions:
        if partner_ids is None:
            return np.arange(self.network.n_partners)
        return self._rows_of(self.network, partner_ids)

    @staticmethod
    def _rows_of(network: Network, partner_ids: Sequence[str]) -> Positions:
        return np.array([network.position(partner_id) for partner_id in partner_ids], dtype=np.int64)

    def suggest_block(
        self, rows: Positions, top: int, leaning: Leaning | None = None, *, balanced: bool = True
    ) -> list[Suggestion]:
        """Return what `suggest` does for the partners at some positions, of which there are `N_ROWS` at most."""
        pairs = self._signals.pairs(rows)
        scores = self.ranker.score(pairs)
        pluses = leaning.pluses(pairs.partner, pairs.candidate) if leaning else None
        prices = self._prices if balanced else np.zeros_like(self._prices)
        if balanced:
            candidates = Candidates.of(pairs, scores, self.ranker.fit_of_both(pairs))
            chosen = self._lister.choose(candidates, prices, top, pluses)
            best, ranks = candidates.pair[chosen.row, chosen.place], chosen.rank
            propensities = chosen.propensity
        else:
            best, ranks = _best_per_partner(pairs, scores if pluses is None else scores + pluses, top)
            propensities = np.ones(len(best))
        partner, candidate = pairs.partner[best], pairs.candidate[best]
        contributions = self.ranker.contributions(pairs[best]) | {"exposure": 0.0 - prices[candidate]}
        reasons = self._evidence.reasons(partner, candidate, contributions)
        ids = self.network.partners["id"].to_numpy()
        chances = self.ranker.chance(scores[best])
        net = scores[best] - prices[candidate]
        if leaning and pluses is not None:
            reasons, net = leaning.added(reasons, partner, candidate), net + pluses[best]
        return [
            Suggestion(
                partner_id=ids[partner[i]],
                suggested_id=ids[candidate[i]],
                rank=int(ranks[i]),
                score=float(net[i]),
                reasons=reasons[i],
                chance=float(chances[i]),
                propensity=float(propensities[i]),
            )
            for i in range(len(best))
        ]


def _as_it_is(suggestion: Suggestion) -> Suggestion:
    return suggestion


def _prices(network: Network, learned: Weights) -> Weights:
    has_no_room = (network.partners["capacity"] == 0).to_numpy()
    prices: Weights = np.where(has_no_room, np.inf, learned)
    return prices


def _best_per_partner(pairs: Pairs, scores: Weights, top: int) -> tuple[Positions, Positions]:
    """Return the rows of the best pairs of each partner, best first, and their ranks; equal scores go by id."""
    order = np.lexsort((pairs.candidate, -scores, pairs.partner))
    partner = pairs.partner[order]
    ranks = np.arange(len(order)) - np.searchsorted(partner, partner) + 1
    return order[ranks <= top], ranks[ranks <= top]


__all__ = ["Finding", "Matcher", "Reason", "Suggestion", "fit"]
