"""Today's queue: what staff decide on, worked out once per state of the network and drawn anew at each look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.database import reading
from graph.errors import IllegalStep, UnknownPartner
from graph.introducing import Introductions
from graph.introductions import Introduction, IntroductionStep
from graph.network import Network
from matching.lanes import (
    LANES,
    N_ALL,
    PLACES_PER_LANE,
    Days,
    Lane,
    Lanes,
    Queued,
    better_directions,
    last_tie_days,
    make_queue,
    pair_key,
    whom_to_serve,
)
from matching.lean import Lean
from matching.suggestion import Suggestion
from service.access import Asker
from service.house import House
from service.introductions.deciding import decide, take_up
from service.introductions.reasons import reasons_of
from service.introductions.room import Rooms
from service.snapshot import Snapshot

HOLD_DAYS = 28
"""So long after "later" a suggestion is proposed to staff again."""

Pair = tuple[str, str]


class NotInQueue(IllegalStep):
    """Nobody suggests this pair any more: the network changed since it was shown."""


class DecidedAlready(IllegalStep):
    """Somebody decided on this pair before."""

    def __init__(self, introduction: Introduction) -> None:
        self.introduction = introduction
        super().__init__(f"introduction {introduction.id} is {introduction.state}: it was decided on already")


@dataclass(frozen=True)
class Desk:
    """What the queue is drawn from: nothing in it changes by a decision."""

    lanes: Lanes
    suggestions: Mapping[Pair, Suggestion]
    """By the ids of the pair in their order, best first."""


@dataclass(frozen=True)
class Item:
    """A pair in the queue: a suggestion, or an introduction that is proposed."""

    suggestion: Suggestion
    lane: Lane
    introduction: Introduction | None = None
    is_kept: bool = False
    """Whether its reasons are those that the introduction kept, and not those of today."""

    @property
    def pair(self) -> Pair:
        """The ids of the two in their order."""
        return pair_key(self.suggestion)


@dataclass(frozen=True)
class Queue:
    """The queue of a day."""

    items: dict[Lane, list[Item]]
    """What awaits a decision, by lane: what is proposed already first, then suggestions, best first."""
    n_done: Counter[Lane]
    """Pairs decided on today."""


def desk_of(house: House, snapshot: Snapshot, lean: Lean | None = None) -> Desk:
    """Return the desk of a snapshot, set up when first asked for: seconds in a network of ten thousands of partners.

    Its suggestions lean as `lean` says.
    """
    return snapshot.views.get(f"desk {lean}", lambda: _set_up(house, snapshot, lean))


def _set_up(house: House, snapshot: Snapshot, lean: Lean | None) -> Desk:
    network = snapshot.network
    served = None
    if network.n_partners > N_ALL:
        contact = last_tie_days(network)
        if snapshot.shows_suggestions:  # whom others were asked about is for staff alone
            with reading(house.engine) as session:
                contact = np.fmax(contact, _last_asked(session, network))
        served = whom_to_serve(network, contact, seed=(network.day or date.min).toordinal())
    best = better_directions(snapshot.matcher.suggest(served, lean=lean))
    return Desk(Lanes(network), {pair_key(suggestion): suggestion for suggestion in best})


def _last_asked(session: Session, network: Network) -> Days:
    """Return the last day on which each partner was asked about another one, `NaT` for never: shape (n_partners,)."""
    asked = np.full(network.n_partners, np.datetime64("NaT", "s"))
    steps = (
        select(Introduction.first_id, Introduction.second_id, IntroductionStep.made_at)
        .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
        .where(IntroductionStep.to_state == "asked")
        .order_by(IntroductionStep.made_at)
    )
    for first_id, second_id, made_at in session.execute(steps):
        there = [network.positions[each] for each in (first_id, second_id) if each in network.positions]
        asked[there] = np.datetime64(made_at.replace(tzinfo=None), "s")
    return asked


def draw_queue(session: Session, desk: Desk, rooms: Rooms, today: date, *, n_more: int = 0) -> Queue:
    """Return the queue of today, less what was decided on already; `n_more` adds so many places to each lane."""
    introductions = Introductions(session)
    decided = _decided_today(session, today)
    proposed = introductions.in_state("proposed")
    n_done = Counter(_lane_of(desk, introduction) for introduction in decided)
    taken = n_done + Counter(_lane_of(desk, introduction) for introduction in proposed)
    stood = Counter(side for each in (*decided, *proposed) for side in (each.first_id, each.second_id))
    fresh = make_queue(
        list(desk.suggestions.values()),
        desk.lanes,
        room=rooms.all_left(),
        places={lane: max(PLACES_PER_LANE + n_more - taken[lane], 0) for lane in LANES},
        stood={} if n_more else stood,
        kept_away=introductions.pairs_kept_away(today),
    )
    return Queue(_by_lane(desk, proposed, fresh), n_done)


def _by_lane(desk: Desk, proposed: Iterable[Introduction], fresh: Iterable[Queued]) -> dict[Lane, list[Item]]:
    waiting = [item_of(desk, introduction) for introduction in proposed]
    waiting.sort(key=lambda item: -item.suggestion.score)
    items = [*waiting, *(Item(one.suggestion, one.lane) for one in fresh)]
    return {lane: [item for item in items if item.lane == lane] for lane in LANES}


def _decided_today(session: Session, today: date) -> list[Introduction]:
    """Return what was decided on today and not taken back."""
    begin = datetime.combine(today, datetime.min.time(), UTC)
    numbers = select(IntroductionStep.introduction_id).where(
        IntroductionStep.made_at >= begin,
        IntroductionStep.from_state == "proposed",
        IntroductionStep.by_whom == "staff",
    )
    found = select(Introduction).where(Introduction.id.in_(numbers), Introduction.state != "proposed")
    return list(session.scalars(found))


def item_of(desk: Desk, introduction: Introduction) -> Item:
    """Return a proposed introduction as it stands in the queue: as it is suggested today, else as it was kept."""
    today = desk.suggestions.get((introduction.first_id, introduction.second_id))
    return Item(today, _lane_of(desk, introduction), introduction) if today else kept_item(desk, introduction)


def kept_item(desk: Desk, introduction: Introduction) -> Item:
    """Return an introduction with the reasons that it kept, seen from its first partner."""
    suggestion = Suggestion(
        partner_id=introduction.first_id,
        suggested_id=introduction.second_id,
        rank=1,
        score=introduction.score or 0.0,
        reasons=tuple(reasons_of(introduction.reasons, "first")),
        chance=introduction.chance or 0.0,
    )
    return Item(suggestion, _lane_of(desk, introduction), introduction, is_kept=True)


def _lane_of(desk: Desk, introduction: Introduction) -> Lane:
    """Return the lane an introduction stood in; that of its pair where it came from elsewhere, if both are there."""
    if introduction.lane:
        return introduction.lane
    try:
        return desk.lanes.of(introduction.first_id, introduction.second_id)
    except UnknownPartner:
        return LANES[0]


def decide_on(  # noqa: PLR0913 -- what, by whom and why
    session: Session,
    asker: Asker,
    desk: Desk,
    pair: Pair,
    decision: str,
    *,
    reason: str = "",
    held_until: date | None = None,
) -> Introduction:
    """Decide on a pair of the queue and return its introduction, made now unless it is proposed already.

    Raise `DecidedAlready` when somebody was first, and `NotInQueue` for a pair that nobody suggests.
    """
    pair = min(pair), max(pair)
    latest = latest_of(session, pair)
    if latest is not None and latest.state not in {"proposed", "expired"}:
        raise DecidedAlready(latest)
    if latest is None or latest.state == "expired":
        if pair not in desk.suggestions:
            raise NotInQueue(f"'{pair[0]}' and '{pair[1]}' are not suggested to each other any more")
        latest = take_up(session, asker, desk.suggestions[pair], desk.lanes.of(*pair))
    decide(session, asker, latest, decision, reason=reason, held_until=held_until)
    return latest


def latest_of(session: Session, pair: Pair) -> Introduction | None:
    """Return the latest introduction of two partners, named in the order of their ids, whatever became of it."""
    first_id, second_id = pair
    of_pair = select(Introduction).where(Introduction.first_id == first_id, Introduction.second_id == second_id)
    return session.scalar(of_pair.order_by(Introduction.id.desc()).limit(1))
