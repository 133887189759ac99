"""An activity made, changed, published and called off; who signed up is told what matters to them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.activities import SHOWN, Activity, ActivityOrganiser, UnknownActivity, as_told
from graph.errors import GraphError
from service.access import Asker, Role
from service.activities.signing_up import is_coming, move_up, sign_ups_of, tell_partner
from service.audit import note

TOLD = ("begins_at", "ends_at", "place", "address")
"""Columns of which who signed up is told when they change."""
IN_CALENDARS = (*TOLD, "title", "description", "latitude", "longitude")
"""Columns that stand in the calendars of others."""
NEXT_STATES = {
    "proposed": ("published", "draft"),
    "draft": ("published",),
    "published": ("called_off",),
    "called_off": ("published",),
}


class TooSmall(GraphError):
    """An activity cannot have so few places: more are taken, or a group that waits could never come."""

    def __init__(self, least: int) -> None:
        self.least = least
        """Places that it needs."""
        super().__init__(f"at least {least} places are needed")


class NotInThisState(GraphError):
    """What was asked of an activity cannot be done as it stands."""


def find_activity(session: Session, activity_id: int, asker: Asker) -> Activity:
    """Return an activity; raise `UnknownActivity` where there is none, or none that the asker may see."""
    activity = session.get(Activity, activity_id)
    if activity is None or not is_shown_to(activity, organisers_of(session, activity_id), asker):
        raise UnknownActivity(f"no activity has the number {activity_id}")
    return activity


def is_shown_to(activity: Activity, organiser_ids: Sequence[str], asker: Asker) -> bool:
    """Whether an asker may see an activity: staff all, who holds it its own, partners and public what is for them."""
    if asker.role is Role.STAFF or not asker.partner_ids.isdisjoint(organiser_ids):
        return True
    return activity.state in SHOWN and (activity.is_public or asker.role is not Role.PUBLIC)


def organisers_of(session: Session, activity_id: int) -> list[str]:
    """Return the ids of the partners that hold an activity, in their order."""
    found = select(ActivityOrganiser.partner_id).where(ActivityOrganiser.activity_id == activity_id)
    return list(session.scalars(found.order_by(ActivityOrganiser.position)))


def make_activity(
    session: Session, asker: Asker, columns: Mapping[str, Any], organiser_ids: Sequence[str], *, is_proposal: bool
) -> Activity:
    """Store a new activity; nobody else sees it before staff publish it."""
    activity = Activity(state="proposed" if is_proposal else "draft", **columns)
    session.add(activity)
    session.flush()
    _set_organisers(session, activity, organiser_ids)
    note(session, asker, "propose activity" if is_proposal else "add activity", f"activity {activity.id}")
    return activity


def change_activity(  # noqa: PLR0913, PLR0917 -- who changes what of which activity when
    session: Session,
    asker: Asker,
    activity: Activity,
    columns: Mapping[str, Any],
    organiser_ids: Sequence[str],
    now: datetime,
) -> int:
    """Change what an activity is; return how many partners are mailed that its time or place changed.

    Where there is more room than before, who waits moves up. Raise `TooSmall`.
    """
    least = least_capacity(session, activity)
    if columns["capacity"] is not None and columns["capacity"] < least:
        raise TooSmall(least)
    changed = {name for name, value in columns.items() if _differs(getattr(activity, name), value)}
    for name, value in columns.items():
        setattr(activity, name, value)
    _set_organisers(session, activity, organiser_ids)
    if changed:
        _mark_changed(activity, now, in_calendars=not changed.isdisjoint(IN_CALENDARS))
    session.flush()
    note(session, asker, "change activity", f"activity {activity.id}", ",".join(sorted(changed)))
    n_told = 0
    if not changed.isdisjoint(TOLD) and is_coming(activity, now):
        n_told = _tell_all(session, activity, "activity_changed")
    move_up(session, activity, now)
    return n_told


def least_capacity(session: Session, activity: Activity) -> int:
    """Return how many places an activity needs: those taken, and as many as the largest group that waits."""
    sign_ups = sign_ups_of(session, activity.id)
    n_taken = sum(each.n_people for each in sign_ups if not each.is_waiting)
    return max([n_taken, *(each.n_people for each in sign_ups if each.is_waiting)])


def set_state(session: Session, asker: Asker, activity: Activity, state: str, now: datetime) -> int:
    """Publish an activity, keep a proposal as a draft, call it off, or hold it after all.

    Who holds it is mailed when it is published. Return how many partners are mailed of those signed up, when it is
    called off or held after all. Raise `NotInThisState`.
    """
    if state not in NEXT_STATES[activity.state]:
        raise NotInThisState(f"an activity that is {activity.state} cannot become {state}")
    was_shown = activity.state in SHOWN
    activity.state = state
    _mark_changed(activity, now, in_calendars=was_shown)
    session.flush()
    note(session, asker, "set state of activity", f"activity {activity.id}", state)
    n_told = 0
    if not was_shown and is_coming(activity, now):
        _tell_holders(session, activity)
    if was_shown and now < activity.begins:
        n_told = _tell_all(session, activity, "activity_off" if state == "called_off" else "activity_changed")
    move_up(session, activity, now)
    return n_told


def remove_activity(session: Session, asker: Asker, activity: Activity) -> None:
    """Throw away what nobody saw yet; raise `NotInThisState` for what was published."""
    if activity.state in SHOWN:
        raise NotInThisState("what was published is called off and not thrown away")
    note(session, asker, "remove activity", f"activity {activity.id}")
    session.delete(activity)
    session.flush()


def _set_organisers(session: Session, activity: Activity, organiser_ids: Sequence[str]) -> None:
    session.execute(delete(ActivityOrganiser).where(ActivityOrganiser.activity_id == activity.id))
    session.add_all(
        ActivityOrganiser(activity_id=activity.id, partner_id=each, position=position)
        for position, each in enumerate(dict.fromkeys(organiser_ids))
    )
    session.flush()


def _differs(before: object, after: object) -> bool:
    if isinstance(before, datetime) and isinstance(after, datetime):
        return as_told(before) != as_told(after)
    return before != after


def _mark_changed(activity: Activity, now: datetime, *, in_calendars: bool) -> None:
    activity.changed_at = now.astimezone(UTC)
    activity.n_changes += in_calendars


def _tell_holders(session: Session, activity: Activity) -> None:
    """Mail who holds it that it is published."""
    for each in organisers_of(session, activity.id):
        tell_partner(session, activity, each, "activity_published", f"activity-published-{activity.id}")


def _tell_all(session: Session, activity: Activity, kind: str) -> int:
    """Mail all who come or wait; return to how many partners a mail goes."""
    event = f"{kind.replace('_', '-')}-{activity.id}-{activity.n_changes}"
    return sum(
        bool(tell_partner(session, activity, each.partner_id, kind, event))
        for each in sign_ups_of(session, activity.id)
    )
