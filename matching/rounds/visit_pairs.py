"""Which visits may be at all, what each is worth, and at which hurdle the others fell."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.errors import ImpossibleRound
from matching.rounds.may_meet import hurdle, refuse_what_contradicts, wishes_worth
from matching.rounds.scores import Pair, Thousandths
from matching.rounds.staged import Counts
from matching.rounds.visit_round import Host, Visitor, VisitRound


@dataclass(frozen=True)
class Possible:
    """Visits that may be, in columns of one length, ordered by visitor, host and day; everything in order of ids."""

    visitors: tuple[Visitor, ...]
    hosts: tuple[Host, ...]
    days: tuple[date, ...]
    visitor: Counts
    """Position in `visitors`; the two after it likewise."""
    host: Counts
    day: Counts
    worth: Thousandths
    """Score with wishes, in thousandths."""
    hurdles: tuple[Counter[str], ...]
    """For each visitor, how many hosts fell at each hurdle."""

    @property
    def n_visits(self) -> int:
        """How many visits may be."""
        return len(self.visitor)

    def pair(self, at: int) -> Pair:
        """Return the visitor and the host of a visit."""
        return self.visitors[self.visitor[at]].partner_id, self.hosts[self.host[at]].partner_id

    def names(self, at: int) -> tuple[str, str, str]:
        """Return visitor, host and day of a visit."""
        return *self.pair(at), self.days[self.day[at]].isoformat()


def possible_visits(asked: VisitRound) -> Possible:
    """Return the visits that the rules allow; raise `ImpossibleRound` where a fixed pair is none of them."""
    refuse_what_contradicts(asked, asked.visitors, asked.hosts)
    visitors = tuple(sorted(asked.visitors, key=lambda one: one.partner_id))
    hosts = tuple(sorted(asked.hosts, key=lambda one: one.partner_id))
    days = tuple(sorted({day for host in hosts for day in host.days}))
    at_day = {day: at for at, day in enumerate(days)}
    grid = asked.scores.grid([one.partner_id for one in visitors], [one.partner_id for one in hosts])
    rows: list[tuple[int, int, int, int]] = []
    hurdles: tuple[Counter[str], ...] = tuple(Counter() for _ in visitors)
    for v, visitor in enumerate(visitors):
        for h, host in enumerate(hosts):
            shared = sorted(set(visitor.days) & set(host.days))
            if fell := hurdle(asked, visitor, host) or ("" if shared else _without_day(asked, visitor, host)):
                hurdles[v][fell] += 1
                continue
            worth = int(grid[v, h]) + wishes_worth(visitor, host)
            rows += [(v, h, at_day[day], worth) for day in shared]
    visitor_at, host_at, day_at, worths = np.array(rows, np.int64).reshape(-1, 4).T
    return Possible(visitors, hosts, days, visitor_at, host_at, day_at, worths, hurdles)


def _without_day(asked: VisitRound, visitor: Visitor, host: Host) -> str:
    if (visitor.partner_id, host.partner_id) in asked.fixed:
        raise ImpossibleRound(f"'{visitor.partner_id}' and '{host.partner_id}' are fixed, but share no day")
    return "no_shared_time"
