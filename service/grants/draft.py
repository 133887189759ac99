"""What an application says, apart from its row: as it was typed, and as it is stored."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from graph.grants import GrantApplication
from graph.grants_kept import members_of


@dataclass(frozen=True)
class Draft:
    """What an application says."""

    title: str
    plan: str = ""
    theme_ids: tuple[str, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None
    asked_cents: int = 0
    own_cents: int = 0
    costs: tuple[tuple[str, int], ...] = ()
    """What each line is for, and its cents."""
    member_ids: tuple[str, ...] = ()
    """The team, who began it first."""

    @property
    def columns(self) -> dict[str, Any]:
        """All but the team as columns of `GrantApplication`."""
        names = ("title", "plan", "begins_on", "ends_on", "asked_cents", "own_cents")
        lines = [{"what": what, "cents": cents} for what, cents in self.costs]
        return {name: getattr(self, name) for name in names} | {"theme_ids": list(self.theme_ids), "costs": lines}

    @property
    def costs_cents(self) -> int:
        """All lines together."""
        return sum(cents for _what, cents in self.costs)


def draft_of(session: Session, application: GrantApplication) -> Draft:
    """Return what a stored application says."""
    return Draft(
        title=application.title,
        plan=application.plan,
        theme_ids=tuple(application.theme_ids),
        begins_on=application.begins_on,
        ends_on=application.ends_on,
        asked_cents=application.asked_cents,
        own_cents=application.own_cents,
        costs=tuple((line["what"], line["cents"]) for line in application.costs),
        member_ids=tuple(each.partner_id for each in members_of(session, application.id)),
    )
