"""The kennislunch as it is asked for, and as it is planned."""

from dataclasses import dataclass
from itertools import combinations

from matching.rounds.fairness import Fairness
from matching.rounds.scores import Pair, Scores
from matching.rounds.staged import Proof


@dataclass(frozen=True)
class Guest:
    """One at the lunch."""

    guest_id: str
    """The id of its partner, with something added where a partner sends several."""
    sector: str


@dataclass(frozen=True)
class LunchRound:
    """A kennislunch as it is asked for; pairs of guests are in the order of their ids."""

    guests: tuple[Guest, ...]
    scores: Scores
    """A row and a column for each guest, symmetric."""
    seats: int = 8
    """At a table, at most; all tables are filled alike, but for one."""
    n_rounds: int = 3
    known: frozenset[Pair] = frozenset()
    """Guests who know each other, of the same partner among them."""
    together: frozenset[Pair] = frozenset()
    """Pairs that are to sit at one table at least once."""
    apart: frozenset[Pair] = frozenset()
    """Pairs that never sit at one table."""
    seed: int = 0


Table = tuple[str, ...]
"""Ids of the guests at a table, in their order."""


@dataclass(frozen=True)
class LunchPlan:
    """What came out, beside what no seating can beat."""

    rounds: tuple[tuple[Table, ...], ...]
    """The tables of each round."""
    proofs: tuple[Proof, ...]
    """Of each aim: what was reached, and a bound that no seating can pass. In their order: broken wishes (together and
    apart), pairs twice, acquaintances at one table, pairs of one sector at one table, sum of the scores above 0 of the
    pairs that meet. The bound of the scores is that of seatings that spread each sector evenly over the tables."""
    fairness: Fairness
    """By the scores of those whom each meets."""
    n_steps: int
    """Swaps that the search made."""
    was_cut_short: bool
    """Whether time ended the search; then another machine may find another seating."""

    def seat(self, guest_id: str) -> list[int | None]:
        """Return the table of a guest in each round, None where it has none."""
        return [next((at for at, table in enumerate(tables) if guest_id in table), None) for tables in self.rounds]


def pairs_at(tables: tuple[Table, ...]) -> list[Pair]:
    """Return the pairs that sit at one table.

    >>> pairs_at((("a", "b", "c"), ("d",)))
    [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    return [pair for table in tables for pair in combinations(sorted(table), 2)]
