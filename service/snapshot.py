"""What is served: one consistent state of the network with its matcher, replaced whole when the network changes."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from graph.database import reading
from graph.differing import who_differs
from graph.introducing import Introductions
from graph.network import Network
from graph.profiles import with_profiles
from graph.repository import Repository
from graph.vocabulary import prepare
from matching.encoder import Encoder
from matching.model import Ranker
from matching.suggest import Matcher
from service.access import Role
from service.made_once import Answers, Once, Views

CHECK_SECONDS = 0.1
"""How long a state is served before anybody asks whether it is still the present one; the rest of a second is left to
take in a profile that changed."""
LATE_SECONDS = 3.0
"""Older than that nobody is given a state while another one is being read: no list lags five seconds behind."""
WAIT_SECONDS = 10.0
"""So long after a read began they wait for it, and no longer: very large networks are read for minutes."""
MAX_TAKEN_IN = 1000
"""Profiles and work taken in by themselves; then all is worked out anew, since words weigh what they did then."""
N_QUICK = 2_000
"""Partners of a network that is worked out anew in a second or two, whatever of it changed."""

State = tuple[int, date, int]
"""Number of the latest change, the day, and when the model was written: what a snapshot follows from."""
SeenBefore = tuple[Matcher, frozenset[str] | None]
"""A matcher, and the partners that tell something else since; `None` where more may have changed than profiles."""
KeptAway = list[tuple[str, str]]
"""Pairs that an introduction keeps from being suggested; they change at every step, and are taken in without a read."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One state of the network; everything in it belongs together. It is never changed, only replaced."""

    version: str
    """Names this state; another state has another one. Two processes that came to it by other steps may look at a few
    other candidates, and name it the same."""
    history: Network
    """All that is known, of any day."""
    network: Network
    """The network of today."""
    matching: Once[Matcher]
    """What suggests and finds in `network`, which not all who see this network do."""
    aliases: dict[str, list[str]]
    """Other names of partners, by partner id."""
    shows_suggestions: bool = True
    """Whether the one who reads this may see who is suggested to whom."""
    read_at: int = 0
    """Number of the latest change when all was worked out; words weigh what they did then."""
    n_taken_in: int = 0
    """Partners whose profile or work was taken in since."""
    views: Views = field(default_factory=Views)
    """What else was made of this read, for those who see all that this snapshot holds: no step of an introduction makes
    it stale."""
    kept_away: KeptAway = field(default_factory=list)
    """Pairs that are not suggested because of an introduction."""
    answers: Answers = field(default_factory=Answers, init=False)
    """What was answered from this state; no other state has it."""
    seen_before: dict[str, SeenBefore] = field(default_factory=dict)
    """By role, what suggested and found in an earlier state as it saw it, if it was given anything from one."""

    @property
    def matcher(self) -> Matcher:
        """What suggests and finds in `network`."""
        return self.matching.get()


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
        self._counted = (0, 0)
        self._checked_at = self._began_at = 0.0
        self._is_ready = False
        self.count_read: Callable[[float], None] = lambda _seconds: None
        """Told how many seconds each read of the network took."""

    def ready(self) -> None:
        """Make the tables of an empty database, once; raise as `current` does."""
        if not self._is_ready:
            prepare(self._engine)
            self._is_ready = True

    def current(self) -> Snapshot:
        """Return the present snapshot; the first call makes an empty database ready and reads it.

        While one caller replaces an old snapshot, the others get the old one, whole; when that is old enough to mislead
        they wait a while (`LATE_SECONDS`, `WAIT_SECONDS`). Raise `DatabaseUnavailable`,
        `OldDatabase`, `LaterDatabase` or `UnreadableModel`.
        """
        held = self._held
        if held is None:
            self._lock.acquire()
        elif self._is_fresh() or not self._lock.acquire(timeout=self._patience()):
            return held[1]
        try:
            return self._held[1] if self._held is not None and self._is_fresh() else self._renewed()
        finally:
            self._lock.release()

    def _is_fresh(self) -> bool:
        return self._clock() - self._checked_at < CHECK_SECONDS

    def _patience(self) -> float:
        """Return how long to wait for whoever replaces the snapshot, before the old one is given."""
        now = self._clock()
        return max(0.0, self._began_at + WAIT_SECONDS - now) if now - self._checked_at > LATE_SECONDS else 0.0

    def _renewed(self) -> Snapshot:
        self._began_at = self._clock()
        self.ready()
        with reading(self._engine) as session:
            repository, introductions = Repository(session), Introductions(session)
            state = (repository.version(), self._today(), _written_at(self._model_path))
            counted = introductions.count()
            held = self._held[1] if self._held is not None and self._held[0] == state else None
            snapshot = held or self._taken_in(repository, state) or self._read(repository, state)
            if held is None or counted != self._counted:
                snapshot = _keeping_away(snapshot, introductions.pairs_kept_away(state[1]))
        self._held, self._counted = (state, snapshot), counted  # whole, and not before: others are given it meanwhile
        self._checked_at = self._began_at
        return snapshot

    def _read(self, repository: Repository, state: State) -> Snapshot:
        began_at = time.monotonic()
        held = self._held[1] if self._held is not None and self._held[0][1:] == state[1:] else None
        snapshot = _read(repository, state, self._model_path, self._encoder, held)
        if snapshot.network.n_partners > N_QUICK:
            _set_aside()
        self.count_read(time.monotonic() - began_at)
        return snapshot

    def _taken_in(self, repository: Repository, state: State) -> Snapshot | None:
        """Return the held snapshot with the profiles that changed, `None` where anything else may have changed."""
        if self._held is None or self._held[0][1:] != state[1:]:
            return None
        partner_ids = repository.changed_profiles(since=self._held[0][0])
        # None are named, too, where somebody put an older database in place of this one.
        if not partner_ids or self._held[1].n_taken_in + len(partner_ids) > MAX_TAKEN_IN:
            return None
        return _take_in(repository, state, self._held[1], partner_ids)


