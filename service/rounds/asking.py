"""What a solver is asked, from who takes part and what is known of them."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from math import ceil, sqrt

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.rounds import Round, RoundPair, RoundPlan
from matching.errors import ImpossibleRound
from matching.rounds import (
    Acquainted,
    Attendee,
    Floor,
    LunchRound,
    MarketRound,
    Scores,
    Visitor,
    VisitRound,
    scores_between,
)
from matching.rounds import Guest as Seated
from matching.rounds import Host as Receives
from matching.rounds.digest import rooms_of
from matching.rounds.scores import Pair, pair_of
from matching.suggest import Matcher
from service.introductions.room import count_taken
from service.rounds.gathering import Guest, guests_of, pairs_of
from service.rounds.kept import Asked, DigestRound

LATELY = timedelta(days=183)
"""So long a suggestion of a digest is not made again."""
MOST_PEOPLE = 8
"""People that one partner can send to a lunch."""


class NotReady(ImpossibleRound):
    """A round that cannot be planned as it stands; `code` tells why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"this round cannot be planned: {code}")
        self.code = code


def ask_round(session: Session, row: Round, matcher: Matcher, states: Collection[str] = ("coming",)) -> Asked:
    """Return what a solver is asked for a round as it stands now, of the guests in some states; raise `NotReady`.

    Who left the network since it was asked takes no part.
    """
    if row.kind == "digest":
        return _digest(session, row, matcher)
    guests = [each for each in guests_of(session, row.id) if each.row.state in states]
    return ask_of(row, guests, pairs_of(session, row.id, "fixed", "forbidden"), matcher)


def ask_of(row: Round, those: Sequence[Guest], decided: Sequence[RoundPair], matcher: Matcher) -> Asked:
    """Return what a solver is asked for a round of some guests that need not be stored; raise `NotReady`."""
    guests = [each for each in those if each.partner_id in matcher.network.positions]
    pairs = _Decided(decided, {each.partner_id for each in guests})
    if row.kind == "lunch":
        return _lunch(row, guests, pairs, matcher)
    ones, others = ([each for each in guests if each.row.side == side] for side in ("one", "other"))
    if not ones or not others:
        raise NotReady("nobody_comes" if not guests else "one_side_empty")
    return (
        _visits(row, ones, others, pairs, matcher)
        if row.kind == "visits"
        else _market(row, ones, others, pairs, matcher)
    )


class _Decided:
    """Pairs that staff decided on, as far as both come."""

    def __init__(self, pairs: Sequence[RoundPair], there: set[str]) -> None:
        both = [each for each in pairs if each.partner_id in there and each.other_id in there]
        self.fixed, self.forbidden = (
            frozenset((each.partner_id, each.other_id) for each in both if each.kind == kind)
            for kind in ("fixed", "forbidden")
        )


def _scores(matcher: Matcher, ones: Sequence[Guest], others: Sequence[Guest]) -> Scores:
    return scores_between(matcher, [each.partner_id for each in ones], [each.partner_id for each in others])


def _acquainted(matcher: Matcher, guests: Sequence[Guest]) -> Acquainted:
    return Acquainted.among(matcher.network, [each.partner_id for each in guests])


def _visits(
    row: Round, ones: Sequence[Guest], others: Sequence[Guest], pairs: _Decided, matcher: Matcher
) -> VisitRound:
    def days(guest: Guest) -> tuple[date, ...]:
        not_before = row.days[min(guest.row.from_slot, len(row.days) - 1)]  # slots of visits are its days
        return tuple(date.fromisoformat(day) for day in guest.row.days if day >= not_before)

    return VisitRound(
        visitors=tuple(
            Visitor(each.partner_id, days(each), each.row.room, each.wishes, frozenset(each.vetoes)) for each in ones
        ),
        hosts=tuple(
            Receives(each.partner_id, days(each), room=each.row.room, wishes=each.wishes, vetoes=frozenset(each.vetoes))
            for each in others
        ),
        scores=_scores(matcher, ones, others),
        acquainted=_acquainted(matcher, [*ones, *others]),
        known_too=row.known_too,
        fixed=pairs.fixed,
        forbidden=pairs.forbidden,
        seed=row.id,
    )


