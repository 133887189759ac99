"""“Wij willen ook”: whoever read a story is proposed to one of its partners; staff decide as on any other."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import By, Introductions, pair_of
from graph.introductions import Introduction
from graph.model import Partner
from graph.sealing import Safe
from graph.stories import Story, StoryFollower
from service.access import Asker, NotAllowed
from service.audit import note
from service.casework import add_note_once
from service.introductions.seeing import partners_know
from service.stories.reading import PublicStory
from service.texts import gettext as _


class NotInStory(NotAllowed):
    """A partner does not stand in this story; or the one who asks does, and needs no introduction."""


def propose_to(session: Session, asker: Asker, story: PublicStory, own_id: str, other_id: str) -> Introduction:
    """Propose the introduction that a partner asks for after reading a story; staff find it in their queue.

    Raise `NotAllowed` for a partner that the asker does not speak for, `NotInStory`, and `AlreadyRunning`.
    """
    if not asker.owns(own_id):
        raise NotAllowed(f"only who speaks for '{own_id}' may do this")
    took_part = {each.id for each in story.content.partners}
    if other_id not in took_part or own_id in took_part:
        raise NotInStory(f"'{own_id}' is not to meet '{other_id}' by this story")
    side = "first" if pair_of(own_id, other_id)[0] == own_id else "second"
    by = By(side, asker.person_id)
    introduction = Introductions(session).propose(own_id, other_id, by, origin="by_hand")
    session.add(StoryFollower(introduction_id=introduction.id, story_id=story.id))
    note(session, asker, "follow story", f"introduction {introduction.id}", f"story {story.id}")
    return introduction


def note_wish(  # noqa: PLR0913, PLR0917 -- who wants to meet whom, and why
    session: Session, safe: Safe, asker: Asker, story: PublicStory, own_id: str, other_id: str
) -> bool:
    """Note for staff that a partner wants what runs already and no partner may know of yet; return whether it is so.

    Where the two were asked, there is nothing to note: both know.
    """
    running = Introductions(session).running(own_id, other_id)
    if running is None or partners_know(running):
        return False
    names = {each.id: each.name for each in story.content.partners}
    told = _("Read “%(title)s”, and would like to meet: %(names)s.")
    add_note_once(session, safe, asker, own_id, told % {"title": story.content.title, "names": names[other_id]})
    return True


def stories_followed(session: Session, introduction_ids: Iterable[int]) -> dict[int, str]:
    """Return by which story an introduction came about: its title, by the id of the introduction."""
    rows = session.execute(
        select(StoryFollower.introduction_id, Story.title)
        .join(Story, Story.id == StoryFollower.story_id)
        .where(StoryFollower.introduction_id.in_(set(introduction_ids)))
    )
    return dict(rows.all())


def there_still(session: Session, story: PublicStory) -> list[tuple[str, str]]:
    """Return id and name of the partners of a story that are there today."""
    named = {each.id: each.name for each in story.content.partners}
    rows = session.execute(select(Partner.id, Partner.until).where(Partner.id.in_(named)))
    there = {partner_id for partner_id, until in rows if not until}
    return [(partner_id, name) for partner_id, name in named.items() if partner_id in there]
