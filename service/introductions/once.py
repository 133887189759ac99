"""Steps of an introduction that somebody asks for, each taken once: who asks again for the same gets what there is.

A program that got no answer may thus send its request again. Asked for anything else, the step is illegal.
"""

from datetime import date

from sqlalchemy.orm import Session

from graph.errors import UnknownIntroduction
from graph.introducing import By, Introductions, side_of
from graph.introductions import Introduction
from service.access import Asker, Role
from service.audit import note
from service.introductions.asking import answer, ask
from service.introductions.deciding import DECISIONS, decide, take_back
from service.introductions.outcomes import end, report
from service.introductions.seeing import own_sides


def decide_once(  # noqa: PLR0913 -- what, by whom, why and until when
    session: Session,
    asker: Asker,
    introduction: Introduction,
    decision: str,
    *,
    reason: str = "",
    held_until: date | None = None,
) -> None:
    """Decide as `deciding.decide` does, or take that back ("undo")."""
    is_undo = decision == "undo"
    to_state, why = ("proposed", "undone") if is_undo else (DECISIONS[decision], reason)
    if _is_latest(session, introduction, to_state, why) and introduction.held_until == held_until:
        return
    if is_undo:
        take_back(session, asker, introduction)
    else:
        decide(session, asker, introduction, decision, reason=reason, held_until=held_until)


def ask_once(session: Session, asker: Asker, introduction: Introduction, today: date) -> None:
    """Ask both partners as `asking.ask` does."""
    if introduction.state != "asked":
        ask(session, asker, introduction, today)


def answer_once(  # noqa: PLR0913, PLR0917 -- who, what and why
    session: Session,
    asker: Asker,
    introduction: Introduction,
    partner_id: str,
    said: str,
    today: date,
    *,
    reason: str = "",
    words: str = "",
) -> None:
    """Take in an answer as `asking.answer` does: of a partner that the asker speaks for, or written down by staff.

    Raise `UnknownIntroduction` for a partner that the asker may not answer for.
    """
    side = side_of(introduction, partner_id)
    if asker.role is not Role.STAFF and not asker.owns(partner_id):
        raise UnknownIntroduction(f"introduction {introduction.id} is not one of yours for '{partner_id}'")
    has_said = getattr(introduction, f"{side}_answer")
    if has_said == said and (said != "no" or _is_latest(session, introduction, "declined", reason)):
        return
    by = By("staff" if asker.role is Role.STAFF else side, asker.person_id)
    answer(session, introduction, side, said, by, today, reason=reason, words=words)
    note(session, asker, "answer introduction", f"introduction {introduction.id}", f"{partner_id}: {said}")


def report_once(session: Session, asker: Asker, introduction: Introduction, outcome: str, today: date) -> None:
    """Take in what came of an introduction as `outcomes.report` does."""
    n_steps = introduction.n_steps
    report(session, introduction, outcome, _by(asker, introduction), today)
    if introduction.n_steps > n_steps:
        note(session, asker, "report outcome", f"introduction {introduction.id}", outcome)


def end_once(session: Session, asker: Asker, introduction: Introduction, today: date) -> None:
    """End what came of an introduction as `outcomes.end` does."""
    if introduction.state != "ended":
        end(session, introduction, _by(asker, introduction), today)
        note(session, asker, "end introduction", f"introduction {introduction.id}")


def _by(asker: Asker, introduction: Introduction) -> By:
    return By("staff" if asker.role is Role.STAFF else own_sides(asker, introduction)[0], asker.person_id)


def _is_latest(session: Session, introduction: Introduction, to_state: str, reason: str) -> bool:
    """Whether the latest step led to a state for a reason."""
    latest = Introductions(session).steps(introduction.id)[-1]
    return (latest.to_state, latest.reason) == (to_state, reason)
