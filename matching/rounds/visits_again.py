"""The meeloopdag on the day: who is ill, who comes later or unasked, and every visit that still can be stays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.rounds.scores import Pair
from matching.rounds.staged import Progress
from matching.rounds.visit_round import Host, Visit, Visitor, VisitPlan, VisitRound
from matching.rounds.visits import plan_visits


@dataclass(frozen=True)
class VisitsAgain:
    """Visits changed on the day, and how."""

    plan: VisitPlan
    asked: VisitRound
    """The round with everybody's days as they turned out: what the next change begins from, and a checker too."""
    dropped: tuple[Visit, ...]
    """Visits that fell away, with nothing in their place for the same two."""
    moved: tuple[Visit, ...]
    """Visits of the same two, now on another day."""
    added: tuple[Visit, ...]
    share_changed: float
    """Of the places that the others, who come as planned, have in visits from now on: how many fell away, and how many
    are new, 0 …"""


def plan_visits_again(  # noqa: PLR0913 -- what happened is told by name
    asked: VisitRound,
    plan: VisitPlan,
    *,
    absent: Collection[str] = (),
    late: Mapping[str, date] | None = None,
    today: date = date.min,
    time_limit_seconds: float = 4.0,
    progress: Progress | None = None,
) -> VisitsAgain:
    """Return a plan in which each visit stays that still can be, and who lost one gets another where there is room.

    From `today` on the absent visit and receive nobody; who is late can from its day of `late` on, and not before; what
    else was before `today` is past. A pair that is forbidden by now meets no more. Who comes unasked stands in `asked`
    and not in `plan`. `asked` holds everybody in `plan`; at the next change give the `asked` of this one.
    Raise `ImpossibleRound` where a pair is fixed and cannot meet.
    """
    arrives = late or {}
    seen = _as_it_is(asked, set(absent), arrives, today)
    days = {one.partner_id: set(one.days) for one in seen.everybody}

    def stands(one: Visit) -> bool:
        if one.day < today and not arrives.keys() & _pair(one):
            return True
        return one.day in days[one.visitor_id] & days[one.host_id] and _pair(one) not in seen.forbidden

    stays = [one for one in plan.visits if stands(one)]
    standing = frozenset(map(_pair, stays))
    fixed = frozenset(
        pair
        for pair in asked.fixed
        if pair in standing or any(day >= today for day in days.get(pair[0], set()) & days.get(pair[1], set()))
    )
    forbidden = seen.forbidden - standing
    again = plan_visits(
        # What stands is fixed: it falls at no hurdle, whatever became known of the two since.
        replace(_from_today(seen, stays, today), fixed=fixed | standing, forbidden=forbidden),
        standing=frozenset((*_pair(one), one.day) for one in stays),
        time_limit_seconds=time_limit_seconds,
        progress=progress,
    )
    visits = tuple(replace(one, is_fixed=_pair(one) in asked.fixed) for one in again.visits)
    fell = [one for one in plan.visits if one not in stays]
    new = [one for one in visits if (*_pair(one), one.day) not in {(*_pair(each), each.day) for each in stays}]
    others = {one.partner_id for one in asked.everybody} - set(absent) - set(arrives)
    had = [one for one in plan.visits if one.day >= today]
    n_had, n_changed = _n_of(others, had), _n_of(others, [*(one for one in fell if one.day >= today), *new])
    return VisitsAgain(
        plan=replace(again, visits=visits),
        asked=replace(seen, fixed=fixed, forbidden=forbidden),
        dropped=tuple(one for one in fell if _pair(one) not in set(map(_pair, new))),
        moved=tuple(one for one in new if _pair(one) in set(map(_pair, fell))),
        added=tuple(one for one in new if _pair(one) not in set(map(_pair, fell))),
        share_changed=n_changed / n_had if n_had else 0.0,
    )


def _pair(visit: Visit) -> Pair:
    return visit.visitor_id, visit.host_id


def _n_of(partners: Collection[str], visits: Sequence[Visit]) -> int:
    """Return how many places in some visits are of some partners."""
    return sum(one in partners for visit in visits for one in _pair(visit))


def _as_it_is(asked: VisitRound, absent: set[str], late: Mapping[str, date], today: date) -> VisitRound:
    """Return the round with everybody's days as they turned out."""

    def can(one: Visitor | Host) -> tuple[date, ...]:
        if one.partner_id in absent:
            return tuple(day for day in one.days if day < today)
        return tuple(day for day in one.days if day >= late.get(one.partner_id, date.min))

    return replace(
        asked,
        visitors=tuple(replace(one, days=can(one)) for one in asked.visitors),
        hosts=tuple(replace(one, days=can(one)) for one in asked.hosts),
    )


def _from_today(seen: VisitRound, stays: Sequence[Visit], today: date) -> VisitRound:
    """Return a round in which days that are past hold what was on them and nothing more."""
    was = {(one, visit.day) for visit in stays for one in _pair(visit)}

    def left(one: Visitor | Host) -> tuple[date, ...]:
        return tuple(day for day in one.days if day >= today or (one.partner_id, day) in was)

    return replace(
        seen,
        visitors=tuple(replace(one, days=left(one)) for one in seen.visitors),
        hosts=tuple(replace(one, days=left(one)) for one in seen.hosts),
    )
