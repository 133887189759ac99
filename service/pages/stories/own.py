"""Stories of a partner: what it is asked about, and what it writes itself about its own collaborations."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.collaborating import collaborations_of
from graph.errors import UnknownCollaboration
from graph.model import Collaboration
from graph.stories import MOST_PICTURES, Story, UnknownStory
from graph.telling import pictures_of, stories_of
from service.access import Role
from service.house import InHouse, ReadingSession, WritingSession
from service.pages.own.frame import Typed, go_on, home_of, render_own, today
from service.pages.saying import say
from service.pages.stories import forms
from service.pages.stories.asked import read_asked, say_standing
from service.pages.stories.public import send_webp
from service.pages.stories.words import say_state
from service.recognising import Asking
from service.rows import RowId
from service.stories.agreeing import ANSWERS, answer, is_asked, standing_of
from service.stories.content import content_of, view_picture
from service.stories.reading import picture_file
from service.stories.writing import find_story, own_story, remove_picture, writers_of
from service.texts import gettext as _

PATH = "/mijn/{partner_id}/verhalen"
ONE = PATH + "/{story_id}"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def list_own(request: Request, partner_id: str, session: ReadingSession) -> HTMLResponse:
    """List the stories about the partner, what waits for its answer first, and what it could tell of."""
    stories = stories_of(session, partner_id)
    asked = [read_asked(session, each, partner_id) for each in stories if is_asked(session, each, partner_id)]
    own = [each for each in stories if partner_id in writers_of(session, each.collaboration_id)]
    return render_own(
        request,
        "mijn_stories.html",
        session,
        partner_id,
        asked=[(each, say_standing(each)) for each in sorted(asked, key=lambda each: bool(each.said))],
        written=[(each.id, each.title, say_state(standing_of(session, each))) for each in own],
        collaborations=[
            each for each in collaborations_of(session, partner_id) if partner_id in writers_of(session, each.id)
        ],
    )


@router.get(PATH + "/nieuw")
def show_new(
    request: Request,
    partner_id: str,
    session: ReadingSession,
    collaboration_id: Annotated[str, Query(alias="samenwerking")] = "",
) -> Response:
    """Show the form of a new story; without a collaboration, the list to choose one from."""
    if partner_id not in writers_of(session, collaboration_id):
        return go_on(_home(partner_id))
    return _show_new(request, session, partner_id, collaboration_id, forms.Form())


@router.post(PATH + "/nieuw")
def begin(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request,
    partner_id: str,
    session: WritingSession,
    asker: Asking,
    typed: Typed,
    collaboration_id: Annotated[str, Query(alias="samenwerking")] = "",
) -> Response:
    """Begin a story about an own collaboration."""
    if partner_id not in writers_of(session, collaboration_id):
        raise UnknownCollaboration(f"'{partner_id}' takes part in no collaboration '{collaboration_id}'")
    show = partial(_show_new, request, session, partner_id, collaboration_id)
    return forms.take_new(request, session, asker, collaboration_id, typed, _home(partner_id), show)


@router.get(ONE)
def show_own(request: Request, partner_id: str, story_id: RowId, session: ReadingSession) -> HTMLResponse:
    """Show a story that the partner may write in."""
    story = own_story(session, partner_id, story_id)
    return _show(request, session, partner_id, story, forms.Form.of(story))


@router.post(ONE)
def change(  # noqa: PLR0913, PLR0917 -- the same
    request: Request, partner_id: str, story_id: RowId, session: WritingSession, asker: Asking, typed: Typed
) -> Response:
    """Change the texts of a story."""
    story = own_story(session, partner_id, story_id)
    show = partial(_show, request, session, partner_id, story)
    return forms.take_texts(request, session, asker, story, typed, _at(partner_id, story_id), show)


@router.post(ONE + "/fotos")
def add_picture(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    partner_id: str,
    story_id: RowId,
    session: WritingSession,
    asker: Asking,
    house: InHouse,
    upload: forms.PictureUpload,
) -> Response:
    """Add a picture."""
    story = own_story(session, partner_id, story_id)
    show = partial(_show, request, session, partner_id, story)
    return forms.take_picture(request, session, asker, house, story, upload, _at(partner_id, story_id), show)


@router.get(ONE + "/fotos/{picture_id}-{width}.webp")
def send_picture(
    partner_id: str, story_id: RowId, picture_id: RowId, width: RowId, session: ReadingSession
) -> Response:
    """Send a picture of a story that the partner writes, or is asked about."""
    story = find_story(session, story_id)
    shown = read_asked(session, story, partner_id).content.pictures if is_asked(session, story, partner_id) else ()
    if partner_id in writers_of(session, story.collaboration_id):
        shown += tuple(map(view_picture, pictures_of(session, story)))
    return send_webp(picture_file(session, shown, picture_id, width))


@router.post(ONE + "/fotos/{picture_id}")
def change_description(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    partner_id: str,
    story_id: RowId,
    picture_id: RowId,
    session: WritingSession,
    asker: Asking,
    typed: Typed,
) -> Response:
    """Change what is said of a picture."""
    story = own_story(session, partner_id, story_id)
    show = partial(_show, request, session, partner_id, story)
    return forms.take_description(request, session, asker, story, picture_id, typed, _at(partner_id, story_id), show)


@router.post(ONE + "/fotos/{picture_id}/weg")
def take_picture_out(
    partner_id: str, story_id: RowId, picture_id: RowId, session: WritingSession, asker: Asking
) -> Response:
    """Take a picture out."""
    remove_picture(session, asker, own_story(session, partner_id, story_id), picture_id)
    return go_on(f"{_at(partner_id, story_id)}#fotos")


@router.get(ONE + "/akkoord")
def show_asked(
    request: Request, partner_id: str, story_id: RowId, session: ReadingSession, house: InHouse
) -> HTMLResponse:
    """Show exactly what would be public, and the question whether that may be."""
    return _show_asked(request, session, house.settings.office_name, partner_id, story_id)


@router.post(ONE + "/akkoord")
def take_answer(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    partner_id: str,
    story_id: RowId,
    session: WritingSession,
    asker: Asking,
    house: InHouse,
    said: Annotated[str, Form(alias="zegt")] = "",
    n_asked: Annotated[RowId, Form(alias="keer")] = 0,
) -> Response:
    """Take an answer in; one to what the story was before it changed is asked again."""
    story = find_story(session, story_id)
    if said not in ANSWERS:
        fault = _("Choose one of the answers.")
    elif said == "yes" and n_asked != story.n_asked:
        fault = _("The story was changed since you opened this page. Please read it once more.")
    else:
        answer(session, asker, story, partner_id, said, is_by_staff=asker.role is Role.STAFF)
        is_left = is_asked(session, story, partner_id)
        told = say_standing(read_asked(session, story, partner_id)) if is_left else _("This story is no longer public.")
        say(request, told)
        return go_on(_home(partner_id))
    return _show_asked(request, session, house.settings.office_name, partner_id, story_id, {"zegt": fault})


def _home(partner_id: str) -> str:
    return f"{home_of(partner_id)}/verhalen"


def _at(partner_id: str, story_id: int) -> str:
    return f"{_home(partner_id)}/{story_id}"


def _show_new(
    request: Request, session: Session, partner_id: str, collaboration_id: str, form: forms.Form
) -> HTMLResponse:
    return render_own(
        request,
        "mijn_story_new.html",
        session,
        partner_id,
        collaboration=session.get_one(Collaboration, collaboration_id),
        form=form,
        home=_home(partner_id),
        status=400 if form.faults else 200,
    )


def _show(request: Request, session: Session, partner_id: str, story: Story, form: forms.Form) -> HTMLResponse:
    return render_own(
        request,
        "mijn_story.html",
        session,
        partner_id,
        story=story,
        form=form,
        at=_at(partner_id, story.id),
        content=content_of(session, story, today()),
        most_pictures=MOST_PICTURES,
        state_label=say_state(standing_of(session, story)),
        status=400 if form.faults else 200,
    )


def _show_asked(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    office: str,
    partner_id: str,
    story_id: int,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    story = find_story(session, story_id)
    if not is_asked(session, story, partner_id):
        raise UnknownStory(f"'{partner_id}' is not asked about story {story_id}")
    asked = read_asked(session, story, partner_id)
    return render_own(
        request,
        "mijn_story_asked.html",
        session,
        partner_id,
        asked=asked,
        standing=say_standing(asked),
        content=asked.content,
        pictures_at=f"{_at(partner_id, story_id)}/fotos",
        office=office,
        faults=faults or {},
        status=400 if faults else 200,
    )
