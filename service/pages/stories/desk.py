"""One story on the workbench: written, asked about, released and taken off."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.stories import MOST_PICTURES, Story, UnknownStory
from graph.telling import pictures_of
from service.days import Today
from service.house import InHouse, ReadingSession, WritingSession
from service.introductions.room import count_mailed
from service.pages.office import go, one_of
from service.pages.own.frame import Typed
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.stories import forms
from service.pages.stories.public import send_webp
from service.pages.stories.words import say_state
from service.recognising import Asking
from service.rows import RowId
from service.stories.agreeing import (
    ANSWERS,
    NobodyToAsk,
    NotAgreed,
    answer,
    ask_partners,
    release,
    standing_of,
    take_down,
)
from service.stories.content import content_of, parties, view_picture
from service.stories.reading import picture_file
from service.stories.writing import find_story, remove_picture, remove_story
from service.texts import gettext as _
from service.texts import ngettext

HOME = "/werkbank/verhalen"
router = APIRouter(include_in_schema=False)


@router.get(f"{HOME}/{{story_id}}")
def show_story(request: Request, story_id: RowId, session: ReadingSession, today: Today) -> HTMLResponse:
    """Show a story with its form, its pictures, and what its partners said."""
    story = find_story(session, story_id)
    return _show(request, session, story, today, forms.Form.of(story))


@router.post(f"{HOME}/{{story_id}}")
def change(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request, story_id: RowId, session: WritingSession, asker: Asking, today: Today, typed: Typed
) -> Response:
    """Change the texts of a story."""
    story = find_story(session, story_id)
    show = partial(_show, request, session, story, today)
    return forms.take_texts(request, session, asker, story, typed, _at(story_id), show)


@router.post(f"{HOME}/{{story_id}}/fotos")
def add_picture(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    story_id: RowId,
    session: WritingSession,
    asker: Asking,
    house: InHouse,
    today: Today,
    upload: forms.PictureUpload,
) -> Response:
    """Add a picture."""
    story = find_story(session, story_id)
    show = partial(_show, request, session, story, today)
    return forms.take_picture(request, session, asker, house, story, upload, _at(story_id), show)


@router.get(f"{HOME}/{{story_id}}/fotos/{{picture_id}}-{{width}}.webp")
def send_picture(story_id: RowId, picture_id: RowId, width: RowId, session: ReadingSession) -> Response:
    """Send a picture of a story that is being written."""
    shown = tuple(map(view_picture, pictures_of(session, find_story(session, story_id))))
    return send_webp(picture_file(session, shown, picture_id, width))


@router.post(f"{HOME}/{{story_id}}/fotos/{{picture_id}}")
def change_description(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    story_id: RowId,
    picture_id: RowId,
    session: WritingSession,
    asker: Asking,
    today: Today,
    typed: Typed,
) -> Response:
    """Change what is said of a picture."""
    story = find_story(session, story_id)
    show = partial(_show, request, session, story, today)
    return forms.take_description(request, session, asker, story, picture_id, typed, _at(story_id), show)


@router.post(f"{HOME}/{{story_id}}/fotos/{{picture_id}}/weg")
def take_picture_out(story_id: RowId, picture_id: RowId, session: WritingSession, asker: Asking) -> Response:
    """Take a picture out."""
    remove_picture(session, asker, find_story(session, story_id), picture_id)
    return go(f"{_at(story_id)}#fotos")


@router.post(f"{HOME}/{{story_id}}/vragen")
def ask(request: Request, story_id: RowId, session: WritingSession, asker: Asking, today: Today) -> Response:
    """Ask every partner in a story whether it may be public."""
    try:
        n_mails = ask_partners(session, asker, find_story(session, story_id), today)
    except NobodyToAsk:
        say(request, _("Nobody in this collaboration is a partner any more, so nobody can agree."))
    else:
        told = ngettext("The partners are asked: %(n)s mail.", "The partners are asked: %(n)s mails.", n_mails)
        say(request, told % {"n": n_mails})
    return go(_at(story_id))


@router.post(f"{HOME}/{{story_id}}/antwoord")
def write_down_answer(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    story_id: RowId,
    session: WritingSession,
    asker: Asking,
    partner_id: Annotated[str, Form(alias="partner")],
    said: Annotated[str, Form(alias="zegt"), one_of(ANSWERS)],
) -> Response:
    """Write down what a partner told staff."""
    try:
        answer(session, asker, find_story(session, story_id), partner_id, said, is_by_staff=True)
    except UnknownStory:
        say(request, _("This partner is not asked any more: the story was changed."))
    else:
        say(request, _("Written down."))
    return go(f"{_at(story_id)}#partners")


@router.post(f"{HOME}/{{story_id}}/vrijgeven")
def make_public(request: Request, story_id: RowId, session: WritingSession, asker: Asking, today: Today) -> Response:
    """Make a story public, as every partner agreed to it."""
    try:
        release(session, asker, find_story(session, story_id), today)
    except NotAgreed:
        say(request, _("Not yet: every partner in it has to agree to the story as it is now."))
    else:
        say(request, _("The story is public."), undo=f"{_at(story_id)}/weghalen")
    return go(_at(story_id))


@router.post(f"{HOME}/{{story_id}}/weghalen")
def take_off(request: Request, story_id: RowId, session: WritingSession, asker: Asking) -> Response:
    """Have nobody read a story any more."""
    take_down(session, asker, find_story(session, story_id))
    say(request, _("The story is no longer public."))
    return go(_at(story_id))


@router.post(f"{HOME}/{{story_id}}/weg")
def throw_away(request: Request, story_id: RowId, session: WritingSession, asker: Asking) -> Response:
    """Throw a story away."""
    remove_story(session, asker, find_story(session, story_id))
    say(request, _("The story and its pictures were thrown away."))
    return go(HOME)


def _at(story_id: int) -> str:
    return f"{HOME}/{story_id}"


def _show(request: Request, session: Session, story: Story, today: Today, form: forms.Form) -> HTMLResponse:
    standing = standing_of(session, story)
    there, gone = parties(session, story.collaboration_id, today)
    n_mailed = count_mailed(session)
    named = select(Partner.id, Partner.name).where(Partner.id.in_(standing.said)).order_by(Partner.name, Partner.id)
    known = dict(session.execute(named).all())
    asked = known | {each.id: each.name for each in there}
    return render(
        request,
        "story_desk.html",
        400 if form.faults else 200,
        story=story,
        form=form,
        here=_at(story.id),
        content=content_of(session, story, today),
        most_pictures=MOST_PICTURES,
        standing=standing,
        state_label=say_state(standing),
        partners=[
            (partner_id, name, standing.said.get(partner_id), n_mailed.get(partner_id, 0))
            for partner_id, name in asked.items()
        ],
        gone=gone,
    )
