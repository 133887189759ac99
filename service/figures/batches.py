"""Which pairs a look ahead is about: the best suggestions, those on their way already, or those somebody ticked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from sqlalchemy.orm import Session

from graph.batch import Batch
from graph.best_ties import ServingTie, best_ties
from graph.introducing import Introductions
from graph.missing import who_holds_together
from graph.parts import Part
from graph.tie_graph import TieGraph, tie_graph
from graph.what_if import positions_of
from matching.suggestion import Suggestion
from service.figures.outlook import BatchOutlook, look_ahead
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
    """Chance that both say yes; None where nobody weighed it, or it is not for the one who asks."""
    suggestion: Suggestion | None


class Ahead:
    """What a look ahead starts from: the network of today as somebody sees it, and the pairs that it suggests."""

    def __init__(self, snapshot: Snapshot, suggested: Iterable[tuple[Pair, Suggestion]]) -> None:
        self.version = snapshot.version
        self.network = snapshot.network
        self._views = snapshot.views
        self.graph: TieGraph = self._views.get("ties", lambda: tie_graph(snapshot.network))
        kept_away = set(snapshot.kept_away)
        self.candidates = {
            pair: Candidate(pair, each.chance, each) if snapshot.shows_suggestions else Candidate(pair, None, None)
            for pair, each in suggested
            if pair not in kept_away
        }
        # Kept here, so that they go when this goes.
        self.outlook = lru_cache(maxsize=16)(self._look)
        self.best_ties = lru_cache(maxsize=16)(self._best_ties)

    @classmethod
    def of(cls, house: House, snapshot: Snapshot) -> "Ahead":
        """Return it for a state of the network as somebody sees it: hidden fields and introductions tell of nothing."""
        return snapshot.views.get("ahead", _Present).ahead(house, snapshot)

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

    def _look(self, candidates: tuple[Candidate, ...]) -> BatchOutlook:
        """Return what some candidates would do."""
        return look_ahead(self.batch(candidates), [each.chance for each in candidates])

    def _best_ties(self, aim: str, n_best: int = 10) -> list[tuple[Candidate, ServingTie]]:
        """Return the suggestions that serve an aim best (`graph.best_ties.AIMS`), with what each of them gains."""
        weighed = list(self.candidates.values())[: self.n_weighed(aim)]
        found = best_ties(self.graph, positions_of(self.graph, [each.pair for each in weighed]), aim, n_best)
        return [(weighed[tie.at], tie) for tie in found]

    def n_weighed(self, aim: str) -> int:
        """Return among how many suggestions, the best first, those that serve an aim are looked for."""
        n = len(self.candidates)
        return min(n, MOST_WEIGHED) if aim == "shorten" else n

    @property
    def holders(self) -> list[tuple[str, int]]:
        """Partners whose leaving would part the network, and how many each would cut off."""
        return self._views.get("holders", lambda: who_holds_together(self.graph))

    def _are_two(self, pair: Pair) -> bool:
        return pair[0] != pair[1] and all(each in self.network.positions for each in pair)


class _Present:
    """Keeps the look ahead of the present state: a step of an introduction takes pairs away, and makes another one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: Ahead | None = None

    def ahead(self, house: House, snapshot: Snapshot) -> Ahead:
        """Return what is kept, made anew where it is of another state; that is cheap."""
        suggestions = desk_of(house, snapshot).suggestions
        with self._lock:
            if self._held is None or self._held.version != snapshot.version:
                self._held = Ahead(snapshot, suggestions.items())
            return self._held
