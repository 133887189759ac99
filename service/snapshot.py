"""What is served: one consistent state of the network with its matcher, replaced whole when the network changes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from graph.database import reading
from graph.network import Network
from graph.repository import Repository
from graph.vocabulary import prepare
from matching.encoder import Encoder
from matching.model import Ranker
from matching.suggest import Matcher

CHECK_SECONDS = 1.0
"""How long a state is served before anybody asks whether it is still the present one."""

State = tuple[int, date, int]
"""Number of the latest change, the day, and when the model was written: what a snapshot follows from."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One state of the network; everything in it belongs together. It is never changed, only replaced."""

    version: str
    """Names this state; another state has another one."""
    history: Network
    """All that is known, of any day."""
    network: Network
    """The network of today."""
    matcher: Matcher
    """Suggests and finds in `network`."""
    aliases: dict[str, list[str]]
    """Other names of partners, by partner id."""
    shows_suggestions: bool = True
    """Whether the one who reads this may see who is suggested to whom."""


def load_ranker(model_path: Path) -> Ranker:
    """Return the ranker that `osmose fit` learned, or the prior if there is none; raise `UnreadableModel`."""
    return Ranker.load(model_path) if model_path.exists() else Ranker.prior()


class Snapshots:
    """Holds the present snapshot of one database; safe to ask from several threads."""

    def __init__(
        self,
        engine: Engine,
        model_path: Path,
        encoder: Encoder | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._engine = engine
        self._model_path = model_path
        self._encoder = encoder
        self._clock = clock
        self._today = today
        self._lock = Lock()
        self._held: tuple[State, Snapshot] | None = None
        self._checked_at = 0.0

    def current(self) -> Snapshot:
        """Return the present snapshot; the first call makes an empty database ready and reads it.

        While one caller replaces an old snapshot, the others get the old one, whole. Raise `DatabaseUnavailable`,
        `OldDatabase`, `LaterDatabase` or `UnreadableModel`.
        """
        held = self._held
        if held is not None and self._clock() - self._checked_at < CHECK_SECONDS:
            return held[1]
        if not self._lock.acquire(blocking=held is None):
            assert held is not None  # noqa: S101 -- who waits for the first snapshot always gets the lock
            return held[1]
        try:
            return self._renewed()
        finally:
            self._lock.release()

    def _renewed(self) -> Snapshot:
        if self._held is None:
            prepare(self._engine)
        with reading(self._engine) as session:
            repository = Repository(session)
            state = (repository.version(), self._today(), _written_at(self._model_path))
            if self._held is None or self._held[0] != state:
                self._held = (state, _read(repository, state, load_ranker(self._model_path), self._encoder))
        self._checked_at = self._clock()
        return self._held[1]


def _read(repository: Repository, state: State, ranker: Ranker, encoder: Encoder | None) -> Snapshot:
    change, day, written_at = state
    history = repository.network()
    network = history.at(day)
    return Snapshot(
        version=f"{change}-{day:%Y%m%d}-{written_at:x}{_tell_apart(encoder)}",
        history=history,
        network=network,
        matcher=Matcher(network, ranker, encoder=encoder),
        aliases=repository.aliases(),
    )


def _tell_apart(encoder: Encoder | None) -> str:
    return f"-{sha256(encoder.identity.encode()).hexdigest()[:8]}" if encoder else ""


def _written_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
