"""The beursvloer: seekers and offerers meet within their room, nobody twice at once, and the seekers walk little."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

import numpy as np

from matching.rounds.deals import Deals, choose_deals, possible_deals
from matching.rounds.fairness import Fairness, Served, measure
from matching.rounds.market_round import Alone, Attendee, MarketPlan, MarketRound, Meeting, Walking
from matching.rounds.may_meet import HURDLES, which
from matching.rounds.scores import PER_UNIT, Pair
from matching.rounds.slots import Slots, along
from matching.rounds.staged import Counts, Progress, Proof
from matching.rounds.walking import (
    N_TURNS,
    Hall,
    Search,
    least_walked,
    seat_offerers,
    shared_seekers,
    snake,
    walk_less,
    walked,
)


def plan_market(
    asked: MarketRound,
    *,
    n_turns: int = N_TURNS,
    time_limit_seconds: float = 60.0,
    progress: Progress | None = None,
) -> MarketPlan:
    """Return who meets whom at which table in which slot.

    Everybody's first meeting comes first, then the second, …, then the total of scores and wishes; then walking, for
    `n_turns` (see `walk_less`). The same input gives the same plan, unless time runs out first, which the plan tells.
    Raise `ImpossibleRound` where what is fixed cannot be kept, where somebody seeks and offers, or tables are too few.
    """
    ends_at = monotonic() + time_limit_seconds
    deals = possible_deals(asked)
    chosen, proofs = choose_deals(asked, deals, time_limit_seconds=time_limit_seconds, progress=progress)
    meeting, hall = np.flatnonzero(chosen), hall_of(asked, deals)
    table_of = seat_offerers(hall, shared_seekers(deals.seeker[meeting], deals.offerer[meeting], len(deals.offerers)))
    met = _place(hall, deals, meeting, table_of)
    search = Search(n_turns, asked.seed, ends_at, progress)
    met, table_of, was_cut_short = walk_less(hall, table_of, met, search)
    wanted = [deals.pair(at) for at in meeting.tolist()]
    plan = assemble(asked, deals, met, table_of, wanted=wanted, proofs=proofs)
    return replace(plan, walking=replace(plan.walking, was_cut_short=was_cut_short))


def assemble(  # noqa: PLR0913 -- what a plan is made of
    asked: MarketRound,
    deals: Deals,
    met: Counts,
    table_of: Counts,
    *,
    wanted: Sequence[Pair],
    proofs: tuple[Proof, ...],
) -> MarketPlan:
    """Return the plan in which each seeker meets `met`, an offerer per slot, at the tables of `table_of`.

    `wanted` are the pairs that should have a slot; those that have none are told.
    """
    meetings = meetings_of(asked, deals, met, table_of)
    pairs = {one.pair for one in meetings}
    return MarketPlan(
        meetings=meetings,
        tables={one.partner_id: int(table) for one, table in zip(deals.offerers, table_of, strict=True)},
        unscheduled=tuple(pair for pair in wanted if pair not in pairs),
        alone=who_is_alone(deals, meetings),
        proofs=proofs,
        walking=_walking(hall_of(asked, deals), met, table_of),
        seekers_fairness=fairness_of(deals, deals.seekers, deals.seeker, meetings),
        offerers_fairness=fairness_of(deals, deals.offerers, deals.offerer, meetings),
    )


def _walking(hall: Hall, met: Counts, table_of: Counts) -> Walking:
    apart = hall.metres[np.ix_(table_of, table_of)]
    metres = walked(apart, met)
    between = hall.metres[~np.eye(len(hall.metres), dtype=np.bool_)]
    n_walks = np.maximum((met >= 0).sum(axis=1) - 1, 0).sum()
    return Walking(
        metres=float(metres.sum()),
        least_here=float(least_walked(apart, met).sum()),
        least_anywhere=float(n_walks * between.min()) if len(between) else 0.0,
        most_of_one=float(metres.max(initial=0.0)),
    )


def hall_of(asked: MarketRound, deals: Deals) -> Hall:
    """Return who is there when, and how far it is between the tables."""
    points = np.array(asked.floor.tables, np.float64).reshape(-1, 2)
    metres = np.abs(points[:, np.newaxis] - points).sum(axis=2)
    return Hall(metres, _there(asked, deals.seekers), _there(asked, deals.offerers))


def _there(asked: MarketRound, attendees: Sequence[Attendee]) -> np.ndarray:
    there = [[one.is_there(slot) for slot in range(asked.n_slots)] for one in attendees]
    return np.array(there, np.bool_).reshape(len(attendees), asked.n_slots)


def _place(hall: Hall, deals: Deals, meeting: Counts, table_of: Counts) -> Counts:
    """Return whom each seeker meets in each slot; who is there least chooses first, then the best meetings."""
    passed = np.argsort(snake(hall.metres))
    n_slots = hall.seeker_there.shape[1]
    of_each: list[list[int]] = [[] for _ in deals.seekers]
    for at in meeting.tolist():
        of_each[deals.seeker[at]].append(int(deals.offerer[at]))
    preferred = along(passed[table_of].tolist(), of_each, n_slots)
    slots = Slots(hall.seeker_there, hall.offerer_there)
    shared = (hall.seeker_there[deals.seeker[meeting]] & hall.offerer_there[deals.offerer[meeting]]).sum(axis=1)
    for at in meeting[np.lexsort((meeting, -deals.worth[meeting], shared))].tolist():
        seeker, offerer = int(deals.seeker[at]), int(deals.offerer[at])
        slots.place(seeker, offerer, preferred[seeker][offerer])
    return slots.table


def meetings_of(asked: MarketRound, deals: Deals, met: Counts, table_of: Counts) -> tuple[Meeting, ...]:
    """Return the meetings of a programme, ordered by slot and table."""
    meetings = []
    for s, t in zip(*np.nonzero(met >= 0), strict=True):
        seeker, offerer = deals.seekers[s], deals.offerers[met[s, t]]
        pair = seeker.partner_id, offerer.partner_id
        meetings.append(
            Meeting(
                seeker_id=seeker.partner_id,
                offerer_id=offerer.partner_id,
                slot=int(t),
                table=int(table_of[met[s, t]]),
                score=asked.scores.between(*pair),
                seeker_wish=which(seeker, offerer),
                offerer_wish=which(offerer, seeker),
                is_fixed=pair in asked.fixed,
            )
        )
    return tuple(sorted(meetings, key=lambda one: (one.slot, one.table)))


def who_is_alone(deals: Deals, meetings: Sequence[Meeting]) -> tuple[Alone, ...]:
    """Return those who meet nobody, and why."""
    n_possible = Counter(one for at in range(len(deals.worth)) for one in deals.pair(at))
    met = {one for meeting in meetings for one in meeting.pair}
    return tuple(
        Alone(
            partner_id=one.partner_id,
            reason=_why_alone(one, deals.hurdles[one.partner_id], n_possible[one.partner_id]),
            hurdles=dict(sorted(deals.hurdles[one.partner_id].items())),
            n_possible=n_possible[one.partner_id],
        )
        for one in (*deals.seekers, *deals.offerers)
        if one.partner_id not in met
    )


def _why_alone(one: Attendee, fell: Counter[str], n_possible: int) -> str:
    if not one.meetings:
        return "no_meetings_asked"
    if n_possible:
        return "no_room"
    return next((name for name in reversed(HURDLES) if fell[name]), "nobody")


def fairness_of(deals: Deals, side: Sequence[Attendee], of_deal: Counts, meetings: Sequence[Meeting]) -> Fairness:
    """Return the figures of one side of a programme; `of_deal` is its column of `deals`."""
    ids = {one.partner_id for one in side}
    met = {meeting.pair for meeting in meetings}
    served = []
    for at in range(len(side)):
        rows = np.flatnonzero(of_deal == at).tolist()
        got = [deals.worth[row] / PER_UNIT for row in rows if deals.pair(row) in met]
        if got:
            served.append(Served(tuple(got), tuple(deals.worth[row] / PER_UNIT for row in rows)))
    return measure(served, len(ids) - len(served))
