"""What happened to an introduction, told: steps by whom and why, words of the partners, mails."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import Introductions
from graph.introductions import SIDES, Introduction
from graph.model import Answer
from graph.outbox import Mail
from graph.people import Person
from service.pages.pairs import SideView
from service.pages.way import ANSWERS, REASONS, STATES, say_code
from service.people import People
from service.texts import gettext as _

MAIL_KINDS: dict[str, Callable[[], str]] = {
    "asked": lambda: _("Question whether they want to meet"),
    "reminder": lambda: _("Reminder"),
    "introduced": lambda: _("Introduction with contact details"),
    "not_now": lambda: _("Message that nothing comes of it now"),
    "outcome": lambda: _("Question what came of it"),
}


@dataclass(frozen=True)
class StepView:
    """One step, told."""

    day: str
    text: str
    by_whom: str
    reason: str


@dataclass(frozen=True)
class AnswerView:
    """What one side said."""

    partner_id: str
    text: str
    words: str


@dataclass(frozen=True)
class MailView:
    """Mails of one kind that were written on one day, to one side."""

    day: str
    text: str
    partner_id: str | None
    n_persons: int
    n_sent: int


def tell_steps(
    session: Session, introduction: Introduction, sides: Sequence[SideView], people: People
) -> list[StepView]:
    """Tell the steps of an introduction in their order; who took one is named as long as that person is known."""
    names = {side.partner.id: side.partner.name for side in sides}
    by_side = {"first": names[introduction.first_id], "second": names[introduction.second_id]}
    told = []
    for step in Introductions(session).steps(introduction.id):
        whom = by_side.get(step.by_whom) or {"staff": _("The office"), "program": _("By itself")}[step.by_whom]
        person = session.get(Person, step.person_id) if step.person_id is not None else None
        name = people.view(person).name if person else ""
        told.append(
            StepView(
                day=step.made_at.date().isoformat(),
                text=say_code(STATES, step.to_state),
                by_whom=f"{whom} ({name})" if name else whom,
                reason=say_code(REASONS, step.reason) if step.reason else "",
            )
        )
    return told


def read_answers(session: Session, introduction: Introduction) -> list[AnswerView]:
    """Return what each side answered to the latest asking, with its own words where it gave some."""
    pair = (introduction.first_id, introduction.second_id)
    found = []
    for side, own_id, other_id in zip(SIDES, pair, reversed(pair), strict=True):
        said = getattr(introduction, f"{side}_answer")
        latest = select(Answer).where(Answer.partner_id == own_id, Answer.suggested_id == other_id)
        row = session.scalar(latest.order_by(Answer.answered_on.desc()).limit(1)) if said else None
        found.append(AnswerView(own_id, say_code(ANSWERS, said), row.reason if row else ""))
    return found


def read_mails(session: Session, introduction: Introduction) -> list[MailView]:
    """Return which mails were written about an introduction, and how many of them left."""
    of_it = select(Mail).where(Mail.introduction_id == introduction.id).order_by(Mail.id)
    written: Counter[tuple[str, str, str | None]] = Counter()
    sent: Counter[tuple[str, str, str | None]] = Counter()
    for mail in session.scalars(of_it):
        key = (mail.made_at.date().isoformat(), mail.kind, mail.partner_id)
        written[key] += 1
        sent[key] += mail.sent_at is not None
    return [
        MailView(day, say_code(MAIL_KINDS, kind), partner_id, n_persons, sent[day, kind, partner_id])
        for (day, kind, partner_id), n_persons in written.items()
    ]
