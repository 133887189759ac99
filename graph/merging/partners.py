"""Merges two partners: the whole of it, in the caller's transaction."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from graph.activities_kept import merge_activities
from graph.errors import UnknownPartner, UnmergeablePartners
from graph.grants_kept import merge_grants
from graph.introducing import By, Introductions
from graph.merging.columns import merge_aliases, merge_columns, merge_levels
from graph.merging.introductions import merge_introductions
from graph.merging.rows import (
    append_values,
    merge_answers,
    merge_contacts,
    merge_distinct_pairs,
    merge_memberships,
    merge_participations,
    merge_pulse,
    merge_stories,
)
from graph.model import Interest, Offering, Partner, PartnerTheme
from graph.outbox import Mail
from graph.people import PartnerNote
from graph.repository import Repository
from graph.rounds_kept import merge_rounds


def merge_partners(  # noqa: PLR0913 -- who, what of whom, and by whom
    session: Session,
    kept_id: str,
    gone_id: str,
    by: By,
    *,
    from_gone: Collection[str],
    usual_levels: Mapping[str, str],
) -> None:
    """Make one partner of two, and record it as a change; the caller commits. It cannot be undone.

    `from_gone` names those of `graph.merging.columns.CHOICES` that the other one gives; what is not chosen stays as a
    note. Of a field the narrower of both levels holds, where `usual_levels` are those of partners that chose nothing.
    Name and id of the other become aliases, so that files which name it find the one that stays. Raise
    `UnknownPartner`, and `UnmergeablePartners` for a partner and itself or where one would come above itself.
    """
    kept, gone = find_pair(session, kept_id, gone_id)
    merge_memberships(session, kept_id, gone_id)
    merge_aliases(session, kept, gone, is_renamed="name" in from_gone)
    merge_levels(session, kept, gone, usual_levels)
    merge_columns(kept, gone, from_gone)
    append_values(session, Interest.text, kept_id, gone_id)
    append_values(session, Offering.text, kept_id, gone_id)
    append_values(session, PartnerTheme.theme_id, kept_id, gone_id)
    merge_participations(session, kept_id, gone_id)
    merge_answers(session, kept_id, gone_id)
    merge_contacts(session, kept_id, gone_id)
    merge_distinct_pairs(session, kept_id, gone_id)
    merge_pulse(session, kept_id, gone_id)
    merge_stories(session, kept_id, gone_id)
    merge_rounds(session, kept_id, gone_id)
    merge_activities(session, kept_id, gone_id)
    merge_grants(session, kept_id, gone_id)
    merge_introductions(Introductions(session), kept_id, gone_id, by)
    for column in (PartnerNote.partner_id, Mail.partner_id):
        session.execute(update(column.class_).where(column == gone_id).values(partner_id=kept_id))
    session.flush()
    session.execute(delete(Partner).where(Partner.id == gone_id))  # and with it what was copied
    session.expire_all()
    Repository(session).record_change(f"merge of {gone_id} into {kept_id}")


def find_pair(session: Session, one_id: str, other_id: str) -> tuple[Partner, Partner]:
    """Return two partners; raise `UnknownPartner`, or `UnmergeablePartners` where both are the same."""
    if one_id == other_id:
        raise UnmergeablePartners(f"'{one_id}' cannot be merged with itself")
    found = []
    for partner_id in (one_id, other_id):
        partner = session.get(Partner, partner_id)
        if partner is None:
            raise UnknownPartner(f"no partner has the id '{partner_id}'")
        found.append(partner)
    one, other = found
    return one, other
