"""Signing up for an activity: no more people than there is room for, and a waiting list in which nobody is passed.

Who does not fit, or comes when others wait already, waits too. When places come free, the first who waits gets them as
soon as its whole number fits; until then all who came after it wait as well. Sessions that write wait for each other
(`graph.database`), so that what is counted here is still so when it is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import ZONE, Activity, ActivitySignUp
from graph.errors import GraphError
from service.access import Asker, Role
from service.audit import note
from service.mail.outbox import people_of, post

MOST_PEOPLE = 1000
"""That one partner brings where nothing else is said."""


class SignUpClosed(GraphError):
    """Nobody can sign up for this activity, or change or end a sign-up: it is over, called off, or takes none."""


class NotThatMany(GraphError):
    """A partner cannot come with this number of people."""

    def __init__(self, most: int) -> None:
        self.most = most
        """With how many it can."""
        super().__init__(f"expected a number from 1 to {most}")


class NoRoomForMore(GraphError):
    """A partner that has places wants more than are free; it keeps those that it has."""

    def __init__(self, n_free: int) -> None:
        self.n_free = n_free
        """How many it can have more."""
        super().__init__(f"{n_free} places are free")


class NotSignedUp(GraphError):
    """A partner is not signed up for this activity."""


@dataclass(frozen=True)
class Standing:
    """How full an activity is."""

    n_taken: int
    n_waiting: int
    """People for whom is waited."""
    n_free: int | None
    """Places that nobody has; None where there is room for any number."""

    @property
    def is_full(self) -> bool:
        """Whether who signs up now has to wait, whatever its number."""
        return self.n_waiting > 0 or self.n_free == 0


def standing_of(activity: Activity, sign_ups: Sequence[ActivitySignUp]) -> Standing:
    """Return how full an activity is with all its sign-ups."""
    n_taken = sum(each.n_people for each in sign_ups if not each.is_waiting)
    n_waiting = sum(each.n_people for each in sign_ups if each.is_waiting)
    return Standing(n_taken, n_waiting, None if activity.capacity is None else activity.capacity - n_taken)


def sign_ups_of(session: Session, activity_id: int) -> list[ActivitySignUp]:
    """Return who comes and who waits, in the order of arrival."""
    found = select(ActivitySignUp).where(ActivitySignUp.activity_id == activity_id).order_by(ActivitySignUp.id)
    return list(session.scalars(found))


def sign_up_of(session: Session, activity_id: int, partner_id: str) -> ActivitySignUp | None:
    """Return the sign-up of a partner, if there is one."""
    return session.scalar(select(ActivitySignUp).filter_by(activity_id=activity_id, partner_id=partner_id))


def sign_ups_by(session: Session, partner_id: str) -> dict[int, ActivitySignUp]:
    """Return what a partner signed up for, by the number of the activity."""
    return {row.activity_id: row for row in session.scalars(select(ActivitySignUp).filter_by(partner_id=partner_id))}


def most_people(activity: Activity) -> int:
    """Return with how many people one partner can come at most."""
    return min(each for each in (activity.most_each, activity.capacity, MOST_PEOPLE) if each is not None)


def is_coming(activity: Activity, now: datetime) -> bool:
    """Whether an activity is still to be held."""
    return activity.state == "published" and now < activity.begins


def is_open(activity: Activity, now: datetime) -> bool:
    """Whether partners can sign up by themselves."""
    until = activity.sign_up_until
    is_in_time = until is None or now.astimezone(ZONE).date() <= until
    return activity.takes_sign_ups and is_in_time and is_coming(activity, now)


def sign_up(  # noqa: PLR0913, PLR0917 -- who brings how many where, and when
    session: Session, asker: Asker, activity: Activity, partner_id: str, n_people: int, now: datetime
) -> ActivitySignUp:
    """Sign a partner up with a number of people, or change its number; it keeps its place in the order of arrival.

    Staff may do so after the last day as well, and the partner is mailed what they did. Raise `SignUpClosed`,
    `NotThatMany`, or `NoRoomForMore`.
    """
    is_by_staff = asker.role is Role.STAFF
    if not is_open(activity, now) and not (is_by_staff and activity.takes_sign_ups and is_coming(activity, now)):
        raise SignUpClosed(f"activity {activity.id} takes no sign-ups")
    if not 1 <= n_people <= most_people(activity):
        raise NotThatMany(most_people(activity))
    sign_ups = sign_ups_of(session, activity.id)
    standing = standing_of(activity, sign_ups)
    own = next((each for each in sign_ups if each.partner_id == partner_id), None)
    n_before = own.n_people if own else 0
    if own is None:
        is_waiting = standing.is_full or not _fits(n_people, standing)
        own = ActivitySignUp(
            activity_id=activity.id, partner_id=partner_id, n_people=n_people, is_waiting=is_waiting, signed_up_at=now
        )
        session.add(own)
    else:
        more = n_people - own.n_people
        if not own.is_waiting and more > 0 and (standing.is_full or not _fits(more, standing)):
            raise NoRoomForMore(0 if standing.n_waiting else standing.n_free or 0)
        own.n_people = n_people
    session.flush()
    note(session, asker, "sign up for activity", f"activity {activity.id} partner {partner_id}", str(n_people))
    move_up(session, activity, now)
    if is_by_staff and n_people != n_before:
        _tell_of_office(session, own.partner_id, activity, n_people, now)
    return own


def sign_off(session: Session, asker: Asker, activity: Activity, partner_id: str, now: datetime) -> None:
    """Have a partner not come after all; where staff do so it is mailed.

    Raise `NotSignedUp`, or `SignUpClosed` once the activity has begun.
    """
    own = sign_up_of(session, activity.id, partner_id)
    if own is None:
        raise NotSignedUp(f"'{partner_id}' is not signed up for activity {activity.id}")
    if now >= activity.begins:
        raise SignUpClosed(f"activity {activity.id} has begun")
    session.delete(own)
    session.flush()
    note(session, asker, "sign off from activity", f"activity {activity.id} partner {partner_id}")
    move_up(session, activity, now)
    if asker.role is Role.STAFF:
        _tell_of_office(session, partner_id, activity, 0, now)


def move_up(session: Session, activity: Activity, now: datetime) -> int:
    """Give free places to who waits, the first first, as long as it fits; mail them, and return how many moved up."""
    if not is_coming(activity, now):
        return 0
    sign_ups, n_moved = sign_ups_of(session, activity.id), 0
    for each in sign_ups:
        if not each.is_waiting:
            continue
        if not _fits(each.n_people, standing_of(activity, sign_ups)):
            break
        each.is_waiting = False
        n_moved += 1
        subject = f"activity {activity.id} partner {each.partner_id}"
        note(session, None, "move up for activity", subject, str(each.n_people))
        tell_partner(session, activity, each.partner_id, "activity_place", f"activity-place-{each.id}")
    session.flush()
    return n_moved


def fill_places(session: Session, now: datetime) -> int:
    """Give out places that came free by another way: a partner left the network, or two became one."""
    waited_for = select(ActivitySignUp.activity_id).where(ActivitySignUp.is_waiting)
    coming = select(Activity).where(Activity.id.in_(waited_for), Activity.begins_at > now.astimezone(UTC))
    return sum(move_up(session, activity, now) for activity in session.scalars(coming.order_by(Activity.id)).all())


def tell_partner(  # noqa: PLR0913 -- which mail about what to whom
    session: Session, activity: Activity, partner_id: str, kind: str, event: str, *, n_people: int | None = None
) -> int:
    """Post a mail about an activity to all who speak for a partner; return how many were needed.

    `n_people` is kept with it where it is true only as long as the partner comes with so many.
    """
    facts = {"activity": activity.id} | ({} if n_people is None else {"n_people": n_people})
    return sum(
        post(session, kind, person_id, f"{event}-{partner_id}", partner_id=partner_id, facts=facts)
        for person_id in people_of(session, partner_id)
    )


def _tell_of_office(session: Session, partner_id: str, activity: Activity, n_people: int, now: datetime) -> None:
    """Mail a partner with how many people staff have it come; 0 where they signed it off."""
    event = f"activity-office-{activity.id}-{now.isoformat()}"
    tell_partner(session, activity, partner_id, "activity_office", event, n_people=n_people)


def _fits(n_people: int, standing: Standing) -> bool:
    return standing.n_free is None or n_people <= standing.n_free
