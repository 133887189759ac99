"""A plan as its page tells it: who meets whom and why, what is proven, how fair it is, and who has nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matching.reasons import Reason
from matching.rounds import DigestPlan, Fairness, LunchPlan, LunchRound, MarketPlan, VisitPlan
from matching.rounds.lunch_round import pairs_at
from matching.rounds.market_round import Alone
from matching.rounds.scores import Pair
from matching.rounds.visit_round import Unplaced
from matching.suggest import Matcher
from service.pages.suggested import order_reasons
from service.rounds.asking import partner_of
from service.rounds.kept import KeptPlan
from service.rounds.words import say_proof, say_unplaced
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.wording import join, say_reason

REASONS_SHOWN = 2
"""Reasons told of each pair."""


@dataclass(frozen=True)
class Met:
    """A pair in a plan."""

    when: str
    where: str
    ids: Pair
    names: tuple[str, str]
    score: float
    marks: tuple[str, ...]
    """Whether it was wished for or fixed, in words."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableView:
    """A table of a lunch in one of its courses."""

    name: str
    guests: tuple[str, ...]
    best: Met | None
    """The pair at it that fits best."""


def view_pairs(plan: KeptPlan, names: Mapping[str, str]) -> list[Met]:
    """Return all pairs of a plan in order; none for a lunch, whose tables are more than pairs."""
    planned = plan.planned
    if isinstance(planned, VisitPlan):
        return [
            Met(
                say_date(one.day.isoformat()),
                "",
                (one.visitor_id, one.host_id),
                _both(names, one.visitor_id, one.host_id),
                one.score,
                _marks(one.visitor_wish, one.host_wish, is_fixed=one.is_fixed),
            )
            for one in sorted(planned.visits, key=lambda each: (each.day, names.get(each.visitor_id, "")))
        ]
    if isinstance(planned, MarketPlan):
        return [
            Met(
                _("Slot %(n)s") % {"n": one.slot + 1},
                _("Table %(n)s") % {"n": one.table + 1},
                one.pair,
                _both(names, *one.pair),
                one.score,
                _marks(one.seeker_wish, one.offerer_wish, is_fixed=one.is_fixed),
            )
            for one in planned.meetings
        ]
    if isinstance(planned, DigestPlan):
        return [
            Met(
                "",
                "",
                (one.partner_id, one.suggested_id),
                _both(names, one.partner_id, one.suggested_id),
                one.score,
                (),
            )
            for one in planned.suggestions
        ]
    return []


def view_tables(plan: KeptPlan, names: Mapping[str, str]) -> list[tuple[str, list[TableView]]]:
    """Return the courses of a lunch, each with its tables; none for other kinds."""
    if not isinstance(plan.planned, LunchPlan) or not isinstance(plan.asked, LunchRound):
        return []
    asked = plan.asked
    courses = []
    for course, tables in enumerate(plan.planned.rounds):
        views = []
        for at, table in enumerate(tables):
            pairs = [pair for pair in pairs_at((table,)) if partner_of(pair[0]) != partner_of(pair[1])]
            best = max(pairs, key=lambda pair: asked.scores.between(*pair), default=None)
            views.append(
                TableView(
                    _("Table %(n)s") % {"n": at + 1},
                    tuple(names.get(partner_of(each), partner_of(each)) for each in table),
                    _best(asked, names, best) if best else None,
                )
            )
        courses.append((_("Course %(n)s") % {"n": course + 1}, views))
    return courses


def with_reasons(pairs: Iterable[Met], matcher: Matcher) -> list[Met]:
    """Return pairs with why the second fits the first, by what is known today; who left has no reasons."""
    shown = list(pairs)
    there = [each.ids for each in shown if all(one in matcher.network.positions for one in each.ids)]
    explained = matcher.explain(there) if there else {}
    return [replace(each, reasons=_say_reasons(explained.get(each.ids, ()), matcher)) for each in shown]


def _say_reasons(reasons: Sequence[Reason], matcher: Matcher) -> tuple[str, ...]:
    speaking = order_reasons([each for each in reasons if each.contribution > 0])[:REASONS_SHOWN]
    return tuple(say_reason(each, matcher.network) for each in speaking)


