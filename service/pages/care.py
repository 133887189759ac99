"""The workbench's list of partners that need care, also as a file, and the mail that asks after profiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graph.caring import PARTS, Care, read_care
from service.days import Today
from service.house import ReadingSession
from service.lists_out import Kind, Value, table_response
from service.pages.care_list import CareAsked, Order, choose, count_needs, read_care_asked, same_list
from service.pages.care_words import say_need, say_part
from service.pages.desk import WritingDesk
from service.pages.rendering import address, render, tell_address
from service.pages.saying import say
from service.standing import ask_whether_right
from service.texts import gettext as _
from service.texts import ngettext, say_number

ROWS_PER_PAGE = 50
MOST_ASKED = 500
"""Partners that one click asks about their profile."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Head:
    """A head of the table: what it says, how the table is ordered by it now, and where its link leads."""

    label: str
    direction: str
    where: str
    is_number: bool = False


@router.get("/werkbank/partners")
def list_care(request: Request, session: ReadingSession, day: Today) -> HTMLResponse:
    """List the partners that the address asks for, with what each needs."""
    care, asked = read_care(session, day), read_care_asked(request.query_params)
    chosen = choose(care, asked)
    n_pages = max(-(-len(chosen) // ROWS_PER_PAGE), 1)
    number = min(asked.page, n_pages)
    answer = render(
        request,
        "care.html",
        asked=asked,
        parameters=asked.parameters,
        n_partners=len(care),
        n_chosen=len(chosen),
        needs=[(need, say_need(need), n) for need, n in count_needs(chosen).items()],
        sectors=[(label, label) for label in sorted({each.sector for each in care})],
        heads=_heads(asked),
        rows=chosen[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE],
        page={"number": number, "n_pages": n_pages},
        filters=address("", asked.parameters).removeprefix("?"),
        say_need=say_need,
        say_part=say_part,
    )
    return tell_address(request, answer, address("/werkbank/partners", asked.parameters, pagina=_shown(number)))


@router.get("/werkbank/partners/bestand.{kind}")
def download_care(request: Request, session: ReadingSession, day: Today, kind: Kind) -> Response:
    """Download the list that the address asks for, all its pages."""
    chosen = choose(read_care(session, day), read_care_asked(request.query_params))
    columns = [
        _("Id"),
        _("Name"),
        _("Sector"),
        _("Place"),
        _("Needs care because"),
        _("Complete (%)"),
        _("Missing"),
        _("Confirmed on"),
        _("Contact person"),
        _("Paused until"),
        _("Waits since"),
    ]
    return table_response([_record(each) for each in chosen], columns, "zorg-voor-partners", kind)


@router.post("/werkbank/partners/profiel-vragen")
def ask_about_profiles(
    request: Request,
    desk: WritingDesk,
    partner_id: Annotated[list[str], Form(default_factory=list)],
    filters: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Mail those who speak for the ticked partners the question whether their profile is still right."""
    ticked = list(dict.fromkeys(partner_id))[:MOST_ASKED]
    n_mails = [ask_whether_right(desk.session, desk.asker, each, desk.day) for each in ticked]
    say(request, tell_asked(n_mails))
    return RedirectResponse(address("/werkbank/partners", same_list(filters)), 303)


def tell_asked(n_mails: Sequence[int]) -> str:
    """Say what came of asking some partners, each of which got so many mails."""
    if not n_mails:
        return _("You ticked nobody. Tick the partners that you want to ask.")
    n_asked = sum(n > 0 for n in n_mails)
    told = ngettext(
        "A mail waits for %(n)s partner: “Is your profile still right?”",
        "Mails wait for %(n)s partners: “Is your profile still right?”",
        n_asked,
    ) % {"n": say_number(n_asked)}
    n_others = len(n_mails) - n_asked
    if not n_others:
        return told
    others = ngettext(
        "%(n)s partner gets none: it has no contact person, does not want this mail, or was asked this month.",
        "%(n)s partners get none: they have no contact person, do not want this mail, or were asked this month.",
        n_others,
    ) % {"n": say_number(n_others)}
    return f"{told} {others}" if n_asked else others


def _heads(asked: CareAsked) -> list[Head]:
    return [
        _head(_("Name"), "naam", "-naam", asked),
        _head(_("Needs care because"), "zorg", "-zorg", asked),
        _head(_("Complete"), "compleet", "-compleet", asked, is_number=True),
        _head(_("Confirmed"), "bevestigd", "-bevestigd", asked),
    ]


def _head(label: str, first: Order, second: Order, asked: CareAsked, *, is_number: bool = False) -> Head:
    direction = {first: "ascending", second: "descending"}.get(asked.order, "")
    if first == "zorg":  # most care is the first
        direction = {"ascending": "descending", "descending": "ascending"}.get(direction, "")
    following = second if asked.order == first else first
    where = address("/werkbank/partners", asked.parameters, volgorde="" if following == "zorg" else following)
    return Head(label, direction, where, is_number)


def _shown(number: int) -> int | None:
    return number if number > 1 else None


def _record(care: Care) -> list[Value]:
    return [
        care.partner_id,
        care.name,
        care.sector,
        care.place,
        ", ".join(map(say_need, care.needs)),
        round(100 * care.completeness),
        ", ".join(say_part(part) for part in PARTS if part in care.missing),
        care.confirmed_on,
        _("yes") if care.has_contact else _("no"),
        care.paused_until,
        care.waits_since,
    ]
