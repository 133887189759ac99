"""The beursvloer on the day: who did not come, who comes late or unasked, and as little as possible changes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from matching.rounds.deals import Deals, possible_deals
from matching.rounds.market import assemble
from matching.rounds.market_round import Attendee, MarketPlan, MarketRound, Meeting
from matching.rounds.scores import PER_UNIT, Pair
from matching.rounds.slots import NOBODY
from matching.rounds.staged import Aim, Choice, Counts, Progress, Proof, draw

MOST_CHANGED = 0.15
"""Share of the others' programme that may change, what falls away with the absent counted."""
LEAST_CHANGED = 6
"""Places that may change on a real day even where that is more than the share: of a small market, or of the last slots
of a large one, the share is less than one meeting, and nothing could be filled again."""

Cell = tuple[str, int]
"""A partner and a slot."""


@dataclass(frozen=True)
class MarketAgain:
    """A programme changed on the day, and how."""

    plan: MarketPlan
    asked: MarketRound
    """The round with everybody's hours as they turned out: what the next change begins from, and a checker too."""
    dropped: tuple[Meeting, ...]
    """Meetings that fell away: with who is absent, or for want of a slot with who is late."""
    moved: tuple[Meeting, ...]
    """Meetings with who is late, in their new slots."""
    added: tuple[Meeting, ...]
    """New meetings in slots that were free or came free."""
    share_changed: float
    """Of the slots in which the others, who came in time, had a meeting from now on: how many have another or none,
    and how many free ones were filled, 0 …; 0 where they had none. What falls away with the absent is part of it."""
    share_unavoidable: float
    """The part of it that falls away with who is absent or late."""


def plan_market_again(  # noqa: PLR0913 -- what happened is told by name
    asked: MarketRound,
    plan: MarketPlan,
    *,
    absent: Collection[str] = (),
    late: Mapping[str, int] | None = None,
    now_slot: int = 0,
    most_changed: float = MOST_CHANGED,
    least_changed: int = 0,
    time_limit_seconds: float = 4.0,
    progress: Progress | None = None,
) -> MarketAgain:
    """Return a programme in which nothing stands that cannot be, and everything else stands as it was.

    From `now_slot` on the absent meet nobody, and who is late is there from its slot of `late` on. Meetings with the
    late find another slot in which both are free; other free slots are filled with new meetings, those first who
    otherwise meet nobody, as far as no more than `most_changed` of the others' programme changes, or no more than
    `least_changed` of its places where that share is less. Who comes unasked stands in `asked` and not in `plan`, and
    an offerer gets a free table. `asked` holds everybody in `plan`; at the next change give the `asked` of this one.
    """
    late = late or {}
    today = _as_it_is(asked, set(absent), late, now_slot)
    deals = possible_deals(asked)
    stays, fell = _parted(plan, today, set(late), now_slot)
    to_move = {one.pair for one in fell if not set(one.pair) & set(absent)} - asked.forbidden
    others = _partners_of(plan) - set(absent) - set(late)
    n_cells = _n_of(others, [one for one in plan.meetings if one.slot >= now_slot])
    n_lost = _n_of(others, [one for one in fell if one.slot >= now_slot])
    options = _options(deals, _Free.of(today, stays, fell, others, now_slot), {one.pair for one in stays}, to_move)
    chosen, proofs = _choose(
        today,
        options,
        stays,
        n_idle_at_most=max(max(int(most_changed * n_cells), least_changed) - n_lost, 0),
        time_limit_seconds=time_limit_seconds,
        progress=progress,
    )
    added = [(options.pairs[options.pair[at]], int(options.slot[at])) for at in chosen]
    met = _met(asked, deals, stays, added)
    again = assemble(asked, deals, met, _tables(asked, deals, plan), wanted=sorted(to_move), proofs=proofs)
    placed = {one.pair: one for one in again.meetings}
    new = [placed[pair] for pair, _ in added]
    n_changed = n_lost + int(options.n_idle[chosen].sum())
    return MarketAgain(
        plan=again,
        asked=replace(today, fixed=frozenset(asked.fixed & placed.keys())),
        dropped=tuple(one for one in fell if one.pair not in placed),
        moved=tuple(one for one in new if one.pair in to_move),
        added=tuple(one for one in new if one.pair not in to_move),
        share_changed=n_changed / n_cells if n_cells else 0.0,
        share_unavoidable=n_lost / n_cells if n_cells else 0.0,
    )