def _take_in(repository: Repository, state: State, held: Snapshot, partner_ids: list[str]) -> Snapshot:
    profiles = repository.profiles(partner_ids, held.history.theme_positions)
    network = with_profiles(held.network, profiles)
    if held.history.partners is held.network.partners:  # everybody is there today, so both tell the same
        told = {name: getattr(network, name) for name in ("partners", "phrases", "partner_themes")}
        history = held.history.telling(**told)
    else:
        history = with_profiles(held.history, profiles)
    there = [partner_id for partner_id in partner_ids if partner_id in network.positions]
    others = {partner_id: names for partner_id, names in held.aliases.items() if partner_id not in set(partner_ids)}
    matcher = held.matcher.updated(network, there)
    return replace(
        held,
        version=_version(state, matcher.encoder, held.read_at),
        history=history,
        network=network,
        matching=Once.of(matcher),
        aliases=others | repository.aliases(partner_ids),
        n_taken_in=held.n_taken_in + len(partner_ids),
        views=Views(),
        seen_before=_seen_before(held, partner_ids),
    )


def _seen_before(held: Snapshot, partner_ids: Sequence[str] | None) -> dict[str, SeenBefore]:
    """Return what each role was last given suggestions or findings from, and whose profiles changed since then.

    `partner_ids` are those whose profiles changed now, `None` where more may have.
    """
    made, roles = held.views.made(), set(Role)
    lately = {
        role: (seen.matcher, None if partner_ids is None else frozenset(partner_ids))
        for role, seen in made.items()
        if role in roles and seen.matching.is_made  # or one would hold on to the next, for as long as nobody asks
    }
    earlier = {
        role: (seen, None if partner_ids is None or changed is None else changed.union(partner_ids))
        for role, (seen, changed) in held.seen_before.items()
    }
    return earlier | lately


def _read(
    repository: Repository, state: State, model_path: Path, encoder: Encoder | None, held: Snapshot | None
) -> Snapshot:
    """Read the network; what was worked out of `held`, of the same day and model, is taken over where it can be."""
    history = repository.network()
    network = history.at(state[1])
    aliases = repository.aliases()
    differing_ids = _differing(held, network) if held else None
    if held is None or differing_ids is None:
        matcher = Matcher(network, load_ranker(model_path), encoder=encoder)
        return Snapshot(_version(state, encoder), history, network, Once.of(matcher), aliases, read_at=state[0])
    return Snapshot(
        version=_version(state, encoder, held.read_at),
        history=history,
        network=network,
        matching=Once.of(held.matcher.renewed(network, differing_ids)),
        aliases=aliases,
        read_at=held.read_at,
        n_taken_in=held.n_taken_in + max(len(differing_ids), 1),
        seen_before=_seen_before(held, None),
    )


def _set_aside() -> None:
    """Let the collector of rings pass over what is here now: to look through it takes half a second, now and then.

    What was set aside before, and is no longer needed, it looks through first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _differing(held: Snapshot, network: Network) -> list[str] | None:
    """Return who tells or did something else than in what is held; `None` where all has to be worked out anew."""
    if network.n_partners <= N_QUICK:
        return None
    partner_ids = who_differs(held.network, network)
    if partner_ids is None or held.n_taken_in + max(len(partner_ids), 1) > MAX_TAKEN_IN:
        return None
    return partner_ids


def _keeping_away(snapshot: Snapshot, pairs: KeptAway) -> Snapshot:
    # Named by them always, and not only where they changed: other processes took other steps to the same state.
    named = f"+{sha256(repr(pairs).encode()).hexdigest()[:8]}" if pairs else ""
    version = f"{snapshot.version.partition('+')[0]}{named}"
    if version == snapshot.version:
        return snapshot
    is_same = snapshot.kept_away == pairs
    matching = snapshot.matching if is_same else Once.of(snapshot.matcher.keeping_away(pairs))
    return replace(snapshot, version=version, kept_away=pairs, matching=matching)


def _version(state: State, encoder: Encoder | None, read_at: int | None = None) -> str:
    """Name a state; `read_at` where words weigh what they did after an earlier change."""
    change, day, written_at = state
    apart = f"-{sha256(encoder.identity.encode()).hexdigest()[:8]}" if encoder else ""
    since = "" if read_at is None else f"-{read_at}"
    return f"{change}-{day:%Y%m%d}-{written_at:x}{apart}{since}"


def _written_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
