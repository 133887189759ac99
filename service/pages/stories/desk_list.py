"""Stories on the workbench: which there are, what staff can do about them, and new ones begun."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Collaboration
from graph.stories import Story
from service.house import ReadingSession, WritingSession
from service.pages.office import go
from service.pages.own.frame import Typed
from service.pages.rendering import render
from service.pages.stories import forms
from service.pages.stories.desk import HOME
from service.pages.stories.words import STATES, say_state
from service.recognising import Asking
from service.stories.agreeing import standing_of

MOST_FOUND = 30
"""Collaborations that a search shows."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Row:
    """A story in the list."""

    id: int
    title: str
    collaboration: str
    state: str
    state_label: str
    is_public: bool
    changed_on: str
    n_asked: int
    n_agreed: int


@router.get(HOME)
def list_stories(
    request: Request, session: ReadingSession, words: Annotated[str, Query(alias="zoek", max_length=200)] = ""
) -> HTMLResponse:
    """List all stories, what staff can do something about first; and find a collaboration to tell of."""
    stories = session.scalars(select(Story).order_by(Story.changed_at.desc(), Story.id.desc())).all()
    order = list(STATES)
    rows = sorted((_row(session, story) for story in stories), key=lambda row: order.index(row.state))
    return render(request, "stories_desk.html", rows=rows, words=words, found=_find(session, words))


@router.get(f"{HOME}/nieuw")
def show_new(
    request: Request, session: ReadingSession, collaboration_id: Annotated[str, Query(alias="samenwerking")] = ""
) -> Response:
    """Show the form of a new story about a collaboration; without one, the list to choose from."""
    collaboration = session.get(Collaboration, collaboration_id)
    return go(HOME) if collaboration is None else _show_new(request, collaboration, forms.Form())


@router.post(f"{HOME}/nieuw")
def begin(
    request: Request,
    session: WritingSession,
    asker: Asking,
    typed: Typed,
    collaboration_id: Annotated[str, Query(alias="samenwerking")] = "",
) -> Response:
    """Begin a story."""
    collaboration = session.get(Collaboration, collaboration_id)
    if collaboration is None:
        return go(HOME)
    show = partial(_show_new, request, collaboration)
    return forms.take_new(request, session, asker, collaboration_id, typed, HOME, show)


def _row(session: Session, story: Story) -> Row:
    standing = standing_of(session, story)
    return Row(
        id=story.id,
        title=story.title,
        collaboration=session.get_one(Collaboration, story.collaboration_id).title,
        state=standing.state,
        state_label=say_state(standing),
        is_public=standing.is_public,
        changed_on=story.changed_at.date().isoformat(),
        n_asked=len(standing.said),
        n_agreed=sum(said == "yes" for said in standing.said.values()),
    )


def _find(session: Session, words: str) -> list[Collaboration]:
    """Return the collaborations whose titles hold all of some words, the latest first."""
    if not words.split():
        return []
    holds = [Collaboration.title.icontains(word, autoescape=True) for word in words.split()]
    latest = select(Collaboration).where(*holds).order_by(Collaboration.starts_on.desc(), Collaboration.id)
    return list(session.scalars(latest.limit(MOST_FOUND)))


def _show_new(request: Request, collaboration: Collaboration, form: forms.Form) -> HTMLResponse:
    return render(
        request, "story_new.html", 400 if form.faults else 200, collaboration=collaboration, form=form, home=HOME
    )