def _parted(plan: MarketPlan, today: MarketRound, late: set[str], now_slot: int) -> tuple[list[Meeting], list[Meeting]]:
    """Return the meetings that stand, and those that fall away: what is past too, of who was not there yet."""
    attendees = {one.partner_id: one for one in (*today.seekers, *today.offerers)}

    def stands(one: Meeting) -> bool:
        if one.slot < now_slot and not set(one.pair) & late:
            return True
        return all(attendees[end].is_there(one.slot) for end in one.pair) and one.pair not in today.forbidden

    return [one for one in plan.meetings if stands(one)], [one for one in plan.meetings if not stands(one)]


def _partners_of(plan: MarketPlan) -> set[str]:
    """Return everybody in a plan, who meets nobody included."""
    return {one for meeting in plan.meetings for one in meeting.pair} | {one.partner_id for one in plan.alone}


def _n_of(partners: Collection[str], meetings: Collection[Meeting]) -> int:
    """Return how many places in some meetings are of some partners."""
    return sum(one in partners for meeting in meetings for one in meeting.pair)


def _as_it_is(asked: MarketRound, absent: set[str], late: Mapping[str, int], now_slot: int) -> MarketRound:
    """Return the round with the hours of everybody as they turned out."""

    def seen(one: Attendee) -> Attendee:
        if one.partner_id in absent:
            until = now_slot if one.until_slot is None else min(one.until_slot, now_slot)
            return replace(one, until_slot=until)
        return replace(one, from_slot=max(one.from_slot, late.get(one.partner_id, 0)))

    return replace(asked, seekers=tuple(map(seen, asked.seekers)), offerers=tuple(map(seen, asked.offerers)))


@dataclass(frozen=True)
class _Free:
    """Slots in which somebody is there and meets nobody."""

    slots: dict[str, frozenset[int]]
    idle: frozenset[Cell]
    """Those of the others that were free before: to fill one changes a programme."""

    @classmethod
    def of(
        cls, today: MarketRound, stays: Collection[Meeting], fell: Collection[Meeting], others: set[str], now_slot: int
    ) -> "_Free":
        taken = {(one, meeting.slot) for meeting in stays for one in meeting.pair}
        came_free = {(one, meeting.slot) for meeting in fell for one in meeting.pair}
        attendees = (*today.seekers, *today.offerers)
        slots = {
            one.partner_id: frozenset(
                slot
                for slot in range(now_slot, today.n_slots)
                if one.is_there(slot) and (one.partner_id, slot) not in taken
            )
            for one in attendees
        }
        cells = {(one, slot) for one, free in slots.items() if one in others for slot in free}
        return cls(slots, frozenset(cells - came_free))


@dataclass(frozen=True)
class _Options:
    """Meetings that might be added, in columns of one length."""

    pairs: list[Pair]
    pair: Counts
    """Position in `pairs`."""
    slot: Counts
    worth: Counts
    n_idle: Counts
    """How many of the two would meet somebody in a slot that was free before: 0, 1 or 2."""
    is_move: Counts
    """1 where the pair loses its slot today, else 0."""


def _options(deals: Deals, free: _Free, has_met: Collection[Pair], to_move: Collection[Pair]) -> _Options:
    pairs: list[Pair] = []
    rows: list[tuple[int, int, int, int, int]] = []
    met = set(has_met)
    for at in range(len(deals.worth)):
        pair = deals.pair(at)
        shared = free.slots[pair[0]] & free.slots[pair[1]]
        if pair in met or not shared:
            continue
        for slot in sorted(shared):
            n_idle = sum((one, slot) in free.idle for one in pair)
            rows.append((len(pairs), slot, int(deals.worth[at]), n_idle, int(pair in to_move)))
        pairs.append(pair)
    return _Options(pairs, *np.array(rows, np.int64).reshape(-1, 5).T)


