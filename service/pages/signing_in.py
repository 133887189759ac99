"""The pages of signing in by a mailed link, and of signing out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.background import BackgroundTask

from graph.database import transaction
from service.house import House, InHouse, ReadingSession, WritingSession
from service.limits import client_of, count_try, limiting
from service.pages.entering import browser_secret, enter, go_on_to, is_own_path
from service.pages.rendering import render
from service.pages.saying import say
from service.people import BadAddress, normal
from service.recognising import Asking
from service.roles import sign_out_everywhere
from service.sessions import end_session
from service.signing_in import check_link, mail_link_if_known, use_link
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)


@router.get("/aanmelden")
def ask_address(request: Request, house: InHouse, asker: Asking, verder: str = "") -> Response:
    """Ask for a mail address; who is signed in already goes on."""
    if asker.person_id is not None:
        return RedirectResponse(verder if is_own_path(verder) else "/", 303)
    go_on_to(request, verder)
    return _show_form(request, house)


@router.post("/aanmelden")
def send_link(request: Request, house: InHouse, adres: Annotated[str, Form()] = "") -> Response:
    """Send a link to a mail address that is known; what is answered is the same for every address."""
    try:
        address = normal(adres)
    except BadAddress:
        return _show_form(request, house, address=adres, fault=_("This is no mail address. Is it complete?"))
    count_link(request, house, address)
    house.snapshots.ready()
    # After the answer: the time until it comes would tell who is known.
    posting = BackgroundTask(_mail_link, house, address, browser_secret(request))
    return RedirectResponse("/aanmelden/verstuurd", 303, background=posting)


@router.get("/aanmelden/verstuurd")
def tell_sent(request: Request) -> Response:
    """Say to look for a mail."""
    return render(request, "sign_in_sent.html")


@router.get("/aanmelden/{token}", dependencies=[Depends(limiting("links tried"))])
def show_link(request: Request, token: str, session: ReadingSession) -> Response:
    """Show a button for a link that can be used; programs that open every link of a mail press none."""
    check_link(session, token, request.session.get("browser"))
    return never_kept(render(request, "sign_in_link.html", token=token))


@router.post("/aanmelden/{token}", dependencies=[Depends(limiting("links tried"))])
def follow_link(request: Request, token: str, house: InHouse, session: WritingSession) -> Response:
    """Sign in by a link."""
    person_id, made = use_link(session, token, request.session.get("browser"))
    return enter(request, session, house.safe, person_id, made)


@router.post("/afmelden")
def sign_out(
    request: Request, asker: Asking, session: WritingSession, overal: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Sign this browser out, or every browser of the person."""
    if overal and asker.person_id is not None:
        sign_out_everywhere(session, asker, asker.person_id)
    end_session(session, request.session.get("token", ""))
    request.session.clear()
    say(request, _("You are signed out everywhere.") if overal else _("You are signed out."))
    # Pages that this browser kept were of whoever signed out; browsers heed it over https only.
    return RedirectResponse("/", 303, {"Clear-Site-Data": '"cache"'})


def count_link(request: Request, house: House, address: str) -> None:
    """Count that a link is asked for, by whom and to which address; raise `TooMany`."""
    client, asked = client_of(request), house.safe.digest("address", address)
    count_try(house, "links asked by a client", client)
    count_try(house, "links to an address by a client", f"{asked} {client}")
    count_try(house, "links to an address", asked)


def never_kept(answer: Response) -> Response:
    """Have no cache keep an answer: its page is good for one person."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _mail_link(house: House, address: str, browser: str) -> None:
    with transaction(house.engine) as session:
        mail_link_if_known(session, house.safe, address, browser)


def _show_form(request: Request, house: House, *, address: str = "", fault: str = "") -> Response:
    return render(
        request,
        "sign_in.html",
        400 if fault else 200,
        address=address,
        fault=fault,
        has_provider=bool(house.settings.oidc_issuer),
        office=house.settings.office_name,
    )
