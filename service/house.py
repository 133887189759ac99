"""What every route works with: the settings, the database, the safe, the present snapshot and the places, made once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Annotated

import pandas as pd
from fastapi import Depends, Request
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from graph.database import reading, transaction
from graph.people import Person
from graph.sealing import Safe
from service.clock import Clock
from service.counting import Counters
from service.figures.figure import Figure
from service.figures.making import Workshop
from service.places.keeping import PlaceKeeper
from service.rounds.solving import Solving
from service.settings import Settings
from service.snapshot import Snapshots


def _rows_of(made: object) -> int:
    """Return how many rows something holds that was made beside the requests: a figure, or a table itself."""
    table = made.table if isinstance(made, Figure) else made
    return len(table) if isinstance(table, pd.DataFrame) else 0


@dataclass(frozen=True, eq=False)
class House:
    """One running service."""

    settings: Settings
    engine: Engine
    safe: Safe
    snapshots: Snapshots
    places: PlaceKeeper
    workshop: Workshop = field(default_factory=lambda: Workshop(_rows_of))
    """Makes figures beside the requests."""
    solving: Solving = field(default_factory=Solving)
    """Plans rounds beside the requests."""
    clock: Clock = field(default_factory=Clock)
    counters: Counters = field(default_factory=Counters)
    """Counts what happens, for whoever watches over the service."""
    is_leaving: Event = field(default_factory=Event)
    """Set when the service was told to stop."""
    _found_staff: list[bool] = field(default_factory=list)

    @classmethod
    def of(cls, settings: Settings, engine: Engine, safe: Safe, snapshots: Snapshots) -> "House":
        """Return the house."""
        house = cls(settings, engine, safe, snapshots, PlaceKeeper(engine))
        house.counters.listen_to(engine)
        snapshots.count_read = house.counters.count_read
        return house

    def has_staff(self) -> bool:
        """Whether anybody can sign in as staff; once somebody can, this process does not ask again."""
        if not self._found_staff:
            self.snapshots.ready()
            with reading(self.engine) as session:
                if session.scalar(select(Person.id).where(Person.role == "staff").limit(1)) is not None:
                    self._found_staff.append(True)
        return bool(self._found_staff)


async def enter(request: Request) -> House:
    """Lend the house to a route."""
    house: House = request.app.state.house
    return house


InHouse = Annotated[House, Depends(enter)]


def lend_reading(house: InHouse) -> Iterator[Session]:
    """Lend a session that reads one state of the database."""
    house.snapshots.ready()
    with reading(house.engine) as session:
        yield session


def lend_writing(house: InHouse) -> Iterator[Session]:
    """Lend a session that writes; it is committed before the answer leaves, or nothing is kept when the route fails."""
    house.snapshots.ready()
    with transaction(house.engine) as session:
        yield session


ReadingSession = Annotated[Session, Depends(lend_reading, scope="function")]
WritingSession = Annotated[Session, Depends(lend_writing, scope="function")]
