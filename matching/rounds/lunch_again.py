"""The kennislunch on the day: who did not come, who comes late or unasked, and few change tables."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from matching.rounds.lunch import fairness_of, first_meetings, prove
from matching.rounds.lunch_round import Guest, LunchPlan, LunchRound, pairs_at
from matching.rounds.scores import Pair, pair_of

MOST_CHANGED = 0.15
"""Share of the others' seats that may change."""
UNEVEN = 2
"""Tables may differ by so many guests; only beyond it somebody moves."""

Seating = list[list[list[str]]]
"""Guests by round and table."""


@dataclass(frozen=True)
class MovedGuest:
    """Who sits at another table than was planned."""

    guest_id: str
    round_at: int
    """The first round is 0; `from_table` and `to_table` likewise."""
    from_table: int
    to_table: int


@dataclass(frozen=True)
class LunchAgain:
    """A seating changed on the day, and how."""

    plan: LunchPlan
    moved: tuple[MovedGuest, ...]
    share_changed: float
    """Of the seats of those who came as planned, from now on, 0 … 1."""


def plan_lunch_again(  # noqa: PLR0913 -- what happened is told by name
    asked: LunchRound,
    plan: LunchPlan,
    *,
    absent: Collection[str] = (),
    late: Mapping[str, int] | None = None,
    now_round: int = 0,
    most_changed: float = MOST_CHANGED,
) -> LunchAgain:
    """Return a seating in which everybody who is there has a seat, and all others keep theirs.

    From `now_round` on the absent have none, and who is late has one from its round of `late` on. Who comes unasked
    stands in `asked` and not in `plan`, and sits where most room is. Only where tables differ by more than `UNEVEN`
    somebody moves from the fullest to the emptiest, as far as no more than `most_changed` of the others' seats change.
    `asked` holds everybody in `plan`, and `absent` all who are absent, those told before included.
    """
    arrives = late or {}
    planned = {one for tables in plan.rounds for table in tables for one in table}
    seats: Seating = [
        [[one for one in table if at < now_round or _is_there(one, at, absent, arrives)] for table in tables]
        for at, tables in enumerate(plan.rounds)
    ]
    liking = _Liking(asked, seats)
    # Who was not planned, and who was noted as absent before and is back.
    for one in sorted((({guest.guest_id for guest in asked.guests} - planned) | arrives.keys()) - set(absent)):
        for at in range(max(now_round, arrives.get(one, 0)), len(seats)):
            if one not in chain(*seats[at]):
                liking.seat(one, at, _emptiest(seats[at]))
    stay = planned - set(absent) - set(arrives)
    n_seats = sum(one in stay for tables in seats[now_round:] for one in chain(*tables))
    moved = _even_out(seats, liking, stay, now_round, int(most_changed * n_seats))
    rounds = tuple(tuple(tuple(sorted(table)) for table in tables) for tables in seats)
    came = {one for tables in seats for one in chain(*tables)}
    guests: list[Guest] = sorted((one for one in asked.guests if one.guest_id in came), key=lambda one: one.guest_id)
    again = replace(
        plan, rounds=rounds, proofs=prove(asked, guests, rounds, 0.0), fairness=fairness_of(asked, guests, rounds)
    )
    return LunchAgain(again, tuple(moved), len(moved) / n_seats if n_seats else 0.0)


def _is_there(one: str, at: int, absent: Collection[str], arrives: Mapping[str, int]) -> bool:
    return one not in absent and at >= arrives.get(one, 0)


def _emptiest(tables: list[list[str]]) -> int:
    return min(range(len(tables)), key=lambda at: (len(tables[at]), at))


def _even_out(
    seats: Seating, liking: "_Liking", stay: Collection[str], now_round: int, n_at_most: int
) -> list[MovedGuest]:
    """Move guests from the fullest to the emptiest table, each the one who costs least there."""
    moved: list[MovedGuest] = []
    for at in range(now_round, len(seats)):
        tables = seats[at]
        while len(moved) < n_at_most:
            full, empty = max(range(len(tables)), key=lambda t: (len(tables[t]), -t)), _emptiest(tables)
            movable = [one for one in tables[full] if one in stay]
            if len(tables[full]) - len(tables[empty]) <= UNEVEN or not movable:
                break
            guest = min(movable, key=lambda one: (liking.cost(one, tables[empty]), one))
            liking.leave(guest, at, full)
            liking.seat(guest, at, empty)
            moved.append(MovedGuest(guest, at, full, empty))
    return moved


class _Liking:
    """Keeps who met whom, and tells what it costs to seat somebody at a table."""

    def __init__(self, asked: LunchRound, seats: Seating) -> None:
        self._asked, self._seats = asked, seats
        self._sector = {one.guest_id: one.sector for one in asked.guests}
        guests = sorted(asked.guests, key=lambda one: one.guest_id)
        self._at = {one.guest_id: at for at, one in enumerate(guests)}
        self._score = first_meetings(asked, guests)
        self._met: Counter[Pair] = Counter(pair for tables in seats for pair in pairs_at(tuple(map(tuple, tables))))

    def cost(self, one: str, table: Iterable[str]) -> tuple[int, int, int, int, int]:
        """Return broken wishes, pairs twice, acquaintances, pairs of one sector and less score, of one at a table."""
        others = list(table)
        pairs = [pair_of(one, other) for other in others]
        return (
            sum(pair in self._asked.apart for pair in pairs),
            sum(self._met[pair] > 0 for pair in pairs),
            sum(pair in self._asked.known for pair in pairs),
            sum(self._sector[one] == self._sector[other] for other in others),
            -sum(
                int(self._score[self._at[one], self._at[other]])
                for other in others
                if not self._met[pair_of(one, other)]
            ),
        )

    def seat(self, one: str, at: int, table: int) -> None:
        """Give somebody a seat."""
        self._met.update(pair_of(one, other) for other in self._seats[at][table])
        self._seats[at][table].append(one)

    def leave(self, one: str, at: int, table: int) -> None:
        """Take somebody's seat away."""
        self._seats[at][table].remove(one)
        self._met.subtract(pair_of(one, other) for other in self._seats[at][table])
