"""The page behind the link of a mail about a story: exactly what would be public, and whether that may be so."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.stories import Story, UnknownStory
from service.access import Asker
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.pages.linked import LinkRoute, NothingAsked, Reader, read_link, read_reader, was_seen
from service.pages.rendering import render
from service.pages.stories.asked import read_asked, say_standing
from service.pages.stories.public import send_webp
from service.recognising import Asking
from service.rows import RowId
from service.stories.agreeing import ANSWERS, answer, is_asked
from service.stories.reading import picture_file
from service.stories.writing import find_story
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)


@router.get("/verhaal/{token}")
def show_asked(request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking) -> HTMLResponse:
    """Show the story and the question; nothing happens before an answer is sent."""
    reader, story = _read(session, house, token, asker)
    return _show(request, session, house, reader, story)


@router.post("/verhaal/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_answer(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    said: Annotated[str, Form(alias="zegt")] = "",
    n_asked: Annotated[RowId, Form(alias="keer")] = 0,
    on_behalf: Annotated[str, Form(alias="namens")] = "",
) -> Response:
    """Take an answer in; one to what the story was before it changed is asked again."""
    reader, story = _read(session, house, token, asker)
    faults = {}
    if said not in ANSWERS:
        faults["zegt"] = _("Choose one of the answers.")
    elif said == "yes" and n_asked != story.n_asked:
        faults["zegt"] = _("The story was changed since you opened this page. Please read it once more.")
    if reader.is_somebody_else and not on_behalf:
        faults["namens"] = _("Tick this if you answer for this partner.")
    if faults:
        return _show(request, session, house, reader, story, faults)
    answer(session, reader.asker, story, reader.partner.id, said, is_by_staff=False)
    was_seen(reader.person)
    return RedirectResponse(f"/verhaal/{token}", 303)


@router.get("/verhaal/{token}/foto/{picture_id}-{width}.webp")
def send_asked_picture(  # noqa: PLR0913, PLR0917 -- what a route is lent
    token: str, picture_id: RowId, width: RowId, session: ReadingSession, house: InHouse, asker: Asking
) -> Response:
    """Send a picture of the story that is asked about."""
    reader, story = _read(session, house, token, asker)
    return send_webp(
        picture_file(session, read_asked(session, story, reader.partner.id).content.pictures, picture_id, width)
    )


def _read(session: Session, house: House, token: str, asker: Asker) -> tuple[Reader, Story]:
    carried = read_link(house, "story", token)
    reader = read_reader(session, carried, carried["partner"], asker)
    try:
        story = find_story(session, carried["story"])
    except UnknownStory:
        raise NothingAsked("this story was thrown away") from None
    if not is_asked(session, story, reader.partner.id):
        raise NothingAsked("nothing is asked about this story any more")
    return reader, story


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    house: House,
    reader: Reader,
    story: Story,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    asked = read_asked(session, story, reader.partner.id)
    return render(
        request,
        "story_asked.html",
        400 if faults else 200,
        reader=reader,
        own=reader.partner,
        asked=asked,
        standing=say_standing(asked),
        content=asked.content,
        pictures_at=f"{request.url.path}/foto",
        office=house.settings.office_name,
        faults=faults or {},
    )
