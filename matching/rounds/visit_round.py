"""The meeloopdag as it is asked for, and as it is planned."""

from dataclasses import dataclass, field
from datetime import date

from matching.lists import LEAST_SCORE
from matching.rounds.fairness import Fairness
from matching.rounds.scores import Acquainted, Pair, Scores
from matching.rounds.staged import Proof


@dataclass(frozen=True)
class Visitor:
    """One who wants to visit."""

    partner_id: str
    days: tuple[date, ...]
    """On which it could."""
    n_hosts: int = 1
    """How many it wants to see, each on a day of its own."""
    wishes: tuple[str, ...] = ()
    """Hosts by id, most wanted first."""
    vetoes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Host:
    """One who can be visited."""

    partner_id: str
    days: tuple[date, ...]
    room: int = 1
    """Visitors on one day."""
    room_in_all: int | None = None
    """Visitors on all days together; None for as many as the days hold."""
    wishes: tuple[str, ...] = ()
    """Visitors by id, most wanted first."""
    vetoes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VisitRound:
    """A meeloopdag as it is asked for; pairs are (visitor, host)."""

    visitors: tuple[Visitor, ...]
    hosts: tuple[Host, ...]
    scores: Scores
    """A row for each visitor, a column for each host."""
    acquainted: Acquainted = field(default_factory=Acquainted)
    known_too: bool = False
    """Whether those who know each other may meet without wishing so; an own board always has to be wished for."""
    fixed: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    level: float = LEAST_SCORE
    """Score up to which the worst served come before the total."""
    step: float = 0.25
    """What is less apart counts as equally bad, below the level."""
    seed: int = 0

    @property
    def everybody(self) -> "tuple[Visitor | Host, ...]":
        """All who take part."""
        return (*self.visitors, *self.hosts)


@dataclass(frozen=True)
class Visit:
    """Who visits whom, and when."""

    visitor_id: str
    host_id: str
    day: date
    score: float
    """Of both sides, without wishes."""
    visitor_wish: int | None
    """Which wish of the visitor this is, 1 the first; None if none."""
    host_wish: int | None
    is_fixed: bool


@dataclass(frozen=True)
class Unplaced:
    """A visitor that got fewer hosts than it wanted, and why."""

    partner_id: str
    n_missing: int
    reason: str
    """no_hosts: nobody receives visitors. One of `may_meet.HURDLES`, where all hosts fell at hurdles: the last at which
    any fell, so the one to take away first. days_taken: it has a visit on each day on which it might. no_room: those
    that it might visit are full."""
    hurdles: dict[str, int]
    """How many hosts fell at each hurdle."""
    n_possible: int
    """Hosts that it might have visited, had there been room."""


@dataclass(frozen=True)
class VisitPlan:
    """What came out, with what is proven of it."""

    visits: tuple[Visit, ...]
    """Ordered by visitor, then day."""
    unplaced: tuple[Unplaced, ...]
    proofs: tuple[Proof, ...]
    """One per aim, in the order in which they were pursued."""
    visitors_fairness: Fairness
    hosts_fairness: Fairness

    @property
    def is_proven(self) -> bool:
        """Whether no other plan is better by the aims in their order."""
        return all(proof.is_proven for proof in self.proofs)

    @property
    def pairs(self) -> frozenset[Pair]:
        """Who visits whom."""
        return frozenset((visit.visitor_id, visit.host_id) for visit in self.visits)

    @property
    def total(self) -> float:
        """Sum of the scores, wishes counted: the last aim."""
        return self.proofs[-1].value
