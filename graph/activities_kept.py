"""What becomes of activities where a partner is merged with another, or leaves."""

from collections.abc import Callable

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from graph.activities import Activity, ActivityOrganiser, ActivitySignUp

TEXTS = ("title", "description", "place", "address", "audience")
"""Columns that hold somebody's words."""


def merge_activities(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` hold what either held, and come where either comes.

    Where both signed up, the one that has places stands, and that of `kept` where both have or neither has.
    """
    for organiser in session.scalars(select(ActivityOrganiser).where(ActivityOrganiser.partner_id == gone_id)).all():
        if session.get(ActivityOrganiser, (organiser.activity_id, kept_id)) is None:
            organiser.partner_id = kept_id
    for sign_up in session.scalars(select(ActivitySignUp).where(ActivitySignUp.partner_id == gone_id)).all():
        same = session.scalar(select(ActivitySignUp).filter_by(activity_id=sign_up.activity_id, partner_id=kept_id))
        if same is not None and (sign_up.is_waiting or not same.is_waiting):
            continue  # and goes with its partner
        if same is not None:
            session.delete(same)
            session.flush()
        sign_up.partner_id = kept_id
    session.flush()


def forget_in_activities(session: Session, partner_id: str, without: Callable[[str], str]) -> None:
    """Remove that a partner comes and what it holds, and take its names out of the words of these by `without`."""
    for activity in activities_of(session, partner_id):
        reword_activity(activity, without)
    for table in (ActivityOrganiser, ActivitySignUp):
        session.execute(delete(table).where(table.partner_id == partner_id))


def activities_of(session: Session, partner_id: str) -> list[Activity]:
    """Return the activities that a partner holds or comes to, in the order of their beginning."""
    held = select(ActivityOrganiser.activity_id).where(ActivityOrganiser.partner_id == partner_id)
    visited = select(ActivitySignUp.activity_id).where(ActivitySignUp.partner_id == partner_id)
    found = select(Activity).where(or_(Activity.id.in_(held), Activity.id.in_(visited)))
    return list(session.scalars(found.order_by(Activity.begins_at, Activity.id)))


def reword_activity(activity: Activity, without: Callable[[str], str]) -> bool:
    """Have each text of an activity be what `without` makes of it; return whether any changed."""
    before = [getattr(activity, name) for name in TEXTS]
    for name, text in zip(TEXTS, before, strict=True):
        setattr(activity, name, without(text))
    return [getattr(activity, name) for name in TEXTS] != before
