"""What a page of the workbench works with: a session, the safe, who asks, and the day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from graph.sealing import Safe
from service.access import Asker
from service.days import Today
from service.house import InHouse, ReadingSession, WritingSession
from service.recognising import Asking


@dataclass(frozen=True)
class Desk:
    """One request of staff."""

    session: Session
    safe: Safe
    asker: Asker
    day: date


def lend_desk(session: ReadingSession, house: InHouse, asker: Asking, day: Today) -> Desk:
    """Lend a desk at which one reads."""
    return Desk(session, house.safe, asker, day)


def lend_writing_desk(session: WritingSession, house: InHouse, asker: Asking, day: Today) -> Desk:
    """Lend a desk at which one writes; it is kept when the route returns."""
    return Desk(session, house.safe, asker, day)


ReadingDesk = Annotated[Desk, Depends(lend_desk, scope="function")]
WritingDesk = Annotated[Desk, Depends(lend_writing_desk, scope="function")]
