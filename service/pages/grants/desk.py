"""Grants at the workbench: the schemes with what is left of them, and each with its applications."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.grants import GrantApplication
from graph.grants_kept import teams_of
from graph.model import Partner
from service.grants.applying import begin_application
from service.grants.draft import Draft
from service.grants.money import say_euros
from service.grants.schemes import (
    OverBudget,
    SchemeInUse,
    budget_of,
    change_scheme,
    find_scheme,
    is_open,
    list_schemes,
    make_scheme,
    open_schemes,
    remove_scheme,
)
from service.pages.desk import Desk, ReadingDesk, WritingDesk
from service.pages.grants.application_form import LONGEST
from service.pages.grants.figure import draw_budget
from service.pages.grants.scheme_form import NEW, SchemeForm, form_of, read_scheme
from service.pages.grants.words import STATES, say_demands
from service.pages.office import go
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.saying import say
from service.profiles import theme_choices
from service.rows import RowId
from service.texts import gettext as _

HOME = "/werkbank/subsidies"

router = APIRouter(include_in_schema=False)


@router.get(HOME)
def show_schemes(request: Request, desk: ReadingDesk) -> HTMLResponse:
    """List all schemes with their budgets, and what waits for a decision."""
    waiting = select(GrantApplication).where(GrantApplication.state == "handed_in")
    return render(
        request,
        "grants.html",
        schemes=[(each, budget_of(desk.session, each), is_open(each, desk.day)) for each in list_schemes(desk.session)],
        waiting=_rows(desk.session, list(desk.session.scalars(waiting.order_by(GrantApplication.handed_in_at)))),
        today=desk.day,
    )


@router.get(f"{HOME}/nieuw")
def show_new(request: Request) -> HTMLResponse:
    """Show the form of a new scheme."""
    return _form(request, NEW)


@router.post(HOME)
def add_scheme(request: Request, desk: WritingDesk, typed: Typed) -> Response:
    """Make a scheme."""
    form = read_scheme(typed)
    if form.faults:
        return _form(request, form)
    scheme = make_scheme(desk.session, desk.asker, form.columns)
    say(request, _("The scheme is there. Partners see it among their grants until it closes."))
    return go(f"{HOME}/{scheme.id}")


@router.get(HOME + "/{scheme_id}")
def show_scheme(request: Request, scheme_id: RowId, desk: ReadingDesk) -> HTMLResponse:
    """Show a scheme, where its money is, and who applied."""
    scheme = find_scheme(desk.session, scheme_id)
    its = select(GrantApplication).where(GrantApplication.scheme_id == scheme_id)
    budget = budget_of(desk.session, scheme)
    return render(
        request,
        "grant_scheme.html",
        scheme=scheme,
        demands=say_demands(scheme),
        budget=budget,
        bar=draw_budget(budget),
        applications=_rows(desk.session, list(desk.session.scalars(its.order_by(GrantApplication.id.desc())))),
        is_open=is_open(scheme, desk.day),
    )


@router.get(HOME + "/{scheme_id}/wijzigen")
def show_change(request: Request, scheme_id: RowId, desk: ReadingDesk) -> HTMLResponse:
    """Show the form of a scheme that is there."""
    return _form(request, form_of(find_scheme(desk.session, scheme_id)), scheme_id)


@router.post(HOME + "/{scheme_id}/wijzigen")
def change(request: Request, scheme_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Change a scheme."""
    scheme, form = find_scheme(desk.session, scheme_id), read_scheme(typed)
    if form.faults:
        return _form(request, form, scheme_id)
    try:
        change_scheme(desk.session, desk.asker, scheme, form.columns)
    except OverBudget:
        committed = say_euros(budget_of(desk.session, scheme).committed)
        fault = _("%(amount)s is granted already. The budget cannot be less than that.") % {"amount": committed}
        return _form(request, SchemeForm(form.typed, form.columns, {"budget_cents": fault}), scheme_id)
    say(request, _("Saved."))
    return go(f"{HOME}/{scheme_id}")