def _market(
    row: Round, ones: Sequence[Guest], others: Sequence[Guest], pairs: _Decided, matcher: Matcher
) -> MarketRound:
    def attendee(guest: Guest) -> Attendee:
        return Attendee(
            guest.partner_id,
            guest.row.room,
            from_slot=min(guest.row.from_slot, row.n_slots),
            wishes=guest.wishes,
            vetoes=frozenset(guest.vetoes),
        )

    n_tables = row.n_tables or len(others)
    if n_tables < len(others):
        raise NotReady("few_tables")
    return MarketRound(
        seekers=tuple(map(attendee, ones)),
        offerers=tuple(map(attendee, others)),
        scores=_scores(matcher, ones, others),
        n_slots=row.n_slots,
        floor=Floor.grid(n_tables, per_row=ceil(sqrt(n_tables))),
        acquainted=_acquainted(matcher, [*ones, *others]),
        known_too=row.known_too,
        fixed=pairs.fixed,
        forbidden=pairs.forbidden,
        seed=row.id,
    )


def _lunch(row: Round, guests: Sequence[Guest], pairs: _Decided, matcher: Matcher) -> LunchRound:
    if len(guests) < 2:  # noqa: PLR2004 -- a table is two at least
        raise NotReady("nobody_comes")
    between, there = _scores(matcher, guests, guests), {each.partner_id for each in guests}
    people = [
        (guest_id_of(each.partner_id, n), each.partner_id, at)
        for at, each in enumerate(guests)
        for n in range(min(max(each.row.room, 1), MOST_PEOPLE))
    ]
    at = [place for _guest, _partner, place in people]
    ids = [guest for guest, _partner, _place in people]
    acquainted = _acquainted(matcher, guests)
    same = {pair_of(a, b) for a, p, _ in people for b, q, _ in people if p == q and a < b}
    own_sector = dict(zip(matcher.network.partners["id"], matcher.network.partners["sector"], strict=True))
    vetoes = {pair_of(each.partner_id, other) for each in guests for other in each.vetoes if other in there}
    wishes = {pair_of(each.partner_id, other) for each in guests for other in each.wishes if other in there}
    apart = _of_people(people, vetoes | pairs.forbidden)
    return LunchRound(
        guests=tuple(Seated(guest, str(own_sector[partner])) for guest, partner, _place in people),
        scores=Scores.of(ids, ids, np.array(between.values)[np.ix_(at, at)]),
        seats=row.seats,
        n_rounds=row.n_slots,
        known=frozenset(_of_people(people, acquainted.known | acquainted.boards) | same),
        together=frozenset(((wishes | pairs.fixed) - vetoes) - pairs.forbidden),
        apart=frozenset(apart),
        seed=row.id,
    )


def _of_people(people: Sequence[tuple[str, str, int]], pairs: set[Pair] | frozenset[Pair]) -> set[Pair]:
    """Return the pairs of people that belong to pairs of partners."""
    of: dict[str, list[str]] = {}
    for guest, partner, _place in people:
        of.setdefault(partner, []).append(guest)
    return {pair_of(a, b) for one, other in pairs for a in of.get(one, ()) for b in of.get(other, ())}


def guest_id_of(partner_id: str, number: int) -> str:
    """Return the id of one of the people whom a partner sends; the first bears that of the partner.

    >>> guest_id_of("school", 0), guest_id_of("school", 1)
    ('school', 'school#2')
    """
    return f"{partner_id}#{number + 1}" if number else partner_id


def partner_of(guest_id: str) -> str:
    """Return the partner of somebody at a lunch.

    >>> partner_of("school#2")
    'school'
    """
    return guest_id.partition("#")[0]


def _digest(session: Session, row: Round, matcher: Matcher) -> DigestRound:
    day = date.fromisoformat(row.days[0])
    asked, approved = count_taken(session, day)
    kept_from = {(each.partner_id, each.other_id) for each in pairs_of(session, row.id, "forbidden")}
    kept_from |= {(other, one) for one, other in kept_from}
    return DigestRound(
        day=day,
        per_partner=max(row.usual_room, 1),
        rooms={one: max(n - asked[one] - approved[one], 0) for one, n in rooms_of(matcher.network).items()},
        shown_lately=tuple(sorted(_shown_lately(session, row, day) | kept_from)),
        seed=row.id,
    )


def _shown_lately(session: Session, row: Round, day: date) -> set[Pair]:
    """Return what the digests of the last half year showed, as far as partners were sent it."""
    shown: set[Pair] = set()
    others = select(Round).where(Round.kind == "digest", Round.id != row.id, Round.shared_number > 0)
    for other in session.scalars(others):
        if timedelta() <= day - date.fromisoformat(other.days[0]) <= LATELY:
            planned = session.get_one(RoundPlan, (other.id, other.shared_number)).planned
            shown |= {(each["partner_id"], each["suggested_id"]) for each in planned["suggestions"]}
    return shown
