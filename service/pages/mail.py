"""The outbox for staff: what waits, was sent or was given up; each mail to read before it leaves."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graph.errors import GraphError
from service.audit import note
from service.house import InHouse, ReadingSession, WritingSession
from service.mail.letters import write_letter
from service.mail.sending import send_again, withdraw
from service.mail.waiting import MailView, Place, count_mails, find_mail, list_mails
from service.pages.rendering import render
from service.pages.saying import say
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _

router = APIRouter(include_in_schema=False)

MAILS_PER_PAGE = 50

PLACES: dict[str, Place] = {"wacht": "waiting", "verstuurd": "sent", "opgegeven": "given_up"}
"""Where mails stand, as addresses name it."""

LETTER_HEADERS = {
    # Shown in a frame of our own page; nothing in it may run, load or send.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "no-store",
}


@router.get("/werkbank/post")
def list_outbox(
    request: Request,
    session: ReadingSession,
    house: InHouse,
    toon: str = "wacht",
    pagina: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the mails that wait, were sent, or were given up."""
    shown = toon if toon in PLACES else "wacht"
    counts = count_mails(session)
    first = (pagina - 1) * MAILS_PER_PAGE
    mails = list_mails(session, house.safe, PLACES[shown], first=first, most=MAILS_PER_PAGE)
    return render(
        request,
        "mails.html",
        mails=[(mail, say_fault(mail)) for mail in mails],
        shown=shown,
        counts={name: counts[place] for name, place in PLACES.items()},
        page_number=pagina,
        has_more=counts[PLACES[shown]] > first + MAILS_PER_PAGE,
        is_folder=not house.settings.smtp_host,
        folder=house.settings.mail_path,
        sends_itself=house.settings.send_mail,
    )


@router.get("/werkbank/post/{mail_id}")
def show_mail(request: Request, mail_id: RowId, session: ReadingSession, house: InHouse) -> HTMLResponse:
    """Show a mail as its reader gets it; links lead nowhere here."""
    mail, view = find_mail(session, house.safe, mail_id)
    today = date.today()  # noqa: DTZ011 -- the day where the service is
    try:
        letter = write_letter(session, house, mail, today, is_preview=True)
    except GraphError:  # what it tells of is gone
        letter = None
    return render(request, "mail.html", mail=view, letter=letter, fault=say_fault(view))


@router.get("/werkbank/post/{mail_id}/opmaak")
def show_letter(mail_id: RowId, session: ReadingSession, house: InHouse) -> Response:
    """Show the HTML of a mail, by itself."""
    mail, _view = find_mail(session, house.safe, mail_id)
    today = date.today()  # noqa: DTZ011 -- the day where the service is
    letter = write_letter(session, house, mail, today, is_preview=True)
    return HTMLResponse(letter.html, headers=LETTER_HEADERS)


@router.post("/werkbank/post/{mail_id}/opnieuw")
def try_again(request: Request, mail_id: RowId, session: WritingSession, house: InHouse, asker: Asking) -> Response:
    """Have a mail that was given up tried again."""
    _mail, view = find_mail(session, house.safe, mail_id)
    if view.can_be_tried_again and send_again(session, mail_id):
        note(session, asker, "retry mail", f"mail {mail_id}", view.kind)
        say(request, _("The mail is tried again."))
    else:
        say(request, _("This mail cannot be tried again."))
    return RedirectResponse("/werkbank/post", 303)


@router.post("/werkbank/post/{mail_id}/intrekken")
def withdraw_mail(request: Request, mail_id: RowId, session: WritingSession, house: InHouse, asker: Asking) -> Response:
    """Keep a mail that waits from being sent."""
    _mail, view = find_mail(session, house.safe, mail_id)
    if withdraw(session, mail_id):
        note(session, asker, "withdraw mail", f"mail {mail_id}", view.kind)
        undo = "" if view.kind == "sign_in" else f"/werkbank/post/{mail_id}/opnieuw"
        say(request, _("The mail was withdrawn and is not sent."), undo=undo)
    else:
        say(request, _("This mail has left already, or is on its way."))
    return RedirectResponse("/werkbank/post", 303)


def say_fault(mail: MailView) -> str:
    """Say what went wrong with a mail; empty where nothing did."""
    if not mail.fault:
        return ""
    if mail.is_withdrawn:
        return _("withdrawn by staff")
    if mail.fault == "overtaken":
        return _("not sent: no longer true")
    if mail.fault.startswith("SMTPRecipient"):
        return _("the mail server does not know this address (%(fault)s)") % {"fault": mail.fault}
    if mail.fault.startswith("SMTPAuthentication"):
        return _("the mail server does not accept our password (%(fault)s)") % {"fault": mail.fault}
    return _("the mail server did not take it (%(fault)s)") % {"fault": mail.fault}
