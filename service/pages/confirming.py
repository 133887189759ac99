"""The page that asks whether a profile is still right: right, change, or no longer with us, without signing in."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.model import Interest, Offering, Partner
from graph.repository import Repository
from service.audit import note
from service.house import InHouse, ReadingSession, WritingSession
from service.limits import limiting
from service.links import EndedLink
from service.mail.accounts import PROFILE_WORDS
from service.pages.linked import LinkRoute, Reader, read_link, read_reader, was_seen
from service.pages.rendering import render
from service.recognising import Asking
from service.texts import gettext as _

router = APIRouter(include_in_schema=False, route_class=LinkRoute)


@router.get("/klopt/{token}")
def show_profile(  # noqa: PLR0913, PLR0917 -- what the page is made of
    request: Request, token: str, session: ReadingSession, house: InHouse, asker: Asking, kies: str = ""
) -> HTMLResponse:
    """Show what is known of a partner, and ask whether it is right; nothing happens before an answer is sent."""
    carried = read_link(house, "profile", token)
    reader = read_reader(session, carried, _known(session, carried["partner"]), asker)
    return _show(request, session, reader, chosen=kies)


@router.post("/klopt/{token}", dependencies=[Depends(limiting("answers by link"))])
def take_choice(  # noqa: PLR0913, PLR0917 -- the fields of the form
    request: Request,
    token: str,
    session: WritingSession,
    house: InHouse,
    asker: Asking,
    kies: Annotated[str, Form()] = "",
    zeker: Annotated[str, Form()] = "",
    namens: Annotated[str, Form()] = "",
) -> Response:
    """Note that a profile is right, lead to where it is changed, or end the partnership once that is confirmed."""
    carried = read_link(house, "profile", token)
    reader = read_reader(session, carried, _known(session, carried["partner"]), asker)
    if kies == PROFILE_WORDS["change"]:
        return RedirectResponse(f"/mijn/{reader.partner.id}", 303)
    faults = _faults(reader, kies, namens)
    if faults:
        return _show(request, session, reader, chosen=kies, faults=faults)
    if has_left(reader.partner):
        return RedirectResponse(f"/klopt/{token}", 303)
    if kies == PROFILE_WORDS["archive"] and zeker != "ja":
        return _show(request, session, reader, chosen=kies, asks_again=True)
    _carry_out(session, reader, kies)
    return RedirectResponse(f"/klopt/{token}?gezegd=ja", 303)


def has_left(partner: Partner) -> bool:
    """Whether a partner has an end that lies not in the future."""
    today = date.today()  # noqa: DTZ011 -- the day where the service is
    return bool(partner.until) and PartialDate.parse(partner.until).last <= today


def _faults(reader: Reader, choice: str, on_behalf: str) -> dict[str, str]:
    faults = {}
    if choice not in PROFILE_WORDS.values():
        faults["kies"] = _("Choose one of the three answers.")
    if reader.is_somebody_else and not on_behalf:
        faults["namens"] = _("Tick this if you answer for this partner.")
    return faults


def _carry_out(session: Session, reader: Reader, choice: str) -> None:
    today = date.today()  # noqa: DTZ011 -- the day where the service is
    partner = reader.partner
    if choice == PROFILE_WORDS["archive"]:
        partner.until = today.isoformat()
        Repository(session).record_change(f"partner {partner.id} left")
        note(session, reader.asker, "archive partner", f"partner {partner.id}")
    else:
        partner.confirmed_on = today
        Repository(session).record_change(f"partner {partner.id} confirmed its profile", [partner.id])
        note(session, reader.asker, "confirm profile", f"partner {partner.id}")
    was_seen(reader.person)


def _known(session: Session, partner_id: str) -> str:
    if session.get(Partner, partner_id) is None:
        raise EndedLink("the partner of this link is not known any more")
    return partner_id


def _show(  # noqa: PLR0913 -- what the page is made of
    request: Request,
    session: Session,
    reader: Reader,
    *,
    chosen: str = "",
    faults: dict[str, str] | None = None,
    asks_again: bool = False,
) -> HTMLResponse:
    partner = reader.partner
    seeks, offers = (
        session.scalars(select(kind.text).where(kind.partner_id == partner.id).order_by(kind.position)).all()
        for kind in (Interest, Offering)
    )
    labels = {
        "confirm": _("It is still right"),
        "change": _("I want to change something"),
        "archive": _("We no longer take part"),
    }
    return render(
        request,
        "profile_check.html",
        400 if faults else 200,
        reader=reader,
        own=partner,
        seeks=seeks,
        offers=offers,
        has_left=has_left(partner),
        was_said=request.query_params.get("gezegd") == "ja",
        choices=[(PROFILE_WORDS[each], label) for each, label in labels.items()],
        chosen=chosen,
        asks_again=asks_again,
        faults=faults or {},
    )
