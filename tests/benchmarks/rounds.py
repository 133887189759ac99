"""Rounds on real and made-up groups: what the plans reach, what is proven, and what random and greedy ones reach."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

from graph.network import Network
from matching.rounds import (
    Acquainted,
    Guest,
    Host,
    LunchRound,
    MarketPlan,
    MarketRound,
    Visitor,
    VisitRound,
    check_lunch,
    check_market,
    check_visits,
    cost_of_second_best,
    plan_lunch,
    plan_lunch_again,
    plan_market,
    plan_market_again,
    plan_visits,
    scores_between,
)
from matching.rounds.deals import possible_deals
from matching.rounds.fairness import Served, measure
from matching.rounds.lunch import fairness_of, prove, tables_of, wants_of
from matching.rounds.market import assemble, hall_of
from matching.rounds.scores import PER_UNIT
from matching.rounds.slots import Slots
from matching.rounds.visit_pairs import Possible, possible_visits
from matching.suggest import Matcher, fit
from tests.benchmarks.stages import Place
from tests.matching.rounds.gatherings import made_up_market

DATA = Path(__file__).parents[2] / "data"
SCHOOLS = ("primair-onderwijs", "speciaal-onderwijs", "voortgezet-onderwijs", "mbo", "hbo", "volwasseneneducatie")
DAYS = (date(2031, 5, 12), date(2031, 5, 13), date(2031, 5, 14))
ABSENT = 0.1
MADE_UP_LATE = 10


def report(console: Console) -> None:
    """Print a table for each kind of round."""
    with TemporaryDirectory(prefix="osmose-rounds-") as scratch:
        network = Place(DATA, Path(scratch)).network("oss")
    matcher = Matcher(network, fit(network))
    console.print(_visits(matcher))
    for meetings in (12, 8):
        console.print(_market(meetings))
    console.print(_lunch(matcher))


def _timed(work: Callable[[], object]) -> tuple[object, str]:
    began, began_cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, f"{time.perf_counter() - began:.1f} ({time.process_time() - began_cpu:.1f})"


def _table(title: str, *headings: str) -> Table:
    table = Table("plan", title=title)
    for heading in (*headings, "seconds (of CPU)"):
        table.add_column(heading, justify="right")
    return table


def visits_of_oss(matcher: Matcher) -> VisitRound:
    """All schools of Oss visit: each on one, two or three of the days; each host receives one, on one to three days."""
    sector = matcher.network.partners.set_index("id")["sector"]
    schools = [one for one in sector.index if sector[one] in SCHOOLS]
    hosts = [one for one in sector.index if sector[one] not in SCHOOLS]
    return VisitRound(
        tuple(Visitor(one, DAYS[: 1 + at % 3]) for at, one in enumerate(schools)),
        tuple(Host(one, DAYS[at % 3 :], room_in_all=1) for at, one in enumerate(hosts)),
        scores_between(matcher, schools, hosts),
        Acquainted.among(matcher.network, sector.index),
    )


def _visits(matcher: Matcher) -> Table:
    asked = visits_of_oss(matcher)
    title = f"meeloopdag: {len(asked.visitors)} schools of Oss, {len(asked.hosts)} firms and institutions, 3 days"
    table = _table(title, "placed", "total", "worst", "median", "gini", "first choice")
    plan, seconds = _timed(lambda: plan_visits(asked))
    assert plan.is_proven
    assert not check_visits(asked, plan)
    figures = plan.visitors_fairness
    table.add_row("Osmose, proven", *_row(figures.n_served, plan.total, figures), seconds)
    by_total = plan_visits(replace(asked, level=-99.0))
    figures = by_total.visitors_fairness
    table.add_row("the total alone, proven", *_row(figures.n_served, by_total.total, figures), "")
    second, seconds = _timed(lambda: cost_of_second_best(asked, plan))
    figures = second.plan.visitors_fairness
    table.add_row("second best", *_row(figures.n_served, second.plan.total, figures), seconds)
    possible, chance = possible_visits(asked), np.random.default_rng(0)
    orders = {"greedy": np.lexsort((np.arange(possible.n_visits), -possible.worth))}
    orders |= {"random": chance.permutation(possible.n_visits)}
    for name, order in orders.items():
        table.add_row(name, *_taken(asked, possible, order), "")
    return table


def _row(n: int, total: float, figures) -> list[str]:
    values = (figures.worst, figures.median, figures.gini, figures.first_choice)
    return [str(n), f"{total:.1f}", *(f"{value:.2f}" for value in values)]


def _taken(asked: VisitRound, possible: Possible, order: np.ndarray) -> list[str]:
    """Take visits in an order, as far as there is room: each host receives one."""
    by_visitor, hosts, total = {}, set(), 0
    for at in order.tolist():
        visitor, host = possible.pair(at)
        if visitor not in by_visitor and host not in hosts:
            by_visitor[visitor] = int(possible.worth[at]) / PER_UNIT
            hosts.add(host)
            total += by_visitor[visitor]
    pairs = {possible.pair(at): int(possible.worth[at]) / PER_UNIT for at in range(possible.n_visits)}
    served = [
        Served((got,), tuple(worth for (one, _), worth in pairs.items() if one == visitor))
        for visitor, got in by_visitor.items()
    ]
    return _row(len(by_visitor), total, measure(served, len(asked.visitors) - len(served)))


def _market(meetings: int) -> Table:
    asked = made_up_market(125, 125, meetings=meetings)
    table = _table(
        f"beursvloer: 250 made-up partners, 12 slots, {meetings} meetings each at most",
        *("meetings", "who meet", "fewest of one", "total", "metres", "at least", "gap of metres", "changed"),
    )
    plan, seconds = _timed(lambda: plan_market(asked))
    assert plan.is_proven
    assert not check_market(asked, plan)
    table.add_row("Osmose, total proven", *_market_row(plan), "", seconds)
    chance = np.random.default_rng(1)
    ids = [one.partner_id for one in (*asked.seekers, *asked.offerers)]
    away = chance.choice(ids, round(ABSENT * len(ids)) + MADE_UP_LATE, replace=False).tolist()
    late = dict.fromkeys(away[:MADE_UP_LATE], 3)
    for name, absent, who in (("10 % absent", away[MADE_UP_LATE:], {}), ("and 10 late", away[MADE_UP_LATE:], late)):
        again, seconds = _timed(lambda absent=absent, who=who: plan_market_again(asked, plan, absent=absent, late=who))
        assert not check_market(again.asked, again.plan)
        changed = f"{again.share_changed:.1%}, of it {again.share_unavoidable:.1%} unavoidable"
        table.add_row(name, *_market_row(again.plan), changed, seconds)
    deals = possible_deals(asked)
    for name, order in (("greedy", np.argsort(-deals.worth)), ("random", chance.permutation(len(deals.worth)))):
        table.add_row(name, *_market_row(_first_come(asked, order)), "", "")
    return table


def _market_row(plan: MarketPlan) -> list[str]:
    met = Counter(one for meeting in plan.meetings for one in meeting.pair)
    total = sum(meeting.score for meeting in plan.meetings)
    walking = plan.walking
    metres = [f"{walking.metres:.0f}", f"{walking.least_here:.0f}", f"{walking.gap:.0%}"]
    return [str(len(plan.meetings)), str(len(met)), str(min(met.values(), default=0)), f"{total:.1f}", *metres]


def _first_come(asked: MarketRound, order: np.ndarray) -> MarketPlan:
    """Take deals in an order, each in the first slot in which both are free; tables in the order of ids."""
    deals, taken, n_met = possible_deals(asked), [], Counter()
    rooms = {one.partner_id: one.meetings for one in (*asked.seekers, *asked.offerers)}
    hall = hall_of(asked, deals)
    slots = Slots(hall.seeker_there, hall.offerer_there)
    for at in order.tolist():
        if all(n_met[one] < rooms[one] for one in deals.pair(at)):
            n_met.update(deals.pair(at))
            taken.append(deals.pair(at))
            slots.place(int(deals.seeker[at]), int(deals.offerer[at]), 0)
    return assemble(asked, deals, slots.table, np.arange(len(deals.offerers)), wanted=taken, proofs=())


def lunch_of_oss(network: Network, matcher: Matcher) -> LunchRound:
    """A lunch of 120 partners of Oss, drawn."""
    partners = network.partners.set_index("id")
    ids = sorted(np.random.default_rng(1).choice(partners.index.to_numpy(str), 120, replace=False).tolist())
    there_is = Acquainted.among(network, ids)
    return LunchRound(
        tuple(Guest(one, str(partners.loc[one, "sector"])) for one in ids),
        scores_between(matcher, ids, ids),
        known=there_is.known | there_is.boards,
    )


def _lunch(matcher: Matcher) -> Table:
    asked = lunch_of_oss(matcher.network, matcher)
    plan, seconds = _timed(lambda: plan_lunch(asked))
    assert not check_lunch(asked, plan)
    aims = [proof.aim for proof in plan.proofs]
    table = _table("kennislunch: 120 partners of Oss, tables of 8, 3 rounds", *aims, "worst", "gini", "changed")
    table.add_row("Osmose", *_lunch_row(plan.proofs, plan.fairness), "", seconds)
    chance = np.random.default_rng(2)
    absent = chance.choice([one.guest_id for one in asked.guests], 12, replace=False).tolist()
    again, seconds = _timed(lambda: plan_lunch_again(asked, plan, absent=absent))
    assert not check_lunch(asked, again.plan, absent=absent)
    row = _lunch_row(again.plan.proofs, again.plan.fairness)
    table.add_row("10 % absent", *row, f"{again.share_changed:.1%}", seconds)
    for name, rounds in (("greedy", _greedy(asked)), ("random", _random(asked, chance))):
        figures = fairness_of(asked, asked.guests, rounds)
        table.add_row(name, *_lunch_row(prove(asked, asked.guests, rounds, 0.0), figures), "", "")
    return table


def _lunch_row(proofs, figures) -> list[str]:
    reached = [f"{proof.value:g}" + ("" if proof.is_proven else f" (bound {proof.bound:.0f})") for proof in proofs]
    return [*reached, f"{figures.worst:.2f}", f"{figures.gini:.3f}"]


def _random(asked: LunchRound, chance: np.random.Generator) -> list:
    filled = np.repeat(np.arange(15), 8)
    return [tables_of(asked.guests, chance.permutation(filled), 15) for _ in range(asked.n_rounds)]


def _greedy(asked: LunchRound) -> list:
    """Seat one guest after the other at the table where it costs least now: met before, known, sector, score."""
    wants = wants_of(asked, asked.guests)
    met = np.zeros((wants.n_seats, wants.n_seats), bool)
    rounds = []
    for _ in range(asked.n_rounds):
        tables: list[list[int]] = [[] for _ in range(wants.n_tables)]
        for guest in range(wants.n_seats):
            open_tables = [table for table in tables if len(table) < asked.seats]
            kinds = (met[guest], wants.is_known[guest], wants.same_sector[guest], -wants.score[guest])
            best = min(open_tables, key=lambda table, kinds=kinds: tuple(int(kind[table].sum()) for kind in kinds))
            met[guest, best] = met[best, guest] = True
            best.append(guest)
        rounds.append(tuple(tuple(asked.guests[at].guest_id for at in table) for table in tables))
    return rounds
