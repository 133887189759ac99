"""A round on its day: who did not come, who comes late or unasked; noted, and planned again at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from graph.rounds import Round
from matching.suggest import Matcher
from service.access import Asker
from service.audit import note
from service.rounds.again import News, people_in, plan_again
from service.rounds.asking import ask_round, partner_of
from service.rounds.gathering import Guest, guests_of, require_guests
from service.rounds.kept import KeptPlan, read_plan
from service.rounds.programme import programme_of, slot_at
from service.rounds.signing_up import tell_changed

AGAIN = ("visits", "market", "lunch")
"""Kinds that are planned again on the day."""


def note_arrivals(  # noqa: PLR0913, PLR0917 -- who, when, and what it is held against
    session: Session,
    asker: Asker,
    row: Round,
    matcher: Matcher,
    partner_ids: Sequence[str],
    state: str,
    *,
    from_slot: int,
    now_slot: int,
) -> int:
    """Note that guests are absent, or there from a slot on, and plan again at once; return the number of the new plan.

    `state` is "absent" or "coming". From `now_slot` on may be changed. Of visits all whose programme changed get a
    mail. Two who arrive at once are planned in one after the other, since who writes waits for who does. Raise
    `UnknownPartner`, `NotReady`, and `UnknownRound` where no plan was shared.
    """
    before = read_plan(session, row, row.shared_number)
    guests = require_guests(session, row.id, partner_ids)
    returning = frozenset(each.partner_id for each in guests if each.row.state == "absent" and state == "coming")
    for guest in guests:
        guest.row.state, guest.row.from_slot = state, from_slot
    session.flush()
    # Who comes back has met those of before it went: its slots until it is back are past for all.
    now_slot = max(now_slot, from_slot) if returning else now_slot
    withdrew = _have_withdrawn(session, before)
    news = News(frozenset(partner_ids), state, from_slot, now_slot, returning, withdrew)
    fresh = ask_round(session, row, matcher, ("coming", "absent"))
    row.shared_number = number = plan_again(session, row, fresh, before, news)
    if row.kind == "visits":
        # At a market and a lunch all have their programme in the hand; visits may be days away, and elsewhere.
        tell_changed(session, asker, row, number, read_plan(session, row, number).changed.partner_ids)
    for partner_id in partner_ids:
        note(session, asker, "change round on the day", f"round {row.id} partner {partner_id}", state)
    return number


def may_arrive(row: Round, plan: KeptPlan | None, guest: Guest, now: datetime) -> bool:
    """Whether a partner can say itself, on the day, that it is there though no plan counts on it."""
    if plan is None or row.kind not in AGAIN or now.date().isoformat() not in row.days or slot_at(row, now) is None:
        return False
    if guest.row.state == "absent":  # who is to leave later has its programme until then
        entries = programme_of(row, plan.planned)
        return not any(each.partner_id == guest.partner_id and each.ends > now for each in entries)
    planned = {partner_of(each) for each in people_in(plan.asked)}
    return guest.row.state != "coming" or guest.partner_id not in planned


def _have_withdrawn(session: Session, before: KeptPlan) -> frozenset[str]:
    """Note as absent who stands in a plan and said since that it does not come; return them."""
    planned = {partner_of(each) for each in people_in(before.asked)}
    withdrew = [
        each
        for each in guests_of(session, before.round_id)
        if each.row.state == "not_coming" and each.partner_id in planned
    ]
    for guest in withdrew:
        guest.row.state = "absent"
    session.flush()
    return frozenset(each.partner_id for each in withdrew)
