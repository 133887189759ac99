"""Bringing in: choose files, look at what they would do, and store exactly that."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from service.bringing.files import AnotherOutcome, look_at, store_files
from service.bringing.template import make_csv, make_workbook
from service.house import House, InHouse, ReadingSession, WritingSession
from service.pages.import_view import view_import
from service.pages.rendering import render
from service.pages.saying import say
from service.recognising import Asking
from service.texts import gettext as _
from service.uploads import MAX_FILES, SESSION_KEY, Received, receiving, uploads_of, waiting

HOME = "/werkbank/invoer"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEE_OTHER = 303
UNPROCESSABLE = 422

router = APIRouter(include_in_schema=False)

Upload = Annotated[Received, Depends(receiving(lambda settings: settings.upload_bytes))]


@router.get(HOME)
def choose_files(request: Request, house: InHouse) -> HTMLResponse:
    """Show the forms in which files are chosen."""
    uploads_of(house.settings).sweep()
    return show_forms(request, house)


@router.post(HOME)
def bring_in(request: Request, house: InHouse, upload: Upload) -> Response:
    """Keep files and go on to what they would do; show the form again where there are none, or too many."""
    if fault := say_fault(upload, house.settings.upload_bytes):
        return show_forms(request, house, {"files": fault})
    keep(request, house, upload, kind="files")
    return RedirectResponse(f"{HOME}/bekijken", SEE_OTHER)


@router.get(f"{HOME}/bekijken")
def look(request: Request, house: InHouse, session: ReadingSession) -> Response:
    """Show what storing the files would do."""
    token = token_of(request, house, "files")
    if not token:
        return gone(request)
    return _show_report(request, house, session, token)


@router.post(f"{HOME}/opslaan")
def store(  # noqa: PLR0913, PLR0917 -- what a form sends # nosec B107 # a field that is not sent is empty
    request: Request,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    token: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
    only_good: Annotated[bool, Form()] = False,  # noqa: FBT002 -- a field of a form
) -> Response:
    """Store the files that were looked at; show the report anew where it would be another one by now."""
    if not token or token != token_of(request, house, "files"):
        return gone(request)
    uploads = uploads_of(house.settings)
    try:
        report = store_files(session, asker, uploads.find(token), seen, keep_good=only_good)
    except AnotherOutcome:
        return _show_report(request, house, session, token, is_another=True)
    forget(request, house)
    new = sum(counts.new for counts in report.counts.values())
    changed = sum(counts.changed for counts in report.counts.values())
    say(request, _("Brought in: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed})
    return RedirectResponse(HOME, SEE_OTHER)


@router.post(f"{HOME}/weg")
def throw_away(request: Request, house: InHouse) -> Response:
    """Throw away what was uploaded and not stored."""
    forget(request, house)
    say(request, _("The files were thrown away. Nothing was stored."))
    return RedirectResponse(HOME, SEE_OTHER)


@router.get(f"{HOME}/sjabloon.xlsx")
def download_workbook(session: ReadingSession) -> Response:
    """Send the workbook to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="sjabloon.xlsx"'}
    return Response(make_workbook(session), media_type=XLSX, headers=headers)


@router.get(f"{HOME}/sjabloon.csv")
def download_csv() -> Response:
    """Send the CSV file of partners to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="partners.csv"'}
    return Response(make_csv(), media_type="text/csv; charset=utf-8", headers=headers)


def show_forms(
    request: Request, house: House, faults: Mapping[str, str] | None = None, municipality: str = ""
) -> HTMLResponse:
    """Show both forms; `faults` say by field (files, registers, municipality) what has to be mended."""
    return render(
        request,
        "bringing.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults or {},
        municipality=municipality,
        megabytes=house.settings.upload_bytes // 1_000_000,
        register_megabytes=house.settings.register_bytes // 1_000_000,
    )


def say_fault(upload: Received, most_bytes: int) -> str:
    """Return what is wrong with an upload, in one sentence; empty when nothing is."""
    if upload.fault == "too_large":
        return _("The files are larger than %(n)s MB together. Choose fewer or smaller ones.") % {
            "n": most_bytes // 1_000_000
        }
    if upload.fault == "too_many":
        return _("Choose at most %(n)s files at a time.") % {"n": MAX_FILES}
    return "" if upload.files else _("Choose a file first.")


def keep(request: Request, house: House, upload: Received, kind: str, **choices: str) -> None:
    """Keep an upload for this browser; an earlier one that it did not store is thrown away."""
    forget(request, house)
    token = uploads_of(house.settings).keep(upload.files)
    request.session[SESSION_KEY] = {"token": token, "kind": kind, **choices}


def forget(request: Request, house: House) -> None:
    """Throw away what this browser uploaded."""
    uploads_of(house.settings).drop(str(waiting(request).get("token", "")))
    request.session.pop(SESSION_KEY, None)


def token_of(request: Request, house: House, kind: str) -> str:
    """Return the token of this browser's upload of a kind; empty where there is none any more."""
    held = waiting(request)
    token = str(held.get("token", ""))
    return token if held.get("kind") == kind and uploads_of(house.settings).find(token) else ""


def gone(request: Request) -> Response:
    """Say that an upload is no longer there, and go back to the form."""
    say(request, _("These files are no longer kept. Please choose them again."))
    return RedirectResponse(HOME, SEE_OTHER)


def _show_report(
    request: Request, house: House, session: Session, token: str, *, is_another: bool = False
) -> HTMLResponse:
    view = view_import(look_at(session, uploads_of(house.settings).find(token)))
    return render(request, "import_report.html", view=view, token=token, is_another=is_another)
