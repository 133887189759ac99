"""All that is known of a partner, and leaving the network."""

import json
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask

from graph.sweeping import sweep
from service.house import InHouse, ReadingSession, WritingSession
from service.leaving import leave
from service.own_data import gather
from service.pages.own.frame import Typed, one, render_own, today
from service.pages.own.profile import say_field, say_level
from service.pages.saying import say
from service.profiles import find_partner
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/mijn/{partner_id}/gegevens")
def show_data(
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: ReadingSession
) -> HTMLResponse:
    """Show all that is known of the partner and of the person who asks."""
    data = gather(session, house.safe, asker, partner_id)
    levels = [(say_field(field), say_level(level)) for field, level in data["partner"]["visibility"].items()]
    answers = [{**each, "said": _say_answer(each["answer"])} for each in data["answers"]]
    return render_own(request, "mijn_data.html", session, partner_id, data=data, levels=levels, answers=answers)


@router.get("/mijn/{partner_id}/gegevens/bestand.json")
def download_data(partner_id: str, house: InHouse, asker: Asking, session: ReadingSession) -> Response:
    """Send the same as a file."""
    text = json.dumps(gather(session, house.safe, asker, partner_id), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="mijn-gegevens.json"', "Cache-Control": "no-store"}
    return Response(text.encode(), media_type="application/json", headers=headers)


@router.get("/mijn/{partner_id}/vertrekken")
def show_leaving(request: Request, partner_id: str, session: ReadingSession) -> HTMLResponse:
    """Say what leaving means, and ask once more."""
    return render_own(request, "mijn_leaving.html", session, partner_id, fault="")


@router.post("/mijn/{partner_id}/vertrekken")
def take_leave(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, partner_id: str, house: InHouse, asker: Asking, session: WritingSession, typed: Typed
) -> Response:
    """Have the partner leave once it is sure; the page asked for its name."""
    name = find_partner(session, partner_id).name
    if one(typed, "naam").strip().casefold() != name.casefold():
        fault = _("Type the name exactly as it stands above.")
        return render_own(request, "mijn_leaving.html", session, partner_id, status=HTTPStatus.BAD_REQUEST, fault=fault)
    leave(session, house.safe, house.settings, asker, partner_id, today())
    say(request, _("The organisation has left the network. What was to be erased is erased."))
    return RedirectResponse("/partners", HTTPStatus.SEE_OTHER, background=BackgroundTask(sweep, house.engine))


def _say_answer(answer: str) -> str:
    return {
        "accepted": _("yes"),
        "declined": _("no"),
        "no_room": _("later"),
        "already_known": _("no: we know each other already"),
        "ignored": _("no answer"),
    }[answer]
