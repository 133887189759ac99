"""Registers brought in on a page: what they would change in a municipality, and whom people have to recognise."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from graph.errors import GraphError, SpoiledInput, UnknownMunicipality
from service.bringing.files import AnotherOutcome
from service.bringing.registers import look_at_registers, store_registers
from service.fault_wording import say_reason
from service.house import House, InHouse, ReadingSession, WritingSession
from service.pages.bringing import HOME, SEE_OTHER, forget, gone, keep, say_fault, show_forms, token_of
from service.pages.import_view import view_import
from service.pages.rendering import render
from service.pages.saying import say
from service.recognising import Asking
from service.texts import gettext as _
from service.uploads import Received, receiving, uploads_of, waiting

CHOICE = "keuze-"
"""Begins the names of the fields in which people say who an entry is."""

router = APIRouter(include_in_schema=False)

Upload = Annotated[Received, Depends(receiving(lambda settings: settings.register_bytes))]
Fields = Annotated[Received, Depends(receiving(lambda _settings: 0))]
"""A form without files."""


@router.post(f"{HOME}/registers")
def bring_in_registers(request: Request, house: InHouse, upload: Upload) -> Response:
    """Keep registers and go on to what they would do; show the form again where something is missing."""
    municipality = upload.fields.get("municipality", "").strip()[:100]
    if fault := say_fault(upload, house.settings.register_bytes):
        return show_forms(request, house, {"registers": fault}, municipality)
    if not municipality:
        return show_forms(request, house, {"municipality": _("Fill in a municipality.")})
    keep(request, house, upload, kind="registers", municipality=municipality)
    return RedirectResponse(f"{HOME}/registers/bekijken", SEE_OTHER)


@router.get(f"{HOME}/registers/bekijken")
def look(request: Request, house: InHouse, session: ReadingSession) -> Response:
    """Show what reading the registers would do."""
    token = token_of(request, house, "registers")
    return _show_plan(request, house, session, token) if token else gone(request)


@router.post(f"{HOME}/registers/opslaan")
def store(request: Request, house: InHouse, asker: Asking, session: WritingSession, form: Fields) -> Response:
    """Bring in the registers that were looked at, with what was chosen in doubt."""
    token = token_of(request, house, "registers")
    if not token or form.fields.get("token") != token:
        return gone(request)
    paths = uploads_of(house.settings).find(token)
    choices = {name.removeprefix(CHOICE): chosen for name, chosen in form.fields.items() if name.startswith(CHOICE)}
    municipality = waiting(request)["municipality"]
    try:
        plan = store_registers(session, asker, paths, municipality, choices, form.fields.get("seen", ""))
    except AnotherOutcome:
        return _show_plan(request, house, session, token, is_another=True)
    forget(request, house)
    counts = plan.checked.report.counts.get("partners")
    told = {"new": counts.new if counts else 0, "changed": counts.changed if counts else 0}
    say(request, _("Brought in: %(new)s new, %(changed)s changed.") % told)
    return RedirectResponse(HOME, SEE_OTHER)


def _show_plan(
    request: Request, house: House, session: Session, token: str, *, is_another: bool = False
) -> HTMLResponse:
    municipality = waiting(request)["municipality"]
    try:
        plan = look_at_registers(session, uploads_of(house.settings).find(token), municipality)
    except (SpoiledInput, UnknownMunicipality) as error:
        forget(request, house)
        return _show_fault(request, house, municipality, error)
    view = view_import(plan.checked)
    return render(
        request,
        "registers.html",
        plan=plan,
        view=view,
        listed=view.tables[0] if view.tables else None,
        municipality=municipality,
        token=token,
        is_another=is_another,
    )


def _show_fault(request: Request, house: House, municipality: str, error: GraphError) -> HTMLResponse:
    """Show the form again, with what is wrong at the field that it concerns."""
    if isinstance(error, SpoiledInput):
        fault = error.faults[0]
        where = fault.file if fault.row is None else f"{fault.file}, {_('row %(row)s') % {'row': fault.row}}"
        return show_forms(request, house, {"registers": f"{where}: {say_reason(fault.reason)}"}, municipality)
    return show_forms(request, house, {"municipality": say_reason(str(error))}, municipality)
