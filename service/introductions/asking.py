"""Partners asked, and what they answer: both yes, and each gets to know the other."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from graph.errors import IllegalStep
from graph.introducing import PROGRAM, By, Introductions, other_side, partner_on
from graph.introductions import SIDES, Introduction
from graph.model import Answer
from service.access import Asker
from service.audit import note
from service.introductions.deciding import by_staff
from service.introductions.reasons import REFUSALS
from service.mail.outbox import people_of, post

ANSWER_DAYS = 14
"""So long partners have to answer."""
LATER_DAYS = 91
"""So long after "later" an introduction is proposed to staff again."""

ANSWERS = ("yes", "no", "later")


class AlreadyAnswered(IllegalStep):
    """This side has answered already."""


def ask(session: Session, asker: Asker, introduction: Introduction, today: date) -> None:
    """Ask both partners of an approved introduction, by a mail to everybody who speaks for them.

    Whoever has nobody to mail to is asked by staff, who write down the answer.
    """
    introduction.first_answer = introduction.second_answer = ""
    introduction.due_on = today + timedelta(days=ANSWER_DAYS)
    Introductions(session).take_step(introduction, "asked", by_staff(asker))
    note(session, asker, "ask partners", f"introduction {introduction.id}")
    for side in SIDES:
        mail_side(session, introduction, side, "asked")


def mail_side(session: Session, introduction: Introduction, side: str, kind: str) -> None:
    """Put a mail about the present step of an introduction in the outbox for everybody who speaks for a side."""
    partner_id = partner_on(introduction, side)
    for person_id in people_of(session, partner_id):
        event = f"{kind}-{introduction.id}-{introduction.n_steps}-{side}"
        post(session, kind, person_id, event, partner_id=partner_id, introduction_id=introduction.id)


def answer(  # noqa: PLR0913, PLR0917 -- who, what and why
    session: Session,
    introduction: Introduction,
    side: str,
    said: str,
    by: By,
    today: date,
    *,
    reason: str = "",
    words: str = "",
) -> None:
    """Take in what a side answers: "yes", "no" (with a reason of `REFUSALS`, and perhaps words of its own) or "later".

    The second yes introduces the two to each other. Raise `AlreadyAnswered`, `IllegalStep` when nothing is asked, and
    `ValueError` for an answer or a reason that is none.
    """
    if said not in ANSWERS or (said == "no" and reason not in REFUSALS):
        raise ValueError(f"'{said}' for '{reason}' is no answer")
    if getattr(introduction, f"{side}_answer"):
        raise AlreadyAnswered(f"introduction {introduction.id} was answered already")
    if introduction.state not in {"asked", "accepted_by_one"}:
        raise IllegalStep(f"introduction {introduction.id} is {introduction.state}: nothing is asked")
    setattr(introduction, f"{side}_answer", said)
    _store_answer(session, introduction, side, said, reason, words, today)
    introductions = Introductions(session)
    if said == "yes":
        is_second = introduction.state == "accepted_by_one"
        introductions.take_step(introduction, "accepted" if is_second else "accepted_by_one", by)
        if is_second:
            _introduce(session, introduction, today)
    elif said == "no":
        introductions.take_step(introduction, "declined", by, reason=reason)
        _tell_other(session, introduction, side)
    else:
        introduction.held_until = today + timedelta(days=LATER_DAYS)
        introductions.take_step(introduction, "held", by, reason="later")
        _tell_other(session, introduction, side)


def _introduce(session: Session, introduction: Introduction, today: date) -> None:
    introduction.introduced_on = today
    Introductions(session).take_step(introduction, "introduced", PROGRAM)
    for side in SIDES:
        mail_side(session, introduction, side, "introduced")


def _tell_other(session: Session, introduction: Introduction, side: str) -> None:
    """Tell who said yes already that nothing comes of it now; who has not answered need not know."""
    other = other_side(side)
    if getattr(introduction, f"{other}_answer") == "yes":
        mail_side(session, introduction, other, "not_now")


def _store_answer(  # noqa: PLR0913, PLR0917 -- the columns of an answer
    session: Session, introduction: Introduction, side: str, said: str, reason: str, words: str, today: date
) -> None:
    kinds = {"yes": "accepted", "no": "already_known" if reason == "already_known" else "declined", "later": "no_room"}
    session.merge(
        Answer(
            partner_id=partner_on(introduction, side),
            suggested_id=partner_on(introduction, other_side(side)),
            answered_on=today,
            answer=kinds[said],
            reason=words,
        )
    )
