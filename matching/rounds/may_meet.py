"""Who may meet whom in a round, at which hurdle the others fall, and what wishes add."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from matching.errors import ImpossibleRound
from matching.rounds.scores import PER_UNIT, Acquainted, Pair, pair_of

WISHED = 2.0
"""What somebody's first wish adds to a score, in log-odds; the second half as much, the third a third, and so on. What
people say they want counts more than most differences between scores."""

HURDLES = ("itself", "own_board", "known", "declined", "vetoed", "forbidden", "low_score", "no_shared_time")
"""Why a pair may not meet, in the order in which they are asked: the first that holds is told."""


class TakesPart(Protocol):
    """Somebody in a round."""

    @property
    def partner_id(self) -> str: ...
    @property
    def wishes(self) -> tuple[str, ...]: ...
    @property
    def vetoes(self) -> frozenset[str]: ...


class Rules(Protocol):
    """What a round says of its pairs; a pair is (visitor or seeker, host or offerer)."""

    @property
    def acquainted(self) -> Acquainted: ...
    @property
    def known_too(self) -> bool: ...
    @property
    def fixed(self) -> frozenset[Pair]: ...
    @property
    def forbidden(self) -> frozenset[Pair]: ...


def hurdle(rules: Rules, one: TakesPart, other: TakesPart) -> str:
    """Return the first hurdle at which a pair falls, "" where it may meet; what is fixed falls at none."""
    if (one.partner_id, other.partner_id) in rules.fixed:
        return ""
    pair = pair_of(one.partner_id, other.partner_id)
    wanted = is_wanted(one, other)
    holds = {
        "itself": one.partner_id == other.partner_id,
        "own_board": pair in rules.acquainted.boards and not wanted,
        "known": pair in rules.acquainted.known and not (wanted or rules.known_too),
        "declined": pair in rules.acquainted.declined and not wanted,
        "vetoed": other.partner_id in one.vetoes or one.partner_id in other.vetoes,
        "forbidden": (one.partner_id, other.partner_id) in rules.forbidden,
    }
    return next((name for name in HURDLES if holds.get(name)), "")


def is_wanted(one: TakesPart, other: TakesPart) -> bool:
    """Return whether one of the two wishes for the other by name."""
    return other.partner_id in one.wishes or one.partner_id in other.wishes


def wishes_worth(one: TakesPart, other: TakesPart) -> int:
    """Return what the wishes of both add to the score of a pair, in thousandths."""
    ranks = [which(one, other), which(other, one)]
    return sum(round(WISHED / rank * PER_UNIT) for rank in ranks if rank)


def which(one: TakesPart, other: TakesPart) -> int | None:
    """Return which wish of `one` the other is, 1 the first; None if none."""
    return one.wishes.index(other.partner_id) + 1 if other.partner_id in one.wishes else None


def refuse_what_contradicts(rules: Rules, ones: Iterable[TakesPart], others: Iterable[TakesPart]) -> None:
    """Raise `ImpossibleRound` for who takes part twice on one side, and for a fixed pair that is none or forbidden."""
    sides = [[one.partner_id for one in side] for side in (ones, others)]
    for ids in sides:
        if twice := [one for one, n in Counter(ids).items() if n > 1]:
            raise ImpossibleRound(f"'{twice[0]}' takes part twice on one side")
    first, second = map(set, sides)
    for one, other in sorted(rules.fixed):
        if one not in first or other not in second:
            raise ImpossibleRound(f"'{one}' and '{other}' are fixed, but do not take part on the two sides")
        if (one, other) in rules.forbidden:
            raise ImpossibleRound(f"'{one}' and '{other}' are both fixed and forbidden")
