"""What of a story is public: one copy of all that a reader will see, made when the partners are asked."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.model import Collaboration, CollaborationTheme, Participation, Partner, Theme
from graph.stories import WIDTHS, Story, StoryPicture
from graph.telling import pictures_of

ROLES = ("lead", "participant", "funder")
"""In the order in which partners are named."""


@dataclass(frozen=True)
class Named:
    """A partner or a theme, by the name it had then."""

    id: str
    name: str


@dataclass(frozen=True)
class Picture:
    """A picture as pages show it."""

    id: int
    alt: str
    width: int
    """Pixels of the largest."""
    height: int

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths that there are of it, the smallest first.

        >>> Picture(1, "", width=700, height=500).widths
        (480, 700)
        """
        return widths_of(self.width)


@dataclass(frozen=True)
class Content:
    """All that a story tells."""

    title: str
    done: str
    gave: str
    quote: str
    quote_by: str
    collaboration: str
    """Its title."""
    kind: str
    start_date: str
    """Partial date."""
    end_date: str
    partners: tuple[Named, ...]
    n_unnamed: int
    """How many took part that are no partners any more: nobody can ask them, so they are not named."""
    themes: tuple[Named, ...]
    pictures: tuple[Picture, ...]

    @property
    def year(self) -> int:
        """The year in which it began."""
        return PartialDate.parse(self.start_date).first.year

    @property
    def paragraphs(self) -> list[str]:
        """What was done and what it gave, as paragraphs."""
        return [*cut_paragraphs(self.done), *cut_paragraphs(self.gave)]

    def stored(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self) | {
            name: [asdict(each) for each in getattr(self, name)] for name in ("partners", "themes", "pictures")
        }


_READER = TypeAdapter(Content)


def read_content(stored: dict[str, Any]) -> Content:
    """Return a stored copy of a story."""
    return _READER.validate_python(stored)


def widths_of(width: int) -> tuple[int, ...]:
    """Return the widths in which a picture of a width is kept: each of `WIDTHS`, none above its own.

    >>> widths_of(2000), widths_of(960), widths_of(100)
    ((480, 960, 1600), (480, 960), (100,))
    """
    return tuple(sorted({min(each, width) for each in WIDTHS}))


def cut_paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs of a plain text; an empty line parts them.

    >>> cut_paragraphs("Een.\n\nTwee,\nverder.")
    ['Een.', 'Twee,\nverder.']
    """
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def content_of(session: Session, story: Story, day: date) -> Content:
    """Return what would be public of a story as it is now."""
    collaboration = session.get_one(Collaboration, story.collaboration_id)
    there, gone = parties(session, story.collaboration_id, day)
    themes = (
        select(Theme.id, Theme.label)
        .join(CollaborationTheme, CollaborationTheme.theme_id == Theme.id)
        .where(CollaborationTheme.collaboration_id == collaboration.id)
        .order_by(CollaborationTheme.position)
    )
    return Content(
        title=story.title,
        done=story.done,
        gave=story.gave,
        quote=story.quote,
        quote_by=story.quote_by,
        collaboration=collaboration.title,
        kind=collaboration.kind,
        start_date=collaboration.start_date,
        end_date=collaboration.end_date,
        partners=tuple(there),
        n_unnamed=len(gone),
        themes=tuple(Named(theme_id, label) for theme_id, label in session.execute(themes)),
        pictures=tuple(view_picture(each) for each in pictures_of(session, story)),
    )


def view_picture(row: StoryPicture) -> Picture:
    """Return a stored picture as pages show it."""
    return Picture(row.id, row.alt, row.width, row.height)


def parties(session: Session, collaboration_id: str, day: date) -> tuple[list[Named], list[Named]]:
    """Return who takes part in a collaboration: partners of that day, who lead first; and who is none any more."""
    query = (
        select(Partner.id, Partner.name, Partner.until, Participation.role, Participation.position)
        .join(Participation, Participation.partner_id == Partner.id)
        .where(Participation.collaboration_id == collaboration_id)
    )
    rows = sorted(session.execute(query).all(), key=lambda row: (ROLES.index(row.role), row.position, row.id))
    until = {row.id: row.until for row in rows}
    named = {row.id: Named(row.id, row.name) for row in rows}
    is_there = {each: not end or PartialDate.parse(end).last >= day for each, end in until.items()}
    return (
        [named[each] for each in named if is_there[each]],
        [named[each] for each in named if not is_there[each]],
    )
