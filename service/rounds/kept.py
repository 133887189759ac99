"""Plans of a round as they are kept: written once as JSON, and read back as what the solvers take and give."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.rounds import Round, RoundPlan, UnknownRound
from matching.rounds import (
    DigestPlan,
    Fault,
    LunchPlan,
    LunchRound,
    MarketPlan,
    MarketRound,
    VisitPlan,
    VisitRound,
)


@dataclass(frozen=True)
class DigestRound:
    """A month's digest as it is asked for."""

    day: date
    per_partner: int
    rooms: dict[str, int]
    """Contacts for which each partner has room this quarter, without those for which it was asked already."""
    shown_lately: tuple[tuple[str, str], ...] = ()
    """(partner, suggested): what earlier digests showed, and both ways what staff keep from each other."""
    seed: int = 0


Asked = VisitRound | MarketRound | LunchRound | DigestRound
Planned = VisitPlan | MarketPlan | LunchPlan | DigestPlan

_ASKED: dict[str, TypeAdapter[Any]] = {
    "visits": TypeAdapter(VisitRound),
    "market": TypeAdapter(MarketRound),
    "lunch": TypeAdapter(LunchRound),
    "digest": TypeAdapter(DigestRound),
}
_PLANNED: dict[str, TypeAdapter[Any]] = {
    "visits": TypeAdapter(VisitPlan),
    "market": TypeAdapter(MarketPlan),
    "lunch": TypeAdapter(LunchPlan),
    "digest": TypeAdapter(DigestPlan),
}


@dataclass(frozen=True)
class Changed:
    """How a plan made on the day differs from the one before it."""

    partner_ids: tuple[str, ...] = ()
    """Whose programme is another now; who is absent is not among them."""
    n_dropped: int = 0
    n_moved: int = 0
    n_added: int = 0
    share: float = 0.0
    """What changed for those who came in time, of what they had planned from then on, 0 …; 0 where they had nothing."""


_CHANGED = TypeAdapter(Changed)


@dataclass(frozen=True)
class KeptPlan:
    """A plan of a round."""

    round_id: int
    number: int
    made_at: datetime
    occasion: str
    asked: Asked
    planned: Planned
    faults: tuple[Fault, ...] = ()
    """What the checker found."""
    changed: Changed = field(default_factory=Changed)


def keep_plan(  # noqa: PLR0913, PLR0917 -- what a plan is
    session: Session,
    row: Round,
    occasion: str,
    asked: Asked,
    planned: Planned,
    faults: Sequence[Fault],
    changed: Changed | None = None,
) -> int:
    """Keep a plan after those of before, and return its number; the caller commits."""
    latest = select(func.max(RoundPlan.number)).where(RoundPlan.round_id == row.id)
    number = (session.scalar(latest) or 0) + 1
    session.add(
        RoundPlan(
            round_id=row.id,
            number=number,
            occasion=occasion,
            **as_data(row.kind, asked, planned),
            faults=[asdict(fault) | {"ids": list(fault.ids)} for fault in faults],
            changed=_CHANGED.dump_python(changed or Changed(), mode="json"),
        )
    )
    session.flush()
    return number


def as_data(kind: str, asked: Asked, planned: Planned) -> dict[str, Any]:
    """Return what was asked and planned as JSON holds it."""
    return {
        "asked": _ASKED[kind].dump_python(asked, mode="json"),
        "planned": _PLANNED[kind].dump_python(planned, mode="json"),
    }


def read_plan(session: Session, row: Round, number: int) -> KeptPlan:
    """Return a plan of a round; raise `UnknownRound`."""
    kept = session.get(RoundPlan, (row.id, number))
    if kept is None:
        raise UnknownRound(f"round {row.id} has no plan {number}")
    return KeptPlan(
        row.id,
        kept.number,
        kept.made_at,
        kept.occasion,
        _ASKED[row.kind].validate_python(kept.asked),
        _PLANNED[row.kind].validate_python(kept.planned),
        tuple(Fault(fault["code"], tuple(fault["ids"])) for fault in kept.faults),
        _CHANGED.validate_python(kept.changed),
    )


def list_plans(session: Session, round_id: int) -> list[tuple[int, datetime, str]]:
    """Return number, moment and occasion of each plan of a round, the latest first."""
    columns = (RoundPlan.number, RoundPlan.made_at, RoundPlan.occasion)
    of_it = select(*columns).where(RoundPlan.round_id == round_id).order_by(RoundPlan.number.desc())
    return [(number, made_at, occasion) for number, made_at, occasion in session.execute(of_it)]
