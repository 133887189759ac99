"""Themes of years on the workbench: listed, added, changed and taken away by staff."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.year_themes import (
    YearTaken,
    YearTheme,
    concepts_of,
    current_year_theme,
    year_theme_of,
    year_themes,
)
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.own.frame import Typed
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.year_themes.choosing import concepts_named
from service.pages.year_themes.form import N_NEW, Form, form_of, read_form
from service.profiles import theme_choices
from service.texts import gettext as _
from service.year_themes.keeping import add, change, take_away

HOME = "/werkbank/jaarthema"

router = APIRouter(include_in_schema=False)


def path_of(year: int) -> str:
    """Return the address at which staff change the theme of a year."""
    return f"{HOME}/{year}"


@router.get(HOME)
def list_themes(request: Request, desk: ReadingDesk) -> HTMLResponse:
    """List the themes of all years."""
    session = desk.session
    rows = [(theme, concepts_named(session, concepts_of(session, theme.year))) for theme in year_themes(session)]
    return render(
        request,
        "year_themes.html",
        rows=rows,
        year=desk.day.year,
        has_current=current_year_theme(session, desk.day) is not None,
    )


@router.get(f"{HOME}/nieuw")
def show_new(request: Request, desk: ReadingDesk) -> HTMLResponse:
    """Show the form of a theme for the first year from now on that has none."""
    taken = {theme.year for theme in year_themes(desk.session)}
    free = next(year for year in range(desk.day.year, desk.day.year + len(taken) + 1) if year not in taken)
    return _show(request, desk.session, Form({"year": str(free)}))


@router.post(f"{HOME}/nieuw")
def add_theme(request: Request, desk: WritingDesk, typed: Typed) -> Response:
    """Give a year its theme."""
    read = read_form(desk.session, typed)
    if read.given is None:
        return _show(request, desk.session, read.form)
    try:
        add(desk.session, desk.asker, read.year, read.given)
    except YearTaken:
        read.form.faults["year"] = _("This year has a theme already.")
        return _show(request, desk.session, read.form)
    say(request, _("Saved. This is the theme of %(year)s.") % {"year": read.year})
    return go(HOME)


@router.get(HOME + "/{year}")
def show_theme(request: Request, year: int, desk: ReadingDesk) -> HTMLResponse:
    """Show the form of the theme of a year."""
    return _show(request, desk.session, form_of(desk.session, year_theme_of(desk.session, year)), year)


@router.post(HOME + "/{year}")
def change_theme(request: Request, year: int, desk: WritingDesk, typed: Typed) -> Response:
    """Change the theme of a year."""
    theme: YearTheme = year_theme_of(desk.session, year)
    read = read_form(desk.session, typed, theme.year)
    if read.given is None:
        return _show(request, desk.session, read.form, year)
    change(desk.session, desk.asker, year, read.given)
    say(request, _("Saved. This is the theme of %(year)s.") % {"year": year})
    return go(HOME)


@router.post(HOME + "/{year}/weg")
def remove_theme(request: Request, year: int, desk: WritingDesk) -> Response:
    """Take the theme of a year away."""
    take_away(desk.session, desk.asker, year)
    say(request, _("%(year)s has no theme any more.") % {"year": year})
    return go(HOME)


def _show(request: Request, session: Session, form: Form, year: int | None = None) -> HTMLResponse:
    return render(
        request,
        "year_theme_form.html",
        HTTPStatus.BAD_REQUEST if form.faults else HTTPStatus.OK,
        form=form,
        year=year,
        action=f"{HOME}/nieuw" if year is None else path_of(year),
        empty_words=[*form.words, *[""] * N_NEW][: max(N_NEW, len(form.words))],
        choices=list(theme_choices(session).values()),
    )
