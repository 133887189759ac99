"""What staff do when a person asks what is kept about it, or asks to be erased."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.background import BackgroundTask

from graph.sweeping import sweep
from service.audit import note
from service.erasing import erase_person
from service.house import InHouse, WritingSession
from service.inspecting import all_about
from service.pages.own_person import as_file, say_last_staff
from service.pages.saying import say
from service.recognising import Asking
from service.roles import LastStaff
from service.rows import RowId
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/werkbank/personen/{person_id}/inzage.json")
def take_all(person_id: RowId, house: InHouse, asker: Asking, session: WritingSession) -> Response:
    """Give all that is kept about a person as a file; that staff looked stands in the log."""
    kept = all_about(session, house.safe, person_id, by_name=True)
    note(session, asker, "inspect person", f"person {person_id}")
    return as_file(kept)


@router.post("/werkbank/personen/{person_id}/wissen")
def erase(request: Request, person_id: RowId, house: InHouse, asker: Asking, session: WritingSession) -> Response:
    """Erase a person for good."""
    try:
        erase_person(session, house.safe, house.settings, asker, person_id)
    except LastStaff:
        say(request, say_last_staff())
        return RedirectResponse(f"/werkbank/personen/{person_id}", 303)
    say(request, _("This person is erased. What it did stays, without a name."))
    return RedirectResponse("/werkbank/personen", 303, background=BackgroundTask(sweep, house.engine))
