"""Mails to who signed up: places came free, time or place changed, called off, and a reminder a week before."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import Activity, UnknownActivity, as_told
from graph.outbox import Mail
from service.activities.reading import Told, tell_activity
from service.activities.signing_up import is_coming, sign_up_of, sign_ups_of, tell_partner
from service.activities.words import say_people, say_when
from service.mail.desk import Block, Choice, Content, Desk
from service.settings import Settings
from service.texts import gettext as _

REMIND_DAYS = 7
"""So long before an activity who comes is reminded of it."""


def place_mail(desk: Desk) -> Content:
    """Tell who waited that there are places for it now."""
    told, names = _told(desk)
    sign_up = sign_up_of(desk.session, told.row.id, desk.mail.partner_id or "")
    names["people"] = say_people(sign_up.n_people) if sign_up else ""
    opening = _("There is room now: %(own)s comes to “%(title)s” with %(people)s.") % names
    cannot = _("Can you not come after all? Please sign off, so that others can have your places.")
    return Content(
        _("You have places: “%(title)s”") % names, (Block(opening), _when_and_where(told), _link(desk, cannot))
    )


def changed_mail(desk: Desk) -> Content:
    """Tell who signed up when and where it is now."""
    told, names = _told(desk)
    opening = _("Something changed about “%(title)s”, for which %(own)s signed up. This is how it is now:") % names
    cannot = _("You are still signed up. Can you not come now? Please sign off.")
    return Content(_("Changed: “%(title)s”") % names, (Block(opening), _when_and_where(told), _link(desk, cannot)))


def off_mail(desk: Desk) -> Content:
    """Tell who signed up that it is not held."""
    _activity, names = _told(desk)
    opening = _("“%(title)s”, on %(when)s, is called off. %(own)s need not do anything.") % names
    more = Choice(_("See what else is in the agenda"), desk.page("/agenda"))
    return Content(_("Called off: “%(title)s”") % names, (Block(opening), Block(choices=(more,))))


def reminder_mail(desk: Desk) -> Content:
    """Remind who comes, and who waits, a week before."""
    told, names = _told(desk)
    sign_up = sign_up_of(desk.session, told.row.id, desk.mail.partner_id or "")
    names["people"] = say_people(sign_up.n_people) if sign_up else ""
    opening = (
        _("%(own)s is on the waiting list of “%(title)s” with %(people)s. You get a mail when there is room.")
        if sign_up and sign_up.is_waiting
        else _("Soon it is time: %(own)s comes to “%(title)s” with %(people)s.")
    )
    cannot = _("Do you come with fewer people, or not at all? Please say so: others may be waiting.")
    return Content(
        _("On %(when)s: “%(title)s”") % names, (Block(opening % names), _when_and_where(told), _link(desk, cannot))
    )


def remind_of_activities(session: Session, _settings: Settings, now: datetime) -> int:
    """Remind who signed up, in the week before; once, and once more where the activity moved to another day."""
    begins = Activity.begins_at.between(now.astimezone(UTC), (now + timedelta(days=REMIND_DAYS)).astimezone(UTC))
    soon = select(Activity).where(Activity.state == "published", begins).order_by(Activity.id)
    n_posted = 0
    for activity in session.scalars(soon):
        event = f"activity-reminder-{activity.id}-{activity.begins.date().isoformat()}"
        for each in sign_ups_of(session, activity.id):
            # Who signed up in this week knows.
            if as_told(each.signed_up_at) < activity.begins - timedelta(days=REMIND_DAYS):
                n_posted += tell_partner(session, activity, each.partner_id, "activity_reminder", event)
    return n_posted


def is_past(session: Session, mail: Mail, now: datetime) -> bool:
    """Whether a mail about an activity comes too late, or is true no more."""
    activity = session.get(Activity, int(mail.facts.get("activity", 0)))
    if activity is None or now >= activity.begins:
        return True
    sign_up = sign_up_of(session, activity.id, mail.partner_id or "")
    if sign_up is None:
        return True
    if mail.kind == "activity_off":
        return activity.state != "called_off"
    return not is_coming(activity, now) or (mail.kind == "activity_place" and sign_up.is_waiting)


def _told(desk: Desk) -> tuple[Told, dict[str, str]]:
    activity = desk.session.get(Activity, int(desk.mail.facts["activity"]))
    if activity is None:
        raise UnknownActivity("the activity of this mail is gone")
    told = tell_activity(desk.session, activity, datetime.now(UTC))
    return told, {"own": desk.own_name, "title": activity.title, "when": say_when(told)}


def _when_and_where(told: Told) -> Block:
    return Block(points=tuple(filter(None, (say_when(told), told.where))))


def _link(desk: Desk, text: str) -> Block:
    url = desk.page(f"/mijn/{desk.mail.partner_id}/activiteiten/{desk.mail.facts['activity']}")
    return Block(text, choices=(Choice(_("See the activity, or sign off"), url),))
