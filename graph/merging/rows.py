"""The rows that name a partner: those of the one that goes become rows of the one that stays, none of them twice."""

from collections.abc import Iterable
from typing import Any

import networkx as nx
from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from graph.errors import UnmergeablePartners
from graph.model import Answer, DistinctPair, Membership, Participation
from graph.people import CONTACT_STATES, Contact
from graph.pulse.tables import PulseAnswer
from graph.stories import Story, StoryAgreement


def append_values(session: Session, value: InstrumentedAttribute[str], kept_id: str, gone_id: str) -> None:
    """Put what `gone` has in a list, such as the phrases it seeks, behind what `kept` has; no value stands twice."""
    model: Any = value.class_  # a table with partner_id and position

    def of(partner_id: str) -> list[str]:
        return list(session.scalars(select(value).where(model.partner_id == partner_id).order_by(model.position)))

    known = {each.casefold() for each in of(kept_id)}
    last = session.scalar(select(func.max(model.position)).where(model.partner_id == kept_id))
    added = [each for each in of(gone_id) if each.casefold() not in known]
    for position, text in enumerate(added, start=0 if last is None else last + 1):
        session.add(model(partner_id=kept_id, position=position, **{value.key: text}))


def merge_participations(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` take part wherever either did, once in each role, at the first of their places."""
    of_both = Participation.partner_id.in_([kept_id, gone_id])
    columns = (Participation.collaboration_id, Participation.role, Participation.position)
    places: dict[tuple[str, str], int] = {}
    for collaboration_id, role, position in session.execute(select(*columns).where(of_both)):
        place = (collaboration_id, role)
        places[place] = min(position, places.get(place, position))
    session.execute(delete(Participation).where(of_both))
    rows = [
        {"collaboration_id": collaboration_id, "role": role, "position": position, "partner_id": kept_id}
        for (collaboration_id, role), position in places.items()
    ]
    if rows:
        session.execute(insert(Participation), rows)


def merge_memberships(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` belong to whom either belonged, and own what either owned; raise `UnmergeablePartners` for a circle.

    That one belonged to the other says nothing any more.
    """
    both = (kept_id, gone_id)
    rows = session.execute(
        select(Membership.partner_id, Membership.position, Membership.parent_id).order_by(
            Membership.partner_id != kept_id, Membership.position
        )
    ).all()
    renamed: dict[tuple[str, str], int] = {}
    for child, position, parent in rows:
        if child in both or parent in both:
            pair = (kept_id if child in both else child, kept_id if parent in both else parent)
            renamed.setdefault(pair, position)
    renamed.pop((kept_id, kept_id), None)
    _refuse_circle(kept_id, [*((c, p) for c, _, p in rows if c not in both and p not in both), *renamed])
    session.execute(delete(Membership).where(or_(Membership.partner_id.in_(both), Membership.parent_id.in_(both))))
    own = [parent for child, parent in renamed if child == kept_id]
    values = [
        {
            "partner_id": child,
            "position": own.index(parent) if child == kept_id else position,
            "parent_id": parent,
        }
        for (child, parent), position in renamed.items()
    ]
    if values:
        session.execute(insert(Membership), values)


def _refuse_circle(kept_id: str, pairs: Iterable[tuple[str, str]]) -> None:
    graph = nx.DiGraph(pairs)
    circles = (part for part in nx.strongly_connected_components(graph) if len(part) > 1 and kept_id in part)
    if circle := next(circles, None):
        others = ", ".join(f"'{each}'" for each in sorted(circle - {kept_id}))
        raise UnmergeablePartners(f"'{kept_id}' would come above itself by way of {others}; mend that first")


def merge_answers(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` be the one who answered, and about whom; of two answers of one day that of `kept` stands.

    What the two answered about each other says nothing any more.
    """
    both = (kept_id, gone_id)
    of_gone = or_(Answer.partner_id == gone_id, Answer.suggested_id == gone_id)
    moved = list(session.scalars(select(Answer).where(of_gone)))
    for answer in moved:
        session.delete(answer)
        partner_id = kept_id if answer.partner_id in both else answer.partner_id
        suggested_id = kept_id if answer.suggested_id in both else answer.suggested_id
        if partner_id == suggested_id:
            continue
        same = session.get(Answer, (partner_id, suggested_id, answer.answered_on))
        if same is None:
            session.add(
                Answer(
                    partner_id=partner_id,
                    suggested_id=suggested_id,
                    answered_on=answer.answered_on,
                    answer=answer.answer,
                    reason=answer.reason,
                )
            )
        else:
            same.reason = "; ".join(dict.fromkeys(each for each in (same.reason, answer.reason) if each))
        session.flush()


def merge_contacts(session: Session, kept_id: str, gone_id: str) -> None:
    """Have whoever speaks for either speak for `kept`; who speaks for both keeps the stronger state."""
    for contact in list(session.scalars(select(Contact).where(Contact.partner_id == gone_id))):
        same = session.get(Contact, (contact.person_id, kept_id))
        if same is None:
            session.add(
                Contact(
                    person_id=contact.person_id,
                    partner_id=kept_id,
                    state=contact.state,
                    sealed_function=contact.sealed_function,
                    made_at=contact.made_at,
                )
            )
        else:
            same.state = min(same.state, contact.state, key=CONTACT_STATES.index)
            same.sealed_function = same.sealed_function or contact.sealed_function
            same.made_at = min(same.made_at, contact.made_at)


def merge_distinct_pairs(session: Session, kept_id: str, gone_id: str) -> None:
    """Keep of `kept` too from whom `gone` is distinct."""
    of_gone = or_(DistinctPair.first_id == gone_id, DistinctPair.second_id == gone_id)
    for pair in session.scalars(select(DistinctPair).where(of_gone)).all():
        other = pair.second_id if pair.first_id == gone_id else pair.first_id
        if other != kept_id:
            first_id, second_id = sorted((kept_id, other))
            session.merge(DistinctPair(first_id=first_id, second_id=second_id))


def merge_pulse(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` be the one who answered this quarter; where both did, that of `kept` stands."""
    for answer in session.scalars(select(PulseAnswer).where(PulseAnswer.partner_id == gone_id)).all():
        if session.get(PulseAnswer, (answer.quarter, kept_id, answer.collaboration_id)) is None:
            answer.partner_id = kept_id
    session.flush()


def merge_stories(session: Session, kept_id: str, gone_id: str) -> None:
    """Have `kept` be the one who agreed, and whom stories name; where both were asked, both must have agreed."""
    for agreement in session.scalars(select(StoryAgreement).where(StoryAgreement.partner_id == gone_id)).all():
        same = session.get(StoryAgreement, (agreement.story_id, kept_id))
        if same is None:
            agreement.partner_id = kept_id
        else:
            same.said = min(same.said, agreement.said, key=("no", "", "yes").index)
    for story in session.scalars(select(Story)):
        story.asked, story.released = (_naming(copy, kept_id, gone_id) for copy in (story.asked, story.released))
    session.flush()


def _naming(copy: dict[str, Any] | None, kept_id: str, gone_id: str) -> dict[str, Any] | None:
    """Return a copy of a story that names `kept` in place of `gone`, by the name that was agreed to, and once."""
    if copy is None or all(each["id"] != gone_id for each in copy["partners"]):
        return copy
    partners: dict[str, dict[str, Any]] = {}
    for each in copy["partners"]:
        partner_id = kept_id if each["id"] == gone_id else each["id"]
        partners.setdefault(partner_id, {**each, "id": partner_id})
    return {**copy, "partners": list(partners.values())}
