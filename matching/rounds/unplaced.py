"""Why a visitor has no host, or fewer than it asked for."""

import numpy as np

from matching.rounds.may_meet import HURDLES
from matching.rounds.staged import Counts
from matching.rounds.visit_pairs import Possible
from matching.rounds.visit_round import Unplaced


def why_unplaced(possible: Possible, n_got: Counts) -> tuple[Unplaced, ...]:
    """Return those who got less than they wanted; `n_got` tells of each visitor how many hosts it has."""
    n_hosts, n_days = (_n_different(possible, of) for of in (possible.host, possible.day))
    return tuple(
        Unplaced(
            partner_id=visitor.partner_id,
            n_missing=visitor.n_hosts - int(n_got[at]),
            reason=_reason(possible, at, has_days_left=bool(n_got[at] < n_days[at])),
            hurdles=dict(sorted(possible.hurdles[at].items())),
            n_possible=int(n_hosts[at]),
        )
        for at, visitor in enumerate(possible.visitors)
        if n_got[at] < visitor.n_hosts
    )


def _n_different(possible: Possible, of: Counts) -> Counts:
    """Return how many different hosts, or days, each visitor might have."""
    visitor, _ = np.unique(np.stack([possible.visitor, of]), axis=1)
    return np.bincount(visitor, minlength=len(possible.visitors))


def _reason(possible: Possible, at: int, *, has_days_left: bool) -> str:
    if (possible.visitor == at).any():
        return "no_room" if has_days_left else "days_taken"
    fell = possible.hurdles[at]
    return next((name for name in reversed(HURDLES) if fell[name]), "no_hosts")
