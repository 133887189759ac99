"""The digest: who is suggested to whom this month, within everybody's room, and nobody without."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from graph.network import Network
from matching.exposure import TOP, room
from matching.rounds.scores import PER_UNIT, Pair
from matching.rounds.staged import Aim, Choice, Counts, Progress, Proof, draw
from matching.suggest import Matcher
from matching.suggestion import Suggestion

PER_PARTNER = 3
"""Suggestions for each partner in a month."""


@dataclass(frozen=True)
class Without:
    """A partner that gets no suggestion, and why."""

    partner_id: str
    reason: str
    """nobody_fits: no list holds anybody for it. all_shown: it saw all who fit lately. no_room: it has none itself.
    others_full: those who fit have none left."""


@dataclass(frozen=True)
class DigestPlan:
    """What goes out this month, with what is proven of it."""

    suggestions: tuple[Suggestion, ...]
    """Ordered by partner, then rank; ranks begin at 1 for each."""
    without: tuple[Without, ...]
    unseen: tuple[str, ...]
    """Partners that are suggested to nobody."""
    proofs: tuple[Proof, ...]
    """Of most partners served, most partners shown to somebody, and the highest total of scores."""

    @property
    def is_proven(self) -> bool:
        """Whether no other digest is better by the aims in their order."""
        return all(proof.is_proven for proof in self.proofs)


def plan_digest(  # noqa: PLR0913 -- every limit is named
    matcher: Matcher,
    *,
    shown_lately: Collection[Pair] = (),
    left: Mapping[str, float] | None = None,
    per_partner: int = PER_PARTNER,
    seed: int = 0,
    time_limit_seconds: float = 60.0,
    progress: Progress | None = None,
) -> DigestPlan:
    """Return the suggestions of a month: up to `per_partner` for each, and never more contacts than it has room for.

    `shown_lately` holds (partner, suggested): what the first saw of the second. `left` tells how many contacts each
    partner still has room for, which includes being suggested to others; who is not named there has the room that
    matching.exposure takes it to have.
    """
    rooms = rooms_of(matcher.network) | {one: int(n) for one, n in (left or {}).items()}
    seen = set(shown_lately)
    most_seen = max(Counter(one for one, _ in seen).values(), default=0)
    listed = list(matcher.iterate(top=max(TOP, per_partner) + most_seen))
    fresh = sorted(
        (one for one in listed if (one.partner_id, one.suggested_id) not in seen),
        key=lambda one: (one.partner_id, one.rank),
    )
    chosen, proofs = _choose(fresh, rooms, per_partner, seed, time_limit_seconds, progress)
    kept = _ranked_again([fresh[at] for at in chosen.tolist()])
    served = {one.partner_id for one in kept}
    ids = matcher.network.partners["id"].tolist()
    has_list, has_fresh = ({one.partner_id for one in of} for of in (listed, fresh))
    return DigestPlan(
        suggestions=kept,
        without=tuple(Without(one, _why(one, has_list, has_fresh, rooms)) for one in ids if one not in served),
        unseen=tuple(sorted(set(ids) - {one.suggested_id for one in kept})),
        proofs=proofs,
    )


def rooms_of(network: Network) -> dict[str, int]:
    """Return for how many new contacts each partner has room, by id."""
    return {one: int(n) for one, n in zip(network.partners["id"], room(network), strict=True)}


def _choose(  # noqa: PLR0913, PLR0917 -- what the choice is made of
    fresh: list[Suggestion],
    rooms: Mapping[str, int],
    per_partner: int,
    seed: int,
    time_limit_seconds: float,
    progress: Progress | None,
) -> tuple[Counts, tuple[Proof, ...]]:
    """Return which suggestions are sent; beside them stand two variables per partner: served, and shown."""
    at = {one: position for position, one in enumerate(sorted(rooms))}
    n, n_partners = len(fresh), len(at)
    asking = np.array([at[one.partner_id] for one in fresh], np.int64)
    shown = np.array([at[one.suggested_id] for one in fresh], np.int64)
    choice = Choice(n + 2 * n_partners)
    rest = np.full(2 * n_partners, -1)
    choice.keep_groups(np.append(asking, rest), np.full(n_partners, per_partner))
    both = sparse.csr_array(
        (np.ones(2 * n), (np.concatenate([asking, shown]), np.tile(np.arange(n), 2))),
        shape=(n_partners, choice.n_variables),
    )
    choice.keep(both, -np.inf, np.array([rooms[one] for one in at]))
    for block, of in enumerate((asking, shown)):
        own = n + block * n_partners + np.arange(n_partners)
        rows, columns = np.concatenate([of, np.arange(n_partners)]), np.concatenate([np.arange(n), own])
        values = np.concatenate([-np.ones(n), np.ones(n_partners)])
        choice.keep(sparse.csr_array((values, (rows, columns)), shape=(n_partners, choice.n_variables)), -np.inf, 0)
    worth = np.array([round(one.score * PER_UNIT) for one in fresh], np.int64)
    aims = [
        Aim("served", np.repeat([0, 1, 0], [n, n_partners, n_partners]), limit=len(set(asking.tolist()))),
        Aim("shown", np.repeat([0, 0, 1], [n, n_partners, n_partners]), limit=len(set(shown.tolist()))),
        Aim("total", np.append(worth, np.zeros(2 * n_partners, np.int64)), unit=1 / PER_UNIT),
    ]
    ties = [draw(seed, one.partner_id, one.suggested_id) for one in fresh] + [0.0] * (2 * n_partners)
    chosen, proofs = choice.pursue(aims, ties=np.array(ties), time_limit_seconds=time_limit_seconds, progress=progress)
    return np.flatnonzero(chosen[:n]), proofs


def _ranked_again(kept: list[Suggestion]) -> tuple[Suggestion, ...]:
    n_before: Counter[str] = Counter()
    ranked = []
    for one in kept:
        n_before[one.partner_id] += 1
        ranked.append(replace(one, rank=n_before[one.partner_id]))
    return tuple(ranked)


def _why(one: str, has_list: Collection[str], has_fresh: Collection[str], rooms: Mapping[str, int]) -> str:
    if not rooms[one]:
        return "no_room"
    if one not in has_list:
        return "nobody_fits"
    return "others_full" if one in has_fresh else "all_shown"
