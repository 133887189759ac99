"""Doubles: partners that are perhaps one, side by side; merged, or remembered as two."""

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.doubles import find_doubles
from graph.errors import UnmergeablePartners
from graph.merging.columns import CHOICES
from graph.merging.partners import find_pair
from graph.model import Partner, PartnerAlias
from graph.reading.names import Finder
from service.bringing.doubles import keep_apart, merge, no_longer_apart
from service.fault_wording import say_reason
from service.house import ReadingSession, WritingSession
from service.pages.doubles_view import compare, list_doubles
from service.pages.paging import cut_page
from service.pages.rendering import address, render
from service.pages.saying import say
from service.recognising import Asking
from service.texts import gettext as _
from service.uploads import Received, receiving

HOME = "/werkbank/dubbel"
PAIRS_PER_PAGE = 20
SEE_OTHER = 303
UNPROCESSABLE = 422

router = APIRouter(include_in_schema=False)

Id = Annotated[str, Form()]
Fields = Annotated[Received, Depends(receiving(lambda _settings: 0))]
"""A form without files."""


@router.get(HOME)
def list_all(request: Request, session: ReadingSession, pagina: Annotated[int, Query(ge=1)] = 1) -> HTMLResponse:
    """List the pairs of partners that are perhaps one."""
    return _show_list(request, session, page_number=pagina)


@router.get(f"{HOME}/vergelijken")
def compare_two(
    request: Request,
    session: ReadingSession,
    een: Annotated[str, Query(max_length=500)] = "",
    ander: Annotated[str, Query(max_length=500)] = "",
) -> HTMLResponse:
    """Show two partners side by side, named by id, name or alias."""
    faults = {}
    finder = _finder(session)
    found = {}
    for field, text in (("een", een), ("ander", ander)):
        ids = finder.find(text.strip()) if text.strip() else ()
        found[field] = ids[0] if len(ids) == 1 else ""
        if not ids:
            faults[field] = _("No partner has this name or id.")
        elif len(ids) > 1:
            faults[field] = _("Several partners have this name: %(ids)s. Use the id.") % {"ids": ", ".join(ids)}
    if not faults and found["een"] == found["ander"]:
        faults["ander"] = _("Name another partner than the first.")
    if faults:
        return _show_list(request, session, faults=faults, een=een, ander=ander)
    return _show_pair(request, session, found["een"], found["ander"])


@router.post(f"{HOME}/samenvoegen")
def merge_two(request: Request, session: WritingSession, asker: Asking, form: Fields) -> Response:
    """Make one partner of two, with what was chosen of each: 0 is the first, 1 the second."""
    ids = (form.fields.get("een", ""), form.fields.get("ander", ""))
    kept = int(form.fields.get("blijft") == "1")
    gone = str(1 - kept)
    try:
        names = [partner.name for partner in find_pair(session, *ids)]
        chosen = [choice for choice in CHOICES if form.fields.get(choice) == gone]
        merge(session, asker, ids[kept], ids[1 - kept], chosen)
    except UnmergeablePartners as error:  # before anything was written
        return _show_pair(request, session, *ids, fault=say_reason(str(error)))
    say(request, _("%(one)s and %(other)s are one partner now.") % {"one": names[0], "other": names[1]})
    return RedirectResponse(HOME, SEE_OTHER)


@router.post(f"{HOME}/verschillend")
def set_two_apart(request: Request, session: WritingSession, asker: Asking, een: Id, ander: Id) -> Response:
    """Remember that two partners are not the same."""
    keep_apart(session, asker, een, ander)
    one, other = find_pair(session, een, ander)
    undo = address(f"{HOME}/toch-niet", een=een, ander=ander)
    told = _("%(one)s and %(other)s are not the same. They are not shown here any more.")
    say(request, told % {"one": one.name, "other": other.name}, undo=undo)
    return RedirectResponse(HOME, SEE_OTHER)


@router.post(f"{HOME}/toch-niet")
def take_back(request: Request, session: WritingSession, asker: Asking, een: str, ander: str) -> Response:
    """Take back that two partners are not the same."""
    no_longer_apart(session, asker, een, ander)
    say(request, _("That was taken back."))
    return RedirectResponse(HOME, SEE_OTHER)


def _show_list(
    request: Request, session: Session, page_number: int = 1, faults: dict[str, str] | None = None, **asked: str
) -> HTMLResponse:
    doubles = find_doubles(session)
    page = cut_page(np.arange(len(doubles)), page_number, PAIRS_PER_PAGE)
    return render(
        request,
        "doubles.html",
        status_code=UNPROCESSABLE if faults else 200,
        pairs=list_doubles(session, [doubles[position] for position in page.items.tolist()]),
        page=page,
        n_pairs=len(doubles),
        faults=faults or {},
        asked={"een": "", "ander": "", **asked},
    )


def _show_pair(request: Request, session: Session, one_id: str, other_id: str, fault: str = "") -> HTMLResponse:
    pair = compare(session, one_id, other_id)
    return render(request, "double.html", status_code=UNPROCESSABLE if fault else 200, pair=pair, fault=fault)


def _finder(session: Session) -> Finder:
    names = [(name, each) for each, name in session.execute(select(Partner.id, Partner.name))]
    aliases = [(text, each) for each, text in session.execute(select(PartnerAlias.partner_id, PartnerAlias.text))]
    return Finder((each for _name, each in names), names, aliases)
