"""What time brings about: each duty done when it is due, however often it is asked, and once.

A duty must not need to remember what it did longer than mails are kept (`Settings.keep_mail_days`, a month at least):
each looks back no further than `CATCH_UP`, so that a service that stood still for some weeks still does all of it.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import PROGRAM, Introductions, latest_step, other_side, partner_on
from graph.introductions import SIDES, Introduction
from graph.model import Answer
from service import retention
from service.activities.mails import remind_of_activities
from service.activities.signing_up import fill_places
from service.introductions.asking import mail_side
from service.mail.outbox import people_of, post
from service.mail.regular import CATCH_UP, check_profiles, post_digests
from service.pulse.mails import post_questions
from service.settings import Settings
from service.uploads import uploads_of

REMIND_DAYS = 7
"""So long before the last day who has not answered is asked once more."""
OUTCOME_DAYS = (14, 60)
"""So long after two were introduced both are asked what came of it."""

_ASKED = ("asked", "accepted_by_one")

Duty = Callable[[Session, Settings, datetime], int]
"""Does what is due at a moment, and returns how often it did something."""


def tend(session: Session, settings: Settings, now: datetime) -> Counter[str]:
    """Do all that time has brought about at a moment; return how often each duty did something."""
    return Counter({name: done for name, duty in DUTIES.items() if (done := duty(session, settings, now))})


def day_of(now: datetime) -> date:
    """Return the day that a moment falls on where the service is."""
    return now.astimezone().date()


def propose_again(session: Session, _settings: Settings, now: datetime) -> int:
    """Propose what was held until now to staff again."""
    ended = select(Introduction).where(Introduction.state == "held", Introduction.held_until <= day_of(now))
    found = session.scalars(ended.order_by(Introduction.id)).all()
    for introduction in found:
        introduction.held_until = None
        Introductions(session).take_step(introduction, "proposed", PROGRAM, reason="held_until", now=now)
    return len(found)


def remind(session: Session, _settings: Settings, now: datetime) -> int:
    """Ask who has not answered once more, a week before the last day."""
    today, n_posted = day_of(now), 0
    is_near = Introduction.due_on.between(today, today + timedelta(days=REMIND_DAYS))
    for introduction in session.scalars(select(Introduction).where(Introduction.state.in_(_ASKED), is_near)):
        asked = latest_step(Introductions(session).steps(introduction.id), "asked")
        for side in SIDES:
            if asked is not None and not getattr(introduction, f"{side}_answer"):
                n_posted += _mail(session, introduction, side, "reminder", f"reminder-{introduction.id}-{asked.number}")
    return n_posted


def expire(session: Session, _settings: Settings, now: datetime) -> int:
    """End what was not answered in time; who did not answer is known to have seen it, who said yes is told."""
    today = day_of(now)
    late = select(Introduction).where(Introduction.state.in_(_ASKED), Introduction.due_on < today)
    found = session.scalars(late.order_by(Introduction.id)).all()
    for introduction in found:
        Introductions(session).take_step(introduction, "expired", PROGRAM, reason="no_answer", now=now)
        for side in SIDES:
            if not getattr(introduction, f"{side}_answer"):
                _store_ignored(session, introduction, side, today)
            elif getattr(introduction, f"{side}_answer") == "yes":
                mail_side(session, introduction, side, "not_now")
    return len(found)


def ask_outcomes(session: Session, _settings: Settings, now: datetime) -> int:
    """Ask both sides what came of it, two weeks and two months after they were introduced."""
    today, n_posted = day_of(now), 0
    for days in OUTCOME_DAYS:
        latest = today - timedelta(days=days)
        is_due = Introduction.introduced_on.between(latest - CATCH_UP, latest)
        due = select(Introduction).where(Introduction.state.in_(("introduced", "met")), is_due)
        for introduction in session.scalars(due):
            for side in SIDES:
                n_posted += _mail(session, introduction, side, "outcome", f"outcome{days}-{introduction.id}")
    return n_posted


def clear_uploads(_session: Session, settings: Settings, _now: datetime) -> int:
    """Throw away uploads that nobody looked at in time; return how many."""
    return uploads_of(settings).sweep()


def fill_activities(session: Session, _settings: Settings, now: datetime) -> int:
    """Give places that came free to who waits for them; return how many partners moved up."""
    return fill_places(session, now)


DUTIES: dict[str, Duty] = {
    "proposed again": propose_again,
    "reminders": remind,
    "expired": expire,
    "asked what came of it": ask_outcomes,
    "profiles to check": check_profiles,
    "overviews of the week": post_digests,
    "questions about collaborations": post_questions,
    "places at activities given": fill_activities,
    "reminders of activities": remind_of_activities,
    "uploads removed": clear_uploads,
    **{f"{name} removed": duty for name, duty in retention.DUTIES.items()},
}
"""All duties, in the order in which they are done."""
LEAVES_TRACES = frozenset(f"{name} removed" for name in retention.LEAVES_TRACES)
"""Duties after which the file of the database has to be swept (`graph.sweeping`)."""


def _mail(session: Session, introduction: Introduction, side: str, kind: str, event: str) -> int:
    """Post a mail to everybody who speaks for a side; return how many were needed."""
    partner_id = partner_on(introduction, side)
    return sum(
        post(session, kind, person_id, f"{event}-{side}", partner_id=partner_id, introduction_id=introduction.id)
        for person_id in people_of(session, partner_id)
    )


def _store_ignored(session: Session, introduction: Introduction, side: str, today: date) -> None:
    session.merge(
        Answer(
            partner_id=partner_on(introduction, side),
            suggested_id=partner_on(introduction, other_side(side)),
            answered_on=today,
            answer="ignored",
        )
    )
