"""Who speaks for a partner: colleagues listed, invited and taken off, and the page of an invitation."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from graph.model import Partner
from service.access import Asker
from service.house import House, InHouse, ReadingSession, WritingSession
from service.inviting import AlreadySpeaks, invite, read_invitation, take_up
from service.limits import limiting
from service.pages.entering import enter
from service.pages.own.frame import render_own
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.signing_in import count_link, never_kept
from service.people import LONGEST_NAME, BadAddress, People, normal
from service.recognising import Asking
from service.roles import leave_partner
from service.rows import RowId
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/mijn/{partner_id}/collegas")
def list_colleagues(
    request: Request, partner_id: str, asker: Asking, house: InHouse, session: ReadingSession
) -> Response:
    """List who speaks for a partner, with a form to invite another."""
    return _show(request, house, session, asker, partner_id)


@router.post("/mijn/{partner_id}/collegas")
def invite_colleague(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    partner_id: str,
    asker: Asking,
    house: InHouse,
    session: WritingSession,
    adres: Annotated[str, Form()] = "",
    functie: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
) -> Response:
    """Invite a colleague by mail."""
    try:
        count_link(request, house, normal(adres))
        invite(session, house.safe, asker, partner_id, adres, function=functie, today=date.today())  # noqa: DTZ011 -- the day where the service is
    except BadAddress:
        fault = _("This is no mail address. Is it complete?")
        return _show(request, house, session, asker, partner_id, address=adres, function=functie, fault=fault)
    except AlreadySpeaks:
        fault = _("This colleague takes part already.")
        return _show(request, house, session, asker, partner_id, address=adres, function=functie, fault=fault)
    say(request, _("The invitation is on its way. It is good for two weeks."))
    return RedirectResponse(f"/mijn/{partner_id}/collegas", 303)


@router.post("/mijn/{partner_id}/collegas/{person_id}/verwijderen")
def remove_colleague(
    request: Request, partner_id: str, person_id: RowId, asker: Asking, session: WritingSession
) -> Response:
    """Have a colleague, or somebody invited, no longer speak for the partner."""
    leave_partner(session, asker, person_id, partner_id)
    say(request, _("This person no longer speaks for the organisation."))
    return RedirectResponse(f"/mijn/{partner_id}/collegas", 303)


@router.get("/uitnodiging/{token}", dependencies=[Depends(limiting("links tried"))])
def show_invitation(request: Request, token: str, house: InHouse, session: ReadingSession) -> Response:
    """Show an invitation with a button; programs that open every link of a mail press none."""
    contact = read_invitation(session, house.safe, token)
    person = People(session, house.safe).read(contact.person_id)
    partner = session.get_one(Partner, contact.partner_id)
    office = house.settings.office_name
    page = render(request, "invitation.html", token=token, partner=partner, is_nameless=not person.name, office=office)
    return never_kept(page)


@router.post("/uitnodiging/{token}", dependencies=[Depends(limiting("links tried"))])
def take_up_invitation(
    request: Request,
    token: str,
    house: InHouse,
    session: WritingSession,
    naam: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
) -> Response:
    """Have the person who was invited speak for the partner, and sign it in."""
    contact, made = take_up(session, house.safe, token, naam)
    return enter(request, session, house.safe, contact.person_id, made)


def _show(  # noqa: PLR0913 -- what the form held
    request: Request,
    house: House,
    session: Session,
    asker: Asker,
    partner_id: str,
    *,
    address: str = "",
    function: str = "",
    fault: str = "",
) -> Response:
    return render_own(
        request,
        "colleagues.html",
        session,
        partner_id,
        400 if fault else 200,
        colleagues=People(session, house.safe).contacts(partner_id, "confirmed", "invited"),
        own_id=asker.person_id,
        address=address,
        function=function,
        fault=fault,
    )
