"""Seating guests at tables, round after round: the best swap of two seats, over and over."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np
import numpy.typing as npt

from matching.candidates import Mask
from matching.model import Weights
from matching.rounds.scores import Thousandths
from matching.rounds.staged import Counts

N_SWAPS = 200
"""Swaps in one round of the lunch before the next one is looked at."""
TENURE = (5, 15)
"""For so many swaps, drawn anew each time, a guest does not return to the table it left."""
NEVER = np.iinfo(np.int64).max // 4

Seats = npt.NDArray[np.int64]
"""The table of each guest: shape (n_guests,)."""


@dataclass(frozen=True)
class Wants:
    """What two guests at one table count for: square, symmetric, empty diagonals. Guests are padded to full tables."""

    score: Thousandths
    """What a first meeting adds; never below 0."""
    is_known: Mask
    same_sector: Mask
    together: Mask
    apart: Mask
    is_empty: Mask
    """Whether both seats are empty: shape (n_seats, n_seats). No table has two empty ones while another has none."""
    n_tables: int

    @property
    def n_seats(self) -> int:
        """How many seats there are."""
        return len(self.score)


@dataclass(frozen=True)
class Prices:
    """What each kind of fault costs, so that one more outweighs whatever a swap can win further down the order."""

    broken: int
    twice: int
    known: int
    sector: int

    @classmethod
    def of(cls, wants: Wants) -> "Prices":
        """Return prices for a lunch: a swap touches the pairs of two guests with two tables."""
        touched = 4 * (wants.n_seats // wants.n_tables)
        sector = touched * int(wants.score.max(initial=0)) + 1
        known = touched * sector * 2
        twice = touched * known * 2
        return cls(broken=touched * twice * 2, twice=twice, known=known, sector=sector)


def pair_costs(wants: Wants, prices: Prices, met: Counts) -> Weights:
    """Return what it costs to seat each pair together in one round, if they met so often in the others."""
    is_new = met == 0
    gain = wants.score * is_new + prices.broken * (wants.together & is_new)
    cost = (
        prices.broken * (wants.apart.astype(np.int64) + wants.is_empty)
        + prices.twice * ~is_new * ~wants.is_empty
        + prices.known * wants.is_known.astype(np.int64)
        + prices.sector * wants.same_sector.astype(np.int64)
    )
    costs: Weights = (cost - gain).astype(np.float64)
    np.fill_diagonal(costs, 0.0)
    return costs


def meets(seats: Seats) -> Counts:
    """Return who sits at one table: ones, shape (n_seats, n_seats), empty diagonal."""
    together: Counts = (seats[:, np.newaxis] == seats).astype(np.int64)
    np.fill_diagonal(together, 0)
    return together


def search(  # noqa: PLR0913 -- every limit is named
    wants: Wants,
    n_rounds: int,
    *,
    n_turns: int,
    seed: int,
    ends_at: float,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Seats], int, bool]:
    """Return the seats of each round, the number of swaps made, and whether time ran out.

    Each turn takes one round and looks for a better seating of it while the others stay: tabu search (Glover 1989, ORSA
    Journal on Computing 1), where the gain of all swaps is known at once from one product of matrices.
    """
    chance = np.random.default_rng(seed)
    prices = Prices.of(wants)
    filled = np.repeat(np.arange(wants.n_tables), wants.n_seats // wants.n_tables)
    rounds = [chance.permutation(filled) for _ in range(n_rounds)]
    n_swaps = 0
    for turn in range(n_turns):
        if monotonic() > ends_at:
            return rounds, n_swaps, True
        now = turn % n_rounds
        others = [meets(seats) for at, seats in enumerate(rounds) if at != now]
        met = sum(others, np.zeros((wants.n_seats, wants.n_seats), np.int64))
        costs = pair_costs(wants, prices, met)
        rounds[now] = improve(costs, rounds[now], wants.n_tables, chance, N_SWAPS)
        n_swaps += N_SWAPS
        if progress:
            progress(turn + 1, n_turns)
    return rounds, n_swaps, False


def improve(costs: Weights, start: Seats, n_tables: int, chance: np.random.Generator, n_swaps: int) -> Seats:
    """Return the best seating found within so many swaps; `costs` tells what each pair at one table costs."""
    seats, best = start.copy(), start.copy()
    guests = np.arange(len(seats))
    tabu_until = np.zeros((len(seats), n_tables), np.int64)
    at_table = costs @ (seats[:, np.newaxis] == np.arange(n_tables)).astype(np.float64)
    now = best_cost = 0.0  # beside the start
    for step in range(n_swaps):
        move = at_table[:, seats] - at_table[guests, seats][:, np.newaxis]
        change = move + move.T - 2 * costs
        is_tabu = (tabu_until > step)[:, seats]
        is_tabu |= is_tabu.T
        allowed = np.where((is_tabu & (now + change >= best_cost)) | (seats[:, np.newaxis] == seats), np.inf, change)
        one, other = divmod(int(np.argmin(allowed)), len(seats))
        if not np.isfinite(allowed[one, other]):
            continue
        now += change[one, other]
        left, right = seats[one], seats[other]
        difference = costs[:, other] - costs[:, one]
        at_table[:, left] += difference
        at_table[:, right] -= difference
        seats[one], seats[other] = right, left
        tabu_until[one, left] = step + chance.integers(*TENURE)
        tabu_until[other, right] = step + chance.integers(*TENURE)
        if now < best_cost:
            best, best_cost = seats.copy(), now
    return best