@router.post(HOME + "/{scheme_id}/weg")
def throw_away(request: Request, scheme_id: RowId, desk: WritingDesk) -> Response:
    """Throw away a scheme for which nobody applied."""
    try:
        remove_scheme(desk.session, desk.asker, find_scheme(desk.session, scheme_id))
    except SchemeInUse:
        say(request, _("Somebody applied for this scheme. It cannot be thrown away."))
        return go(f"{HOME}/{scheme_id}")
    say(request, _("The scheme was thrown away."))
    return go(HOME)


@router.get(f"{HOME}/aanvragen/nieuw")
def show_new_application(  # noqa: PLR0913, PLR0917 -- the address of a team
    request: Request,
    desk: ReadingDesk,
    member_ids: Annotated[list[str], Query(alias="lid", default_factory=list)],
    asking_id: Annotated[str, Query(alias="vrager")] = "",
    text: Annotated[str, Query(alias="tekst")] = "",
    theme: Annotated[str, Query(alias="thema")] = "",
) -> HTMLResponse:
    """Show which team would apply, and ask for what scheme and under what name."""
    return _new_application(request, desk, [asking_id, *member_ids], text, theme)


@router.post(f"{HOME}/aanvragen")
def begin(request: Request, desk: WritingDesk, typed: Typed) -> Response:
    """Begin an application for a team that staff put together; its members go on with it."""
    team, title = _team(desk.session, typed.get("lid", [])), one(typed, "title").strip()[: LONGEST["title"]]
    text, theme = one(typed, "tekst").strip()[: LONGEST["plan"]], one(typed, "thema")
    schemes = {str(each.id): each for each in open_schemes(desk.session, desk.day)}
    scheme = schemes.get(one(typed, "regeling"))
    faults = {} if title else {"title": _("Give the plan a name.")}
    if scheme is None:
        faults["regeling"] = _("Choose a scheme that has not closed.")
    if not team:
        faults["lid"] = _("Choose at least one partner.")
    if scheme is None or faults:
        return _new_application(request, desk, typed.get("lid", []), text, theme, faults, title)
    known = (theme,) if theme in theme_choices(desk.session) else ()
    draft = Draft(title, plan=text, theme_ids=known, member_ids=tuple(team))
    application = begin_application(desk.session, desk.asker, scheme, draft, desk.day)
    say(request, _("Begun. The members find it among their grants and go on with it."))
    return go(f"{HOME}/aanvragen/{application.id}")


def _new_application(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request,
    desk: Desk,
    member_ids: list[str],
    text: str,
    theme: str,
    faults: dict[str, str] | None = None,
    title: str = "",
) -> HTMLResponse:
    return render(
        request,
        "grant_new.html",
        400 if faults else 200,
        schemes=[(str(each.id), each.title) for each in open_schemes(desk.session, desk.day)],
        team=list(_team(desk.session, member_ids).items()),
        text=text[: LONGEST["plan"]],
        theme=theme,
        title=title,
        faults=faults or {},
    )


def _team(session: Session, partner_ids: list[str]) -> dict[str, str]:
    """Return the names of the partners that are known of some ids, in their order."""
    ids = list(dict.fromkeys(partner_ids))
    names = dict(session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(ids))).all())
    return {each: names[each] for each in ids if each in names}


def _rows(session: Session, applications: list[GrantApplication]) -> list[tuple[GrantApplication, str, str, str]]:
    """Return each application with its scheme, its state in words, and who is in the team."""
    teams = teams_of(session, [each.id for each in applications])
    schemes = {each.id: each.title for each in list_schemes(session)}
    return [
        (each, schemes[each.scheme_id], STATES[each.state](), ", ".join(partner.name for partner in teams[each.id]))
        for each in applications
    ]


def _form(request: Request, form: SchemeForm, scheme_id: int | None = None) -> HTMLResponse:
    return render(
        request,
        "grant_scheme_form.html",
        400 if form.faults else 200,
        typed=form.typed,
        faults=form.faults,
        scheme_id=scheme_id,
        action=f"{HOME}/{scheme_id}/wijzigen" if scheme_id is not None else HOME,
        back=f"{HOME}/{scheme_id}" if scheme_id is not None else HOME,
    )
