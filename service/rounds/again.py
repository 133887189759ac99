"""A plan made again on the day, one way for each kind: what stands stays, and whose programme changed is told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from graph.rounds import Round
from matching.rounds import (
    Attendee,
    Floor,
    LunchPlan,
    LunchRound,
    MarketPlan,
    MarketRound,
    VisitPlan,
    VisitRound,
    check_lunch,
    check_market,
    check_visits,
    plan_lunch_again,
    plan_market_again,
    plan_visits_again,
)
from matching.rounds.market_again import LEAST_CHANGED, MarketAgain
from matching.rounds.visit_round import Host, Visitor
from matching.rounds.visits_again import VisitsAgain
from service.rounds.asking import NotReady, partner_of
from service.rounds.gathering import guests_of
from service.rounds.kept import Asked, Changed, KeptPlan, keep_plan
from service.rounds.programme import Entry, pairs_met, programme_of

METRES = 3.0
"""Between tables that are put up on the day and those of before."""


@dataclass(frozen=True)
class News:
    """What happened: who is absent from a slot on, or there from it on. Slots of visits are the days of the round."""

    partner_ids: frozenset[str]
    state: str
    """absent or coming."""
    from_slot: int
    now_slot: int
    """From here on may be changed."""
    returning: frozenset[str] = frozenset()
    """Who was noted as absent before, and is there after all."""
    withdrew: frozenset[str] = frozenset()
    """Who stands in the plan and said meanwhile that it does not come."""

    def absent(self, people: Collection[str]) -> set[str]:
        """Return who of some people is absent by this."""
        return self._of(people, "absent") | {each for each in people if partner_of(each) in self.withdrew}

    def coming(self, people: Collection[str]) -> set[str]:
        """Return who of some people is there by this, from `from_slot` on."""
        return self._of(people, "coming")

    def late(self, people: Collection[str]) -> set[str]:
        """Return who of some people was not there before: all who come but those who are back."""
        return {each for each in self.coming(people) if partner_of(each) not in self.returning}

    def _of(self, people: Collection[str], state: str) -> set[str]:
        return {each for each in people if partner_of(each) in self.partner_ids} if self.state == state else set()


def plan_again(session: Session, row: Round, fresh: Asked, before: KeptPlan, news: News) -> int:
    """Keep a plan after one of before, and return its number; `fresh` is what would be asked now.

    Raise `NotReady` where somebody in the plan is there no more, or the kind is not planned again.
    """
    if isinstance(fresh, MarketRound):
        return _market_again(session, row, fresh, before, news)
    if isinstance(fresh, VisitRound):
        return _visits_again(session, row, fresh, before, news)
    if isinstance(fresh, LunchRound):
        return _lunch_again(session, row, fresh, before, news)
    raise NotReady("not_again")


def _market_again(session: Session, row: Round, fresh: MarketRound, before: KeptPlan, news: News) -> int:
    was, planned = before.asked, before.planned
    assert isinstance(was, MarketRound)  # noqa: S101 -- a round keeps its kind
    assert isinstance(planned, MarketPlan)  # noqa: S101
    known = {each.partner_id: each for each in (*was.seekers, *was.offerers)}
    _require_all(known, [each.partner_id for each in (*fresh.seekers, *fresh.offerers)])

    def as_known(one: Attendee) -> Attendee:
        of_it = known.get(one.partner_id, one)
        return replace(of_it, until_slot=None) if one.partner_id in news.returning else of_it

    n_more = max(len(fresh.offerers) - len(was.floor.tables), 0)
    more = tuple((at * METRES, -METRES) for at in range(n_more))  # in a row before those of the plan
    asked = replace(
        fresh,
        seekers=tuple(map(as_known, fresh.seekers)),
        offerers=tuple(map(as_known, fresh.offerers)),
        floor=Floor(was.floor.tables + more),
        acquainted=fresh.acquainted.without(pairs_met(planned)),
    )
    absent, late = news.absent(known), news.late(known)
    again = plan_market_again(
        asked,
        planned,
        absent=absent,
        late=dict.fromkeys(late, news.from_slot),
        now_slot=news.now_slot,
        least_changed=LEAST_CHANGED,
    )
    changed, faults = _changed(row, before, again, absent), check_market(again.asked, again.plan)
    return keep_plan(session, row, "on_the_day", again.asked, again.plan, faults, changed)


def _visits_again(session: Session, row: Round, fresh: VisitRound, before: KeptPlan, news: News) -> int:
    was, planned = before.asked, before.planned
    assert isinstance(was, VisitRound)  # noqa: S101 -- a round keeps its kind
    assert isinstance(planned, VisitPlan)  # noqa: S101
    known = {each.partner_id: each.days for each in was.everybody}
    _require_all(known, [each.partner_id for each in fresh.everybody])
    today, begins = (date.fromisoformat(row.days[min(at, len(row.days) - 1)]) for at in (news.now_slot, news.from_slot))

    def days(one: Visitor | Host) -> tuple[date, ...]:
        if one.partner_id not in known:
            return tuple(day for day in one.days if day >= begins)
        back = [day for day in one.days if day >= begins] if one.partner_id in news.returning else []
        return tuple(sorted({*known[one.partner_id], *back}))

    asked = replace(
        fresh,
        visitors=tuple(replace(each, days=days(each)) for each in fresh.visitors),
        hosts=tuple(replace(each, days=days(each)) for each in fresh.hosts),
        acquainted=fresh.acquainted.without(planned.pairs),
    )
    absent, late = news.absent(known), news.late(known)
    again = plan_visits_again(asked, planned, absent=absent, late=dict.fromkeys(late, begins), today=today)
    changed, faults = _changed(row, before, again, absent), check_visits(again.asked, again.plan)
    return keep_plan(session, row, "on_the_day", again.asked, again.plan, faults, changed)


def _lunch_again(session: Session, row: Round, fresh: LunchRound, before: KeptPlan, news: News) -> int:
    was, planned = before.asked, before.planned
    assert isinstance(was, LunchRound)  # noqa: S101 -- a round keeps its kind
    assert isinstance(planned, LunchPlan)  # noqa: S101
    people = {each.guest_id for each in fresh.guests}
    _require_all({each.guest_id for each in was.guests}, people)
    guests = {each.partner_id: each.row for each in guests_of(session, row.id)}
    gone = {each for each in people if guests[partner_of(each)].state == "absent"}
    late = dict.fromkeys(news.coming(people), news.from_slot)
    again = plan_lunch_again(fresh, planned, absent=gone, late=late, now_round=news.now_slot)
    changed = Changed(
        _whose_changed(row, before, again.plan, news.absent(people)),
        n_moved=len(again.moved),
        share=round(again.share_changed, 4),
    )
    not_always = gone | {each for each in people if guests[partner_of(each)].from_slot}
    faults = check_lunch(fresh, again.plan, absent=not_always)
    return keep_plan(session, row, "on_the_day", fresh, again.plan, faults, changed)


def _changed(row: Round, before: KeptPlan, again: MarketAgain | VisitsAgain, absent: Collection[str]) -> Changed:
    return Changed(
        _whose_changed(row, before, again.plan, absent),
        len(again.dropped),
        len(again.moved),
        len(again.added),
        round(again.share_changed, 4),
    )


def people_in(asked: Asked) -> set[str]:
    """Return everybody who takes part in a round as it was asked."""
    if isinstance(asked, MarketRound):
        return {each.partner_id for each in (*asked.seekers, *asked.offerers)}
    if isinstance(asked, VisitRound):
        return {each.partner_id for each in asked.everybody}
    return {each.guest_id for each in asked.guests} if isinstance(asked, LunchRound) else set()


def _require_all(known: Collection[str], now: Collection[str]) -> None:
    if set(known) - set(now):
        raise NotReady("left")


def _whose_changed(
    row: Round, before: KeptPlan, planned: MarketPlan | LunchPlan | VisitPlan, absent: Collection[str]
) -> tuple[str, ...]:
    """Return the partners whose programme is another now, without who is absent."""
    was, now = set(map(_told, programme_of(row, before.planned))), set(map(_told, programme_of(row, planned)))
    return tuple(sorted({partner_of(each[0]) for each in was ^ now} - {partner_of(each) for each in absent}))


def _told(entry: Entry) -> tuple[str, datetime, int | None, tuple[str, ...]]:
    """Return what somebody reads of an entry; who sits at the same table of a lunch may change without a word."""
    with_ids = entry.with_ids if len(entry.with_ids) == 1 else ()
    return entry.guest_id, entry.begins, entry.table, with_ids
