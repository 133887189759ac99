"""Every promise of a plan held against what was asked: for plans of a solver, of a hand, and of the day itself.

Nothing here is shared with the solvers: what they take for granted is counted again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from matching.rounds.digest import DigestPlan
from matching.rounds.lunch_round import LunchPlan, LunchRound
from matching.rounds.market_round import Attendee, MarketPlan, MarketRound
from matching.rounds.visit_round import Host, Visitor, VisitPlan, VisitRound

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """A promise that a plan does not keep."""

    code: str
    ids: Ids
    """Whom it is about."""


def check_visits(asked: VisitRound, plan: VisitPlan) -> tuple[Fault, ...]:
    """Return what is wrong with a meeloopdag; nothing where all is right."""
    visitors = {one.partner_id: one for one in asked.visitors}
    hosts = {one.partner_id: one for one in asked.hosts}
    faults = [
        Fault("stranger", (visit.visitor_id, visit.host_id))
        for visit in plan.visits
        if visit.visitor_id not in visitors or visit.host_id not in hosts
    ]
    if faults:
        return tuple(faults)
    pairs = [(visit.visitor_id, visit.host_id) for visit in plan.visits]
    faults += _pair_faults(asked, pairs, visitors, hosts)
    for visit in plan.visits:
        for one in (visitors[visit.visitor_id], hosts[visit.host_id]):
            if visit.day not in one.days:
                faults.append(Fault("not_that_day", (one.partner_id,)))
    faults += _more(
        Counter(visitor for visitor, _ in pairs), {k: v.n_hosts for k, v in visitors.items()}, "too_many_hosts"
    )
    at_once = Counter((visit.visitor_id, visit.day) for visit in plan.visits)
    faults += [Fault("twice_at_once", (one,)) for (one, _), n in at_once.items() if n > 1]
    on_day = Counter((visit.host_id, visit.day) for visit in plan.visits)
    faults += [Fault("no_room_that_day", (one,)) for (one, _), n in on_day.items() if n > hosts[one].room]
    in_all = {k: v.room_in_all for k, v in hosts.items() if v.room_in_all is not None}
    faults += _more(Counter(host for _, host in pairs if host in in_all), in_all, "no_room")
    told = {one.partner_id for one in plan.unplaced}
    got = Counter(visitor for visitor, _ in pairs)
    faults += [Fault("not_told", (k,)) for k, v in visitors.items() if got[k] < v.n_hosts and k not in told]
    return tuple(faults)


def check_market(asked: MarketRound, plan: MarketPlan) -> tuple[Fault, ...]:
    """Return what is wrong with a beursvloer; nothing where all is right.

    A plan made on the day is checked against the round as it turned out (`MarketAgain.asked`).
    """
    seekers = {one.partner_id: one for one in asked.seekers}
    offerers = {one.partner_id: one for one in asked.offerers}
    faults = [
        Fault("stranger", (one.seeker_id, one.offerer_id))
        for one in plan.meetings
        if one.seeker_id not in seekers or one.offerer_id not in offerers
    ]
    if faults:
        return tuple(faults)
    pairs = [(one.seeker_id, one.offerer_id) for one in plan.meetings]
    faults += _pair_faults(asked, [*pairs, *plan.unscheduled], seekers, offerers)
    attendees: dict[str, Attendee] = seekers | offerers
    busy = Counter((one, meeting.slot) for meeting in plan.meetings for one in (meeting.seeker_id, meeting.offerer_id))
    faults += [Fault("twice_at_once", (one,)) for (one, _), n in busy.items() if n > 1]
    for one, slot in busy:
        until = attendees[one].until_slot
        if not (0 <= slot < asked.n_slots and attendees[one].from_slot <= slot) or (
            until is not None and slot >= until
        ):
            faults.append(Fault("not_there", (one,)))
    faults += _more(
        Counter(one for one, _ in busy.elements()), {k: v.meetings for k, v in attendees.items()}, "no_room"
    )
    for meeting in plan.meetings:
        if plan.tables.get(meeting.offerer_id) != meeting.table:
            faults.append(Fault("table_changes", (meeting.offerer_id,)))
        is_wished = meeting.offerer_id in seekers[meeting.seeker_id].wishes
        is_wished |= meeting.seeker_id in offerers[meeting.offerer_id].wishes
        score = asked.scores.values[asked.scores.rows.index(meeting.seeker_id)][
            asked.scores.columns.index(meeting.offerer_id)
        ]
        is_fixed = (meeting.seeker_id, meeting.offerer_id) in asked.fixed
        if score < asked.least_score and not is_wished and not is_fixed:
            faults.append(Fault("low_score", (meeting.seeker_id, meeting.offerer_id)))
    at_table = Counter(plan.tables.values())
    faults += [Fault("table_shared", (one,)) for one, table in plan.tables.items() if at_table[table] > 1]
    faults += [Fault("no_such_table", (k,)) for k, v in plan.tables.items() if not 0 <= v < len(asked.floor.tables)]
    met = {one for one, _ in busy}
    told = {one.partner_id for one in plan.alone}
    faults += [Fault("not_told", (one,)) for one in attendees if one not in met and one not in told]
    return tuple(faults)


def check_lunch(asked: LunchRound, plan: LunchPlan, *, absent: Collection[str] = ()) -> tuple[Fault, ...]:
    """Return what is wrong with a kennislunch; nothing where all is right. The absent may be without a seat."""
    guests = {one.guest_id for one in asked.guests}
    faults: list[Fault] = []
    if len(plan.rounds) != asked.n_rounds:
        faults.append(Fault("rounds_missing", ()))
    for tables in plan.rounds:
        seated = Counter(one for table in tables for one in table)
        faults += [Fault("stranger", (one,)) for one in seated if one not in guests]
        faults += [Fault("twice_at_once", (one,)) for one, n in seated.items() if n > 1]
        faults += [Fault("no_seat", (one,)) for one in sorted(guests - set(absent)) if one not in seated]
        faults += [Fault("table_full", table) for table in tables if len(table) > asked.seats]
    times = Counter(
        (min(pair), max(pair)) for tables in plan.rounds for table in tables for pair in combinations(table, 2)
    )
    told = {proof.aim: proof.value for proof in plan.proofs}
    counted = {
        "pairs twice": sum(n - 1 for n in times.values()),
        "acquaintances": sum(n for pair, n in times.items() if pair in asked.known),
        "broken wishes": sum(n for pair, n in times.items() if pair in asked.apart)
        + sum(pair not in times and not set(pair) & set(absent) for pair in asked.together),
    }
    faults += [Fault("told_wrongly", (aim,)) for aim, n in counted.items() if told and told[aim] != n]
    return tuple(faults)


def check_digest(
    plan: DigestPlan, *, rooms: Mapping[str, int], shown_lately: Collection[tuple[str, str]], per_partner: int
) -> tuple[Fault, ...]:
    """Return what is wrong with a digest; nothing where all is right."""
    pairs = [(one.partner_id, one.suggested_id) for one in plan.suggestions]
    faults = [Fault("itself", (one,)) for one, other in pairs if one == other]
    faults += [Fault("shown_lately", pair) for pair in pairs if pair in set(shown_lately)]
    faults += [Fault("twice", pair) for pair, n in Counter(pairs).items() if n > 1]
    faults += [Fault("too_many", (one,)) for one, n in Counter(one for one, _ in pairs).items() if n > per_partner]
    faults += _more(Counter(one for pair in pairs for one in pair), rooms, "no_room")
    served = {one for one, _ in pairs} | {one.partner_id for one in plan.without}
    return (*faults, *(Fault("not_told", (one,)) for one in sorted(rooms.keys() - served)))


def _pair_faults(
    asked: VisitRound | MarketRound,
    pairs: list[tuple[str, str]],
    ones: Mapping[str, Visitor] | Mapping[str, Attendee],
    others: Mapping[str, Host] | Mapping[str, Attendee],
) -> list[Fault]:
    """Return what is wrong with who meets whom, whenever it is."""
    faults = [Fault("twice", pair) for pair, n in Counter(pairs).items() if n > 1]
    faults += [Fault("fixed_but_missing", pair) for pair in sorted(asked.fixed - set(pairs))]
    for one, other in pairs:
        if (one, other) in asked.fixed:
            continue
        pair = (min(one, other), max(one, other))
        wished = other in ones[one].wishes or one in others[other].wishes
        there_is = asked.acquainted
        wrong = {
            "itself": one == other,
            "forbidden": (one, other) in asked.forbidden,
            "vetoed": other in ones[one].vetoes or one in others[other].vetoes,
            "own_board": pair in there_is.boards and not wished,
            "known": pair in there_is.known and not wished and not asked.known_too,
            "declined": pair in there_is.declined and not wished,
        }
        faults += [Fault(code, (one, other)) for code, is_so in wrong.items() if is_so]
    return faults


def _more(counted: Counter[str], most: Mapping[str, int], code: str) -> Iterable[Fault]:
    return [Fault(code, (one,)) for one, n in counted.items() if n > most[one]]
