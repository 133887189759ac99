"""A team for a plan of a partner: found in what partners may see, and the office asked to bring them together."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from service.access import Asker, Role
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import count_try
from service.pages.own.frame import go_on, home_of, render_own
from service.pages.own_match import names_to_propose
from service.pages.reader import PageReader
from service.pages.saying import say
from service.pages.team_asked import MOST_MEMBERS, SIZES, read_question
from service.pages.team_found import look
from service.recognising import Asking
from service.snapshot import Snapshot
from service.teams.asking import declined_by
from service.teams.proposing import ask_for_team
from service.texts import gettext as _
from service.texts import ngettext
from service.visibility import as_seen_by

PATH = "/mijn/{partner_id}/team"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def show_own_teams(request: Request, partner_id: str, house: InHouse, session: ReadingSession) -> HTMLResponse:
    """Show the form, and the teams for what it asks; with members in the address, that team alone."""
    return _show(request, partner_id, house, session)


@router.post(PATH)
def ask_office(  # noqa: PLR0913, PLR0917 -- what a route is lent, and its form
    request: Request,
    partner_id: str,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    wanted_ids: Annotated[list[str], Form(alias="kennismaken")] = [],  # noqa: B006 -- FastAPI copies what a form leaves out
) -> Response:
    """Tell the office whom of a team the partner would like to meet; they hear of it once the office asks them."""
    seen = _seen(house)
    others = [each for each in wanted_ids if each in seen.network.positions and each != partner_id][:MOST_MEMBERS]
    if not others or partner_id not in seen.network.positions:
        return _show(request, partner_id, house, session, fault=_("Choose whom you would like to meet."))
    count_try(house, "teams asked by a partner", partner_id)
    question = read_question(request, seen, PageReader(seen).describer, partner_id, own_drafts=True)
    n_asked = ask_for_team(session, house.safe, asker, seen.network, partner_id, others, question.told(seen.history))
    told = ngettext(
        "%(office)s now knows that you would like to meet %(n)s partner. You hear from us.",
        "%(office)s now knows that you would like to meet %(n)s partners. You hear from us.",
        n_asked,
    )
    say(request, told % {"office": house.settings.office_name, "n": n_asked})
    return go_on(f"{home_of(partner_id)}/kennismakingen")


def _seen(house: House) -> Snapshot:
    """Return the network as partners see it: staff who look here see no more."""
    return as_seen_by(house.snapshots.current(), Asker(Role.PARTNER))


def _show(request: Request, partner_id: str, house: House, session: Session, fault: str = "") -> HTMLResponse:
    seen = _seen(house)
    pages = PageReader(seen)
    is_here = partner_id in seen.network.positions
    question = read_question(request, seen, pages.describer, partner_id if is_here else "", own_drafts=True)
    found = None
    if is_here:
        # Who has room, and who would not meet this partner, is not for it: the office sees to that before it asks.
        own_no = declined_by(house.snapshots.current().network, partner_id)
        found = look(seen, house, pages.describer, question, own_no)
    return render_own(
        request,
        "mijn_team.html",
        session,
        partner_id,
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        is_here=is_here,
        question=question,
        given=pages.describer.briefs(seen.network.position(each) for each in question.given_ids),
        names=names_to_propose(pages.describer),
        themes=pages.theme_options,
        sectors=pages.sector_options,
        sizes=[(str(size), str(size)) for size in SIZES],
        found=found,
        fault=fault,
        office=house.settings.office_name,
    )
