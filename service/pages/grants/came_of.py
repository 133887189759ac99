"""What came of grants: money per scheme, ties per grant, and which of these lasted; with the same as a file."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from graph.lasting import AfterGrant
from service.days import Today
from service.grants.came_of import CameOf, judge, what_came_of
from service.grants.schemes import budget_of, find_scheme, list_schemes
from service.house import InHouse, ReadingSession
from service.lists_out import Kind, Value, table_response
from service.pages.grants.figure import draw_budget
from service.pages.grants.words import FATES
from service.pages.rendering import render
from service.rows import RowId
from service.texts import gettext as _
from service.texts import ngettext, say_number

PATH = "/subsidies/opbrengst"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def show_what_came(
    request: Request,
    session: ReadingSession,
    house: InHouse,
    today: Today,
    scheme_id: Annotated[RowId | None, Query(alias="regeling")] = None,
) -> HTMLResponse:
    """Show what came of all grants, or of those of one scheme."""
    schemes = list_schemes(session) if scheme_id is None else [find_scheme(session, scheme_id)]
    grants = what_came_of(session, house.snapshots.current().history, today, scheme_id)
    budgets = [(each, budget_of(session, each)) for each in schemes]
    return render(
        request,
        "grants_came_of.html",
        schemes=[(each, budget, draw_budget(budget)) for each, budget in budgets],
        grants=[(each, *_counts(each), [(pair, FATES[pair.fate]()) for pair in each.pairs]) for each in grants],
        sentences=say_what_came(grants),
        only=schemes[0] if scheme_id is not None else None,
    )


@router.get(PATH + "/bestand.{kind}")
def download(
    session: ReadingSession,
    house: InHouse,
    today: Today,
    kind: Kind,
    scheme_id: Annotated[RowId | None, Query(alias="regeling")] = None,
) -> Response:
    """Return one row per grant as a file; amounts in euros."""
    grants = what_came_of(session, house.snapshots.current().history, today, scheme_id)
    columns = [
        *(_("Scheme"), _("Activity"), _("Team"), _("Ends on"), _("Granted (euro)"), _("Paid in advance (euro)")),
        *(_("Settled (euro)"), _("Ties"), _("New ties (n)"), _("New ties a year past the end (n)"), _("Of these kept")),
    ]
    return table_response(map(_row, grants), columns, "subsidies", kind)


def _row(grant: CameOf) -> list[Value]:
    n_new, n_judged, n_kept = _counts(grant)
    settled = None if grant.settled_cents is None else grant.settled_cents / 100
    money = (grant.granted_cents / 100, grant.paid_cents / 100, settled)
    of_ties = (len(grant.pairs), n_new, n_judged, n_kept if n_judged else None)
    return [grant.scheme, grant.title, "; ".join(grant.partners), grant.ends_on, *money, *of_ties]


def _counts(grant: CameOf) -> tuple[int, int, int]:
    """Return how many new ties a grant made, of how many it can be told whether they lasted, and how many did."""
    judged, _n_later = judge([grant])
    return len(grant.new), judged.n_ties, judged.n_kept


def say_what_came(grants: Sequence[CameOf]) -> list[str]:
    """Say how many ties grants made and how many of these lasted, as far as that can be told."""
    if not grants:
        return [_("No grant was given yet.")]
    judged, n_later = judge(grants)
    n_new = judged.n_ties + n_later
    given = ngettext("%(n)s grant was given.", "%(n)s grants were given.", len(grants)) % {"n": say_number(len(grants))}
    made = ngettext(
        "%(n)s pair got to work together that had done nothing together before, as far as the network knows.",
        "%(n)s pairs got to work together that had done nothing together before, as far as the network knows.",
        n_new,
    ) % {"n": say_number(n_new)}
    return [given, made, *_say_lasting(judged), *_say_later(n_later)]


def _say_lasting(judged: AfterGrant) -> list[str]:
    if judged.interval is None:
        return []
    low, high = (say_number(round(100 * each)) for each in judged.interval)
    text = ngettext(
        "Of %(n)s of these pairs the end of the grant is a year or more ago: %(kept)s did something else together a "
        "year after it, or began something within that year.",
        "Of %(n)s of these pairs the end of the grant is a year or more ago: %(kept)s did something else together a "
        "year after it, or began something within that year.",
        judged.n_kept,
    )
    share = _("That is %(share)s %% (between %(low)s and %(high)s %%, 95 %% interval after Wilson).") % {
        "share": say_number(round(100 * (judged.share or 0))),
        "low": low,
        "high": high,
    }
    return [text % {"n": say_number(judged.n_ties), "kept": say_number(judged.n_kept)}, share]


def _say_later(n_later: int) -> list[str]:
    text = ngettext(
        "Of %(n)s pair it is too early to tell: the grant runs, has no end written down, or ended within the year.",
        "Of %(n)s pairs it is too early to tell: the grant runs, has no end written down, or ended within the year.",
        n_later,
    )
    return [text % {"n": say_number(n_later)}] if n_later else []
