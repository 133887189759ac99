"""What staff decide: a suggestion approved, held, dismissed; and any of these taken back before a partner knows."""

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from graph.errors import IllegalStep
from graph.introducing import By, Introductions, pair_of
from graph.introductions import BEFORE_ASKING, Introduction
from matching.suggestion import Suggestion
from service.access import Asker
from service.audit import note
from service.introductions.reasons import DISMISSALS, turned

DECISIONS = {"approve": "approved", "hold": "held", "dismiss": "dismissed"}
"""What staff can do with a suggestion, and the state it leads to."""


def by_staff(asker: Asker) -> By:
    """Return staff as the one who takes a step."""
    return By("staff", asker.person_id)


def take_up(session: Session, asker: Asker, suggestion: Suggestion, lane: str) -> Introduction:
    """Store a suggestion as an introduction that is proposed, with its reasons and how it came to be shown.

    Raise `AlreadyRunning` when the pair has one that runs.
    """
    first_id, _ = pair_of(suggestion.partner_id, suggestion.suggested_id)
    reasons = suggestion.reasons if suggestion.partner_id == first_id else turned(suggestion.reasons)
    return Introductions(session).propose(
        suggestion.partner_id,
        suggestion.suggested_id,
        by_staff(asker),
        lane=lane,
        score=suggestion.score,
        chance=suggestion.chance,
        propensity=suggestion.propensity,
        reasons=[asdict(reason) for reason in reasons],
    )


def propose_by_hand(session: Session, asker: Asker, one_id: str, other_id: str) -> Introduction:
    """Store a pair that staff thought of themselves as an introduction that is proposed."""
    introduction = Introductions(session).propose(one_id, other_id, by_staff(asker), origin="by_hand")
    note(session, asker, "add introduction", f"introduction {introduction.id}")
    return introduction


def decide(  # noqa: PLR0913 -- what, by whom, why and until when
    session: Session,
    asker: Asker,
    introduction: Introduction,
    decision: str,
    *,
    reason: str = "",
    held_until: date | None = None,
) -> None:
    """Approve, hold or dismiss an introduction that no partner knows of yet.

    `reason` is one of `DISMISSALS` where it is dismissed. Raise `IllegalStep` when it was asked already, and
    `ValueError` for a decision or a reason that is none.
    """
    if decision not in DECISIONS or (decision == "dismiss" and reason not in DISMISSALS):
        raise ValueError(f"'{decision}' for '{reason}' is no decision")
    introduction.held_until = held_until if decision == "hold" else None
    Introductions(session).take_step(introduction, DECISIONS[decision], by_staff(asker), reason=reason)
    note(session, asker, f"{decision} introduction", f"introduction {introduction.id}", reason)


def take_back(session: Session, asker: Asker, introduction: Introduction) -> None:
    """Undo a decision: the introduction is proposed again. Raise `IllegalStep` once a partner was asked."""
    if introduction.state not in BEFORE_ASKING:
        raise IllegalStep(f"introduction {introduction.id} is {introduction.state}: partners know of it already")
    introduction.held_until = None
    Introductions(session).take_step(introduction, "proposed", by_staff(asker), reason="undone")
    note(session, asker, "undo decision", f"introduction {introduction.id}")
