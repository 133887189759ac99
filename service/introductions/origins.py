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
    """Its id, where it was not led by a story or a round: for what it asks stands in its file."""


def read_origins(session: Session, introduction_ids: Collection[int]) -> Origins:
    """Return where introductions come from; staff alone may know who asked."""
    by_side = (
        select(Introduction, IntroductionStep.by_whom)
        .join(IntroductionStep, IntroductionStep.introduction_id == Introduction.id)
        .where(Introduction.id.in_(introduction_ids), IntroductionStep.number == 1, IntroductionStep.by_whom.in_(SIDES))
    )
    first_steps = session.execute(by_side).all()
    asked = {introduction.id: partner_on(introduction, side) for introduction, side in first_steps}
    by_hand = {introduction.id for introduction, _side in first_steps if introduction.origin == "by_hand"}
    names = dict(session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(asked.values()))).all())
    stories = stories_followed(session, introduction_ids)
    told_in_file = {each: by for each, by in asked.items() if each in by_hand and each not in stories}
    return Origins(stories, {each: names[by] for each, by in asked.items()}, told_in_file)
