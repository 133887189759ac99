"""Writing a story: its text and its pictures. Whatever changes is asked of the partners anew."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import BinaryIO

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError, UnknownCollaboration
from graph.model import Collaboration, Participation
from graph.reading.names import slug
from graph.stories import MOST_PICTURES, Story, StoryPicture, UnknownStory
from graph.telling import TEXTS, drop_unseen_pictures, pictures_of, unask
from service.access import Asker, NotAllowed, Role
from service.audit import note
from service.collaborations_stored import TAKING_PART
from service.stories.pictures import draw_anew

LONGEST = {"title": 120, "done": 6_000, "gave": 3_000, "quote": 500, "quote_by": 80, "alt": 300}
"""Letters that each text may have."""
LONGEST_SLUG = 60
_TAKEN = frozenset({"feed", "nieuw"})


class BadStory(GraphError):
    """What is told cannot be stored as it is; `codes` says by field why: missing or too_long."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = dict(codes)
        super().__init__("; ".join(f"{name} is {code.replace('_', ' ')}" for name, code in codes.items()))


class TooManyPictures(GraphError):
    """A story has as many pictures as it can have."""


def find_story(session: Session, story_id: int) -> Story:
    """Return a story; raise `UnknownStory`."""
    story = session.get(Story, story_id)
    if story is None:
        raise UnknownStory(f"no story has the id {story_id}")
    return story


def own_story(session: Session, partner_id: str, story_id: int) -> Story:
    """Return a story of a collaboration that a partner takes part in; raise `UnknownStory`."""
    story = find_story(session, story_id)
    if partner_id not in writers_of(session, story.collaboration_id):
        raise UnknownStory(f"story {story_id} is not one of '{partner_id}'")
    return story


def writers_of(session: Session, collaboration_id: str) -> set[str]:
    """Return the ids of the partners that may tell of a collaboration: whoever only pays for it may not."""
    does = Participation.role.in_([name.removesuffix("s") for name in TAKING_PART])
    return set(
        session.scalars(
            select(Participation.partner_id).where(Participation.collaboration_id == collaboration_id, does)
        )
    )


def begin_story(session: Session, asker: Asker, collaboration_id: str, texts: Mapping[str, str]) -> Story:
    """Begin to tell of a collaboration; raise `UnknownCollaboration`, `NotAllowed`, or `BadStory`."""
    if session.get(Collaboration, collaboration_id) is None:
        raise UnknownCollaboration(f"no collaboration has the id '{collaboration_id}'")
    _require_writer(session, asker, collaboration_id)
    cells = _checked(texts)
    story = Story(collaboration_id=collaboration_id, slug=_free_slug(session, cells["title"]), **cells)
    session.add(story)
    session.flush()
    note(session, asker, "write story", f"story {story.id}")
    return story


def change_texts(session: Session, asker: Asker, story: Story, texts: Mapping[str, str]) -> bool:
    """Change what a story tells and return whether anything is other than before; raise as `begin_story` does."""
    _require_writer(session, asker, story.collaboration_id)
    cells = _checked(texts)
    if all(getattr(story, name) == text for name, text in cells.items()):
        return False
    for name, text in cells.items():
        setattr(story, name, text)
    _changed(session, asker, story)
    return True


def add_picture(session: Session, asker: Asker, story: Story, file: BinaryIO, alt: str) -> StoryPicture:
    """Put a picture behind the others of a story; raise `BadStory`, `TooManyPictures`, or `RefusedPicture`."""
    _require_writer(session, asker, story.collaboration_id)
    alt = _checked_alt(alt)
    own = pictures_of(session, story)
    if len(own) >= MOST_PICTURES:
        raise TooManyPictures(f"a story has {MOST_PICTURES} pictures at most")
    drawn = draw_anew(file)
    small, medium, large = (*drawn.files, None, None)[:3]
    assert small is not None  # noqa: S101 -- there is always a smallest
    picture = StoryPicture(
        story_id=story.id,
        position=max((each.position or 0 for each in own), default=0) + 1,
        alt=alt,
        width=drawn.width,
        height=drawn.height,
        small=small,
        medium=medium,
        large=large,
    )
    session.add(picture)
    _changed(session, asker, story)
    return picture


def describe_picture(session: Session, asker: Asker, story: Story, picture_id: int, alt: str) -> None:
    """Say otherwise what is to be seen on a picture; raise `UnknownStory`, or `BadStory`."""
    _require_writer(session, asker, story.collaboration_id)
    picture = _own_picture(session, story, picture_id)
    if (text := _checked_alt(alt)) != picture.alt:
        picture.alt = text
        _changed(session, asker, story)


def remove_picture(session: Session, asker: Asker, story: Story, picture_id: int) -> None:
    """Take a picture out of a story; as long as it is public there, it stays there."""
    _require_writer(session, asker, story.collaboration_id)
    _own_picture(session, story, picture_id).position = None
    _changed(session, asker, story)
    session.flush()
    drop_unseen_pictures(session, story)


def remove_story(session: Session, asker: Asker, story: Story) -> None:
    """Throw a story away with its pictures; nobody reads it from now on."""
    _require_writer(session, asker, story.collaboration_id)
    note(session, asker, "remove story", f"story {story.id}")
    session.execute(delete(Story).where(Story.id == story.id))


def _require_writer(session: Session, asker: Asker, collaboration_id: str) -> None:
    if asker.role is not Role.STAFF and not asker.partner_ids & writers_of(session, collaboration_id):
        raise NotAllowed("only who takes part in a collaboration may tell of it")


def _changed(session: Session, asker: Asker, story: Story) -> None:
    story.changed_at = datetime.now(UTC)
    unask(session, story)
    session.flush()
    note(session, asker, "change story", f"story {story.id}")


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a story as they are stored; raise `BadStory`."""
    cells = {name: texts.get(name, "").replace("\r\n", "\n").strip() for name in TEXTS}
    codes = {name: "too_long" for name, text in cells.items() if len(text) > LONGEST[name]}
    codes |= {name: "missing" for name in ("title", "done") if not cells[name]}
    if cells["quote"] and not cells["quote_by"]:
        codes["quote_by"] = "missing"
    if codes:
        raise BadStory(codes)
    return cells


def _checked_alt(alt: str) -> str:
    text = " ".join(alt.split())
    if not text or len(text) > LONGEST["alt"]:
        raise BadStory({"alt": "too_long" if text else "missing"})
    return text


def _own_picture(session: Session, story: Story, picture_id: int) -> StoryPicture:
    picture = session.get(StoryPicture, picture_id)
    if picture is None or picture.story_id != story.id or picture.position is None:
        raise UnknownStory(f"story {story.id} has no picture {picture_id}")
    return picture


def _free_slug(session: Session, title: str) -> str:
    """Return a name for addresses that no story has: of plain letters, whatever the title is written in."""
    made = slug(title)
    stem = made[:LONGEST_SLUG].strip("-") if made.isascii() and made.replace("-", "").isalnum() else "verhaal"
    named = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    is_taken = select(func.count()).select_from(Story)
    return next(each for each in named if each not in _TAKEN and not session.scalar(is_taken.where(Story.slug == each)))
