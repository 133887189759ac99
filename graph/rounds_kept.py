"""What becomes of rounds where a partner is merged with another, or leaves."""

from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from graph.rounds import RoundDeal, RoundGuest, RoundPair, RoundPlan


def merge_rounds(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` be the one who took part; where both did, what `kept` said of itself stands."""
    for guest in session.scalars(select(RoundGuest).where(RoundGuest.partner_id == gone_id)).all():
        if session.get(RoundGuest, (guest.round_id, kept_id)) is None:
            guest.partner_id = kept_id
    _merge_pairs(session, kept_id, gone_id)
    _merge_deals(session, kept_id, gone_id)
    session.flush()
    rename_in_plans(session, gone_id, kept_id)


def forget_in_rounds(session: Session, partner_id: str) -> None:
    """Remove that a partner takes part and what it wants, and the words of what it agreed on."""
    is_its = or_(RoundPair.partner_id == partner_id, RoundPair.other_id == partner_id)
    session.execute(delete(RoundPair).where(is_its))
    session.execute(delete(RoundGuest).where(RoundGuest.partner_id == partner_id))
    agreed = or_(RoundDeal.first_id == partner_id, RoundDeal.second_id == partner_id)
    session.execute(update(RoundDeal).where(agreed).values(what=""))


def rename_in_plans(session: Session, old_id: str, new_id: str) -> None:
    """Put another id of a partner in all plans; nothing else of a plan is ever changed."""
    for plan in session.scalars(select(RoundPlan)):
        for column in ("asked", "planned", "faults", "changed"):
            before = getattr(plan, column)
            after = _renamed(before, old_id, new_id)
            if after != before:
                setattr(plan, column, after)
    session.flush()


def _renamed(value: Any, old_id: str, new_id: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return a value with another id in it; people of a partner at a lunch are its id, "#" and a number.

    >>> _renamed({"de-molen": [["de-molen#2", "molen"]]}, "de-molen", "former")
    {'former': [['former#2', 'molen']]}
    """
    if isinstance(value, str):
        stem, mark, number = value.partition("#")
        return f"{new_id}{mark}{number}" if stem == old_id else value
    if isinstance(value, list):
        return [_renamed(each, old_id, new_id) for each in value]
    if isinstance(value, dict):
        return {_renamed(key, old_id, new_id): _renamed(each, old_id, new_id) for key, each in value.items()}
    return value


def _merge_pairs(session: Session, kept_id: str, gone_id: str) -> None:
    is_its = or_(RoundPair.partner_id == gone_id, RoundPair.other_id == gone_id)
    for pair in session.scalars(select(RoundPair).where(is_its)).all():
        one, other = (kept_id if each == gone_id else each for each in (pair.partner_id, pair.other_id))
        same = session.get(RoundPair, (pair.round_id, one, other, pair.kind))
        if one != other and same is None:
            columns = {"round_id": pair.round_id, "kind": pair.kind, "rank": pair.rank}
            session.add(RoundPair(partner_id=one, other_id=other, **columns))
            session.flush()


def _merge_deals(session: Session, kept_id: str, gone_id: str) -> None:
    is_its = or_(RoundDeal.first_id == gone_id, RoundDeal.second_id == gone_id)
    for deal in session.scalars(select(RoundDeal).where(is_its)).all():
        other_id = deal.second_id if deal.first_id == gone_id else deal.first_id
        first_id, second_id = sorted((kept_id, other_id))
        gone_said, other_said = (
            (deal.first_said, deal.second_said) if deal.first_id == gone_id else (deal.second_said, deal.first_said)
        )
        said = {other_id: other_said, kept_id: gone_said}
        pair = {"round_id": deal.round_id, "first_id": first_id, "second_id": second_id}
        same = session.scalar(select(RoundDeal).filter_by(**pair))
        if same is not None:
            same.what = "; ".join(filter(None, (same.what, deal.what)))
            same.first_said, same.second_said = same.first_said and said[first_id], same.second_said and said[second_id]
        elif first_id != second_id:
            deal.first_id, deal.second_id = first_id, second_id
            deal.first_said, deal.second_said = said[first_id], said[second_id]
            session.flush()
