"""Mails that come by the calendar: the overview of the week, and the yearly look at a profile."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.introductions import Introduction
from graph.model import Partner
from graph.people import Contact
from service.introductions.asking import ANSWER_DAYS
from service.mail.outbox import people_of, post
from service.settings import Settings

CATCH_UP = timedelta(days=28)
"""How far back a duty looks for what it missed: shorter than mails are kept, since they tell what was done."""


def post_digests(session: Session, _settings: Settings, now: datetime) -> int:
    """Post the overview of the week to who has something to answer, or got to know somebody last week.

    It is due on Monday; what comes later in a week stands in the overview of the next one.
    """
    today = now.astimezone().date()
    monday = today - timedelta(days=today.weekday())
    year, week, _day = monday.isocalendar()
    speakers = select(Contact.person_id).where(
        Contact.state == "confirmed", Contact.partner_id.in_(_partners_with_news(session, monday))
    )
    return sum(
        post(session, "digest", person_id, f"digest-{year}-{week}")
        for person_id in session.scalars(speakers.distinct().order_by(Contact.person_id))
    )


def check_profiles(session: Session, _settings: Settings, now: datetime) -> int:
    """Ask every year whether a profile is right: a year after it was confirmed last, or else got its first contact."""
    today, n_posted = now.astimezone().date(), 0
    known_since = (
        select(Contact.partner_id, func.min(Contact.made_at).label("made_at"))
        .where(Contact.state == "confirmed")
        .group_by(Contact.partner_id)
        .subquery()
    )
    partners = select(Partner.id, Partner.confirmed_on, known_since.c.made_at).where(Partner.until == "")
    for partner_id, confirmed_on, made_at in session.execute(
        partners.join(known_since, known_since.c.partner_id == Partner.id).order_by(Partner.id)
    ):
        due_on = anniversary(confirmed_on or made_at.date(), today)
        if due_on is not None and today - due_on <= CATCH_UP:
            for person_id in people_of(session, partner_id):
                event = f"profile-{partner_id}-{due_on.isoformat()}"
                n_posted += post(session, "profile_check", person_id, event, partner_id=partner_id)
    return n_posted


def anniversary(start: date, today: date) -> date | None:
    """Return the latest day that lies whole years after `start`, a year at least; None before the first one.

    >>> anniversary(date(2024, 2, 29), date(2025, 3, 1)), anniversary(date(2024, 2, 29), date(2025, 2, 28))
    (datetime.date(2025, 3, 1), None)
    """
    year = today.year if _in_year(start, today.year) <= today else today.year - 1
    return _in_year(start, year) if year > start.year else None


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def _partners_with_news(session: Session, monday: date) -> set[str]:
    """Return the partners that had something to answer when the week began, or were introduced in the week before."""
    asked_before = Introduction.due_on < monday + timedelta(days=ANSWER_DAYS)
    can_answer = Introduction.due_on >= monday
    waits = select(Introduction).where(Introduction.state.in_(("asked", "accepted_by_one")), asked_before, can_answer)
    news: set[str] = set()
    for introduction in session.scalars(waits):
        news |= {
            partner_id
            for partner_id, said in (
                (introduction.first_id, introduction.first_answer),
                (introduction.second_id, introduction.second_answer),
            )
            if not said
        }
    met = select(Introduction).where(
        Introduction.state.in_(("introduced", "met")),
        Introduction.introduced_on.between(monday - timedelta(days=7), monday - timedelta(days=1)),
    )
    for introduction in session.scalars(met):
        news |= {introduction.first_id, introduction.second_id}
    return news
