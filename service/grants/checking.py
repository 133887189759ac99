"""What the program checks of an application by itself: each demand with what is there, met or not."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.dates import is_over
from graph.grants import GrantScheme
from graph.model import Partner
from service.grants.draft import Draft


@dataclass(frozen=True)
class Check:
    """One demand: what is needed and what is there, in partners, sectors, cents or a year as `code` says."""

    code: str
    """plan, dates, asked, costs, partners, sectors, own_part, most, year or present."""
    is_met: bool
    needed: int = 0
    there: int = 0


def check(session: Session, scheme: GrantScheme, draft: Draft) -> list[Check]:
    """Return every demand on an application: what each needs first, then what the scheme asks."""
    team = session.execute(select(Partner.sector_id, Partner.until).where(Partner.id.in_(draft.member_ids))).all()
    n_sectors, begins, costs = len({row.sector_id for row in team}), draft.begins_on, draft.costs_cents
    n_gone = sum(begins is not None and is_over(row.until, begins) for row in team)
    paid_for = draft.asked_cents + draft.own_cents
    checks = [
        Check("plan", bool(draft.plan)),
        Check("dates", begins is not None and draft.ends_on is not None),
        Check("asked", draft.asked_cents > 0),
        Check("costs", bool(costs) and costs == paid_for, costs, paid_for),
    ]
    if n_gone:
        checks.append(Check("present", is_met=False, needed=0, there=n_gone))
    if scheme.least_partners is not None:
        checks.append(Check("partners", len(team) >= scheme.least_partners, scheme.least_partners, len(team)))
    if scheme.least_sectors is not None:
        checks.append(Check("sectors", n_sectors >= scheme.least_sectors, scheme.least_sectors, n_sectors))
    if scheme.own_percent is not None:
        needed = -(-costs * scheme.own_percent // 100)  # rounded up: a cent too little is too little
        checks.append(Check("own_part", draft.own_cents >= needed, needed, draft.own_cents))
    if scheme.most_cents is not None:
        most = scheme.most_cents
        checks.append(Check("most", draft.asked_cents <= most, most, draft.asked_cents))
    if scheme.begins_in is not None:
        year = begins.year if begins else 0
        checks.append(Check("year", year == scheme.begins_in, scheme.begins_in, year))
    return checks
