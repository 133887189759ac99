"""Aims one after the other: each is reached as far as it goes, and kept while the next is pursued."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.candidates import Mask
from matching.errors import ImpossibleRound
from matching.model import Weights

Counts = npt.NDArray[np.int64]
Progress = Callable[[str, int, int], None]
"""Told which aim is pursued next, how many are done, and of how many."""

INFEASIBLE = 2
"""What scipy's milp answers where no choice keeps the rules."""
LEAST_SECONDS = 0.1
"""An aim that comes when time is up still gets so long: the ones before it already gave a plan."""


@dataclass(frozen=True)
class Proof:
    """How far an aim was reached, and how far it could be reached at most while the ones before it are kept."""

    aim: str
    value: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """How far from the bound, in the aim's own unit; 0 where nothing better exists."""
        return abs(self.bound - self.value)

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists."""
        return self.gap < 1e-6  # noqa: PLR2004 -- values are counts or thousandths


@dataclass(frozen=True)
class Aim:
    """What is to be as much as possible: a whole number per variable."""

    name: str
    worth: Counts
    limit: float = np.inf
    """No choice is worth more: where it is reached, nothing needs solving."""
    unit: float = 1.0
    """What the proof tells is the worth times this: -1 where the fewest are wanted, .001 where it is in thousandths."""


class Choice:
    """0/1 variables and the rules that every choice of them keeps."""

    def __init__(self, n_variables: int, most_chosen: int | None = None) -> None:
        """Take how many variables there are, and how many of those with a draw can be chosen at most, if known."""
        self.n_variables = n_variables
        self._most_chosen = n_variables if most_chosen is None else most_chosen
        self._rules: list[LinearConstraint] = []

    def keep(self, rule: sparse.csr_array, least: npt.ArrayLike, most: npt.ArrayLike) -> None:
        """Keep `least` ≤ rule @ choice ≤ `most`; `rule` has the shape (n_rules, n_variables)."""
        if rule.shape[0]:
            self._rules.append(LinearConstraint(sparse.csr_array(rule), least, most))

    def keep_groups(self, group: Counts, most: npt.ArrayLike) -> None:
        """Keep the number chosen in each group at most `most`; `group` tells of each variable where it belongs, or -1.

        `most` has the shape (n_groups,).
        """
        limits = np.asarray(most, np.float64)
        binds = np.bincount(group[group >= 0], minlength=len(limits)) > limits
        belongs = np.flatnonzero((group >= 0) & np.append(binds, [False])[group])
        shape = (len(limits), self.n_variables)
        rule = sparse.csr_array((np.ones(len(belongs)), (group[belongs], belongs)), shape=shape)
        self.keep(sparse.csr_array(rule[binds]), -np.inf, limits[binds])

    def pursue(
        self,
        aims: Sequence[Aim],
        *,
        ties: Weights | None = None,
        guide: Weights | None = None,
        time_limit_seconds: float = 60.0,
        progress: Progress | None = None,
    ) -> tuple[Mask, tuple[Proof, ...]]:
        """Return the best choice, aim after aim, and a proof of each.

        `ties` (≥ 0, each below 1) decides between choices that are equal by the last aim, as a draw; `guide`, likewise,
        by the aims before it, so that what comes out is good for later ones too and they need less time.
        When time is up the best found so far stands, and its proofs show how far it may be from the best.
        Raise `ImpossibleRound` where no choice keeps the rules.
        """
        ends_at = monotonic() + time_limit_seconds
        chosen = self._taken_in_order(aims[-1].worth if guide is None else guide) if aims else None
        rules, proofs = list(self._rules), []
        for done, aim in enumerate(aims):
            if progress:
                progress(aim.name, done, len(aims))
            began = monotonic()
            left = max(ends_at - began, LEAST_SECONDS)
            drawn = ties if done == len(aims) - 1 else guide
            is_last = done == len(aims) - 1 and ties is not None
            chosen, bound = self._solve(aim, rules, chosen, drawn, left, may_skip=not is_last)
            value = float(np.round(aim.worth @ chosen))
            reached, limit = value * aim.unit + 0.0, bound * aim.unit + 0.0  # + 0.0: no minus zero
            proofs.append(Proof(aim.name, reached, limit, monotonic() - began))
            rules.append(LinearConstraint(sparse.csr_array(aim.worth[np.newaxis, :]), value - 0.5, np.inf))
        if chosen is None:
            raise ValueError("at least one aim is needed")
        if progress:
            progress("", len(aims), len(aims))
        return chosen > 0.5, tuple(proofs)  # noqa: PLR2004 -- 0 or 1, but for rounding

    def _taken_in_order(self, by: Weights | Counts) -> Weights | None:
        """Return a first choice, the highest in `by` taken one after the other as far as the rules go; None if none.

        What a rule demands is taken first. With it there is a plan whenever time runs out.
        """
        if not self._rules:
            return np.ones(self.n_variables)
        rule = sparse.csc_array(sparse.vstack([one.A for one in self._rules]))
        least, most = (
            np.concatenate([np.broadcast_to(limit, one.A.shape[0]) for one, limit in limits])
            for limits in ([(one, one.lb) for one in self._rules], [(one, one.ub) for one in self._rules])
        )
        is_demanded = rule[least > 0].sum(axis=0) > 0
        used, chosen = np.zeros(len(most)), np.zeros(self.n_variables)
        for at in np.lexsort((-by, ~is_demanded)).tolist():
            of = slice(rule.indptr[at], rule.indptr[at + 1])
            rows, amounts = rule.indices[of], rule.data[of]
            if (used[rows] + amounts <= most[rows]).all():
                used[rows] += amounts
                chosen[at] = 1.0
        return chosen if (used >= least).all() else None

    def _solve(  # noqa: PLR0913 -- what an aim is solved with
        self,
        aim: Aim,
        rules: list[LinearConstraint],
        before: Weights | None,
        ties: Weights | None,
        seconds: float,
        *,
        may_skip: bool,
    ) -> tuple[Weights, float]:
        """Return a choice and a bound, both of one aim; `before` keeps the rules too, and nothing worse comes out."""
        if not self.n_variables:
            return np.zeros(0), 0.0
        most = min(aim.limit, float(aim.worth[aim.worth > 0].sum()))
        if may_skip and before is not None and aim.worth @ before >= most:
            return before, most
        # All ties together weigh less than the smallest difference in worth, which is 1.
        draws = 0.0 if ties is None else ties * (0.5 / max(self._most_chosen, 1))
        found = milp(
            -(aim.worth + draws),
            constraints=rules,
            integrality=np.ones(self.n_variables),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if found.status == INFEASIBLE:
            raise ImpossibleRound("what is fixed cannot all be kept together with everybody's room and days")
        choices: list[Weights] = [one for one in (before, found.x) if one is not None]
        if not choices:
            raise ImpossibleRound(f"no plan was found within {seconds:.0f} seconds; allow more time")
        best = np.round(max(choices, key=lambda one: float((aim.worth + draws) @ np.round(one))))
        bound = most if found.mip_dual_bound is None else min(most, np.floor(1e-6 - found.mip_dual_bound))
        return best, max(float(bound), float(aim.worth @ best))


def draw(seed: int, *ids: str) -> float:
    """Return a number from 0 up to 1 that belongs to a seed and some ids: a draw that anybody can repeat.

    >>> draw(0, "school", "bakker") == draw(0, "school", "bakker") != draw(1, "school", "bakker")
    True
    """
    said = "\n".join((str(seed), *ids)).encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=6).digest()) / 2.0**48
