"""What staff write down for partners: an answer or an outcome told by telephone, an end, and that time is up."""

from datetime import date

from sqlalchemy.orm import Session

from graph.introducing import Introductions
from graph.introductions import Introduction
from service.access import Asker
from service.audit import note
from service.introductions.asking import answer
from service.introductions.deciding import by_staff
from service.introductions.outcomes import end, report


def record_answer(  # noqa: PLR0913, PLR0917 -- whose answer, what and why
    session: Session,
    asker: Asker,
    introduction: Introduction,
    side: str,
    said: str,
    today: date,
    *,
    reason: str = "",
    words: str = "",
) -> None:
    """Write down what a side answered to staff; raise as `answer` does."""
    answer(session, introduction, side, said, by_staff(asker), today, reason=reason, words=words)
    note(session, asker, "record answer", f"introduction {introduction.id}", f"{side} {said}")


def record_outcome(session: Session, asker: Asker, introduction: Introduction, outcome: str, today: date) -> None:
    """Write down what partners told staff of their contact; raise as `report` does."""
    report(session, introduction, outcome, by_staff(asker), today)
    note(session, asker, "record outcome", f"introduction {introduction.id}", outcome)


def record_end(session: Session, asker: Asker, introduction: Introduction, today: date) -> None:
    """Write down that what two partners started has ended."""
    end(session, introduction, by_staff(asker), today)
    note(session, asker, "end introduction", f"introduction {introduction.id}")


def expire(session: Session, asker: Asker, introduction: Introduction) -> None:
    """Let an introduction go before its time is up; raise `IllegalStep` once both said yes."""
    Introductions(session).take_step(introduction, "expired", by_staff(asker), reason="by_hand")
    note(session, asker, "expire introduction", f"introduction {introduction.id}")
