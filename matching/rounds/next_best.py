"""What another plan would cost: without a pair, or the second best of all."""

from dataclasses import dataclass, replace

from matching.rounds.deals import choose_deals, possible_deals
from matching.rounds.market_round import MarketPlan, MarketRound
from matching.rounds.scores import Pair
from matching.rounds.visit_round import VisitPlan, VisitRound
from matching.rounds.visits import plan_visits


@dataclass(frozen=True)
class Cost:
    """What is lost with another plan; below 0 something is won at the cost of an aim before it."""

    n_placed: int
    """Fewer visitors with a host."""
    n_visits: int
    worst: float | None
    """How much lower the worst served is; None where nobody is served."""
    total: float
    plan: VisitPlan
    """The other plan."""


def cost_without(asked: VisitRound, plan: VisitPlan, pair: Pair, *, time_limit_seconds: float = 30.0) -> Cost:
    """Return what it costs that a visitor does not visit a host: the best plan in which the pair is forbidden.

    Raise `ImpossibleRound` where what is fixed needs the pair.
    """
    without = replace(asked, fixed=asked.fixed - {pair}, forbidden=asked.forbidden | {pair})
    return _cost(plan, plan_visits(without, time_limit_seconds=time_limit_seconds))


def cost_of_second_best(asked: VisitRound, plan: VisitPlan, *, time_limit_seconds: float = 30.0) -> Cost:
    """Return what the next best plan costs: the best in which somebody of this one does not visit whom it does here.

    Raise `ImpossibleRound` where there is no other.
    """
    return _cost(plan, plan_visits(asked, other_than=plan.pairs, time_limit_seconds=time_limit_seconds))


@dataclass(frozen=True)
class DealsCost:
    """What is lost with other deals; below 0 something is won at the cost of an aim before it."""

    n_partners: int
    """Fewer partners with a meeting."""
    total: float


def cost_of_other_deals(asked: MarketRound, plan: MarketPlan, *, time_limit_seconds: float = 30.0) -> DealsCost:
    """Return what the next best choice of who meets whom costs: one of the meetings of a plan is not in it.

    Raise `ImpossibleRound` where there is no other.
    """
    met = frozenset(one.pair for one in plan.meetings) | set(plan.unscheduled)
    deals = possible_deals(asked)
    _chosen, proofs = choose_deals(asked, deals, other_than=met, time_limit_seconds=time_limit_seconds)
    return DealsCost(round(plan.proofs[0].value - proofs[0].value), round(plan.proofs[-1].value - proofs[-1].value, 3))


def _cost(best: VisitPlan, other: VisitPlan) -> Cost:
    worst, other_worst = best.visitors_fairness.worst, other.visitors_fairness.worst
    both = worst is not None and other_worst is not None
    return Cost(
        n_placed=best.visitors_fairness.n_served - other.visitors_fairness.n_served,
        n_visits=len(best.visits) - len(other.visits),
        worst=round(worst - other_worst, 3) if both else None,  # type: ignore[operator]
        total=round(best.total - other.total, 3),
        plan=other,
    )
