"""A round on its day: who did not come, who comes late or unasked; what stands stays, and what changed is told."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from graph.rounds import Round
from matching.rounds import (
    Floor,
    LunchPlan,
    LunchRound,
    MarketPlan,
    MarketRound,
    plan_lunch_again,
    plan_market_again,
)
from matching.rounds.market_again import MOST_CHANGED
from matching.suggest import Matcher
from service.access import Asker
from service.audit import note
from service.rounds.asking import NotReady, ask_round, partner_of
from service.rounds.gathering import find_guest, guests_of
from service.rounds.kept import Changed, KeptPlan, keep_plan, read_plan
from service.rounds.programme import Entry, programme_of
from service.rounds.solving import check

METRES = 3.0
"""Between tables that are put up on the day and those of before."""
LEAST_CHANGED = 6
"""Places in the others' programmes that may change even where that is more than their usual share: of a small market
the share is less than one meeting, and nothing could be filled again."""
AGAIN = ("market", "lunch")
"""Kinds that are planned again on the day."""


def note_arrival(  # noqa: PLR0913, PLR0917 -- who, when, and what it is held against
    session: Session,
    asker: Asker,
    row: Round,
    matcher: Matcher,
    partner_id: str,
    state: str,
    from_slot: int,
    now_slot: int,
) -> int:
    """Note that a guest is absent, or there from a slot on, and plan again; return the number of the new plan.

    `state` is "absent" or "coming". From `now_slot` on may be changed. Raise `UnknownPartner`, `NotReady`, and
    `UnknownRound` where no plan was shared.
    """
    before = read_plan(session, row, row.shared_number)
    guest = find_guest(session, row.id, partner_id).row
    guest.state, guest.from_slot = state, from_slot
    session.flush()
    people = {each for each in _people_in(before) if partner_of(each) == partner_id}
    absent = people if state == "absent" else set()
    late = dict.fromkeys(people, from_slot) if state == "coming" else {}
    number = _plan_again(session, row, matcher, before, absent, late, now_slot)
    row.shared_number = number
    note(session, asker, "change round on the day", f"round {row.id} partner {partner_id}", state)
    return number


def _plan_again(  # noqa: PLR0913, PLR0917 -- what happened, and what it is held against
    session: Session,
    row: Round,
    matcher: Matcher,
    before: KeptPlan,
    absent: Collection[str],
    late: Mapping[str, int],
    now_slot: int,
) -> int:
    fresh = ask_round(session, row, matcher, ("coming", "absent"))
    if isinstance(fresh, MarketRound) and isinstance(before.asked, MarketRound):
        assert isinstance(before.planned, MarketPlan)  # noqa: S101 -- a plan is of the kind of what was asked
        asked = _as_known(fresh, before.asked)
        n_places = sum(2 for each in before.planned.meetings if each.slot >= now_slot)
        most_changed = max(MOST_CHANGED, LEAST_CHANGED / max(n_places, 1))
        again = plan_market_again(
            asked, before.planned, absent=absent, late=late, now_slot=now_slot, most_changed=most_changed
        )
        changed = _changed(row, before, again.plan, len(again.dropped), len(again.moved), len(again.added), absent)
        changed = replace(changed, share=round(again.share_changed, 4))
        faults = check(again.asked, again.plan)
        return keep_plan(session, row, "on_the_day", again.asked, again.plan, faults, changed)
    if not isinstance(fresh, LunchRound) or not isinstance(before.planned, LunchPlan):
        raise NotReady("not_again")
    _require_all(before, {each.guest_id for each in fresh.guests})
    away = {each.partner_id for each in guests_of(session, row.id) if each.row.state == "absent"}
    gone = {each.guest_id for each in fresh.guests if partner_of(each.guest_id) in away}
    again_lunch = plan_lunch_again(fresh, before.planned, absent=gone, late=late, now_round=now_slot)
    changed = _changed(row, before, again_lunch.plan, 0, len(again_lunch.moved), 0, absent)
    changed = replace(changed, share=round(again_lunch.share_changed, 4))
    faults = check(fresh, again_lunch.plan, absent=gone | set(late))
    return keep_plan(session, row, "on_the_day", fresh, again_lunch.plan, faults, changed)


def _as_known(fresh: MarketRound, before: MarketRound) -> MarketRound:
    """Return a market with everybody's hours as they turned out until now, and with the tables where they stand."""
    was = {each.partner_id: each for each in (*before.seekers, *before.offerers)}
    seekers, offerers = ([was.get(each.partner_id, each) for each in side] for side in (fresh.seekers, fresh.offerers))
    if was.keys() - {each.partner_id for each in (*seekers, *offerers)}:
        raise NotReady("left")
    n_more = max(len(offerers) - len(before.floor.tables), 0)
    more = tuple((at * METRES, -METRES) for at in range(n_more))  # in a row before those of the plan
    return replace(fresh, seekers=tuple(seekers), offerers=tuple(offerers), floor=Floor(before.floor.tables + more))


def _people_in(plan: KeptPlan) -> set[str]:
    if isinstance(plan.asked, MarketRound):
        return {each.partner_id for each in (*plan.asked.seekers, *plan.asked.offerers)}
    return {each.guest_id for each in plan.asked.guests} if isinstance(plan.asked, LunchRound) else set()


def _require_all(before: KeptPlan, guest_ids: Collection[str]) -> None:
    if _people_in(before) - set(guest_ids):
        raise NotReady("left")


def _changed(  # noqa: PLR0913, PLR0917 -- what changed, in numbers
    row: Round,
    before: KeptPlan,
    planned: MarketPlan | LunchPlan,
    n_dropped: int,
    n_moved: int,
    n_added: int,
    absent: Collection[str],
) -> Changed:
    """Return how two plans differ, and for whom."""
    was, now = set(map(_told, programme_of(row, before.planned))), set(map(_told, programme_of(row, planned)))
    ids = {partner_of(each[0]) for each in was ^ now} - {partner_of(each) for each in absent}
    return Changed(tuple(sorted(ids)), n_dropped, n_moved, n_added)


def _told(entry: Entry) -> tuple[str, int, int | None, tuple[str, ...]]:
    """Return what somebody reads of an entry; who sits at the same table of a lunch may change without a word."""
    return entry.guest_id, entry.slot, entry.table, entry.with_ids if len(entry.with_ids) == 1 else ()
