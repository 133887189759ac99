"""Grants for everybody: which can be applied for, what is asked, and who got one."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.grants import GrantScheme
from service.days import Today
from service.grants.public import awarded, public_scheme, public_schemes
from service.house import ReadingSession
from service.pages.grants.words import say_demands
from service.pages.rendering import render
from service.rows import RowId

router = APIRouter(include_in_schema=False)


@router.get("/subsidies")
def show_grants(request: Request, session: ReadingSession, today: Today) -> HTMLResponse:
    """List the schemes that are public: open ones first, then those to come, then those that have closed."""
    schemes = public_schemes(session)
    by_close = sorted(schemes, key=lambda each: each.row.closes_on)
    return render(
        request,
        "grants_public.html",
        now=[(each, say_demands(each.row)) for each in by_close if each.row.opens_on <= today <= each.row.closes_on],
        later=[each for each in by_close if today < each.row.opens_on],
        past=[each for each in schemes if each.row.closes_on < today],
    )


@router.get("/subsidies/{scheme_id}")
def show_scheme(request: Request, scheme_id: RowId, session: ReadingSession, today: Today) -> HTMLResponse:
    """Show a scheme with all that it asks, and who got a grant of it."""
    scheme = public_scheme(session, scheme_id)
    return render(
        request,
        "grant_public.html",
        scheme=scheme,
        demands=say_demands(scheme.row),
        awarded=awarded(session, scheme.row, today),
        standing=_standing(scheme.row, today),
    )


def _standing(scheme: GrantScheme, today: Today) -> str:
    """Return whether a scheme is open, still to open ("later"), or past."""
    if today < scheme.opens_on:
        return "later"
    return "open" if today <= scheme.closes_on else "past"
