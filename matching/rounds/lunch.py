"""The kennislunch: tables that mix, round after round, and bring those together who fit."""

from collections import Counter
from collections.abc import Sequence
from time import monotonic

import numpy as np

from matching.errors import ImpossibleRound
from matching.rounds.fairness import Fairness, Served, measure
from matching.rounds.lunch_round import Guest, LunchPlan, LunchRound, Table, pairs_at
from matching.rounds.scores import PER_UNIT, Pair, Thousandths, pair_of
from matching.rounds.seating import Seats, Wants, search
from matching.rounds.seating_bounds import least_known, least_of_one_sector, least_twice, most_score
from matching.rounds.staged import Progress, Proof

N_TURNS = 300
"""Turns of the search: 120 guests in three rounds take seven seconds; twice as many win less than 1 % of the scores."""


def plan_lunch(
    asked: LunchRound,
    *,
    n_turns: int = N_TURNS,
    time_limit_seconds: float = 60.0,
    progress: Progress | None = None,
) -> LunchPlan:
    """Return who sits where: no pair twice, then few acquaintances, then mixed sectors, then high scores.

    The proofs tell how far each is from what no seating can beat. The same `n_turns` give the same plan, unless time
    runs out first. Raise `ImpossibleRound` for a guest who comes twice, or a pair that is to sit together and apart.
    """
    began = monotonic()
    guests = tuple(sorted(asked.guests, key=lambda one: one.guest_id))
    _refuse_what_contradicts(asked, guests)
    if not guests:
        return LunchPlan(((),) * asked.n_rounds, (), measure([], 0), 0, was_cut_short=False)
    wants = wants_of(asked, guests)
    rounds, n_swaps, was_cut_short = search(
        wants,
        asked.n_rounds,
        n_turns=n_turns,
        seed=asked.seed,
        ends_at=began + time_limit_seconds,
        progress=(lambda done, n: progress("seats", done, n)) if progress else None,
    )
    tables = tuple(tables_of(guests, seats, wants.n_tables) for seats in rounds)
    return LunchPlan(
        rounds=tables,
        proofs=prove(asked, guests, tables, monotonic() - began),
        fairness=fairness_of(asked, guests, tables),
        n_steps=n_swaps,
        was_cut_short=was_cut_short,
    )


def wants_of(asked: LunchRound, guests: Sequence[Guest]) -> Wants:
    """Return what each two seats count for; empty seats come behind the guests."""
    n_tables = -(-len(guests) // asked.seats)
    n_seats = n_tables * -(-len(guests) // n_tables)
    at = {one.guest_id: position for position, one in enumerate(guests)}
    sectors = np.array([one.sector for one in guests])

    def square(of: np.ndarray) -> np.ndarray:
        return np.pad(of, (0, n_seats - len(guests)))

    def mask(pairs: frozenset[Pair]) -> np.ndarray:
        of = np.zeros((n_seats, n_seats), np.bool_)
        inside = [(at[one], at[other]) for one, other in pairs if one in at and other in at]
        one, other = np.array(inside, np.int64).reshape(-1, 2).T
        of[one, other] = of[other, one] = True
        return of

    same_sector = sectors[:, np.newaxis] == sectors
    np.fill_diagonal(same_sector, val=False)
    is_empty = np.arange(n_seats) >= len(guests)
    both_empty = is_empty[:, np.newaxis] & is_empty
    np.fill_diagonal(both_empty, val=False)
    return Wants(
        score=square(first_meetings(asked, guests)),
        is_known=mask(asked.known),
        same_sector=square(same_sector),
        together=mask(asked.together),
        apart=mask(asked.apart),
        is_empty=both_empty,
        n_tables=n_tables,
    )


def first_meetings(asked: LunchRound, guests: Sequence[Guest]) -> Thousandths:
    """Return what a first meeting of each two adds: their score where it is above 0 and they do not know each other."""
    ids = [one.guest_id for one in guests]
    score = np.maximum(asked.scores.grid(ids, ids), 0)
    at = {one: position for position, one in enumerate(ids)}
    for one, other in asked.known:
        if one in at and other in at:
            score[at[one], at[other]] = score[at[other], at[one]] = 0
    np.fill_diagonal(score, 0)
    return score


def tables_of(guests: Sequence[Guest], seats: Seats, n_tables: int) -> tuple[Table, ...]:
    """Return the guests at each table, in order of ids; who sits at the first table has the lowest id of all."""
    tables = [tuple(one.guest_id for at, one in enumerate(guests) if seats[at] == table) for table in range(n_tables)]
    return tuple(sorted(table for table in tables if table))


def prove(
    asked: LunchRound, guests: Sequence[Guest], rounds: Sequence[tuple[Table, ...]], seconds: float
) -> tuple[Proof, ...]:
    """Return for each aim what a seating reaches, and what no seating at such tables can pass; one search for all."""
    ids = [one.guest_id for one in guests]
    sector = {one.guest_id: one.sector for one in guests}
    times = Counter(pair for tables in rounds for pair in pairs_at(tables))
    known, together = (
        {pair for pair in pairs if set(pair) <= sector.keys()} for pairs in (asked.known, asked.together)
    )
    score = first_meetings(asked, guests)
    at = {one: position for position, one in enumerate(ids)}
    total = sum(int(score[at[one], at[other]]) for one, other in times)
    n_broken = sum(pair not in times for pair in together) + sum(times[pair] for pair in asked.apart)
    n_of_sector = sum(n for (one, other), n in times.items() if sector[one] == sector[other])
    reached: dict[str, tuple[float, float]] = {
        "broken wishes": (n_broken, 0),
        "pairs twice": (sum(n - 1 for n in times.values()), least_twice(rounds)),
        "acquaintances": (sum(times[pair] for pair in known), least_known(known, rounds)),
        "one sector": (n_of_sector, least_of_one_sector(sector, rounds)),
        "score": (total / PER_UNIT, max(most_score(score, ids, sector, rounds), total) / PER_UNIT),
    }
    return tuple(Proof(aim, value, bound, seconds) for aim, (value, bound) in reached.items())


def fairness_of(asked: LunchRound, guests: Sequence[Guest], rounds: Sequence[tuple[Table, ...]]) -> Fairness:
    """Return the figures of a seating: what each gets are the scores of those whom it meets."""
    score = first_meetings(asked, guests) / PER_UNIT
    at = {one.guest_id: position for position, one in enumerate(guests)}
    met: dict[str, set[str]] = {}
    for one, other in {pair for tables in rounds for pair in pairs_at(tables)}:
        met.setdefault(one, set()).add(other)
        met.setdefault(other, set()).add(one)
    served = [
        Served(
            tuple(score[at[one.guest_id], sorted(at[other] for other in met[one.guest_id])].tolist()),
            tuple(np.delete(score[at[one.guest_id]], at[one.guest_id]).tolist()),
        )
        for one in guests
        if one.guest_id in met
    ]
    return measure(served, len(guests) - len(served))


def _refuse_what_contradicts(asked: LunchRound, guests: Sequence[Guest]) -> None:
    if asked.seats < 1 or asked.n_rounds < 1:
        raise ImpossibleRound("a lunch needs a round, and a table a seat")
    if twice := [one for one, n in Counter(guest.guest_id for guest in guests).items() if n > 1]:
        raise ImpossibleRound(f"'{twice[0]}' is a guest twice")
    together, apart = ({pair_of(*pair) for pair in pairs} for pairs in (asked.together, asked.apart))
    if both := together & apart:
        raise ImpossibleRound("'{}' and '{}' are to sit together and apart".format(*min(both)))
