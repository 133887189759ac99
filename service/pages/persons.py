"""The workbench's page of persons: who may do what, and the claims that wait for a decision."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from graph.errors import UnknownPartner
from graph.people import Person
from service.claiming import confirm_claim, refuse_claim, waiting_claims
from service.house import House, InHouse, ReadingSession, WritingSession
from service.listing import list_persons, partner_names, read_person
from service.pages.rendering import render
from service.pages.saying import say
from service.people import BadAddress
from service.recognising import Asking
from service.roles import (
    LastStaff,
    admit_person,
    change_role,
    join_partner,
    leave_partner,
    named_partner,
    sign_out_everywhere,
)
from service.rows import RowId
from service.texts import gettext as _

PersonRole = Literal["staff", "working_group", ""]
"""A role as forms send it; empty for who only speaks for partners."""

router = APIRouter(include_in_schema=False)


@router.get("/werkbank/personen")
def show_persons(request: Request, house: InHouse, session: ReadingSession) -> Response:
    """List everybody, and the claims that wait."""
    return _show_list(request, house, session)


@router.post("/werkbank/personen")
def add_person(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    adres: Annotated[str, Form()] = "",
    naam: Annotated[str, Form()] = "",
    rol: Annotated[PersonRole, Form()] = "",
    partner: Annotated[str, Form()] = "",
) -> Response:
    """Add a person with a role, with a partner to speak for, or with both."""
    form = {"adres": adres, "naam": naam, "rol": rol, "partner": partner}
    if not rol and not partner.strip():
        fault = _("Name the organisation that this person speaks for.")
        return _show_list(request, house, session, form, {"partner": fault})
    try:
        partner_ids = [named_partner(session, partner).id] if partner.strip() else []
        person = admit_person(session, house.safe, asker, adres, name=naam, role=rol, partner_ids=partner_ids)
    except UnknownPartner:
        fault = _("We know no organisation by this name.")
        return _show_list(request, house, session, form, {"partner": fault})
    except BadAddress:
        fault = _("This is no mail address. Is it complete?")
        return _show_list(request, house, session, form, {"adres": fault})
    except LastStaff:
        return _show_list(request, house, session, form, {"rol": _last_staff()})
    say(request, _("Added. This person can sign in with this mail address from now on."))
    return RedirectResponse(f"/werkbank/personen/{person.id}", 303)


@router.get("/werkbank/personen/{person_id}")
def show_person(request: Request, person_id: RowId, house: InHouse, session: ReadingSession) -> Response:
    """Show a person, with what can be changed."""
    return _show_one(request, house, session, person_id)


@router.post("/werkbank/personen/{person_id}/rol")
def set_role(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    person_id: RowId,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    rol: Annotated[PersonRole, Form()] = "",
) -> Response:
    """Give a person another role."""
    read_person(session, house.safe, person_id)
    try:
        change_role(session, asker, session.get_one(Person, person_id), rol)
    except LastStaff:
        return _show_one(request, house, session, person_id, {"rol": _last_staff()})
    return _back(request, person_id, _("The role is changed."))


@router.post("/werkbank/personen/{person_id}/partners")
def join(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    person_id: RowId,
    house: InHouse,
    asker: Asking,
    session: WritingSession,
    partner: Annotated[str, Form()] = "",
) -> Response:
    """Have a person speak for a partner."""
    read_person(session, house.safe, person_id)
    try:
        join_partner(session, house.safe, asker, person_id, named_partner(session, partner).id)
    except UnknownPartner:
        fault = _("We know no organisation by this name.")
        return _show_one(request, house, session, person_id, {"partner": fault})
    return _back(request, person_id, _("This person speaks for the organisation from now on."))


@router.post("/werkbank/personen/{person_id}/partners/{partner_id}/los")
def leave(request: Request, person_id: RowId, partner_id: str, asker: Asking, session: WritingSession) -> Response:
    """Have a person no longer speak for a partner."""
    leave_partner(session, asker, person_id, partner_id)
    return _back(request, person_id, _("This person no longer speaks for the organisation."))


@router.post("/werkbank/personen/{person_id}/partners/{partner_id}/claim")
def decide_claim(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    person_id: RowId,
    partner_id: str,
    asker: Asking,
    session: WritingSession,
    besluit: Annotated[Literal["bevestigen", "weigeren"], Form()],
) -> Response:
    """Confirm or refuse that a person speaks for a partner."""
    if besluit == "bevestigen":
        confirm_claim(session, asker, person_id, partner_id)
        say(request, _("Confirmed. This person gets a mail and speaks for the organisation from now on."))
    else:
        refuse_claim(session, asker, person_id, partner_id)
        say(request, _("Refused. This person gets a mail."))
    return RedirectResponse("/werkbank/personen", 303)


@router.post("/werkbank/personen/{person_id}/afmelden")
def sign_out(request: Request, person_id: RowId, house: InHouse, asker: Asking, session: WritingSession) -> Response:
    """Sign a person out everywhere."""
    read_person(session, house.safe, person_id)
    sign_out_everywhere(session, asker, person_id)
    return _back(request, person_id, _("This person is signed out everywhere."))


def role_options() -> list[tuple[str, str]]:
    """Return the roles that a person may have beside speaking for partners, with their names."""
    return [("", _("speaks for an organisation")), ("staff", _("staff")), ("working_group", _("working group"))]


def _last_staff() -> str:
    return _("This is the last staff member. Add another one first.")


def _back(request: Request, person_id: int, told: str) -> Response:
    say(request, told)
    return RedirectResponse(f"/werkbank/personen/{person_id}", 303)


def _show_list(
    request: Request,
    house: House,
    session: Session,
    form: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> Response:
    return render(
        request,
        "persons.html",
        400 if faults else 200,
        persons=list_persons(session, house.safe),
        claims=waiting_claims(session, house.safe),
        names=partner_names(session),
        role_options=role_options(),
        form=form or {"adres": "", "naam": "", "rol": "", "partner": ""},
        faults=faults or {},
    )


def _show_one(
    request: Request, house: House, session: Session, person_id: int, faults: dict[str, str] | None = None
) -> Response:
    return render(
        request,
        "person.html",
        400 if faults else 200,
        person=read_person(session, house.safe, person_id),
        names=partner_names(session),
        role_options=role_options(),
        faults=faults or {},
    )
