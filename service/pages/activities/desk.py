"""The workbench's activities: all of them, and the page on which one is made or changed."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import Activity
from service.activities.reading import tell_activities
from service.activities.words import STATE_LABELS
from service.activities.writing import TooSmall, change_activity, find_activity, make_activity, organisers_of
from service.days import Now
from service.pages.activities.agenda import sayings
from service.pages.activities.form import Fields, form_of, read_activity, typed_of
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.own.frame import Typed
from service.pages.rendering import render
from service.pages.saying import say
from service.rows import RowId
from service.texts import gettext as _
from service.texts import ngettext

HOME = "/werkbank/activiteiten"
USUAL = {"begins": ["13:00"], "ends": ["16:00"], "sign_ups": ["ja"], "public": ["ja"], "kind": ["workshop"]}
"""What stands in the form of a new activity."""

router = APIRouter(include_in_schema=False)


def path_of(activity_id: int) -> str:
    """Return the address of an activity's page at the workbench."""
    return f"{HOME}/{activity_id}"


@router.get(HOME)
def list_activities(request: Request, desk: ReadingDesk, now: Now) -> HTMLResponse:
    """List all activities: what partners propose first, then what comes, then what is over, the latest first."""
    rows = desk.session.scalars(select(Activity).order_by(Activity.begins_at, Activity.id)).all()
    told = tell_activities(desk.session, rows, now)
    parts = [
        (_("Proposed by partners"), [each for each in told if each.row.state == "proposed"]),
        (_("To come"), [each for each in told if each.row.state != "proposed" and not each.is_over]),
        (_("Over"), [each for each in reversed(told) if each.row.state != "proposed" and each.is_over]),
    ]
    states = {state: label() for state, label in STATE_LABELS.items()}
    shown = [(title, own) for title, own in parts if own]
    return render(request, "activities_desk.html", parts=shown, states=states, **sayings())


@router.get(f"{HOME}/nieuw")
def show_new(request: Request, desk: ReadingDesk) -> HTMLResponse:
    """Show the form of a new activity."""
    return _form(request, desk.session, USUAL, {})


@router.post(HOME)
def add(request: Request, desk: WritingDesk, typed: Typed) -> Response:
    """Make an activity, which partners see once it is published."""
    read = read_activity(desk.session, typed, is_staff=True)
    if read.faults:
        return _form(request, desk.session, typed, read.faults)
    row = make_activity(desk.session, desk.asker, read.columns, read.organiser_ids, is_proposal=False)
    say(request, _("The activity is there as a draft. Publish it once it is right."))
    return go(path_of(row.id))


@router.get(HOME + "/{activity_id}/wijzigen")
def show_change(request: Request, activity_id: RowId, desk: ReadingDesk) -> HTMLResponse:
    """Show the form of an activity that is there."""
    row = find_activity(desk.session, activity_id, desk.asker)
    typed = typed_of(desk.session, row, tuple(organisers_of(desk.session, activity_id)))
    return _form(request, desk.session, typed, {}, activity_id)


@router.post(HOME + "/{activity_id}/wijzigen")
def change(request: Request, activity_id: RowId, desk: WritingDesk, typed: Typed, now: Now) -> Response:
    """Change an activity; who signed up gets a mail where its time or place changed."""
    row = find_activity(desk.session, activity_id, desk.asker)
    read, n_told = read_activity(desk.session, typed, is_staff=True), 0
    faults = dict(read.faults)
    if not faults:
        try:
            n_told = change_activity(desk.session, desk.asker, row, read.columns, read.organiser_ids, now)
        except TooSmall as error:
            faults["capacity"] = say_too_small(error)
    if faults:
        return _form(request, desk.session, typed, faults, activity_id)
    say(request, f"{_('Changed.')} {say_told(n_told)}".strip())
    return go(path_of(activity_id))


def say_too_small(error: TooSmall) -> str:
    """Say why there cannot be so few places."""
    told = _("At least %(n)s places are needed for who signed up or waits. Sign somebody off first.")
    return told % {"n": error.least}


def say_told(n_told: int) -> str:
    """Say how many partners get a mail; nothing where none does."""
    if not n_told:
        return ""
    return ngettext(
        "%(n)s partner that signed up gets a mail.", "%(n)s partners that signed up get a mail.", n_told
    ) % {"n": n_told}


def _form(
    request: Request, session: Session, typed: Fields, faults: Mapping[str, str], activity_id: int | None = None
) -> HTMLResponse:
    return render(
        request,
        "activity_form.html",
        HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        action=f"{path_of(activity_id)}/wijzigen" if activity_id is not None else HOME,
        back=path_of(activity_id) if activity_id is not None else HOME,
        is_new=activity_id is None,
        form=form_of(session, typed, faults),
    )
