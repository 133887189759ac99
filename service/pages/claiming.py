"""The page on which somebody says to speak for a partner."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from graph.database import transaction
from graph.errors import UnknownPartner
from graph.model import Partner
from graph.people import Contact
from service.access import Asker
from service.claiming import claim, mail_link_to_claim
from service.house import House, InHouse, ReadingSession, WritingSession
from service.inviting import invitation_token
from service.pages.entering import browser_secret, go_on_to
from service.pages.rendering import render
from service.pages.signing_in import count_link
from service.people import LONGEST_NAME, BadAddress, People, normal
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/partners/{partner_id}/claimen")
def show_claim(request: Request, partner_id: str, asker: Asking, house: InHouse, session: ReadingSession) -> Response:
    """Ask who somebody is, or, once signed in, whether it speaks for the partner."""
    return _show(request, house, session, asker, partner_id)


@router.post("/partners/{partner_id}/claimen")
def claim_partner(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    partner_id: str,
    asker: Asking,
    house: InHouse,
    session: WritingSession,
    adres: Annotated[str, Form()] = "",
    naam: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
    functie: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
) -> Response:
    """Note a claim of who signed in; have anybody else sign in first, by a link to the address given."""
    here = f"/partners/{partner_id}/claimen"
    if asker.person_id is not None:
        today = date.today()  # noqa: DTZ011 -- the day where the service is
        claim(session, house.safe, asker, partner_id, name=naam, function=functie, today=today)
        return RedirectResponse(here, 303)
    try:
        address = normal(adres)
    except BadAddress:
        fault = _("This is no mail address. Is it complete?")
        return _show(request, house, session, asker, partner_id, address=adres, fault=fault)
    count_link(request, house, address)  # before this session reads: on SQLite a try waits for whoever writes
    _partner(session, partner_id)
    go_on_to(request, here)
    # After the answer: the time until it comes would tell who is known.
    posting = BackgroundTask(_mail_link, house, address, browser_secret(request))
    return RedirectResponse("/aanmelden/verstuurd", 303, background=posting)


def _mail_link(house: House, address: str, browser: str) -> None:
    with transaction(house.engine) as session:
        mail_link_to_claim(session, house.safe, address, browser)


def _show(  # noqa: PLR0913 -- what the form held
    request: Request,
    house: House,
    session: Session,
    asker: Asker,
    partner_id: str,
    *,
    address: str = "",
    fault: str = "",
) -> Response:
    contact = session.get(Contact, (asker.person_id, partner_id)) if asker.person_id is not None else None
    state = contact.state if contact else ""
    return render(
        request,
        "claim.html",
        400 if fault else 200,
        partner=_partner(session, partner_id),
        state=state,
        invitation=invitation_token(house.safe, contact.person_id, partner_id)
        if contact and state == "invited"
        else "",
        address=address,
        has_name=asker.person_id is not None and bool(People(session, house.safe).read(asker.person_id).name),
        fault=fault,
        office=house.settings.office_name,
    )


def _partner(session: Session, partner_id: str) -> Partner:
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise UnknownPartner(f"no partner has the id '{partner_id}'")
    return partner
