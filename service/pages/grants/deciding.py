"""One application at the workbench: read, and granted, refused, sent back, paid, settled."""

from collections.abc import Callable
from datetime import timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from graph.errors import IllegalStep
from graph.grants import GrantApplication
from graph.model import Collaboration
from service.access import Asker
from service.days import read_day
from service.grants.applying import find_application
from service.grants.deciding import BadAmount, grant, linkable, record_paid, refuse, send_back, settle
from service.grants.money import read_euros, say_euros
from service.grants.schemes import OverBudget, budget_of
from service.pages.desk import Desk, ReadingDesk, WritingDesk
from service.pages.grants.desk import HOME
from service.pages.grants.shown import show
from service.pages.office import go
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.saying import say
from service.rows import RowId
from service.texts import gettext as _

ONE = HOME + "/aanvragen/{application_id}"
LONGEST_REASON = 2_000
NO_AMOUNT = 10**15
"""Cents: more than anything that can be granted."""
USUAL_TIME = timedelta(days=14)
"""So long a team usually gets for what was sent back."""

router = APIRouter(include_in_schema=False)


@router.get(ONE)
def show_application(request: Request, application_id: RowId, desk: ReadingDesk) -> HTMLResponse:
    """Show an application, how it stands against what is asked, and what can be decided."""
    return _show(request, desk, find_application(desk.session, application_id))


@router.post(ONE + "/toekennen")
def take_grant(request: Request, application_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Grant an amount."""
    application = find_application(desk.session, application_id)
    try:
        grant(desk.session, desk.asker, application, _amount(typed), desk.day, one(typed, "samenwerking"))
    except OverBudget as error:
        left = {"amount": say_euros(error.left_cents)}
        return _show(
            request, desk, application, {"toegekend": _("Only %(amount)s of the budget is left.") % left}, typed
        )
    except BadAmount as error:
        return _show(request, desk, application, {"toegekend": _say_most(error)}, typed)
    except IllegalStep:
        return _too_late(request, application)
    say(request, _("Granted. The members get a mail."))
    return go(_at(application))


@router.post(ONE + "/afwijzen")
def take_refusal(request: Request, application_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Refuse, with a reason that the members read."""
    application, reason = find_application(desk.session, application_id), _reason(typed)
    if not reason:
        return _show(request, desk, application, {"reden-nee": _("Say why. The members read this.")}, typed)
    try:
        refuse(desk.session, desk.asker, application, reason, desk.day)
    except IllegalStep:
        return _too_late(request, application)
    say(request, _("Refused. The members get a mail with the reason."))
    return go(_at(application))


@router.post(ONE + "/terugsturen")
def take_back(request: Request, application_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Send back, with what is to be changed and until when."""
    application = find_application(desk.session, application_id)
    reason, until = _reason(typed), read_day(one(typed, "tot"))
    faults = {} if reason else {"reden-terug": _("Say what has to change. The members read this.")}
    if until is None or until < desk.day:
        faults["tot"] = _("Choose today or a later day.")
    if until is None or faults:
        return _show(request, desk, application, faults, typed)
    try:
        send_back(desk.session, desk.asker, application, reason, until)
    except IllegalStep:
        return _too_late(request, application)
    say(request, _("Sent back. The members get a mail with what has to change."))
    return go(_at(application))


@router.post(ONE + "/betaald")
def take_payment(request: Request, application_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Write down how much was paid in advance, together."""
    return _write_down(request, desk, application_id, typed, "betaald", record_paid, _("Saved."))


@router.post(ONE + "/vaststellen")
def take_settlement(request: Request, application_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Write down what the grant came to in the end."""
    told = _("Settled. What was not needed is back in the budget.")
    return _write_down(request, desk, application_id, typed, "vastgesteld", settle, told)


def _write_down(  # noqa: PLR0913, PLR0917 -- which amount, and what is said of it
    request: Request,
    desk: Desk,
    application_id: int,
    typed: Typed,
    field: str,
    keep: Callable[[Session, Asker, GrantApplication, int], None],
    told: str,
) -> Response:
    """Keep the amount that was typed, or show at its field what is wrong with it."""
    application = find_application(desk.session, application_id)
    try:
        keep(desk.session, desk.asker, application, _amount(typed))
    except BadAmount as error:
        return _show(request, desk, application, {field: _say_most(error)}, typed)
    except IllegalStep:
        return _too_late(request, application)
    say(request, told)
    return go(_at(application))


def _amount(typed: Typed) -> int:
    """Return the cents that were typed; `NO_AMOUNT`, which is too much for anything, where that is no amount."""
    cents = read_euros(one(typed, "bedrag"))
    return NO_AMOUNT if cents is None else cents


def _say_most(error: BadAmount) -> str:
    return _("Type an amount up to %(amount)s.") % {"amount": say_euros(error.most_cents)}


def _reason(typed: Typed) -> str:
    return one(typed, "reden").replace("\r\n", "\n").strip()[:LONGEST_REASON]


def _at(application: GrantApplication) -> str:
    return f"{HOME}/aanvragen/{application.id}"


def _too_late(request: Request, application: GrantApplication) -> Response:
    """Show how an application stands that somebody else took a step with meanwhile."""
    say(request, _("Somebody went a step further meanwhile. See how it stands now."))
    return go(_at(application))


def _show(
    request: Request,
    desk: Desk,
    application: GrantApplication,
    faults: dict[str, str] | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    shown = show(desk.session, application)
    its = application.collaboration_id
    return render(
        request,
        "grant_application.html",
        400 if faults else 200,
        shown=shown,
        here=_at(application),
        budget=budget_of(desk.session, shown.scheme),
        collaboration=desk.session.get(Collaboration, its) if its else None,
        collaborations=linkable(desk.session, application) if application.state == "handed_in" else [],
        usual_day=(desk.day + USUAL_TIME).isoformat(),
        longest_reason=LONGEST_REASON,
        typed={name: values[0] for name, values in (typed or {}).items()},
        faults=faults or {},
    )
