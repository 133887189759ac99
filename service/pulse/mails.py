"""The mail that asks the pulse: once a quarter to who speaks for a partner, with its questions together."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.outbox import Mail
from graph.people import Contact
from graph.pulse.questions import questions_of, taking_part
from graph.pulse.tables import Quarter
from service.mail.desk import Block, Choice, Content, Desk
from service.mail.outbox import people_of, post
from service.mail.regular import CATCH_UP
from service.pulse.words import say_aspect
from service.settings import Settings
from service.texts import gettext as _
from service.texts import ngettext, say_date

ASKED_AFTER = timedelta(days=14)
"""So long after a quarter began it is asked: not in the days in which everybody begins something."""


def post_questions(session: Session, settings: Settings, now: datetime) -> int:
    """Post the questions of a quarter to who speaks for partners that have some; nobody is asked twice or reminded.

    A partner that paused gets none. It is due two weeks into the quarter: what comes much later waits for the next one.
    """
    today = now.astimezone().date()
    quarter = Quarter.of(today)
    due_on = quarter.first + ASKED_AFTER
    if not settings.pulse or not due_on <= today <= due_on + CATCH_UP:
        return 0
    n_posted = 0
    for partner_id in session.scalars(_to_ask(quarter, today)).all():
        if has_open(session, partner_id, today):
            event, facts = f"pulse-{quarter}-{partner_id}", {"quarter": str(quarter)}
            for person_id in people_of(session, partner_id):
                n_posted += post(session, "pulse", person_id, event, partner_id=partner_id, facts=facts)
    return n_posted


def _to_ask(quarter: Quarter, today: date) -> Select[str]:
    """Return what selects the partners that somebody speaks for, that take part in something and were not asked yet."""
    was_asked = exists().where(Mail.partner_id == Partner.id, Mail.event.startswith(f"pulse-{quarter}-"))
    return (
        select(Partner.id)
        .where(
            Partner.until == "",
            or_(Partner.paused_until.is_(None), Partner.paused_until < today),
            Partner.id.in_(select(Contact.partner_id).where(Contact.state == "confirmed")),
            Partner.id.in_(taking_part(quarter)),
            ~was_asked,
        )
        .order_by(Partner.id)
    )


def has_open(session: Session, partner_id: str, day: date) -> bool:
    """Whether anything waits for an answer of a partner."""
    return any(not question.is_answered for question in questions_of(session, partner_id, day))


def is_over(session: Session, mail: Mail, day: date) -> bool:
    """Whether a mail comes too late: its quarter is over, or all was answered meanwhile."""
    asked = mail.facts.get("quarter", str(Quarter.of(day)))
    return asked != str(Quarter.of(day)) or not has_open(session, mail.partner_id or "", day)


def pulse(desk: Desk) -> Content:
    """Ask what is not answered yet of the questions of this quarter."""
    own_id, quarter = desk.mail.partner_id or "", Quarter.of(desk.today)
    questions = [each for each in questions_of(desk.session, own_id, desk.today) if not each.is_answered]
    asked = [
        Block(
            f"{each.title}. {say_aspect(each.aspect)}",
            choices=(Choice(_("Answer: %(title)s") % {"title": each.title}, _link(desk, each.collaboration_id)),),
        )
        for each in questions
    ]
    opening = _(
        "How do the collaborations of %(own)s go? We ask one short question about each, three a quarter at most."
    )
    promise = _(
        "Nobody sees your answer by itself: not the other partners and not %(office)s. Only what five partners or more"
        " said together is shown, after the quarter. You need not sign in, and you can change an answer until %(day)s."
    )
    facts = {"own": desk.own_name, "office": desk.office, "day": say_date(quarter.last.isoformat())}
    subject = ngettext(
        "One short question about your collaboration", "%(n)s short questions about your collaborations", len(questions)
    )
    return Content(subject % {"n": len(questions)}, (Block(opening % facts), *asked, Block(promise % facts)))


def _link(desk: Desk, collaboration_id: str) -> str:
    partner_id, quarter = desk.mail.partner_id or "", str(Quarter.of(desk.today))
    return desk.signed("/vraag", "pulse", partner=partner_id, collaboration=collaboration_id, quarter=quarter)
