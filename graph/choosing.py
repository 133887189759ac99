"""Who sees which field of a partner, as the partner chose it."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.model import FieldVisibility
from graph.repository import Repository


def chosen_levels(session: Session, partner_id: str) -> dict[str, str]:
    """Return the levels that a partner chose itself, by field."""
    query = select(FieldVisibility.field, FieldVisibility.level).where(FieldVisibility.partner_id == partner_id)
    return {row.field: row.level for row in session.execute(query.order_by(FieldVisibility.field))}


def choose_levels(session: Session, partner_id: str, levels: Mapping[str, str]) -> list[str]:
    """Have a partner choose these levels by field and no others; return the fields that changed, sorted.

    A change is recorded as one of the whole network: what is served is then read again, hidden fields and all.
    """
    before = chosen_levels(session, partner_id)
    changed = sorted(field for field in {*before, *levels} if before.get(field) != levels.get(field))
    if changed:
        session.execute(delete(FieldVisibility).where(FieldVisibility.partner_id == partner_id))
        session.add_all(
            FieldVisibility(partner_id=partner_id, field=field, level=level) for field, level in levels.items()
        )
        session.flush()
        Repository(session).record_change(f"{partner_id} chose who sees {', '.join(changed)}")
    return changed
