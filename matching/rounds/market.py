"""The beursvloer: seekers and offerers meet within their room, nobody twice at once, and the seekers walk little."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from matching.rounds.deals import Deals, choose_deals, possible_deals
from matching.rounds.fairness import Fairness, Served, measure
from matching.rounds.market_round import Alone, Attendee, MarketPlan, MarketRound, Meeting, Walking
from matching.rounds.may_meet import HURDLES, which
from matching.rounds.scores import PER_UNIT
from matching.rounds.slots import Slots, along
from matching.rounds.staged import Counts, Progress
from matching.rounds.walking import (
    Hall,
    flip_slots,
    least_walked,
    seat_offerers,
    shared_seekers,
    snake,
    walked,
    walks_between,
)

N_TURNS = 4
"""Times that tables are moved to the slots and slots to the tables; later ones save less than a metre each."""


def plan_market(
    asked: MarketRound, *, time_limit_seconds: float = 60.0, progress: Progress | None = None
) -> MarketPlan:
    """Return who meets whom at which table in which slot.

    Everybody's first meeting comes first, then the second, …, then the total of scores and wishes; then walking.
    The time limit is that of who meets whom; slots and tables take a few seconds for hundreds of partners.
    Raise `ImpossibleRound` where what is fixed cannot be kept, where somebody seeks and offers, or tables are too few.
    """
    deals = possible_deals(asked)
    chosen, proofs = choose_deals(asked, deals, time_limit_seconds=time_limit_seconds, progress=progress)
    meeting = np.flatnonzero(chosen)
    hall = hall_of(asked, deals)
    met, table_of = _walk_little(hall, deals, meeting)
    placed = met >= 0
    meetings = meetings_of(asked, deals, met, table_of)
    pairs = {one.pair for one in meetings}
    apart = hall.metres[np.ix_(table_of, table_of)]
    metres = walked(apart, met)
    nearest = np.min(hall.metres[hall.metres > 0], initial=np.inf) if (hall.metres > 0).any() else 0.0
    return MarketPlan(
        meetings=meetings,
        tables={one.partner_id: int(table) for one, table in zip(deals.offerers, table_of, strict=True)},
        unscheduled=tuple(pair for at in meeting.tolist() if (pair := deals.pair(at)) not in pairs),
        alone=who_is_alone(deals, meetings),
        proofs=proofs,
        walking=Walking(
            metres=float(metres.sum()),
            least_here=float(least_walked(apart, met).sum()),
            least_anywhere=float(np.maximum(placed.sum(axis=1) - 1, 0).sum() * nearest),
            most_of_one=float(metres.max(initial=0.0)),
        ),
        seekers_fairness=fairness_of(deals, deals.seekers, deals.seeker, meetings),
        offerers_fairness=fairness_of(deals, deals.offerers, deals.offerer, meetings),
    )


def hall_of(asked: MarketRound, deals: Deals) -> Hall:
    """Return who is there when, and how far it is between the tables."""
    points = np.array(asked.floor.tables, np.float64).reshape(-1, 2)
    metres = np.abs(points[:, np.newaxis] - points).sum(axis=2)
    return Hall(metres, _there(asked, deals.seekers), _there(asked, deals.offerers))


def _there(asked: MarketRound, attendees: Sequence[Attendee]) -> np.ndarray:
    there = [[one.is_there(slot) for slot in range(asked.n_slots)] for one in attendees]
    return np.array(there, np.bool_).reshape(len(attendees), asked.n_slots)


def _walk_little(hall: Hall, deals: Deals, meeting: Counts) -> tuple[Counts, Counts]:
    """Return whom each seeker meets in each slot, and the table of each offerer."""
    n_offerers = len(deals.offerers)
    seeker, offerer = deals.seeker[meeting], deals.offerer[meeting]
    of_each = [offerer[seeker == one].tolist() for one in range(len(deals.seekers))]
    width = max(map(len, of_each), default=0)
    anyhow = np.array([row + [-1] * (width - len(row)) for row in of_each], np.int64).reshape(len(of_each), width)
    table_of = seat_offerers(hall, n_offerers, shared_seekers(anyhow, n_offerers))
    met = _place(hall, deals, meeting, table_of)
    for _ in range(N_TURNS):
        met = flip_slots(hall, table_of, met)
        table_of = seat_offerers(hall, n_offerers, walks_between(met, n_offerers), start=table_of)
    return flip_slots(hall, table_of, met), table_of


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
