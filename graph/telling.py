"""Stories found, reworded and taken off: what every layer above does with them, within the caller's transaction."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.model import Participation
from graph.stories import Story, StoryAgreement, StoryPicture

TEXTS = ("title", "done", "gave", "quote", "quote_by")
"""Columns of a story that hold what somebody wrote."""
_NOT_WORDS = frozenset({"id", "start_date", "end_date"})
"""What in a copy of a story is no text of anybody."""


def stories_of(session: Session, partner_id: str) -> list[Story]:
    """Return the stories of collaborations that a partner takes part in, and those that name it, the latest first."""
    its = select(Participation.collaboration_id).where(Participation.partner_id == partner_id)
    own_ids = set(session.scalars(its))
    return [
        story
        for story in session.scalars(select(Story).order_by(Story.changed_at.desc(), Story.id.desc()))
        if story.collaboration_id in own_ids or partner_id in {*named_in(story.asked), *named_in(story.released)}
    ]


def named_in(copy: dict[str, Any] | None) -> list[str]:
    """Return the ids of the partners that a copy of a story names.

    >>> named_in({"partners": [{"id": "bieb", "name": "Bibliotheek"}]}), named_in(None)
    (['bieb'], [])
    """
    return [each["id"] for each in (copy or {}).get("partners", ())]


def pictures_of(session: Session, story: Story) -> list[StoryPicture]:
    """Return the pictures that a story has now, in their order."""
    own = select(StoryPicture).where(StoryPicture.story_id == story.id, StoryPicture.position.is_not(None))
    return list(session.scalars(own.order_by(StoryPicture.position, StoryPicture.id)))


def unask(session: Session, story: Story) -> None:
    """Take back what the partners were asked; what is public stays what they agreed to."""
    story.asked = None
    session.execute(delete(StoryAgreement).where(StoryAgreement.story_id == story.id))


def take_off(session: Session, story: Story) -> None:
    """Have nobody read a story any more, from now on."""
    story.released = story.released_at = None
    session.flush()
    drop_unseen_pictures(session, story)


def drop_unseen_pictures(session: Session, story: Story) -> None:
    """Delete the pictures that were taken out of a story and stand in no copy of it."""
    shown = {each["id"] for copy in (story.asked, story.released) for each in (copy or {}).get("pictures", ())}
    removed = select(StoryPicture.id).where(StoryPicture.story_id == story.id, StoryPicture.position.is_(None))
    gone = [each for each in session.scalars(removed) if each not in shown]
    session.execute(delete(StoryPicture).where(StoryPicture.id.in_(gone)))


def reword(session: Session, story: Story, change: Callable[[str], str]) -> int:
    """Change every text of a story, also in its copies and beside its pictures; return how many were changed."""
    n_changed = 0
    pictures = session.scalars(select(StoryPicture).where(StoryPicture.story_id == story.id)).all()
    for row, column in [*((story, name) for name in TEXTS), *((picture, "alt") for picture in pictures)]:
        before = getattr(row, column)
        if (after := change(before)) != before:
            setattr(row, column, after)
            n_changed += 1
    for name in ("asked", "released"):
        copy = getattr(story, name)
        if (after := _reworded(copy, change)) != copy:
            setattr(story, name, after)
    return n_changed


def _reworded(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 -- what JSON can hold
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_reworded(each, change) for each in value]
    if isinstance(value, dict):
        return {name: each if name in _NOT_WORDS else _reworded(each, change) for name, each in value.items()}
    return value
