"""Whom to introduce where nobody links two steps: the best introductions over all gaps of a path, for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.introducing import Introductions, pair_of
from graph.introductions import CLOSED, STATES, Introduction
from matching.gaps import Fit, Groups, MayMeet, plan_links
from matching.lanes import Lanes, better_directions, pair_key
from matching.suggest import Matcher
from matching.suggestion import Suggestion
from service.introductions.queue import Desk, Pair
from service.introductions.room import Rooms
from service.learning_path.path import Path, Paths
from service.snapshot import Snapshot

MOST_ALONE = 200
"""Organisations without a link for whom one plan looks; of more, a place is to be chosen."""


@dataclass(frozen=True)
class Advice:
    """Whom to introduce across one transition."""

    suggestions: tuple[Suggestion, ...]
    """Best first."""
    under_way: tuple[Introduction, ...]
    """Introductions that run already: who is in one needs no other."""
    without: dict[str, str]
    """Why a partner without a link gets no suggestion (`matching.gaps.LinkPlan`), by id."""


@dataclass(frozen=True)
class PathAdvice:
    """Whom to introduce on a path."""

    transitions: tuple[Advice, ...]
    n_left_out: int
    """Partners without a link beyond `MOST_ALONE`, for whom nobody was looked for."""
    is_proven: bool
    """Whether nothing better exists; else time ran out."""


def advise(  # noqa: PLR0913, PLR0917 -- of what, by whose room, and when
    session: Session, snapshot: Snapshot, paths: Paths, path: Path, rooms: Rooms, today: date
) -> PathAdvice:
    """Return the best introductions for the partners of a path without a link to the step after or before.

    `paths` is of the network of the snapshot.
    """
    introductions = Introductions(session)
    running = introductions.in_state(*(state for state in STATES if state not in CLOSED))
    under_way = [_crossing(running, paths, at) for at in range(len(path.transitions))]
    groups, n_left_out = _groups(paths, path, under_way)
    kept_away = introductions.pairs_kept_away(today)
    plan = plan_links(snapshot.matcher, groups, left=rooms.all_left(), kept_away=kept_away)
    group_of = {pair_of(fit.one_id, fit.other_id): fit.group for fit in plan.chosen}
    suggested = _suggestions(snapshot.matcher, plan.chosen)
    return PathAdvice(
        tuple(
            Advice(
                suggestions=tuple(each for each in suggested if group_of[pair_key(each)] == at),
                under_way=tuple(each for each in under_way[at] if _is_of(each, paths, path, at)),
                without={each: why for (group, each), why in plan.without.items() if group == at},
            )
            for at in range(len(groups))
        ),
        n_left_out,
        all(proof.is_proven for proof in plan.proofs),
    )


def lanes_of(snapshot: Snapshot) -> Lanes:
    """Return what tells the lane of a pair, set up once per read of the network."""
    return snapshot.views.get("lanes", lambda: Lanes(snapshot.network))


def desk_for(session: Session, snapshot: Snapshot, pair: Pair, rooms: Rooms, today: date) -> Desk:
    """Return the desk at which staff decide on a pair of two steps; empty where it may not be introduced now.

    Raise `UnknownPartner`.
    """
    kept_away = Introductions(session).pairs_kept_away(today)
    one_id, other_id = pair
    may_meet = MayMeet(snapshot.network, rooms.all_left(), kept_away).among([one_id], [other_id])[0, 0]
    suggested = _suggestions(snapshot.matcher, [Fit(0, one_id, other_id, 0)]) if may_meet else ()
    return Desk(lanes_of(snapshot), {pair_key(each): each for each in suggested})


def _groups(paths: Paths, path: Path, under_way: Sequence[Sequence[Introduction]]) -> tuple[list[Groups], int]:
    """Return the two groups of each transition, and how many partners without a link were left out."""
    ids = paths.network.partners["id"].tolist()
    everybody = paths.path()
    groups, n_free, n_left_out = [], MOST_ALONE, 0
    for at, transition in enumerate(path.transitions):
        busy = {side for each in under_way[at] for side in (each.first_id, each.second_id)}
        gaps = _gaps(paths, path, at)
        of_gaps = frozenset[str]().union(*gaps)
        alone = sorted({ids[each] for each in transition.alone} - busy, key=lambda each: (each not in of_gaps, each))
        n_left_out += max(len(alone) - n_free, 0)
        alone, n_free = alone[:n_free], n_free - len(alone[:n_free])
        whole = everybody.transitions[at]
        ones, others = (tuple(ids[each] for each in step.partners) for step in (whole.step, whole.following))
        open_gaps = tuple(gap & set(alone) for gap in gaps if gap & set(alone))
        groups.append(Groups(ones, others, frozenset(alone), open_gaps))
    return groups, n_left_out


def _gaps(paths: Paths, path: Path, at: int) -> list[frozenset[str]]:
    """Return who stands on the two steps of a transition in each place where nobody links them."""
    counts, transition = paths.counts(), path.transitions[at]
    nobody = (counts["n_linked"] + counts["n_reached"] == 0) & (counts["step"] == transition.step.sector)
    places = [each for each in counts["place"][nobody] if path.place in {"", each}]
    located, ids = paths.located, paths.network.partners["id"]
    on_steps = located[(paths.step_of[located["partner"]] == at) | (paths.step_of[located["partner"]] == at + 1)]
    return [frozenset(ids[on_steps["partner"][on_steps["place"] == place]]) for place in places]


def _crossing(introductions: Sequence[Introduction], paths: Paths, at: int) -> list[Introduction]:
    """Return the introductions of a partner of a step and one of the next."""
    positions = paths.network.positions
    steps = {at, at + 1}
    return [
        each
        for each in introductions
        if {each.first_id, each.second_id} <= positions.keys()
        and {int(paths.step_of[positions[side]]) for side in (each.first_id, each.second_id)} == steps
    ]


def _is_of(introduction: Introduction, paths: Paths, path: Path, at: int) -> bool:
    """Whether one of an introduction stands on the path and has no link yet: of the others it is no news."""
    alone = set(path.transitions[at].alone)
    return any(paths.network.position(side) in alone for side in (introduction.first_id, introduction.second_id))


def _suggestions(matcher: Matcher, fits: Sequence[Fit]) -> tuple[Suggestion, ...]:
    """Return the suggestion of each pair in its better direction, with its reasons, best first."""
    pairs = [pair for fit in fits for pair in ((fit.one_id, fit.other_id), (fit.other_id, fit.one_id))]
    if not pairs:
        return ()
    ids = sorted({each for pair in pairs for each in pair})
    at = {each: position for position, each in enumerate(ids)}
    scores = matcher.scores_between(ids, ids)
    chances, reasons = matcher.ranker.chance(scores), matcher.explain(pairs)
    both = []
    for one, other in pairs:
        place = at[one], at[other]
        both.append(Suggestion(one, other, 1, float(scores[place]), reasons[one, other], float(chances[place])))
    return tuple(better_directions(both))
