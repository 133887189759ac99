"""A story as one of its partners is asked about it: what would be public, what it said, and what that brought about."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from graph.stories import Story, StoryAgreement
from service.stories.agreeing import standing_of
from service.stories.content import Content, read_content
from service.texts import gettext as _


@dataclass(frozen=True)
class Asked:
    """A story as one of its partners is asked about it."""

    story_id: int
    n_asked: int
    content: Content
    """What would be public; where nothing is asked now, what is."""
    is_open: bool
    """Whether it can agree now: where it is asked."""
    said: str
    """What it answered; "" for nothing yet."""
    state: str
    """How far the whole is, as `Standing.state`."""
    is_public: bool


def read_asked(session: Session, story: Story, partner_id: str) -> Asked:
    """Return a story as a partner is asked about it; one that is neither asked nor public is refused before."""
    agreement, standing = session.get(StoryAgreement, (story.id, partner_id)), standing_of(session, story)
    copy = story.asked or story.released
    assert copy is not None  # noqa: S101 -- see above
    return Asked(
        story_id=story.id,
        n_asked=story.n_asked,
        content=read_content(copy),
        is_open=agreement is not None,
        said=agreement.said if agreement else "yes",
        state=standing.state,
        is_public=standing.is_public,
    )


def say_standing(asked: Asked) -> str:
    """Say in a sentence how far a story is for a partner."""
    if asked.said == "no":
        return _("You said no: this story is not public.")
    if asked.is_public and asked.state in {"public", "draft"}:
        return _("This story is public.")
    if not asked.said:
        return _("This story is not public yet. We wait for your answer.")
    if asked.state in {"asked", "refused"}:  # who said no is nobody else's business
        return _("You said yes. The story is not public yet: not every partner has agreed so far.")
    return _("Everybody said yes. The office now makes the story public.")
