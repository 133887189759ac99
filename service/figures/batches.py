"""Which pairs a look ahead is about: the best suggestions, those on their way already, or those somebody ticked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy.orm import Session

from graph.batch import Batch
from graph.best_ties import ServingTie, best_ties
from graph.introducing import Introductions
from graph.missing import who_holds_together
from graph.parts import Part
from graph.tie_graph import TieGraph, tie_graph
from graph.what_if import positions_of
from matching.suggestion import Suggestion
from service.figures.serving import MOST_WEIGHED
from service.house import House
from service.introductions.queue import Pair, desk_of
from service.snapshot import Snapshot

ON_THE_WAY = ("proposed", "approved", "asked", "accepted_by_one", "accepted")
"""States of introductions that may still lead to a tie, and have not yet."""
MOST_PAIRS = 100
"""Pairs in a batch at most."""


@dataclass(frozen=True)
class Candidate:
    """A pair that could come to be tied."""

    pair: Pair
    chance: float | None
    """Chance that both say yes; None where nobody weighed it."""
    suggestion: Suggestion | None


class Ahead:
    """What a look ahead starts from: the network of today and its suggestions; kept as long as both stay the same."""

    def __init__(self, snapshot: Snapshot, suggested: Iterable[tuple[Pair, Suggestion]]) -> None:
        self.network = snapshot.network
        self.graph: TieGraph = tie_graph(snapshot.network)
        kept_away = set(snapshot.kept_away)
        self.candidates = {
            pair: Candidate(pair, suggestion.chance, suggestion)
            for pair, suggestion in suggested
            if pair not in kept_away
        }

    @classmethod
    def of(cls, house: House) -> "Ahead":
        """Return it for the present state: of the whole network, whatever the one who asks may see of it."""
        return _ahead(house, house.snapshots.current())

    def best(self, part: Part, n: int) -> list[Candidate]:
        """Return the best suggestions of which one of the two belongs to a part of the network, `n` at most."""
        meant = set(self.network.partners["id"][part.of(self.network)])
        return [each for each in self.candidates.values() if meant.intersection(each.pair)][:n]

    def chosen(self, pairs: Sequence[Pair]) -> list[Candidate]:
        """Return these pairs, suggested or not, each once; those with somebody who is not there are left out."""
        there = dict.fromkeys((min(pair), max(pair)) for pair in pairs if self._are_two(pair))
        return [self.candidates.get(pair, Candidate(pair, None, None)) for pair in there][:MOST_PAIRS]

    def on_the_way(self, session: Session) -> list[Candidate]:
        """Return the pairs of introductions that run and have not led to a tie yet, the oldest first."""
        running = Introductions(session).in_state(*ON_THE_WAY)
        found = [Candidate((each.first_id, each.second_id), each.chance, None) for each in running]
        return [each for each in found if self._are_two(each.pair)][:MOST_PAIRS]

    def batch(self, candidates: Sequence[Candidate]) -> Batch:
        """Return the batch of some candidates, in their order."""
        return Batch(self.graph, positions_of(self.graph, [each.pair for each in candidates]))

    def best_ties(self, aim: str, n_best: int = 10) -> list[tuple[Candidate, ServingTie]]:
        """Return the suggestions that serve an aim best (`graph.best_ties.AIMS`), with what each of them gains."""
        weighed = list(self.candidates.values())[: self.n_weighed(aim)]
        found = best_ties(self.graph, positions_of(self.graph, [each.pair for each in weighed]), aim, n_best)
        return [(weighed[tie.at], tie) for tie in found]

    def n_weighed(self, aim: str) -> int:
        """Return among how many suggestions, the best first, those that serve an aim are looked for."""
        n = len(self.candidates)
        return min(n, MOST_WEIGHED) if aim == "shorten" else n

    @cached_property
    def holders(self) -> list[tuple[str, int]]:
        """Partners whose leaving would part the network, and how many each would cut off."""
        return who_holds_together(self.graph)

    def _are_two(self, pair: Pair) -> bool:
        return pair[0] != pair[1] and all(each in self.network.positions for each in pair)


@lru_cache(maxsize=2)
def _ahead(house: House, snapshot: Snapshot) -> Ahead:
    # Made anew where only introductions moved on: that takes pairs away, and is cheap.
    return Ahead(snapshot, desk_of(house, snapshot).suggestions.items())