def say_changed(plan: KeptPlan) -> str:
    """Say how many meetings fell away, moved and were added on the day."""
    of = plan.changed
    if isinstance(plan.planned, LunchPlan):
        return ngettext("%(n)s guest sits at another table.", "%(n)s guests sit at another table.", of.n_moved) % {
            "n": of.n_moved
        }
    told = [
        ngettext("%(n)s meeting fell away", "%(n)s meetings fell away", of.n_dropped) % {"n": of.n_dropped},
        ngettext("%(n)s moved", "%(n)s moved", of.n_moved) % {"n": of.n_moved},
        ngettext("%(n)s was added", "%(n)s were added", of.n_added) % {"n": of.n_added},
    ]
    return f"{join(told)}."


def view_without(plan: KeptPlan, names: Mapping[str, str], absent: Collection[str]) -> list[tuple[str, str]]:
    """Return the name of who got nothing, or less than it wanted, and why; who is absent stands there as that."""
    planned = plan.planned
    if isinstance(planned, LunchPlan):
        return []
    if isinstance(planned, DigestPlan):
        return [(names.get(one.partner_id, one.partner_id), say_unplaced(one.reason, {}, 1)) for one in planned.without]
    told: tuple[Unplaced | Alone, ...] = planned.unplaced if isinstance(planned, VisitPlan) else planned.alone
    return [
        (
            names.get(one.partner_id, one.partner_id),
            _("is not there") if one.partner_id in absent else say_unplaced(one.reason, one.hurdles, one.n_possible),
        )
        for one in told
    ]


def view_proofs(plan: KeptPlan) -> list[tuple[str, str, str]]:
    """Return each aim, what was reached and what is proven of it."""
    return [say_proof(proof) for proof in plan.planned.proofs]


def view_fairness(plan: KeptPlan) -> list[tuple[str, Fairness]]:
    """Return the figures of each side, under its name."""
    planned = plan.planned
    if isinstance(planned, VisitPlan):
        return [(_("Visitors"), planned.visitors_fairness), (_("Hosts"), planned.hosts_fairness)]
    if isinstance(planned, MarketPlan):
        return [(_("Who seeks"), planned.seekers_fairness), (_("Who offers"), planned.offerers_fairness)]
    return [(_("Guests"), planned.fairness)] if isinstance(planned, LunchPlan) else []


def say_walking(plan: KeptPlan) -> str:
    """Say how far the seekers of a market walk; empty for other kinds."""
    if not isinstance(plan.planned, MarketPlan):
        return ""
    walking = plan.planned.walking
    told = _(
        "All together walk %(metres)s metres; at these tables it cannot be less than %(least)s. Who walks most goes"
        " %(most)s metres."
    )
    return told % {
        "metres": say_number(round(walking.metres)),
        "least": say_number(round(walking.least_here)),
        "most": say_number(round(walking.most_of_one)),
    }


def say_cut_short(plan: KeptPlan) -> str:
    """Say that time ended the search; empty where it did not."""
    planned = plan.planned
    was_cut = (isinstance(planned, LunchPlan) and planned.was_cut_short) or (
        isinstance(planned, MarketPlan) and planned.walking.was_cut_short
    )
    return _("Time was up before the search ended: with more time the plan may become better.") if was_cut else ""


def _best(asked: LunchRound, names: Mapping[str, str], pair: Pair) -> Met:
    ids = (partner_of(pair[0]), partner_of(pair[1]))
    return Met("", "", ids, _both(names, *ids), asked.scores.between(*pair), ())


def _both(names: Mapping[str, str], one: str, other: str) -> tuple[str, str]:
    return names.get(one, one), names.get(other, other)


def _marks(one: int | None, other: int | None, *, is_fixed: bool) -> tuple[str, ...]:
    told = [_("fixed by the office")] if is_fixed else []
    told += [_("wish %(n)s of the first") % {"n": one}] if one else []
    told += [_("wish %(n)s of the second") % {"n": other}] if other else []
    return tuple(told)
