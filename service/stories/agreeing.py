"""Partners are asked whether a story may be public, answer, and take that back; staff release it once all agreed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.stories import Story, StoryAgreement, UnknownStory
from graph.telling import drop_unseen_pictures, named_in, take_off, unask
from service.access import Asker, Role
from service.audit import note
from service.mail.outbox import people_of, post
from service.stories.content import content_of, parties

ANSWERS = ("yes", "no")


class NobodyToAsk(GraphError):
    """Nobody who takes part is a partner any more."""


class NotAgreed(GraphError):
    """A story cannot be released: not every partner in it agreed to it as it is."""


@dataclass(frozen=True)
class Standing:
    """How far a story is."""

    state: str
    """draft, asked, refused, agreed or public: what is written now."""
    is_public: bool
    """Whether everybody reads it, perhaps as it was before it was changed."""
    said: dict[str, str]
    """What each partner answered that was asked, by id."""
    by_phone: frozenset[str]
    """Whose answer staff wrote down."""


def standing_of(session: Session, story: Story) -> Standing:
    """Return how far a story is."""
    rows = session.scalars(select(StoryAgreement).where(StoryAgreement.story_id == story.id)).all()
    said = {row.partner_id: row.said for row in rows}
    if story.asked is None:
        state = "draft"
    elif "no" in said.values():
        state = "refused"
    elif "" in said.values():
        state = "asked"
    else:
        state = "public" if story.released == story.asked else "agreed"
    by_phone = frozenset(row.partner_id for row in rows if row.is_by_staff)
    return Standing(state, story.released is not None, said, by_phone)


def ask_partners(session: Session, asker: Asker, story: Story, day: date) -> int:
    """Ask every partner that takes part whether a story may be public as it is now; return how many mails that posts.

    What was answered before counts no more. Raise `NobodyToAsk`.
    """
    content = content_of(session, story, day)
    if not content.partners:
        raise NobodyToAsk("nobody who takes part is a partner any more")
    unask(session, story)
    story.asked, story.n_asked = content.stored(), story.n_asked + 1
    session.add_all(StoryAgreement(story_id=story.id, partner_id=each.id) for each in content.partners)
    session.flush()
    note(session, asker, "ask about story", f"story {story.id}")
    facts = {"story": story.id, "n_asked": story.n_asked}
    return sum(
        post(session, "story", person_id, f"story-{story.id}-{story.n_asked}", partner_id=each.id, facts=facts)
        for each in content.partners
        for person_id in people_of(session, each.id)
    )


def answer(  # noqa: PLR0913 -- whose answer, what and by whom
    session: Session, asker: Asker, story: Story, partner_id: str, said: str, *, is_by_staff: bool
) -> None:
    """Take in what a partner says, for the last time or not: a no takes the story off at once.

    Raise `UnknownStory` for a partner that is not asked and stands in nothing public.
    """
    agreement = session.get(StoryAgreement, (story.id, partner_id))
    if agreement is None and (said != "no" or partner_id not in named_in(story.released)):
        raise UnknownStory(f"'{partner_id}' is not asked about story {story.id}")
    if agreement is not None:
        agreement.said, agreement.said_at, agreement.is_by_staff = said, datetime.now(UTC), is_by_staff
    if said == "no":
        take_off(session, story)
    session.flush()
    action = "record story answer" if is_by_staff else "answer story"
    note(session, asker, action, f"story {story.id}", f"{partner_id} {said}")


def is_asked(session: Session, story: Story, partner_id: str) -> bool:
    """Whether a partner has something to say about a story: it is asked, or stands in what is public."""
    return session.get(StoryAgreement, (story.id, partner_id)) is not None or partner_id in named_in(story.released)


def count_waiting(session: Session, partner_id: str) -> int:
    """Return to how many stories a partner has not answered yet."""
    waiting = select(func.count()).where(StoryAgreement.partner_id == partner_id, StoryAgreement.said == "")
    return session.scalar(waiting) or 0


def release(session: Session, asker: Asker, story: Story, day: date) -> None:
    """Have everybody read a story, as the partners were asked; raise `NotAgreed`."""
    standing = standing_of(session, story)
    if asker.role is not Role.STAFF or standing.state not in {"agreed", "public"}:
        raise NotAgreed(f"story {story.id} is {standing.state}: not every partner agreed to it as it is")
    there, _ = parties(session, story.collaboration_id, day)
    if not {each.id for each in there} <= set(standing.said):
        raise NotAgreed(f"somebody takes part by now who was not asked about story {story.id}")
    if standing.state == "public":
        return
    story.released, story.released_at = story.asked, datetime.now(UTC)
    story.first_released_at = story.first_released_at or story.released_at
    session.flush()
    drop_unseen_pictures(session, story)
    note(session, asker, "release story", f"story {story.id}")


def take_down(session: Session, asker: Asker, story: Story) -> None:
    """Have nobody read a story any more, as staff decided."""
    take_off(session, story)
    note(session, asker, "take off story", f"story {story.id}")
