"""Which introductions link two groups where nobody does: each partner without a link gets one, and nobody gets many."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.network import Network
from matching.candidates import Mask, closed_pairs
from matching.products import values_at
from matching.rounds.scores import PER_UNIT, Pair, Scores, pair_of, scores_between
from matching.rounds.staged import Aim, Choice, Counts, Proof, draw
from matching.suggest import Matcher

MOST_EACH = 3
"""So often a partner stands in one plan at most, however much room it has: not everybody is sent to the same school."""
N_CANDIDATES = 8
"""So many of the best of each partner without a link are weighed: the ninth would be taken where eight are full."""
LEAST_SCORE = 0
"""Thousandths of log-odds, of both sides: who fits less than an average candidate is no suggestion."""


@dataclass(frozen=True)
class Groups:
    """Two groups that ought to be linked."""

    ones: tuple[str, ...]
    others: tuple[str, ...]
    alone: frozenset[str]
    """Who of both has no link to the other group yet."""
    gaps: tuple[frozenset[str], ...] = ()
    """Partners of which nobody has one, a place each: a link of any of them closes the gap."""


@dataclass(frozen=True)
class Fit:
    """A pair across two groups that may be introduced."""

    group: int
    """Position of its `Groups`."""
    one_id: str
    other_id: str
    score: int
    """Mean of what both sides score, in thousandths of log-odds."""


@dataclass(frozen=True)
class LinkPlan:
    """The introductions that link most, with what is proven of them."""

    chosen: tuple[Fit, ...]
    """Best first within each group."""
    without: Mapping[tuple[int, str], str]
    """Why a partner without a link gets none, by the position of the groups and its id: paused, no_room (of its own),
    nobody_fits, or others_full.
    """
    proofs: tuple[Proof, ...]
    """Of most gaps closed, most partners served, fewest introductions, most partners in them, and the highest total."""


def plan_links(  # noqa: PLR0913 -- every limit is named
    matcher: Matcher,
    groups: Sequence[Groups],
    *,
    left: Mapping[str, int],
    kept_away: Collection[Pair] = (),
    seed: int = 0,
    time_limit_seconds: float = 10.0,
) -> LinkPlan:
    """Return which pairs to introduce, all groups at once.

    `left` tells how many contacts each partner has room for, by id; `kept_away` holds pairs, each in the order of its
    ids, that are no candidates, beside those that the network itself keeps away. Raise `UnknownPartner`.
    """
    may_meet = MayMeet(matcher.network, left, kept_away)
    asking = [(at, of) for at, of in enumerate(groups) if of.alone]  # to score the others would be in vain
    alone = sorted({each for _at, of in asking for each in of.alone})
    everybody = sorted({each for _at, of in asking for each in (*of.ones, *of.others)})
    scores = scores_between(matcher, alone, everybody)
    fits = [fit for at, of in asking for fit in _best(_fits(scores, at, of, may_meet), of)]
    chosen, proofs = _choose(fits, groups, left, seed, time_limit_seconds) if fits else ([], ())
    chosen = sorted(chosen, key=lambda fit: (fit.group, -fit.score, fit.one_id, fit.other_id))
    served = {(fit.group, each) for fit in chosen for each in (fit.one_id, fit.other_id)}
    fitting = {(fit.group, each) for fit in fits for each in (fit.one_id, fit.other_id)}
    without = {
        (at, each): may_meet.hurdle(each) or ("others_full" if (at, each) in fitting else "nobody_fits")
        for at, of in enumerate(groups)
        for each in sorted(of.alone)
        if (at, each) not in served
    }
    return LinkPlan(tuple(chosen), without, proofs)


class MayMeet:
    """Tells who may be introduced to whom on the day of a network."""

    def __init__(self, network: Network, left: Mapping[str, int], kept_away: Collection[Pair]) -> None:
        """Take the room of partners by id, and pairs that are kept away, each in the order of its ids."""
        self._network, self._left, self._kept_away = network, left, set(kept_away)
        self._closed = closed_pairs(network)

    def hurdle(self, partner_id: str) -> str:
        """Return why a partner may meet nobody, "" where it may: paused or no_room; raise `UnknownPartner`."""
        day = self._network.day
        until = self._network.partners["paused_until"].iloc[self._network.position(partner_id)]
        if day is not None and until >= np.datetime64(day, "s"):
            return "paused"
        return "" if self._left.get(partner_id, 0) > 0 else "no_room"

    def among(self, ones: Sequence[str], others: Sequence[str]) -> Mask:
        """Return whether each of `ones` may be introduced to each of `others`: shape (n_ones, n_others)."""
        one, other = (np.array([self._network.position(each) for each in side], np.int64) for side in (ones, others))
        rows, columns = np.repeat(one, len(other)), np.tile(other, len(one))
        is_open = (values_at(self._closed, rows, columns) == 0) & (rows != columns)
        may: Mask = is_open.reshape(len(one), len(other))
        has_room = (np.array([not self.hurdle(each) for each in side], np.bool_) for side in (ones, others))
        may &= np.logical_and.outer(*has_room)
        for i, j in np.argwhere(may).tolist():
            may[i, j] = pair_of(ones[i], others[j]) not in self._kept_away
        return may


def _fits(scores: Scores, at: int, of: Groups, may_meet: MayMeet) -> list[Fit]:
    """Return the pairs in which somebody has no link yet; `scores` has a row for each of these."""
    alone, rest = ([one for one in of.ones if (one in of.alone) is wanted] for wanted in (True, False))
    others = list(of.others)
    alone_others = [other for other in others if other in of.alone]
    fits = []
    for ones, against, grid in (
        (alone, others, scores.grid(alone, others)),
        (rest, alone_others, scores.grid(alone_others, rest).T),
    ):
        fitting = may_meet.among(ones, against) & (grid >= LEAST_SCORE)
        fits += [Fit(at, ones[i], against[j], int(grid[i, j])) for i, j in np.argwhere(fitting).tolist()]
    return fits


def _best(fits: list[Fit], of: Groups) -> list[Fit]:
    """Return the best `N_CANDIDATES` of each partner without a link."""
    kept: set[Fit] = set()
    ordered = sorted(fits, key=lambda fit: (-fit.score, fit.one_id, fit.other_id))
    n_kept = dict.fromkeys(of.alone, 0)
    for fit in ordered:
        wanting = [each for each in (fit.one_id, fit.other_id) if n_kept.get(each, N_CANDIDATES) < N_CANDIDATES]
        for each in wanting:
            n_kept[each] += 1
        if wanting:
            kept.add(fit)
    return [fit for fit in ordered if fit in kept]


def _choose(
    fits: list[Fit], groups: Sequence[Groups], left: Mapping[str, int], seed: int, time_limit_seconds: float
) -> tuple[list[Fit], tuple[Proof, ...]]:
    """Return the best pairs; beside them stand variables of each gap, each partner without a link, and each partner."""
    of_gap = [{(at, each) for each in gap} for at, of in enumerate(groups) for gap in of.gaps]
    alone = [{(at, each)} for at, of in enumerate(groups) for each in sorted(of.alone)]
    ids = sorted({each for fit in fits for each in (fit.one_id, fit.other_id)})
    sides = [{(fit.group, fit.one_id), (fit.group, fit.other_id)} for fit in fits]
    meant = [[bool(wanted & of) for of in sides] for wanted in of_gap + alone]
    stands = [[each in {fit.one_id, fit.other_id} for fit in fits] for each in ids]
    reach = np.array(meant + stands, np.float64)
    n_fits, (n_extra, _) = len(fits), reach.shape
    choice = Choice(n_fits + n_extra)
    # What is reached is 1 at most where a pair that reaches it is chosen.
    choice.keep(sparse.csr_array(np.hstack([-reach, np.eye(n_extra)])), -np.inf, 0)
    often = sparse.csr_array(np.hstack([np.array(stands, np.float64), np.zeros((len(ids), n_extra))]))
    choice.keep(often, -np.inf, np.array([min(left[each], MOST_EACH) for each in ids]))
    chosen, proofs = choice.pursue(
        _aims(fits, len(of_gap), len(alone), len(ids)),
        ties=np.array([draw(seed, fit.one_id, fit.other_id) for fit in fits] + [0.0] * n_extra),
        time_limit_seconds=time_limit_seconds,
    )
    return [fit for fit, is_chosen in zip(fits, chosen[:n_fits], strict=True) if is_chosen], proofs


def _aims(fits: list[Fit], n_gaps: int, n_alone: int, n_ids: int) -> list[Aim]:
    parts = [len(fits), n_gaps, n_alone, n_ids]

    def worth(pairs: Sequence[int] | int, *others: int) -> Counts:
        of_pairs = np.broadcast_to(np.asarray(pairs, np.int64), parts[0])
        return np.concatenate([of_pairs, np.repeat(np.array(others, np.int64), parts[1:])])

    return [
        Aim("gaps", worth(0, 1, 0, 0)),
        Aim("served", worth(0, 0, 1, 0)),
        Aim("fewest", worth(-1, 0, 0, 0), unit=-1.0),
        Aim("spread", worth(0, 0, 0, 1)),
        Aim("total", worth([fit.score for fit in fits], 0, 0, 0), unit=1 / PER_UNIT),
    ]