def _choose(  # noqa: PLR0913 -- what the choice is made of
    today: MarketRound,
    options: _Options,
    stays: Collection[Meeting],
    *,
    n_idle_at_most: int,
    time_limit_seconds: float,
    progress: Progress | None,
) -> tuple[Counts, tuple[Proof, ...]]:
    """Return which options become meetings: those of the late first, then who meets nobody yet, then the total."""
    attendees = sorted((*today.seekers, *today.offerers), key=lambda one: one.partner_id)
    n_met = Counter(one for meeting in stays for one in meeting.pair)
    n, n_partners = len(options.pair), len(attendees)
    choice = _rules(today, options, attendees, n_met)
    choice.keep(_row(np.append(options.n_idle, np.zeros(n_partners))), -np.inf, n_idle_at_most)
    is_alone = np.array([n_met[one.partner_id] == 0 for one in attendees], np.int64)
    none = np.zeros(n_partners, np.int64)
    aims = [
        Aim("moved", np.append(options.is_move, none), limit=len({*options.pair[options.is_move > 0].tolist()})),
        Aim("no longer alone", np.append(np.zeros(n, np.int64), is_alone)),
        Aim("total", np.append(options.worth, none), unit=1 / PER_UNIT),
    ]
    ties = [draw(today.seed, *options.pairs[options.pair[i]], str(options.slot[i])) for i in range(n)]
    chosen, proofs = choice.pursue(
        aims,
        ties=np.array(ties + [0.0] * n_partners),
        time_limit_seconds=time_limit_seconds,
        progress=progress,
    )
    return np.flatnonzero(chosen[:n]), proofs


def _rules(today: MarketRound, options: _Options, attendees: Sequence[Attendee], n_met: Counter[str]) -> Choice:
    """Return the options, and for each partner whether it gets one, with what every plan keeps."""
    at = {one.partner_id: position for position, one in enumerate(attendees)}
    n, n_partners = len(options.pair), len(attendees)
    choice = Choice(n + n_partners)
    not_a_meeting = np.full(n_partners, -1)
    ends = [np.array([at[options.pairs[pair][side]] for pair in options.pair], np.int64) for side in (0, 1)]
    room = [max(one.meetings - n_met[one.partner_id], 0) for one in attendees]
    for end in ends:
        by_slot = np.append(end * today.n_slots + options.slot, not_a_meeting)
        choice.keep_groups(by_slot, np.ones(n_partners * today.n_slots))
        choice.keep_groups(np.append(end, not_a_meeting), room)
    choice.keep_groups(np.append(options.pair, not_a_meeting), np.ones(len(options.pairs)))
    # A partner gets a meeting, at most, as it has options chosen.
    rows = np.concatenate([*ends, np.arange(n_partners)])
    columns = np.concatenate([np.arange(n), np.arange(n), n + np.arange(n_partners)])
    values = np.concatenate([-np.ones(2 * n), np.ones(n_partners)])
    choice.keep(sparse.csr_array((values, (rows, columns)), shape=(n_partners, n + n_partners)), -np.inf, 0)
    return choice


def _row(values: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(values[np.newaxis, :])


def _met(asked: MarketRound, deals: Deals, stays: Collection[Meeting], added: Collection[tuple[Pair, int]]) -> Counts:
    """Return whom each seeker meets in each slot."""
    seeker_at = {one.partner_id: at for at, one in enumerate(deals.seekers)}
    offerer_at = {one.partner_id: at for at, one in enumerate(deals.offerers)}
    met = np.full((len(seeker_at), asked.n_slots), NOBODY)
    for (seeker, offerer), slot in [*((one.pair, one.slot) for one in stays), *added]:
        met[seeker_at[seeker], slot] = offerer_at[offerer]
    return met


def _tables(asked: MarketRound, deals: Deals, plan: MarketPlan) -> Counts:
    """Return the table of each offerer: the one it has, or a free one."""
    unused = iter(sorted(set(range(len(asked.floor.tables))) - set(plan.tables.values())))
    ids = (one.partner_id for one in deals.offerers)
    return np.array([plan.tables[one] if one in plan.tables else next(unused) for one in ids], np.int64)
