"""A round made and changed: what it is, who takes part, and whom they want; noted, in the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError, UnknownPartner
from graph.model import Partner
from graph.rounds import Round, RoundDeal, RoundGuest, RoundPair, UnknownRound
from service.access import Asker
from service.audit import note

MOST_WISHES = 5
"""Wishes that a guest may have, and vetoes."""
TWO_SIDED = ("visits", "market")
"""Kinds in which guests take one of two sides."""


class NoSide(GraphError):
    """Who takes part in a round of two sides has to say on which it is."""


@dataclass(frozen=True)
class Guest:
    """A guest with its name, and whom it wants or not, by id and in the order of its wishes."""

    row: RoundGuest
    name: str
    wishes: tuple[str, ...]
    vetoes: tuple[str, ...]

    @property
    def partner_id(self) -> str:
        """Id of the partner."""
        return self.row.partner_id


def find_round(session: Session, round_id: int) -> Round:
    """Return a round; raise `UnknownRound`."""
    row = session.get(Round, round_id)
    if row is None:
        raise UnknownRound(f"there is no round {round_id}")
    return row


def list_rounds(session: Session) -> list[Round]:
    """Return all rounds, the latest made first."""
    return list(session.scalars(select(Round).order_by(Round.id.desc())))


def count_guests(session: Session) -> dict[int, int]:
    """Return how many guests each round has, by its id; one that has none is not among them."""
    counted = select(RoundGuest.round_id, func.count()).group_by(RoundGuest.round_id)
    return dict(session.execute(counted).all())


def make_round(session: Session, asker: Asker, kind: str, columns: Mapping[str, Any]) -> Round:
    """Store a new round; `columns` are those of `graph.rounds.Round`."""
    row = Round(kind=kind, **columns)
    session.add(row)
    session.flush()
    note(session, asker, "add round", f"round {row.id}", kind)
    return row


def change_round(session: Session, asker: Asker, row: Round, columns: Mapping[str, Any]) -> None:
    """Change what a round is; guests lose days on which it is not any more."""
    for name, value in columns.items():
        setattr(row, name, value)
    for guest in session.scalars(select(RoundGuest).where(RoundGuest.round_id == row.id)):
        guest.days = [day for day in guest.days if day in row.days] or list(row.days)
    note(session, asker, "change round", f"round {row.id}")


def guests_of(session: Session, round_id: int) -> list[Guest]:
    """Return all guests of a round by name."""
    found = session.execute(
        select(RoundGuest, Partner.name)
        .join(Partner, Partner.id == RoundGuest.partner_id)
        .where(RoundGuest.round_id == round_id)
        .order_by(Partner.name, Partner.id)
    ).all()
    wanted: dict[tuple[str, str], list[str]] = {}
    for pair in pairs_of(session, round_id, "wish", "veto"):
        wanted.setdefault((pair.partner_id, pair.kind), []).append(pair.other_id)

    def by(partner_id: str, kind: str) -> tuple[str, ...]:
        return tuple(wanted.get((partner_id, kind), ()))

    return [Guest(row, name, by(row.partner_id, "wish"), by(row.partner_id, "veto")) for row, name in found]


def require_guests(session: Session, round_id: int, partner_ids: Sequence[str]) -> list[Guest]:
    """Return some guests in the order asked for; raise `UnknownPartner` for who is none."""
    guests = {each.partner_id: each for each in guests_of(session, round_id)}
    for each in partner_ids:
        if each not in guests:
            raise UnknownPartner(f"'{each}' is no guest of round {round_id}")
    return [guests[each] for each in partner_ids]


def find_guest(session: Session, round_id: int, partner_id: str) -> Guest:
    """Return one guest; raise `UnknownPartner` for who is none."""
    return require_guests(session, round_id, [partner_id])[0]


def guest_or_new(session: Session, row: Round, partner: Partner) -> Guest:
    """Return a guest; where a partner is none and the round is open to all, what it would be, not stored.

    Raise `UnknownPartner` where it is none and the round is not open.
    """
    try:
        return find_guest(session, row.id, partner.id)
    except UnknownPartner:
        if not row.is_open:
            raise
    return Guest(
        RoundGuest(
            round_id=row.id, partner_id=partner.id, side="", state="invited", room=row.usual_room, days=list(row.days)
        ),
        partner.name,
        (),
        (),
    )


def take_in(session: Session, asker: Asker, row: Round, guest: Guest, side: str) -> Guest:
    """Have who comes by itself be a guest, on its side; raise `NoSide` where it has to have one."""
    if row.kind in TWO_SIDED and not guest.row.side and side not in {"one", "other"}:
        raise NoSide("who takes part is on one side")
    add_guests(session, asker, row, [guest.partner_id], side=side)
    return find_guest(session, row.id, guest.partner_id)


def pairs_of(session: Session, round_id: int, *kinds: str) -> list[RoundPair]:
    """Return what is wanted of pairs in a round, of all kinds unless some are named, wishes in their order."""
    query = select(RoundPair).where(RoundPair.round_id == round_id)
    if kinds:
        query = query.where(RoundPair.kind.in_(kinds))
    return list(session.scalars(query.order_by(RoundPair.partner_id, RoundPair.rank, RoundPair.other_id)))


def deals_of(session: Session, round_id: int) -> list[RoundDeal]:
    """Return the deals of a round in the order in which they were made."""
    return list(session.scalars(select(RoundDeal).where(RoundDeal.round_id == round_id).order_by(RoundDeal.id)))


def add_guests(  # noqa: PLR0913 -- who, and as what
    session: Session, asker: Asker, row: Round, partner_ids: Iterable[str], *, side: str = "", state: str = "invited"
) -> int:
    """Have partners be guests, as far as they are none yet; return how many were added."""
    there = set(session.scalars(select(RoundGuest.partner_id).where(RoundGuest.round_id == row.id)))
    added = [each for each in dict.fromkeys(partner_ids) if each not in there]
    session.add_all(
        RoundGuest(
            round_id=row.id,
            partner_id=each,
            side=side if row.kind in TWO_SIDED else "",
            state=state,
            room=row.usual_room,
            days=list(row.days),
        )
        for each in added
    )
    session.flush()
    if added:
        note(session, asker, "add guests", f"round {row.id}", str(len(added)))
    return len(added)


def add_table(session: Session, asker: Asker, row: Round, guests: Sequence[Guest], state: str) -> int:
    """Have guests take part with what a table tells of them, anew where they do already; return how many are new.

    Who takes part already keeps what it answered, unless `state` is "coming".
    """
    n_added = add_guests(session, asker, row, [each.partner_id for each in guests], state=state)
    for guest in guests:
        kept = session.get_one(RoundGuest, (row.id, guest.partner_id))
        kept.side, kept.room, kept.days = guest.row.side, guest.row.room, guest.row.days
        kept.state = state if state == "coming" else kept.state
    for guest in guests:
        kept = session.get_one(RoundGuest, (row.id, guest.partner_id))
        among = {each.partner_id for each in guests if row.kind not in TWO_SIDED or each.row.side != kept.side}
        set_wanted(session, kept, "wish", guest.wishes, among)
        set_wanted(session, kept, "veto", guest.vetoes, among)
    return n_added


def remove_guest(session: Session, asker: Asker, row: Round, partner_id: str) -> None:
    """Have a partner be no guest any more, with all that it and others wanted of each other."""
    find_guest(session, row.id, partner_id)
    is_its = (RoundPair.partner_id == partner_id) | (RoundPair.other_id == partner_id)
    session.execute(delete(RoundPair).where(RoundPair.round_id == row.id, is_its))
    session.execute(delete(RoundGuest).where(RoundGuest.round_id == row.id, RoundGuest.partner_id == partner_id))
    note(session, asker, "remove guest", f"round {row.id} partner {partner_id}")


def set_wanted(
    session: Session, guest: RoundGuest, kind: str, other_ids: Sequence[str], among: Collection[str]
) -> None:
    """Put down anew whom a guest wishes for, or not at all; who is not `among` those it can meet is passed over."""
    mine = (RoundPair.round_id == guest.round_id, RoundPair.partner_id == guest.partner_id, RoundPair.kind == kind)
    session.execute(delete(RoundPair).where(*mine))
    chosen = [each for each in dict.fromkeys(other_ids) if each in among and each != guest.partner_id]
    session.add_all(
        RoundPair(round_id=guest.round_id, partner_id=guest.partner_id, other_id=each, kind=kind, rank=rank)
        for rank, each in enumerate(chosen[:MOST_WISHES])
    )
    session.flush()


def others_for(guest: Guest, guests: Iterable[Guest], kind: str) -> list[Guest]:
    """Return whom a guest can meet: who did not say no, of the other side where there are two."""
    return [
        each
        for each in guests
        if each.partner_id != guest.partner_id
        and each.row.state in {"invited", "coming"}
        and (kind not in TWO_SIDED or each.row.side != guest.row.side)
    ]
