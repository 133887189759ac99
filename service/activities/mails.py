"""Mails to who holds an activity, that it is published, and to who signed up: what changed, and a reminder."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import Activity, ActivitySignUp, UnknownActivity, as_told
from graph.outbox import Mail
from service.activities.reading import Told, tell_activity
from service.activities.signing_up import is_coming, sign_up_of, sign_ups_of, tell_partner
from service.activities.words import say_people, say_when
from service.activities.writing import organisers_of
from service.mail.desk import Block, Choice, Content, Desk
from service.settings import Settings
from service.texts import gettext as _

ABOUT_ACTIVITIES = (
    *("activity_published", "activity_office", "activity_place", "activity_changed", "activity_off"),
    "activity_reminder",
)
"""Kinds of mail of which `is_past` says whether they are still true."""
REMIND_DAYS = 7
"""So long before an activity who comes is reminded of it."""


def published_mail(desk: Desk) -> Content:
    """Tell who holds it that it stands in the agenda."""
    told, _sign_up, names = _told(desk)
    opening = _("“%(title)s”, which %(own)s holds, stands in the agenda of %(office)s now.") % names
    onward = _("Send the address of its page to whom you want to come. Does something change? Tell us.")
    own_page = desk.page(f"/mijn/{desk.mail.partner_id}/activiteiten/{told.row.id}")
    choices = (Choice(_("See it in the agenda"), desk.page(told.path)), Choice(_("See who comes"), own_page))
    return Content(
        _("In the agenda: “%(title)s”") % names,
        (Block(opening), _when_and_where(told), Block(onward, choices=choices)),
    )


def place_mail(desk: Desk) -> Content:
    """Tell who waited that there are places for it now."""
    told, _sign_up, names = _told(desk)
    opening = _("There is room now: %(own)s comes to “%(title)s” with %(people)s.") % names
    cannot = _("Can you not come after all? Please sign off, so that others can have your places.")
    return Content(
        _("You have places: “%(title)s”") % names, (Block(opening), _when_and_where(told), _link(desk, cannot))
    )


def office_mail(desk: Desk) -> Content:
    """Tell a partner what the office wrote down for it: that it comes, waits, or does not come."""
    told, sign_up, names = _told(desk)
    if sign_up is None:
        subject = _("Signed off: “%(title)s”")
        opening = _("%(office)s signed %(own)s off from “%(title)s”.")
        wrong = _("Is this not right? Then sign up again, or call us.")
    else:
        subject = _("On the waiting list: “%(title)s”") if sign_up.is_waiting else _("Signed up: “%(title)s”")
        opening = (
            _("%(office)s put %(own)s on the waiting list of “%(title)s” with %(people)s.")
            if sign_up.is_waiting
            else _("%(office)s wrote down that %(own)s comes to “%(title)s” with %(people)s.")
        )
        wrong = _("Is this not right, or can you not come? You can change the number or sign off yourself.")
    return Content(subject % names, (Block(opening % names), _when_and_where(told), _link(desk, wrong)))


def changed_mail(desk: Desk) -> Content:
    """Tell who signed up when and where it is now."""
    told, _sign_up, names = _told(desk)
    opening = _("Something changed about “%(title)s”, for which %(own)s signed up. This is how it is now:") % names
    cannot = _("You are still signed up. Can you not come now? Please sign off.")
    return Content(_("Changed: “%(title)s”") % names, (Block(opening), _when_and_where(told), _link(desk, cannot)))


def off_mail(desk: Desk) -> Content:
    """Tell who signed up that it is not held."""
    _activity, _sign_up, names = _told(desk)
    opening = _("“%(title)s”, on %(when)s, is called off. %(own)s need not do anything.") % names
    more = Choice(_("See what else is in the agenda"), desk.page("/agenda"))
    return Content(_("Called off: “%(title)s”") % names, (Block(opening), Block(choices=(more,))))


def reminder_mail(desk: Desk) -> Content:
    """Remind who comes, and who waits, a week before."""
    told, sign_up, names = _told(desk)
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
    if mail.kind == "activity_published":
        return activity.state != "published" or mail.partner_id not in organisers_of(session, activity.id)
    sign_up = sign_up_of(session, activity.id, mail.partner_id or "")
    if mail.kind == "activity_office":
        n_people = sign_up.n_people if sign_up else 0
        return not is_coming(activity, now) or n_people != mail.facts["n_people"]
    if sign_up is None:
        return True
    if mail.kind == "activity_off":
        return activity.state != "called_off"
    return not is_coming(activity, now) or (mail.kind == "activity_place" and sign_up.is_waiting)


def _told(desk: Desk) -> tuple[Told, ActivitySignUp | None, dict[str, str]]:
    """Return the activity of a mail, whether its reader's partner comes, and the words that its text has places for."""
    activity = desk.session.get(Activity, int(desk.mail.facts["activity"]))
    if activity is None:
        raise UnknownActivity("the activity of this mail is gone")
    told = tell_activity(desk.session, activity, datetime.now(UTC))
    sign_up = sign_up_of(desk.session, activity.id, desk.mail.partner_id or "")
    names = {"own": desk.own_name, "office": desk.office, "title": activity.title, "when": say_when(told)}
    return told, sign_up, names | {"people": say_people(sign_up.n_people) if sign_up else ""}


def _when_and_where(told: Told) -> Block:
    return Block(points=tuple(filter(None, (say_when(told), told.where))))


def _link(desk: Desk, text: str) -> Block:
    url = desk.signed("/activiteit", "activity", partner=desk.mail.partner_id, activity=desk.mail.facts["activity"])
    return Block(text, choices=(Choice(_("See the activity, and say whether you come"), url),))
