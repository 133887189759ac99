"""What a place in the picture may tell: who worked with whom up to now, as far as everybody may see it."""

from service.access import PUBLIC
from service.places.ties import PublicTies
from service.snapshot import Snapshot
from service.visibility import visible_network


def public_ties(snapshot: Snapshot) -> PublicTies:
    """Return the ties of a snapshot that holds all that is known, without what is planned: the same object each time.

    There is one picture for all, so that people can speak about it; and by where somebody stands nobody learns of a tie
    that it may not see.
    """
    return snapshot.views.get("public ties", lambda: _read(snapshot))


def _read(snapshot: Snapshot) -> PublicTies:
    seen, today = visible_network(snapshot.history, PUBLIC), snapshot.network.day
    begun = seen.begun_by(today) if today else seen
    return PublicTies(begun.partners["id"].tolist(), begun.adjacency)
