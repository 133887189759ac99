"""The meeloopdag: one side visits the other, each visitor where both fit best, and the worst served first."""

from datetime import date

import numpy as np
from scipy import sparse

from matching.model import Weights
from matching.rounds.fairness import Served, measure
from matching.rounds.may_meet import which
from matching.rounds.scores import PER_UNIT, Pair
from matching.rounds.staged import Aim, Choice, Progress, draw
from matching.rounds.unplaced import why_unplaced
from matching.rounds.visit_pairs import Possible, possible_visits
from matching.rounds.visit_round import Visit, VisitPlan, VisitRound

Standing = tuple[str, str, date]
"""Visitor, host and day of a visit."""

N_LEVELS = 24
"""Steps below the level at most; more would cost time and tell nothing."""


def plan_visits(
    asked: VisitRound,
    *,
    other_than: frozenset[Pair] = frozenset(),
    standing: frozenset[Standing] = frozenset(),
    time_limit_seconds: float = 60.0,
    progress: Progress | None = None,
) -> VisitPlan:
    """Return the best plan: most visitors placed, then most visits, then the worst served first, then the total.

    With `other_than` it is the best plan that does not hold all of these pairs, and with `standing` the best that holds
    these visits, which the rules have to allow.
    Raise `ImpossibleRound` where what is fixed cannot be kept.
    """
    possible = possible_visits(asked)
    choice = _rules(asked, possible)
    if other_than:
        _leave_one_out(choice, possible, other_than)
    _keep_standing(choice, possible, standing)
    n = possible.n_visits
    ties = np.array([draw(asked.seed, *possible.names(at)) for at in range(n)] + [0.0] * (choice.n_variables - n))
    chosen, proofs = choice.pursue(
        _aims(asked, possible),
        ties=ties,
        guide=_guide(asked, possible),
        time_limit_seconds=time_limit_seconds,
        progress=progress,
    )
    at = np.flatnonzero(chosen[:n])
    visits = tuple(_visit(asked, possible, int(one)) for one in at)
    n_got = np.bincount(possible.visitor[at], minlength=len(possible.visitors))
    n_received = np.bincount(possible.host[at], minlength=len(possible.hosts))
    return VisitPlan(
        visits=tuple(sorted(visits, key=lambda visit: (visit.visitor_id, visit.day))),
        unplaced=why_unplaced(possible, n_got),
        proofs=proofs,
        visitors_fairness=measure(_served(possible, at, possible.visitor), int((n_got == 0).sum())),
        hosts_fairness=measure(_served(possible, at, possible.host), int((n_received == 0).sum())),
    )


def _rules(asked: VisitRound, possible: Possible) -> Choice:
    """Return the visits that may be, and for each visitor whether it is placed, with what every plan keeps."""
    n, n_visitors, n_hosts = possible.n_visits, len(possible.visitors), len(possible.hosts)
    choice = Choice(n + n_visitors, most_chosen=sum(one.n_hosts for one in possible.visitors))
    not_a_visit = np.full(n_visitors, -1)
    visitor, host, day = (np.append(of, not_a_visit) for of in (possible.visitor, possible.host, possible.day))
    of_days = np.arange(len(possible.days))
    is_visit = visitor >= 0
    choice.keep_groups(visitor, [one.n_hosts for one in possible.visitors])
    # For who sees one host the rule above says all; nobody else is at two places at once, or twice at one.
    sees_several = np.array([one.n_hosts > 1 for one in possible.visitors], np.bool_)[visitor]
    by_day = np.where(is_visit & sees_several, visitor * len(of_days) + day, -1)
    choice.keep_groups(by_day, np.ones(n_visitors * len(of_days)))
    by_host = np.where(is_visit & sees_several, visitor * n_hosts + host, -1)
    choice.keep_groups(by_host, np.ones(n_visitors * n_hosts))
    by_host_and_day = np.where(is_visit, host * len(of_days) + day, -1)
    choice.keep_groups(by_host_and_day, np.repeat([one.room for one in possible.hosts], len(of_days)))
    choice.keep_groups(host, [np.inf if one.room_in_all is None else one.room_in_all for one in possible.hosts])
    # Placed, at most, as one has visits.
    rows = np.concatenate([possible.visitor, np.arange(n_visitors)])
    values = np.concatenate([-np.ones(n), np.ones(n_visitors)])
    placed = sparse.csr_array((values, (rows, np.arange(n + n_visitors))), shape=(n_visitors, n + n_visitors))
    choice.keep(placed, -np.inf, 0)
    if asked.fixed:
        fixed = _columns_of(possible, sorted(asked.fixed), choice.n_variables)
        choice.keep(fixed, 1, 1)
    return choice


