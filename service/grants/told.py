"""How much was granted, told to everybody by way of the collaboration: only where the scheme says so."""

from sqlalchemy.orm import Session

from graph.grants import GrantApplication, GrantScheme
from graph.model import Collaboration
from graph.repository import Repository


def told_euros(scheme: GrantScheme, application: GrantApplication) -> float | None:
    """Return the amount that everybody may read, in euros; None where nobody may, or nothing is granted."""
    if application.granted_cents is None or not (scheme.is_public and scheme.tells_amounts):
        return None
    cents = application.granted_cents if application.settled_cents is None else application.settled_cents
    return cents / 100


def tell_amount(session: Session, application: GrantApplication, before: float | None, after: float | None) -> None:
    """Write an amount with the collaboration in place of what was told before; another one that stands there stays."""
    its = application.collaboration_id
    collaboration = session.get(Collaboration, its) if its else None
    if collaboration is not None and before != after and collaboration.grant_euro == before:
        collaboration.grant_euro = after
        Repository(session).record_change(f"grant of {its}")
