"""Grants of a partner: what it can apply for, and the applications of its teams, written, agreed to and handed in."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.grants import BEING_WRITTEN, GrantApplication
from graph.grants_kept import applications_of
from service.days import Today
from service.grants.applying import (
    answer,
    begin_application,
    change_application,
    own_application,
)
from service.grants.draft import Draft
from service.grants.schemes import find_scheme, is_open, open_schemes
from service.house import ReadingSession, WritingSession
from service.pages.grants import application_form as forms
from service.pages.grants.shown import say_checks, show
from service.pages.grants.steps import say_answer_fault, take
from service.pages.grants.words import STATES, say_demands
from service.pages.office import describer_of
from service.pages.own.frame import Typed, go_on, home_of, one, render_own
from service.pages.own_match import names_to_propose
from service.pages.rendering import render
from service.pages.saying import say
from service.profiles import theme_choices
from service.recognising import Asking
from service.rows import RowId
from service.snapshot import Snapshot
from service.texts import gettext as _
from service.visibility import SnapshotReader

PATH = "/mijn/{partner_id}/subsidies"
ONE = PATH + "/{application_id}"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def list_own(request: Request, partner_id: str, session: ReadingSession, today: Today) -> HTMLResponse:
    """List the applications of the partner's teams, and the schemes that it can apply for."""
    return _list(request, session, partner_id, today)


@router.post(PATH)
def begin(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request, partner_id: str, session: WritingSession, asker: Asking, today: Today, typed: Typed
) -> Response:
    """Begin an application for a scheme."""
    title = one(typed, "title").strip()[: forms.LONGEST["title"]]
    chosen = {str(each.id): each for each in open_schemes(session, today)}.get(one(typed, "regeling"))
    if chosen is None:
        return _list(request, session, partner_id, today, {"": _("This scheme has closed.")})
    if not title:
        return _list(request, session, partner_id, today, {f"title-{chosen.id}": _("Give the plan a name.")})
    application = begin_application(session, asker, chosen, Draft(title, member_ids=(partner_id,)), today)
    say(request, _("Begun. Everything you save here is kept until you hand it in."))
    return go_on(_at(partner_id, application.id))


@router.get(ONE)
def show_own(  # noqa: PLR0913, PLR0917 -- what a route is lent
    request: Request,
    partner_id: str,
    application_id: RowId,
    session: ReadingSession,
    snapshot: SnapshotReader,
    today: Today,
) -> HTMLResponse:
    """Show an application: as a form while it is being written, and to be read after that."""
    application = own_application(session, partner_id, application_id)
    form = forms.form_of(session, application, partner_id)
    return _show(request, session, snapshot, partner_id, application, form, today)


@router.post(ONE)
def save(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    partner_id: str,
    application_id: RowId,
    session: WritingSession,
    snapshot: SnapshotReader,
    asker: Asking,
    today: Today,
    typed: Typed,
) -> Response:
    """Change what an application says."""
    application = own_application(session, partner_id, application_id)
    if application.state not in BEING_WRITTEN:
        say(request, _("This was handed in or withdrawn meanwhile, and changes no more."))
        return go_on(_at(partner_id, application_id))
    form = forms.read_form(session, describer_of(snapshot), application, partner_id, typed)
    form = forms.refuse_stale(form, application, typed)
    if form.faults:
        return _show(request, session, snapshot, partner_id, application, form, today)
    was_asked = application.state == "asked"
    is_changed = change_application(session, asker, application, form.draft)
    if not is_changed:
        say(request, _("Nothing was changed."))
    elif was_asked:
        say(request, _("Saved. The team has to be asked again before this is handed in."))
    else:
        say(request, _("Saved."))
    return go_on(_at(partner_id, application_id))


@router.post(ONE + "/controle")
def check_typed(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    partner_id: str,
    application_id: RowId,
    session: ReadingSession,
    snapshot: SnapshotReader,
    typed: Typed,
) -> HTMLResponse:
    """Show how what is typed stands against what is asked; nothing is kept."""
    application = own_application(session, partner_id, application_id)
    form = forms.read_form(session, describer_of(snapshot), application, partner_id, typed)
    scheme = find_scheme(session, application.scheme_id)
    return render(request, "grant_checks.html", checks=say_checks(session, scheme, form.draft))


@router.post(ONE + "/stap")
def take_step(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    partner_id: str,
    application_id: RowId,
    session: WritingSession,
    snapshot: SnapshotReader,
    asker: Asking,
    today: Today,
    step: Annotated[str, Form(alias="stap")] = "",
) -> Response:
    """Ask the team, hand in, or withdraw."""
    application = own_application(session, partner_id, application_id)
    fault = take(request, session, asker, application, step, today)
    if fault:
        form = forms.form_of(session, application, partner_id)
        return _show(request, session, snapshot, partner_id, application, form, today, {"stap": fault})
    return go_on(_at(partner_id, application_id))


@router.post(ONE + "/antwoord")
def take_answer(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    partner_id: str,
    application_id: RowId,
    session: WritingSession,
    snapshot: SnapshotReader,
    asker: Asking,
    today: Today,
    said: Annotated[str, Form(alias="zegt")] = "",
    n_asked: Annotated[RowId, Form(alias="keer")] = 0,
) -> Response:
    """Take in whether the partner agrees; a yes to what has changed since is asked again."""
    application = own_application(session, partner_id, application_id)
    if fault := say_answer_fault(application, said, n_asked):
        form = forms.form_of(session, application, partner_id)
        return _show(request, session, snapshot, partner_id, application, form, today, {"zegt": fault})
    answer(session, asker, application, partner_id, said)
    say(request, _("Thank you, we wrote it down."))
    return go_on(_at(partner_id, application_id))


def _at(partner_id: str, application_id: int) -> str:
    return f"{home_of(partner_id)}/subsidies/{application_id}"


def _list(
    request: Request, session: Session, partner_id: str, today: date, faults: dict[str, str] | None = None
) -> HTMLResponse:
    rows = [
        (each, STATES[each.state](), find_scheme(session, each.scheme_id))
        for each in applications_of(session, partner_id)
    ]
    return render_own(
        request,
        "mijn_grants.html",
        session,
        partner_id,
        applications=rows,
        schemes=[(each, say_demands(each), is_open(each, today)) for each in open_schemes(session, today)],
        faults=faults or {},
        status=400 if faults else 200,
    )


def _show(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    session: Session,
    snapshot: Snapshot,
    partner_id: str,
    application: GrantApplication,
    form: forms.Form,
    today: date,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    shown = show(session, application)
    return render_own(
        request,
        "mijn_grant.html",
        session,
        partner_id,
        shown=shown,
        checks=say_checks(session, shown.scheme, form.draft),
        form=form,
        own_answer=next(each.said for each in shown.members if each.id == partner_id),
        is_written=application.state in BEING_WRITTEN,
        is_late=today > shown.until,
        is_early=today < shown.scheme.opens_on,
        names=names_to_propose(describer_of(snapshot)),
        theme_labels=sorted(set(theme_choices(session).values()), key=str.casefold),
        faults={**form.faults, **(faults or {})},
        status=400 if form.faults or faults else 200,
    )
