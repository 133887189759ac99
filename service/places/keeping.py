"""Sees to it that everybody has a place: whatever takes longer than a moment goes on in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Engine

from graph.database import reading
from graph.turns import turn
from service.later import Later
from service.places.giving import complete, lay_out_anew, needs_layout, place_newcomers
from service.places.stored import Stored, last_number, read_places
from service.places.ties import PublicTies

N_WAITS = 4
"""For newcomers, the layout, and again whom it left out; once more where another network was being placed."""


@dataclass(frozen=True, eq=False)
class Standing:
    """Who stands where; another state of the places is another object."""

    places: dict[str, tuple[float, float]]
    """By partner id: x and y of everybody in the network."""


@dataclass(frozen=True, eq=False)
class _Held:
    """Who stands where by the places of one writing and the ties of one network."""

    number: int
    ties: PublicTies
    standing: Standing | None
    """`None` where nobody was ever laid out."""
    is_due: bool
    """Whether all are to be laid out anew; until then newcomers stand beside others, which is not stored."""


class PlaceKeeper:
    """Keeps the places of one database; safe to ask from several threads, and several processes may each have one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._completing: Later[None] | None = None
        self._laying_out: Later[None] | None = None
        self._share = 0.0
        self._held: _Held | None = None

    def stand(self, ties: PublicTies) -> Standing | float:
        """Return who stands where, or how far the first layout is, 0 … 1.

        What was asked for the same object before is at hand. While a network that has grown is laid out anew, the old
        places stand.
        """
        for _ in range(N_WAITS):
            found = self._look(ties)
            if isinstance(found, Standing):
                return found
            found.get()
            if not found.is_over:
                break
        return self._share

    def _look(self, ties: PublicTies) -> Standing | Later[None]:
        with self._lock, reading(self._engine) as session:
            held = self._held
            if held is None or held.ties is not ties or held.number != last_number(session):
                self._completing = _going_on(self._completing, lambda: self._complete(ties))
                return self._completing
            if held.standing and not held.is_due:
                return held.standing
            self._laying_out = _going_on(self._laying_out, lambda: self._lay_out(ties))
            return held.standing or self._laying_out

    def _complete(self, ties: PublicTies) -> None:
        self._share = 0.0
        with reading(self._engine) as session:
            stored = read_places(session)
        is_due = needs_layout(stored, ties)
        if is_due:
            self._held = _Held(stored.number, ties, _standing(stored, ties) if stored.places else None, is_due)
        else:
            stored = complete(self._engine, ties)
            self._held = _Held(stored.number, ties, _standing(stored, ties), is_due)

    def _lay_out(self, ties: PublicTies) -> None:
        self._share = 0.0
        with turn(self._engine, "places") as is_ours:
            # Where another process is at it, its places are found at the next look; it may also just have ended.
            if is_ours and self._is_due(ties):
                lay_out_anew(self._engine, ties, self._tell)

    def _is_due(self, ties: PublicTies) -> bool:
        with reading(self._engine) as session:
            return needs_layout(read_places(session), ties)

    def _tell(self, share: float) -> None:
        self._share = share


def _going_on(running: Later[None] | None, make: Callable[[], None]) -> Later[None]:
    """Return what runs, or begin it where it does not."""
    return Later(make) if running is None or running.is_over else running


def _standing(stored: Stored, ties: PublicTies) -> Standing:
    every = {**stored.places, **place_newcomers(stored, ties)}
    return Standing({partner_id: every[partner_id][:2] for partner_id in ties.ids})
