"""What came of an introduction: they met, they started something, it ended."""

from datetime import date

from sqlalchemy.orm import Session

from graph.errors import IllegalStep
from graph.introducing import By, Introductions, partner_on
from graph.introductions import MOVES, SIDES, Introduction
from graph.model import Collaboration, Participation, Partner
from graph.repository import Repository
from service.texts import gettext as _

OUTCOMES = {"started": "started", "met": "met", "nothing": "ended"}
"""What a partner can tell after an introduction, and the state it leads to."""


def report(session: Session, introduction: Introduction, outcome: str, by: By, today: date) -> None:
    """Take in what came of an introduction: "started", "met" or "nothing"; to tell the same twice changes nothing.

    What they started becomes a collaboration of the network. Raise `IllegalStep` where they were not introduced, and
    `ValueError` for an outcome that is none.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"'{outcome}' is no outcome; expected one of {', '.join(OUTCOMES)}")
    to_state = OUTCOMES[outcome]
    if introduction.state == to_state or (introduction.state == "started" and outcome == "met"):
        return
    if introduction.state == "started" and outcome == "nothing":
        raise IllegalStep(f"introduction {introduction.id} has become a collaboration; that can only end")
    if to_state not in MOVES[introduction.state]:  # before anything is stored that such a step would leave behind
        raise IllegalStep(f"introduction {introduction.id} is {introduction.state} and cannot become {to_state}")
    if to_state == "started":
        introduction.collaboration_id = _start(session, introduction, today)
    Introductions(session).take_step(introduction, to_state, by, reason=outcome)


def end(session: Session, introduction: Introduction, by: By, today: date) -> None:
    """End what came of an introduction: a collaboration that they started ends today."""
    Introductions(session).take_step(introduction, "ended", by)
    started_id = introduction.collaboration_id
    collaboration = session.get(Collaboration, started_id) if started_id else None
    if collaboration is not None and not collaboration.end_date:
        collaboration.end_date, collaboration.ends_on = today.isoformat(), today
        Repository(session).record_change(f"the collaboration of introduction {introduction.id} ended")


def _start(session: Session, introduction: Introduction, today: date) -> str:
    collaboration_id = f"kennismaking-{introduction.id}"
    sides = [partner_on(introduction, side) for side in SIDES]
    names = {"one": session.get_one(Partner, sides[0]).name, "other": session.get_one(Partner, sides[1]).name}
    session.add(
        Collaboration(
            id=collaboration_id,
            title=_("Collaboration of %(one)s and %(other)s") % names,
            start_date=today.isoformat(),
            starts_on=today,
            kind="kennismaking",
        )
    )
    session.flush()
    session.add_all(
        Participation(collaboration_id=collaboration_id, role="participant", position=at, partner_id=partner_id)
        for at, partner_id in enumerate(sides)
    )
    Repository(session).record_change(f"introduction {introduction.id} became a collaboration")
    return collaboration_id
