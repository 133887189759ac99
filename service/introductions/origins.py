"""Where introductions that nobody suggested come from: a story that was read, or a partner that asked by itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.introducing import partner_on
from graph.introductions import SIDES, Introduction, IntroductionStep
from graph.model import Partner
from service.stories.joining import stories_followed


@dataclass(frozen=True)
class Origins:
    """Origins of some introductions, by their ids."""

    stories: Mapping[int, str] = field(default_factory=dict)
    """The title of the story after which a partner asked."""
    askers: Mapping[int, str] = field(default_factory=dict)
    """The name of the partner that asked, after a story or otherwise."""
    asker_ids: Mapping[int, str] = field(default_factory=dict)
    """Its id: what it asked for may stand in its file."""


def read_origins(session: Session, introduction_ids: Collection[int]) -> Origins:
    """Return where introductions come from; staff alone may know who asked."""
    by_side = (
        select(Introduction, IntroductionStep.by_whom)
        .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
        .where(Introduction.id.in_(introduction_ids), IntroductionStep.number == 1, IntroductionStep.by_whom.in_(SIDES))
    )
    asked = {introduction.id: partner_on(introduction, side) for introduction, side in session.execute(by_side)}
    names = dict(session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(asked.values()))).all())
    return Origins(stories_followed(session, introduction_ids), {each: names[by] for each, by in asked.items()}, asked)
