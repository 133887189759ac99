"""A contact person of a partner, for staff: a page with a form to add, change or remove one."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from service.contacts import ContactDetails, add_contact, change_contact, read_contact, remove_contact
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.partner_file import file_address
from service.pages.reader import PageReader, Pages
from service.pages.rendering import render
from service.pages.saying import say
from service.people import AlreadyKnown, BadAddress
from service.rows import RowId
from service.texts import gettext as _

LONGEST_FIELD = 254
"""Characters; no mail address is longer."""

router = APIRouter(prefix="/werkbank/partners/{partner_id}/contacten", include_in_schema=False)


class ContactForm(BaseModel):
    """What the form sends; everything else about it is checked where it can be told at the field."""

    address: str = ""
    name: str = ""
    phone: str = ""
    function: str = ""

    def details(self) -> ContactDetails:
        """Return what is filled in, without spaces around it."""
        return ContactDetails(**{name: value.strip()[:LONGEST_FIELD] for name, value in self})


Filled = Annotated[ContactForm, Form()]


@router.get("/nieuw")
def show_new(request: Request, partner_id: str, pages: Pages) -> HTMLResponse:
    """Show an empty form."""
    return _show(request, pages, partner_id, ContactDetails())


@router.post("")
def add(request: Request, partner_id: str, desk: WritingDesk, pages: Pages, form: Filled) -> Response:
    """Add a contact person."""
    details = form.details()
    try:
        add_contact(desk.session, desk.safe, desk.asker, partner_id, details)
    except BadAddress:
        return _show(request, pages, partner_id, details, fault=_not_an_address())
    return _done(request, partner_id, _("The contact person is added."))


@router.get("/{person_id}")
def show(request: Request, partner_id: str, person_id: RowId, desk: ReadingDesk, pages: Pages) -> HTMLResponse:
    """Show a contact person in a form."""
    contact = read_contact(desk.session, desk.safe, partner_id, person_id)
    person = contact.person
    details = ContactDetails(person.address, person.name, person.phone, contact.function)
    return _show(request, pages, partner_id, details, person_id)


@router.post("/{person_id}")
def change(  # noqa: PLR0913, PLR0917 -- FastAPI's way
    request: Request, partner_id: str, person_id: RowId, desk: WritingDesk, pages: Pages, form: Filled
) -> Response:
    """Write down anew what is known of a contact person."""
    details = form.details()
    try:
        change_contact(desk.session, desk.safe, desk.asker, partner_id, person_id, details)
    except BadAddress:
        return _show(request, pages, partner_id, details, person_id, _not_an_address())
    except AlreadyKnown:
        fault = _("Somebody else is known by this mail address. Add that person to this partner instead.")
        return _show(request, pages, partner_id, details, person_id, fault)
    return _done(request, partner_id, _("The contact person is changed."))


@router.post("/{person_id}/weg")
def remove(request: Request, partner_id: str, person_id: RowId, desk: WritingDesk) -> RedirectResponse:
    """Have a person speak for the partner no longer."""
    remove_contact(desk.session, desk.safe, desk.asker, partner_id, person_id)
    return _done(request, partner_id, _("The contact person is removed."))


def _show(  # noqa: PLR0913, PLR0917 -- what the form holds
    request: Request,
    pages: PageReader,
    partner_id: str,
    details: ContactDetails,
    person_id: int | None = None,
    fault: str = "",
) -> HTMLResponse:
    network = pages.overview.network
    return render(
        request,
        "contact.html",
        400 if fault else 200,
        partner=pages.describer.brief(network.position(partner_id)),
        person_id=person_id,
        details=details,
        fault=fault,
        longest=LONGEST_FIELD,
    )


def _not_an_address() -> str:
    return _("This is no mail address. Write it like naam@voorbeeld.nl.")


def _done(request: Request, partner_id: str, told: str) -> RedirectResponse:
    say(request, told)
    return RedirectResponse(file_address(partner_id, "contacts"), 303)
