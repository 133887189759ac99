"""The entry: a network in, suggested contacts with reasons out."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from graph.network import Network, Positions
from matching.encoder import Encoder
from matching.exposure import learn_prices
from matching.features import Pairs, Signals
from matching.finding import Finder, Finding
from matching.history import blocks, examples
from matching.model import Ranker, Weights
from matching.products import N_THREADS
from matching.reasons import Evidence, Reason
from matching.recency import last_day
from matching.texts import TextSpace

Progress = Callable[[int, int], None]
"""Told how many partners are done, and of how many."""


@dataclass(frozen=True)
class Suggestion:
    """A partner worth meeting for another one; they do not work together yet."""

    partner_id: str
    suggested_id: str
    rank: int
    """1 is best."""
    score: float
    """Log-odds above an average candidate of this partner: the sum of the reasons' contributions."""
    reasons: tuple[Reason, ...]
    """Strongest first."""


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
    )
    return replace(ranker, prices=learn_prices(network, ranker, seed, space))


class Matcher:
    """Everything prepared once for one network, to suggest and to find in it."""

    def __init__(
        self,
        network: Network,
        ranker: Ranker,
        space: TextSpace | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        space = space or TextSpace(network, encoder)
        self.network = network
        self.ranker = ranker
        self.encoder = encoder
        self._signals = Signals(network, space)
        self._evidence = Evidence(self._signals)
        self._finder = Finder(network, space)
        has_no_room = (network.partners["capacity"] == 0).to_numpy()
        self._prices = np.where(has_no_room, np.inf, ranker.price_column(network))

    def suggest(
        self, partner_ids: Sequence[str] | None = None, top: int = 10, *, balanced: bool = True
    ) -> list[Suggestion]:
        """Return up to `top` suggestions for each partner named (for all by default), best first within each.

        Balanced, as people see it, those who stand in more lists than they can bear give way to others (which is a
        reason too, exposure), those without room are left out, and so are those who fit less than the average one: a
        list may be short, or empty. Not balanced, it is each partner's own ranking of everybody.
        Raise `UnknownPartner` for an id that the network does not hold, and `ValueError` if `top` is below 1.
        """
        return list(self.iterate(partner_ids, top, balanced=balanced))

    def iterate(
        self,
        partner_ids: Sequence[str] | None = None,
        top: int = 10,
        progress: Progress | None = None,
        *,
        balanced: bool = True,
    ) -> Iterator[Suggestion]:
        """Yield what `suggest` returns, block by block: memory stays bounded for a large network."""
        if top < 1:
            raise ValueError(f"top must be at least 1, not {top}")
        rows = self._rows(partner_ids)
        n_done = 0
        terms = Terms(top, self._prices, 0.0) if balanced else Terms(top, np.zeros_like(self._prices), -np.inf)
        for suggestions, n_rows in self._in_parallel(rows, terms):
            yield from suggestions
            n_done += n_rows
            if progress:
                progress(n_done, len(rows))

    def find(self, text: str, top: int = 10, asker: str | None = None) -> list[Finding]:
        """Return up to `top` partners that could answer `text`, best first; the one who asks is left out."""
        return self._finder.find(text, top, asker)

    def _rows(self, partner_ids: Sequence[str] | None) -> Positions:
        if partner_ids is None:
            return np.arange(self.network.n_partners)
        return np.array([self.network.position(partner_id) for partner_id in partner_ids], dtype=np.int64)

    def _in_parallel(self, rows: Positions, terms: "Terms") -> Iterator[tuple[list[Suggestion], int]]:
        """Yield the suggestions of each block in order, with its size; no more blocks are under way than threads."""
        with ThreadPoolExecutor(N_THREADS) as pool:  # sorting and multiplying let go of the interpreter
            under_way: deque[tuple[Future[list[Suggestion]], int]] = deque()
            for block in blocks(rows):
                under_way.append((pool.submit(self._suggest_block, block, terms), len(block)))
                if len(under_way) > N_THREADS:
                    done, n_rows = under_way.popleft()
                    yield done.result(), n_rows
            for done, n_rows in under_way:
                yield done.result(), n_rows

    def _suggest_block(self, rows: Positions, terms: "Terms") -> list[Suggestion]:
        pairs = self._signals.pairs(rows)
        scores = self.ranker.score(pairs) - terms.prices[pairs.candidate]
        best, ranks = _best_per_partner(pairs, scores, terms)
        partner, candidate = pairs.partner[best], pairs.candidate[best]
        contributions = self.ranker.contributions(pairs[best]) | {"exposure": -terms.prices[candidate]}
        reasons = self._evidence.reasons(partner, candidate, contributions)
        ids = self.network.partners["id"].to_numpy()
        return [
            Suggestion(ids[partner[i]], ids[candidate[i]], int(ranks[i]), float(scores[pair]), reasons[i])
            for i, pair in enumerate(best)
        ]


@dataclass(frozen=True)
class Terms:
    """On what terms lists are made."""

    top: int
    prices: Weights
    """What is taken off the score of each partner: shape (n_partners,)."""
    least_score: float
    """Below it nothing is suggested."""


def _best_per_partner(pairs: Pairs, scores: Weights, terms: Terms) -> tuple[Positions, Positions]:
    """Return the rows of the best pairs of each partner, best first, and their ranks; equal scores go by id."""
    order = np.lexsort((pairs.candidate, -scores, pairs.partner))
    partner = pairs.partner[order]
    ranks = np.arange(len(order)) - np.searchsorted(partner, partner) + 1
    is_suggested = (ranks <= terms.top) & (scores[order] >= terms.least_score)
    return order[is_suggested], ranks[is_suggested]


__all__ = ["Finding", "Matcher", "Reason", "Suggestion", "fit"]
