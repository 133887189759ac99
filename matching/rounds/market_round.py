"""The beursvloer as it is asked for, and as it is planned."""

from dataclasses import dataclass, field
from typing import Self

from matching.rounds.fairness import Fairness
from matching.rounds.scores import Acquainted, Pair, Scores
from matching.rounds.staged import Proof

Point = tuple[float, float]
"""Metres to the right and to the front."""


@dataclass(frozen=True)
class Attendee:
    """One who comes to seek, or to offer."""

    partner_id: str
    meetings: int
    """At most."""
    from_slot: int = 0
    """Who comes late is there from this slot on; the first is 0."""
    until_slot: int | None = None
    """Who leaves early is gone in this slot; None for who stays."""
    wishes: tuple[str, ...] = ()
    """Of the other side, by id, most wanted first."""
    vetoes: frozenset[str] = frozenset()

    def is_there(self, slot: int) -> bool:
        """Return whether it can meet somebody in a slot.

        >>> [Attendee("a", 3, from_slot=1, until_slot=2).is_there(slot) for slot in range(3)]
        [False, True, False]
        """
        return self.from_slot <= slot and (self.until_slot is None or slot < self.until_slot)


@dataclass(frozen=True)
class Floor:
    """Where the tables stand; people walk along the aisles, so distances go to the right and to the front."""

    tables: tuple[Point, ...]

    @classmethod
    def grid(cls, n_tables: int, per_row: int, metres: float = 3.0) -> Self:
        """Return tables in rows, so many metres apart.

        >>> Floor.grid(3, per_row=2).tables
        ((0.0, 0.0), (3.0, 0.0), (0.0, 3.0))
        """
        return cls(tuple((at % per_row * metres, at // per_row * metres) for at in range(n_tables)))

    def metres(self, one: int, other: int) -> float:
        """Return how far it is from one table to another.

        >>> Floor.grid(4, per_row=2).metres(0, 3)
        6.0
        """
        return sum(abs(a - b) for a, b in zip(self.tables[one], self.tables[other], strict=True))


@dataclass(frozen=True)
class MarketRound:
    """A beursvloer as it is asked for; pairs are (seeker, offerer), and nobody is both."""

    seekers: tuple[Attendee, ...]
    offerers: tuple[Attendee, ...]
    """Each keeps its table; the seekers walk."""
    scores: Scores
    """A row for each seeker, a column for each offerer."""
    n_slots: int
    floor: Floor
    """With a table for each offerer at least."""
    acquainted: Acquainted = field(default_factory=Acquainted)
    known_too: bool = False
    fixed: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    least_score: float = 0.0
    """Below it a meeting is worth nobody's time, unless one of the two wishes for it."""
    evenly_to: int = 3
    """Everybody's first meeting comes before anybody's second, and so on up to so many; then the total decides."""
    seed: int = 0


@dataclass(frozen=True)
class Meeting:
    """Who meets whom, when and where."""

    seeker_id: str
    offerer_id: str
    slot: int
    """The first is 0."""
    table: int
    """Position in the floor's tables."""
    score: float
    """Of both sides, without wishes."""
    seeker_wish: int | None
    """Which wish of the seeker this is, 1 the first; None if none."""
    offerer_wish: int | None
    is_fixed: bool

    @property
    def pair(self) -> Pair:
        """Seeker and offerer."""
        return self.seeker_id, self.offerer_id


@dataclass(frozen=True)
class Walking:
    """How far all seekers walk together, in metres, beside what nobody can do better."""

    metres: float
    least_here: float
    """No order of the same meetings at the same tables walks less: each seeker has to reach all its tables."""
    least_anywhere: float
    """Nor on any floor with tables so near to each other."""
    most_of_one: float
    """Of the seeker who walks most."""
    was_cut_short: bool = False
    """Whether time ended the search; then another machine may find another order."""

    @property
    def gap(self) -> float:
        """Which share of what is walked might be saved at most without moving a table, 0 … 1."""
        return (self.metres - self.least_here) / self.metres if self.metres else 0.0


@dataclass(frozen=True)
class Alone:
    """Somebody without any meeting, and why."""

    partner_id: str
    reason: str
    """nobody: the other side is empty. no_meetings_asked. One of `may_meet.HURDLES`, where all others fell at hurdles:
    the last at which any fell. no_room: those that it might meet have no room left, or no slot that it shares."""
    hurdles: dict[str, int]
    """How many of the other side fell at each hurdle."""
    n_possible: int


@dataclass(frozen=True)
class MarketPlan:
    """What came out, with what is proven of it."""

    meetings: tuple[Meeting, ...]
    """Ordered by slot, then table."""
    tables: dict[str, int]
    """The table of each offerer."""
    unscheduled: tuple[Pair, ...]
    """Pairs that should meet, and found no slot in which both are there and free."""
    alone: tuple[Alone, ...]
    proofs: tuple[Proof, ...]
    """One per aim, of who meets whom."""
    walking: Walking
    seekers_fairness: Fairness
    offerers_fairness: Fairness

    @property
    def is_proven(self) -> bool:
        """Whether no better choice of who meets whom exists, and all of it has its slot; walking is told apart."""
        return not self.unscheduled and all(proof.is_proven for proof in self.proofs)

    def programme(self, partner_id: str) -> dict[int, Meeting]:
        """Return whom a partner meets in which slot, in the order of slots."""
        return {one.slot: one for one in self.meetings if partner_id in one.pair}
