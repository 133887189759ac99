"""What staff decide on a pair, said in one line: done, or why not any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from graph.errors import IllegalStep
from graph.introducing import Introductions
from graph.introductions import BEFORE_ASKING, Introduction
from service.access import Asker
from service.introductions.deciding import take_back
from service.introductions.queue import HOLD_DAYS, DecidedAlready, Desk, NotInQueue, Pair, decide_on
from service.pages.way import STATES, say_code
from service.texts import gettext as _

DECIDED: dict[str, Callable[[], str]] = {
    "approve": lambda: _("Approved"),
    "hold": lambda: _("Held for four weeks"),
    "dismiss": lambda: _("Put aside"),
}


@dataclass(frozen=True)
class Decided:
    """What became of a decision."""

    text: str
    introduction: Introduction | None
    """The introduction of the pair; None where it has none."""

    @property
    def may_undo(self) -> bool:
        """Whether it can be taken back: as long as partners do not know of it."""
        return self.introduction is not None and self.introduction.state in BEFORE_ASKING


def decide_and_say(  # noqa: PLR0913, PLR0917 -- what, by whom, why and when
    session: Session, asker: Asker, desk: Desk, pair: Pair, decision: str, reason: str, today: date
) -> Decided:
    """Decide on a pair that the desk suggests or that is proposed, and say so; or say that somebody was first."""
    held_until = today + timedelta(days=HOLD_DAYS) if decision == "hold" else None
    why = reason if decision == "dismiss" else ""
    try:
        introduction = decide_on(session, asker, desk, pair, decision, reason=why, held_until=held_until)
    except DecidedAlready as error:
        state = say_code(STATES, error.introduction.state).lower()
        text = _("Somebody decided on this pair already: %(state)s") % {"state": state}
        return Decided(text, error.introduction)
    except NotInQueue:
        return Decided(_("This pair is no longer suggested: the network changed"), None)
    return Decided(DECIDED[decision](), introduction)


def take_back_once(session: Session, asker: Asker, introduction: Introduction) -> None:
    """Take a decision back; nothing happens where that was done already, by a second click.

    Raise `IllegalStep` once partners know of it, or where the pair has another introduction that runs.
    """
    if introduction.state == "proposed":
        return
    running = Introductions(session).running(introduction.first_id, introduction.second_id)
    if running is not None and running.id != introduction.id:
        raise IllegalStep(f"the pair of introduction {introduction.id} has another one that runs")
    take_back(session, asker, introduction)


def say_too_late() -> str:
    """Say that a decision stands."""
    return _("This cannot be taken back any more: the partners know of it, or the pair was proposed again")
