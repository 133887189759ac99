"""“Wij willen ook”: whoever read a story asks to meet one of its partners; who is not signed in reads how to."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import AlreadyRunning
from graph.model import Partner
from service.access import Asker
from service.house import House, InHouse, ReadingSession, WritingSession
from service.pages.rendering import render
from service.pages.saying import say
from service.recognising import Asking
from service.stories.joining import note_wish, propose_to, there_still
from service.stories.reading import PublicStory, public_story
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/verhalen/{slug}/wij-ook")
def show_joining(request: Request, slug: str, session: ReadingSession, house: InHouse, asker: Asking) -> HTMLResponse:
    """Show whom one could meet; or how to sign in, and how to reach the office."""
    return _show(request, session, house, asker, public_story(session, slug))


@router.post("/verhalen/{slug}/wij-ook")
def join(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    slug: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    own_id: Annotated[str, Form(alias="eigen")] = "",
    other_id: Annotated[str, Form(alias="met")] = "",
) -> Response:
    """Propose an introduction to staff; partners hear of it once staff ask them."""
    story = public_story(session, slug)
    names = dict(there_still(session, story))
    faults = {}
    if own_id not in asker.partner_ids or own_id in {each.id for each in story.content.partners}:
        faults["eigen"] = _("Choose your own organisation.")
    if other_id not in names:
        faults["met"] = _("Choose whom you would like to meet.")
    if faults:
        return _show(request, session, house, asker, story, faults)
    told = {"other": names[other_id], "office": house.settings.office_name}
    try:
        propose_to(session, asker, story, own_id, other_id)
        is_new = True
    except AlreadyRunning:
        is_new = note_wish(session, house.safe, asker, story, own_id, other_id)
    if is_new:
        say(request, _("Thank you. %(office)s now knows that you would like to meet %(other)s.") % told)
    else:
        say(request, _("%(office)s is bringing you and %(other)s together already.") % told)
    return RedirectResponse(story.path, 303)


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    house: House,
    asker: Asker,
    story: PublicStory,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    took_part = {each.id for each in story.content.partners}
    own = session.execute(
        select(Partner.id, Partner.name)
        .where(Partner.id.in_(asker.partner_ids - took_part), Partner.until == "")
        .order_by(Partner.name, Partner.id)
    ).all()
    return render(
        request,
        "story_join.html",
        400 if faults else 200,
        story=story,
        own=[(row.id, row.name) for row in own],
        took_part=bool(asker.partner_ids & took_part),
        others=there_still(session, story),
        office=house.settings.office_name,
        office_address=house.settings.office_address,
        faults=faults or {},
    )
