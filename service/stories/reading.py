"""Stories as everybody reads them: nothing here looks at anything but the copy that was released."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.stories import Story, StoryPicture, UnknownStory
from service.stories.content import Content, Picture, read_content, widths_of

COLUMNS = ("small", "medium", "large")


@dataclass(frozen=True)
class PublicStory:
    """A story that everybody may read."""

    id: int
    slug: str
    content: Content
    released_at: datetime
    """When what is read now was released."""
    first_released_at: datetime

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/verhalen/{self.slug}"


def public_stories(session: Session, *, theme_id: str = "", year: int | None = None) -> list[PublicStory]:
    """Return what is public, the latest first; about a theme, and begun in a year, where these are named."""
    rows = session.scalars(
        select(Story).where(Story.released_at.is_not(None)).order_by(Story.first_released_at.desc(), Story.id.desc())
    )
    return [
        story
        for story in map(_view, rows)
        if (not theme_id or theme_id in {each.id for each in story.content.themes})
        and (year is None or story.content.year == year)
    ]


def public_story(session: Session, slug: str) -> PublicStory:
    """Return a public story by its name in addresses; raise `UnknownStory`."""
    row = session.scalar(select(Story).where(Story.slug == slug, Story.released_at.is_not(None)))
    if row is None:
        raise UnknownStory(f"no public story is called '{slug}'")
    return _view(row)


def are_public(session: Session) -> bool:
    """Whether there is any public story."""
    return session.scalar(select(Story.id).where(Story.released_at.is_not(None)).limit(1)) is not None


def picture_file(session: Session, shown: tuple[Picture, ...], picture_id: int, width: int) -> bytes:
    """Return the file of one of the pictures shown in one of its widths; raise `UnknownStory` for any other."""
    picture = next((each for each in shown if each.id == picture_id), None)
    row = session.get(StoryPicture, picture_id) if picture else None
    if picture is None or row is None or width not in picture.widths:
        raise UnknownStory(f"there is no picture {picture_id} of {width} pixels")
    content: bytes = getattr(row, COLUMNS[widths_of(picture.width).index(width)])
    return content


def _view(row: Story) -> PublicStory:
    assert row.released is not None  # noqa: S101 -- both are set at once
    assert row.released_at is not None  # noqa: S101 -- the same
    first = row.first_released_at or row.released_at
    return PublicStory(row.id, row.slug, read_content(row.released), _in_utc(row.released_at), _in_utc(first))


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)  # SQLite keeps no zone
