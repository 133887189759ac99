"""Who comes to an activity as rows of a table: for a spreadsheet, and for paper at the door."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import ActivitySignUp
from graph.model import Partner
from service.lists_out import Value
from service.texts import gettext as _

Guest = tuple[ActivitySignUp, str]
"""A sign-up and the name of its partner."""


def guests_of(session: Session, activity_id: int) -> list[Guest]:
    """Return who comes, by name, and behind them who waits, in the order of arrival."""
    found = session.execute(
        select(ActivitySignUp, Partner.name)
        .join(Partner, Partner.id == ActivitySignUp.partner_id)
        .where(ActivitySignUp.activity_id == activity_id)
        .order_by(ActivitySignUp.id)
    )
    guests = [(row, name) for row, name in found]
    coming = sorted((each for each in guests if not each[0].is_waiting), key=lambda each: each[1].casefold())
    return [*coming, *(each for each in guests if each[0].is_waiting)]


def list_columns() -> list[str]:
    """Return the heads of the list."""
    return [_("Id"), _("Partner"), _("People"), _("Comes")]


def list_rows(guests: Sequence[Guest]) -> list[Sequence[Value]]:
    """Return the list, one partner a row."""
    return [(row.partner_id, name, row.n_people, say_standing(row)) for row, name in guests]


def say_standing(row: ActivitySignUp) -> str:
    """Say whether a partner comes or waits."""
    return _("waits for places") if row.is_waiting else _("comes")
