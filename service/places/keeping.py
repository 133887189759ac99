"""Sees to it that everybody has a place: newcomers at once, a whole layout in the background."""

from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Engine

from graph.database import reading, transaction
from service.later import Later
from service.places.giving import complete, lay_out_anew, needs_layout, place_newcomers
from service.places.stored import Stored, last_number, read_places
from service.places.ties import PublicTies


@dataclass(frozen=True, eq=False)
class Standing:
    """Who stands where; another state of the places is another object."""

    places: dict[str, tuple[float, float]]
    """By partner id: x and y of everybody in the network."""


class PlaceKeeper:
    """Keeps the places of one database; safe to ask from several threads, and several processes may each have one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._running: Later[None] | None = None
        self._share = 0.0
        self._held: tuple[int, PublicTies, Standing] | None = None

    def stand(self, ties: PublicTies) -> Standing | float:
        """Return who stands where, or how far the first layout is, 0 … 1.

        What was asked for the same object before is at hand. While a network that has grown is laid out anew, the old
        places stand.
        """
        found = self._look(ties)
        if isinstance(found, Standing):
            return found
        found.get()
        if found.is_over:
            found = self._look(ties)
        return found if isinstance(found, Standing) else self._share

    def _look(self, ties: PublicTies) -> Standing | Later[None]:
        with self._lock:
            with reading(self._engine) as session:
                number = last_number(session)
                if self._held and self._held[0] == number and self._held[1] is ties:
                    return self._held[2]
                stored = read_places(session)
            if needs_layout(stored, ties):
                laying_out = self._begin(ties)
                return _standing(stored, ties) if stored.places else laying_out
            with transaction(self._engine) as session:
                stored = complete(session, ties)
            self._held = (stored.number, ties, _standing(stored, ties))
            return self._held[2]

    def _begin(self, ties: PublicTies) -> Later[None]:
        if self._running is None or self._running.is_over:
            self._share = 0.0
            self._running = Later(lambda: lay_out_anew(self._engine, ties, self._tell))
        return self._running

    def _tell(self, share: float) -> None:
        self._share = share


def _standing(stored: Stored, ties: PublicTies) -> Standing:
    every = {**stored.places, **place_newcomers(stored, ties)}
    return Standing({partner_id: every[partner_id][:2] for partner_id in ties.ids})