def _columns_of(possible: Possible, pairs: list[Pair], n_variables: int) -> sparse.csr_array:
    """Return a row for each pair with a one at each of its days."""
    row_of = {pair: row for row, pair in enumerate(pairs)}
    found = [(row_of[pair], at) for at in range(possible.n_visits) if (pair := possible.pair(at)) in row_of]
    rows, columns = zip(*found, strict=True) if found else ((), ())
    return sparse.csr_array((np.ones(len(found)), (rows, columns)), shape=(len(pairs), n_variables))


def _leave_one_out(choice: Choice, possible: Possible, pairs: frozenset[Pair]) -> None:
    rows = _columns_of(possible, sorted(pairs), choice.n_variables)
    together = sparse.csr_array(rows.sum(axis=0)[np.newaxis, :])
    choice.keep(together, -np.inf, len(pairs) - 1)


def _keep_standing(choice: Choice, possible: Possible, standing: frozenset[Standing]) -> None:
    at = [
        one for one in range(possible.n_visits) if (*possible.pair(one), possible.days[possible.day[one]]) in standing
    ]
    rule = sparse.csr_array((np.ones(len(at)), (range(len(at)), at)), shape=(len(at), choice.n_variables))
    choice.keep(rule, 1, 1)


def _aims(asked: VisitRound, possible: Possible) -> list[Aim]:
    n, n_visitors = possible.n_visits, len(possible.visitors)
    is_visit = np.repeat([1, 0], [n, n_visitors])
    n_wanted = sum(one.n_hosts for one in possible.visitors)
    worth = np.append(possible.worth, np.zeros(n_visitors, np.int64))
    return [
        Aim("placed", 1 - is_visit, limit=n_visitors),
        Aim("visits", is_visit, limit=n_wanted),
        *(
            Aim(f"below {level / PER_UNIT:g}", -(is_visit * (worth < level)), limit=0, unit=-1.0)
            for level in _levels(asked, possible)
        ),
        Aim("total", worth, unit=1 / PER_UNIT),
    ]


def _guide(asked: VisitRound, possible: Possible) -> Weights:
    """Return how good each visit is up to the level, from 0 to below 1: what an aim does not care for decides."""
    good = np.minimum(possible.worth, round(asked.level * PER_UNIT)).astype(np.float64)
    good -= good.min(initial=np.inf) if len(good) else 0.0
    return np.append(good / (good.max(initial=0.0) + 1.0), np.zeros(len(possible.visitors)))


def _levels(asked: VisitRound, possible: Possible) -> list[int]:
    """Return the levels below which visits are to be few, in thousandths, lowest first; the last is the stated one."""
    lowest = possible.worth.min(initial=round(asked.level * PER_UNIT)) / PER_UNIT
    n_steps = min(max(int((asked.level - lowest) // asked.step), 0), N_LEVELS - 1)
    return [round((asked.level - at * asked.step) * PER_UNIT) for at in range(n_steps, -1, -1)]


def _visit(asked: VisitRound, possible: Possible, at: int) -> Visit:
    visitor, host = possible.visitors[possible.visitor[at]], possible.hosts[possible.host[at]]
    pair = possible.pair(at)
    return Visit(
        visitor_id=visitor.partner_id,
        host_id=host.partner_id,
        day=possible.days[possible.day[at]],
        score=asked.scores.between(*pair),
        visitor_wish=which(visitor, host),
        host_wish=which(host, visitor),
        is_fixed=pair in asked.fixed,
    )


def _served(possible: Possible, chosen: np.ndarray, side: np.ndarray) -> list[Served]:
    """Return what each on one side got, among what it could have got; a pair with several days counts once."""
    _, first = np.unique(possible.visitor * len(possible.hosts) + possible.host, return_index=True)
    served = []
    for one in np.unique(side[chosen]):
        got = possible.worth[chosen[side[chosen] == one]] / PER_UNIT
        could = possible.worth[first[side[first] == one]] / PER_UNIT
        served.append(Served(tuple(got.tolist()), tuple(could.tolist())))
    return served
