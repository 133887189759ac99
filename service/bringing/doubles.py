"""What staff decide about two partners that look alike: they are one, or they are not."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from graph.doubles import set_apart, take_together
from graph.introducing import By
from graph.merging.columns import CHOICES
from graph.merging.partners import find_pair, merge_partners
from service.access import USUAL_LEVELS, Asker
from service.audit import note


def merge(session: Session, asker: Asker, kept_id: str, gone_id: str, from_gone: Collection[str]) -> None:
    """Make one partner of two, as `graph.merging.partners.merge_partners` does, and note that it was done."""
    chosen = [choice for choice in CHOICES if choice in from_gone]
    by = By("staff", asker.person_id)
    merge_partners(session, kept_id, gone_id, by, from_gone=chosen, usual_levels=USUAL_LEVELS)
    note(session, asker, "merge partners", f"partner {kept_id}", f"with {gone_id}: {', '.join(chosen) or 'nothing'}")


def keep_apart(session: Session, asker: Asker, one_id: str, other_id: str) -> None:
    """Remember that two partners are not the same; raise `UnknownPartner`."""
    find_pair(session, one_id, other_id)
    set_apart(session, one_id, other_id)
    note(session, asker, "keep apart", f"partner {one_id}", f"and {other_id}")


def no_longer_apart(session: Session, asker: Asker, one_id: str, other_id: str) -> None:
    """Take back that two partners are not the same; raise `UnknownPartner`."""
    find_pair(session, one_id, other_id)
    take_together(session, one_id, other_id)
    note(session, asker, "undo keep apart", f"partner {one_id}", f"and {other_id}")
