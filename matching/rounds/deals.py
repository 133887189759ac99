"""The beursvloer, first half: who meets whom, within everybody's room, evenly first and then for the best total."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.candidates import Mask
from matching.errors import ImpossibleRound
from matching.rounds.market_round import Attendee, MarketRound
from matching.rounds.may_meet import hurdle, is_wanted, refuse_what_contradicts, wishes_worth
from matching.rounds.scores import PER_UNIT, Pair, Thousandths
from matching.rounds.staged import Aim, Choice, Counts, Progress, Proof, draw


@dataclass(frozen=True)
class Deals:
    """Pairs that may meet, in columns of one length, ordered by seeker and offerer; everything in order of ids."""

    seekers: tuple[Attendee, ...]
    offerers: tuple[Attendee, ...]
    seeker: Counts
    """Position in `seekers`; `offerer` likewise."""
    offerer: Counts
    worth: Thousandths
    """Score with wishes, in thousandths."""
    hurdles: dict[str, Counter[str]]
    """For each partner, how many of the other side fell at each hurdle."""

    def pair(self, at: int) -> Pair:
        """Return seeker and offerer."""
        return self.seekers[self.seeker[at]].partner_id, self.offerers[self.offerer[at]].partner_id


def possible_deals(asked: MarketRound) -> Deals:
    """Return the pairs that the rules allow; raise `ImpossibleRound` for a round that contradicts itself."""
    _refuse_what_cannot_be(asked)
    seekers = tuple(sorted(asked.seekers, key=lambda one: one.partner_id))
    offerers = tuple(sorted(asked.offerers, key=lambda one: one.partner_id))
    grid = asked.scores.grid([one.partner_id for one in seekers], [one.partner_id for one in offerers])
    rows: list[tuple[int, int, int]] = []
    hurdles = {one.partner_id: Counter[str]() for one in (*seekers, *offerers)}
    for s, seeker in enumerate(seekers):
        for o, offerer in enumerate(offerers):
            if fell := _hurdle(asked, seeker, offerer, int(grid[s, o])):
                hurdles[seeker.partner_id][fell] += 1
                hurdles[offerer.partner_id][fell] += 1
            else:
                rows.append((s, o, int(grid[s, o]) + wishes_worth(seeker, offerer)))
    seeker_at, offerer_at, worth = np.array(rows, np.int64).reshape(-1, 3).T
    return Deals(seekers, offerers, seeker_at, offerer_at, worth, hurdles)


def _refuse_what_cannot_be(asked: MarketRound) -> None:
    refuse_what_contradicts(asked, asked.seekers, asked.offerers)
    if both := {one.partner_id for one in asked.seekers} & {one.partner_id for one in asked.offerers}:
        raise ImpossibleRound(f"'{min(both)}' cannot walk and keep a table at once: let it seek or offer")
    n_offerers, n_tables = len(asked.offerers), len(asked.floor.tables)
    if n_offerers > n_tables:
        raise ImpossibleRound(f"{n_offerers} offerers need as many tables, and there are {n_tables}")


def _hurdle(asked: MarketRound, seeker: Attendee, offerer: Attendee, score: int) -> str:
    """Return the first hurdle at which a pair falls, "" where it may meet."""
    if fell := hurdle(asked, seeker, offerer):
        return fell
    is_asked_for = is_wanted(seeker, offerer) or (seeker.partner_id, offerer.partner_id) in asked.fixed
    if score < asked.least_score * PER_UNIT and not is_asked_for:
        return "low_score"
    begin = max(seeker.from_slot, offerer.from_slot)
    end = min(asked.n_slots if one.until_slot is None else one.until_slot for one in (seeker, offerer))
    return "" if begin < min(end, asked.n_slots) else "no_shared_time"


def choose_deals(
    asked: MarketRound,
    deals: Deals,
    *,
    other_than: frozenset[Pair] = frozenset(),
    time_limit_seconds: float,
    progress: Progress | None = None,
) -> tuple[Mask, tuple[Proof, ...]]:
    """Return which of the pairs meet, and a proof of each aim; with `other_than` not all of these pairs do.

    Raise `ImpossibleRound` where fixed pairs do not fit, or no other choice is left.
    """
    n, partners = len(deals.worth), (*deals.seekers, *deals.offerers)
    ends = np.stack([deals.seeker, deals.offerer + len(deals.seekers)])
    room = np.array([min(one.meetings, sum(map(one.is_there, range(asked.n_slots)))) for one in partners])
    n_even = min(asked.evenly_to, int(room.max(initial=0)))
    choice = Choice(n + n_even * len(partners), most_chosen=int(room.sum()))
    for end in ends:
        choice.keep_groups(np.append(end, np.full(n_even * len(partners), -1)), room)
    choice.keep(_reached(ends, n, len(partners), n_even), -np.inf, 0)
    fixed = [at for at in range(n) if deals.pair(at) in asked.fixed]
    if len(fixed) < len(asked.fixed):
        raise ImpossibleRound("a fixed pair shares no slot in which both are there")
    ones = (np.ones(len(fixed)), (np.arange(len(fixed)), fixed))
    choice.keep(sparse.csr_array(ones, shape=(len(fixed), choice.n_variables)), 1, 1)
    if other_than:
        its = [float(at < n and deals.pair(at) in other_than) for at in range(choice.n_variables)]
        choice.keep(sparse.csr_array(np.array([its])), -np.inf, len(other_than) - 1)
    ties = np.array([draw(asked.seed, *deals.pair(at)) for at in range(n)] + [0.0] * (choice.n_variables - n))
    chosen, proofs = choice.pursue(
        _aims(deals, room, n_even), ties=ties, time_limit_seconds=time_limit_seconds, progress=progress
    )
    return chosen[:n], proofs


def _reached(ends: Counts, n: int, n_partners: int, n_even: int) -> sparse.csr_array:
    """Return the rule that a partner counts as having so many meetings at most as it has: a row per partner."""
    levels = np.arange(n_even * n_partners)
    rows = np.concatenate([ends.ravel(), levels % n_partners])
    columns = np.concatenate([np.arange(n), np.arange(n), n + levels])
    values = np.concatenate([-np.ones(2 * n), np.ones(len(levels))])
    return sparse.csr_array((values, (rows, columns)), shape=(n_partners, n + len(levels)))


def _aims(deals: Deals, room: Counts, n_even: int) -> list[Aim]:
    n, n_partners = len(deals.worth), len(room)
    n_possible = np.bincount(deals.seeker, minlength=len(deals.seekers)).tolist()
    n_possible += np.bincount(deals.offerer, minlength=len(deals.offerers)).tolist()
    aims = []
    for level in range(n_even):
        worth = np.zeros(n + n_even * n_partners, np.int64)
        worth[n + level * n_partners : n + (level + 1) * n_partners] = 1
        limit = int((np.minimum(room, n_possible) > level).sum())
        aims.append(Aim(f"meeting {level + 1}", worth, limit=limit))
    total = np.append(deals.worth, np.zeros(n_even * n_partners, np.int64))
    return [*aims, Aim("total", total, unit=1 / PER_UNIT)]
